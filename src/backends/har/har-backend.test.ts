import { expect, test } from 'vitest';
import type { HttpRequest } from '../../http/message.ts';
import { harBackend } from './har-backend.ts';
import type { HarEntry } from './har-entry.ts';

const url = "/v1.0/groups?$filter=a%20eq%20'b'";

/** An entry that was sent in that second, and answered with its number. */
function entry(second: number, change: Partial<HarEntry> = {}): HarEntry {
  const response = { status: 200, headers: {}, text: String(second) };
  return { number: second, startedMs: second * 1000, method: 'GET', url, response, ...change };
}

async function sent(entries: readonly HarEntry[], ...requests: readonly Partial<HttpRequest>[]) {
  const har = harBackend(entries);
  const texts: string[] = [];
  for (const request of requests) {
    const about = { step: 's', actor: 'a' };
    const reply = await har.backend.send({ method: 'GET', url, headers: {}, ...request }, about);
    texts.push(reply.kind === 'answered' ? reply.response.text : reply.reason);
  }
  return { texts, ...har };
}

test('each entry answers once, in the order of time', async () => {
  const { texts } = await sent([entry(1), entry(2)], {}, {}, {});
  expect(texts).toEqual(['1', '2', 'refused']);
});

test('what was sent before an entry that has answered is taken last, and is reported', async () => {
  const entries = [entry(1), entry(2, { method: 'DELETE' }), entry(3)];
  const { texts, matches } = await sent(entries, { method: 'DELETE' }, {}, {});
  expect(texts).toEqual(['2', '3', '1']);
  expect(matches().map(({ outOfOrder }) => outOfOrder)).toEqual([false, false, true]);
});

test('urls are the same however they are escaped, and methods are compared', async () => {
  const other = entry(1, { url: '/v1.0/groups?$filter=a+eq+%27b%27' });
  expect((await sent([entry(1, { method: 'HEAD' })], {})).texts).toEqual(['refused']);
  expect((await sent([other], {})).texts).toEqual(['1']);
});

test('an entry with the same body is nearer than an earlier one', async () => {
  const post = (second: number, name: string) => entry(second, { method: 'POST', body: { name, a: 1 } });
  const { texts, matches, unmatched } = await sent([post(1, 'x'), post(2, 'y')], {
    method: 'POST',
    body: { a: 1, name: 'y' },
  });
  expect([texts, matches()[0]?.sameBody, unmatched().map(({ number }) => number)]).toEqual([['2'], true, [1]]);
});
