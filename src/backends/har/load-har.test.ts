import { expect, test } from 'vitest';
import { parseHar } from './load-har.ts';

const entry = (status: number, content: object = { text: '{}' }) => ({
  startedDateTime: '2026-03-01T10:00:00.123Z',
  request: { method: 'GET', url: 'https://graph.microsoft.com/v1.0/me/photo/$value' },
  response: { status, headers: [{ name: 'Content-Type', value: 'image/png' }], content },
});
const har = (...entries: readonly object[]) => JSON.stringify({ log: { entries } });

test('a byte order mark before an archive is passed over', () => {
  expect(parseHar({ path: 'a.har', text: `\ufeff${har(entry(200))}` })).toMatchObject({ ok: true });
});

test('what the browser aborted is left out: it got no response', () => {
  const parsed = parseHar({ path: 'a.har', text: har(entry(0), entry(200)) });
  expect(parsed).toMatchObject({ ok: true, value: { entries: [{ number: 2 }], others: 1 } });
});

test('a picture in an archive stays the bytes it is', () => {
  const base64 = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]).toString('base64');
  const parsed = parseHar({ path: 'a.har', text: har(entry(200, { text: base64, encoding: 'base64' })) });
  expect(parsed).toMatchObject({
    ok: true,
    value: { entries: [{ response: { text: '', bytes: { size: 5, base64 } } }] },
  });
});
