import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleExchange, sampleRecording } from '../../../test/support/backends/sample-recording.ts';
import type { HttpRequest } from '../../http/message.ts';
import { recordedResponder } from './recorded-responder.ts';

const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {} });
const post = (url: string, body: HttpRequest['body']): HttpRequest =>
  body === undefined ? { ...get(url), method: 'POST' } : { ...get(url), method: 'POST', body };

/** A step with so many exchanges; each responses `{ step, n }`. */
const tape = (step: string, count: number, url = '/v1.0/me') =>
  Array.from({ length: count }, (_, n) => sampleExchange({ url }, { body: { step, n } }));

describe('a recording as the backend of a step', () => {
  test('responds with that step’s exchanges in their order, whatever is sent', async () => {
    const { responder } = recordedResponder(sampleRecording({ one: tape('one', 2), two: tape('two', 1) }));
    const send = async (step: string) => (await responder(get('/anything'), { step }))?.text;
    expect([await send('one'), await send('two'), await send('one')]).toEqual([
      '{"step": "one", "n": 0}',
      '{"step": "two", "n": 0}',
      '{"step": "one", "n": 1}',
    ]);
  });

  test('repeats the last exchange once all were used', async () => {
    const { responder, remaining } = recordedResponder(sampleRecording({ one: tape('one', 2) }));
    for (let n = 0; n < 4; n++) await responder(get('/v1.0/me'), { step: 'one' });
    expect((await responder(get('/v1.0/me'), { step: 'one' }))?.text).toBe('{"step": "one", "n": 1}');
    expect(remaining('one')).toBe(0);
  });

  test('names the exchange that comes next, and how many are left', async () => {
    const exchanges = tape('one', 2);
    const { responder, next, remaining } = recordedResponder(sampleRecording({ one: exchanges }));
    expect([next('one'), remaining('one')]).toEqual([exchanges[0], 2]);
    await responder(get('/v1.0/me'), { step: 'one' });
    expect([next('one'), remaining('one')]).toEqual([exchanges[1], 1]);
  });

  test('answers nothing to a step it does not have', async () => {
    const { responder, next, remaining } = recordedResponder(sampleRecording({ one: tape('one', 1) }));
    expect(await responder(get('/v1.0/me'), { step: 'constructor' })).toBeUndefined();
    expect([next('constructor'), remaining('constructor')]).toEqual([undefined, 0]);
  });

  test('answers each step in that step’s order, however the steps are interleaved', async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    const law = fc.asyncProperty(lengths, fc.array(fc.nat(100), { maxLength: 30 }), async (counts, picks) => {
      const steps = counts.map((count, at) => [`step-${at}`, tape(`step-${at}`, count)] as const);
      const { responder } = recordedResponder(sampleRecording(Object.fromEntries(steps)));
      const sent = counts.map(() => 0);
      for (const pick of picks) {
        const at = pick % counts.length;
        const n = Math.min(sent[at] ?? 0, (counts[at] ?? 1) - 1);
        sent[at] = (sent[at] ?? 0) + 1;
        const response = await responder(get('/v1.0/me'), { step: `step-${at}` });
        expect(response?.text).toBe(`{"step": "step-${at}", "n": ${n}}`);
      }
    });
    await fc.assert(law);
  });
});

describe('a recording as the backend of another user’s code', () => {
  const anyone = (steps: Parameters<typeof sampleRecording>[0]) => {
    const { responder } = recordedResponder(sampleRecording(steps));
    return async (request: HttpRequest) => (await responder(request, {}))?.text;
  };

  test('answers by method and url, over all steps, in the recorded order', async () => {
    const send = anyone({ one: tape('one', 1), other: tape('other', 1, '/v1.0/users'), two: tape('two', 1) });
    expect(await send(get('/v1.0/me'))).toBe('{"step": "one", "n": 0}');
    expect(await send(get('/v1.0/me'))).toBe('{"step": "two", "n": 0}');
    expect(await send(get('/v1.0/me'))).toBe('{"step": "two", "n": 0}');
    expect(await send(get('/v1.0/users'))).toBe('{"step": "other", "n": 0}');
  });

  test('answers nothing to another method, path or query', async () => {
    const send = anyone({ one: tape('one', 1, '/v1.0/users?$top=5') });
    expect(await send(post('/v1.0/users?$top=5', undefined))).toBeUndefined();
    expect(await send(get('/v1.0/users'))).toBeUndefined();
    expect(await send(get('/v1.0/users?$top=6'))).toBeUndefined();
    expect(await send(get('/beta/users?$top=5'))).toBeUndefined();
  });

  test.each([
    '/v1.0/groups?%24filter=displayName%20eq%20%27a%27',
    '/v1.0/groups?$filter=displayName+eq+%27a%27',
    "/v1.0/groups?$filter=displayName eq 'a'",
  ])('takes %s for the same url', async (url) => {
    const send = anyone({ one: tape('one', 1, "/v1.0/groups?$filter=displayName%20eq%20'a'") });
    expect(await send(get(url))).toBe('{"step": "one", "n": 0}');
  });

  test('takes a url that cannot be unescaped as it is', async () => {
    const send = anyone({ one: tape('one', 1, '/v1.0/100%') });
    expect(await send(get('/v1.0/100%'))).toBe('{"step": "one", "n": 0}');
    expect(await send(get('/v1.0/99%'))).toBeUndefined();
  });

  test('prefers the exchange with the same body, whatever the order of its properties', async () => {
    const exchange = (name: string) =>
      sampleExchange({ ...post('/v1.0/groups', { name, size: 1 }) }, { status: 201, body: { name } });
    const send = anyone({ one: [exchange('a')], two: [exchange('b')] });
    expect(await send(post('/v1.0/groups', { size: 1, name: 'b' }))).toBe('{"name": "b"}');
    expect(await send(post('/v1.0/groups', { size: 1, name: 'b' }))).toBe('{"name": "b"}');
    // Another body is not a reason not to answer, and does not use up what another user may ask for.
    expect(await send(post('/v1.0/groups', { name: 'c' }))).toBe('{"name": "a"}');
  });
});

describe('a response', () => {
  const answered = async (response: Parameters<typeof sampleExchange>[1]) => {
    const { responder } = recordedResponder(sampleRecording({ one: [sampleExchange({}, response)] }));
    return responder(get('/v1.0/me'), { step: 'one' });
  };

  test('with a body is JSON unless the recording says otherwise', async () => {
    expect((await answered({ body: {} }))?.headers).toEqual({ 'content-type': 'application/json' });
    const headers = { 'content-type': 'application/problem+json', etag: '"1"' };
    expect((await answered({ body: {}, headers }))?.headers).toEqual(headers);
  });

  test('without a body has no content type and no text', async () => {
    expect(await answered({ status: 204 })).toEqual({ status: 204, headers: {}, text: '' });
  });

  test('with the body null has that body', async () => {
    expect((await answered({ body: null }))?.text).toBe('null');
  });

  test('is whole, however long', async () => {
    const body = { text: 'x'.repeat(100_000), list: Array.from({ length: 5_000 }, (_, n) => n) };
    expect(JSON.parse((await answered({ body }))?.text ?? '')).toEqual(body);
  });
});
