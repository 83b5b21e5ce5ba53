import { expect, test } from 'vitest';
import { cpuClock } from '../../../tools/cpu-clock.ts';
import type { HttpResponse } from '../../http/message.ts';
import { createPseudonymizer } from './pseudonymizer.ts';
import { createRedactor } from './redactor.ts';

const word = 'x9Z_'.repeat(2 * 1024 * 1024);
const response = (text: string): HttpResponse => ({ status: 200, headers: {}, text });

/** 8 MiB are the longest body that a live run reads. */
test.each([
  ['a value', JSON.stringify({ displayName: word })],
  ['a value of words', JSON.stringify({ displayName: 'ab '.repeat(2_700_000) })],
  ['a url', JSON.stringify({ '@odata.nextLink': `https://graph.microsoft.com/v1.0/me?$skiptoken=${word}` })],
  ['an address that is a secret', JSON.stringify({ downloadUrl: `https://files.contoso.com/${word}` })],
  ['the message of an error', JSON.stringify({ error: { code: 'Bad', message: word } })],
  ['a password', JSON.stringify({ password: word })],
  ['a text that is not JSON', word],
  ['JSON that is cut off', JSON.stringify([word]).slice(0, -2)],
])('8 MiB of word characters are shown without a deep stack: %s', (_, text) => {
  const pseudonyms = createPseudonymizer({ key: Buffer.alloc(32, 7), secrets: createRedactor(['Zq7nArY-4x9w']) });
  const spentMs = cpuClock();
  const shown = pseudonyms.response(response(text)).text;
  expect(spentMs()).toBeLessThan(20_000);
  expect(shown.length).toBeLessThanOrEqual(text.length);
});
