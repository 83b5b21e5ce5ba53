import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../http/message.ts';
import { responseBytes } from '../../http/payload.ts';
import { readContent } from '../../http/read-content.ts';
import { gone } from '../secrets/gone.ts';
import { mapJsonText } from './map-json-text.ts';
import { createPseudonymizer } from './pseudonymizer.ts';
import { createRedactor } from './redactor.ts';

const secret = 'S3cret/"w0rd+é';
const redactor = createRedactor([secret]);

const exchange = (change: Partial<{ url: string; body: Exchange['request']['body']; text: string }>): Exchange => ({
  request: { method: 'POST', url: change.url ?? '/v1.0/users', headers: {}, ...(change.body && { body: change.body }) },
  response: { status: 200, headers: {}, text: change.text ?? '' },
});

describe('a secret', () => {
  test.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in a url', encodeURIComponent(secret)],
    ['in base64', Buffer.from(secret).toString('base64')],
  ])('is gone from a text where it stands %s', (_, written) => {
    expect(redactor.text(`before ${written} between ${written} after`)).toBe(`before ${gone} between ${gone} after`);
  });

  test('is gone from a url in which an ordinary letter of it is escaped', () => {
    const plain = createRedactor(['Zebra-Crossing']);
    const { request } = plain.exchange(exchange({ url: '/v1.0/users/%5Aebra-Crossing?a=b%20c' }));
    expect(request.url).toBe(`/v1.0/users/${encodeURIComponent(gone)}?a=b%20c`);
  });

  test('is gone from url, request body and response of an exchange', () => {
    const body = { passwordProfile: { password: secret }, list: [`x ${secret}`, 1, null, true], [secret]: 'a name' };
    const shown = redactor.exchange(
      exchange({ url: `/v1.0/users?$filter=a%20eq%20${encodeURIComponent(secret)}`, body, text: JSON.stringify(body) }),
    );
    expect(shown.request.url).toBe(`/v1.0/users?$filter=a%20eq%20${gone}`);
    expect(shown.request.body).toEqual({
      passwordProfile: { password: gone },
      list: [`x ${gone}`, 1, null, true],
      [gone]: 'a name',
    });
    expect(JSON.parse(shown.response.text)).toEqual(shown.request.body);
  });

  test('is removed from a response that escapes one of its letters, as JSON allows', () => {
    const escaped = JSON.stringify({ id: secret }).replace('S3', '\\u00533');
    expect(redactor.exchange(exchange({ text: escaped })).response.text).toBe(`{"id":"${gone}"}`);
  });

  test('that contains another one is removed completely', () => {
    expect(createRedactor(['abcd', 'abcdefgh']).text('abcdefgh abcd')).toBe(`${gone} ${gone}`);
  });

  test('of fewer than four characters is not redacted: a report without its letters would be unreadable', () => {
    expect(createRedactor(['', 'a', 'abc']).text('abcabc')).toBe('abcabc');
  });

  test('leaves neither its length nor a trace, anywhere', () => {
    const secrets = fc.string({ minLength: 4, unit: fc.constantFrom('a', 'b', '"', '\\', '%', 'é', '😀') });
    const law = fc.property(secrets, fc.string(), fc.string(), (one, before, after) => {
      const shown = createRedactor([one]).text(before + one + after);
      expect(shown.replaceAll(gone, '')).not.toContain(one);
    });
    fc.assert(law);
  });
});

describe('redaction', () => {
  test('is idempotent', () => {
    const law = fc.property(
      fc.array(fc.string({ minLength: 4, maxLength: 8 }), { maxLength: 3 }),
      fc.string(),
      (all, text) => {
        // A secret that the replacement holds would be found in it again: none does, but by such a name.
        fc.pre(!all.some((one) => gone.includes(one) || one.includes('<gone>')));
        const { text: redact } = createRedactor(all);
        const mixed = all.join(text);
        expect(redact(redact(mixed))).toBe(redact(mixed));
      },
    );
    fc.assert(law);
  });

  test('without secrets changes only headers', () => {
    const whole = exchange({ url: '/v1.0/me?$top=1', body: { a: [1, 'b'] }, text: '{"c": 1}' });
    expect(createRedactor([]).exchange(whole)).toEqual(whole);
  });

  test('keeps data that is named like what objects have', () => {
    const body = JSON.parse(`{"__proto__": {"password": ${JSON.stringify(secret)}}}`);
    const shown = redactor.exchange(exchange({ body }));
    expect(JSON.stringify(shown.request.body)).toBe(`{"__proto__":{"password":"${gone}"}}`);
  });
});

describe('headers', () => {
  const headers = {
    'content-type': 'application/json',
    'retry-after': '5',
    'request-id': secret,
    authorization: 'Bearer token',
    'set-cookie': 'a=b',
    'x-anything-new': '1',
  };

  test('of a response are kept only if they are known to be harmless and do not contain the secret', () => {
    const { request, response } = redactor.exchange({
      request: { method: 'GET', url: '/v1.0/me', headers },
      response: { status: 200, headers, text: '' },
    });
    const kept = { 'content-type': 'application/json', 'retry-after': '5', 'request-id': gone };
    // Those of a request are the scenario's own words; they are compared when the recording is replayed.
    expect([request.headers, response.headers]).toEqual([{ ...kept, 'x-anything-new': '1' }, kept]);
  });
});

test('the body of a request has pseudonyms under its own names, also where a name is one of errors', () => {
  const { exchange } = createPseudonymizer({ key: Buffer.alloc(32, 7) });
  const body = { code: 'Hara', message: 'Ann Hara', list: [{ displayName: 'Ann Hara', n: 12 }], password: 471_100 };
  const { request } = exchange({
    request: { method: 'POST', url: '/v1.0/x', headers: { 'content-type': 'application/json' }, body },
    response: { status: 204, headers: {}, text: '' },
  });
  const name = expect.stringMatching(/^(?!.*(?:Ann|Hara)).+$/);
  expect(request.body).toEqual({ code: name, message: name, list: [{ displayName: name, n: 12 }], password: 0 });
});

describe('a pseudonymizer', () => {
  const fresh = () => createPseudonymizer({ key: Buffer.alloc(32, 7) });
  const response = (text: string, headers = {}) => ({ status: 200, headers, text });

  test('does not take a text for JSON that has something no JSON has', () => {
    for (const rest of ['ANN', 'É', '<ANN>', ': ANN', '+']) {
      const text = `{"displayName": "Jo"} ${rest}, mail jo@contoso.com`;
      expect(fresh().response(response(text)).text).toMatch(/mail user-[0-9a-f]{8}@/);
      expect(mapJsonText(`["x"] ${rest}`, { name: String, text: String, hides: () => false })).toBeUndefined();
    }
  });

  test('shows a header that is more than an address as one text', () => {
    const location = '<https://graph.microsoft.com/v1.0/users/ann@contoso.com>; rel="next"';
    expect(fresh().response(response('', { location })).headers['location']).toMatch(/^Name [0-9a-f]{8}$/);
  });

  test('keeps the scope of a role in the whole tenant', () => {
    const text = '{"directoryScopeId":"/"}';
    expect(fresh().response(response(text)).text).toBe(text);
  });

  test.each(['/Ann Hara', 'users/Ann Hara', '/users <Ann>'])('shows %s, which is not a path, as one text', (text) => {
    expect(fresh().value(text)).toMatch(/^Name [0-9a-f]{8}$/);
  });

  test('shows a name that is also a segment of urls as one text', () => {
    const { displayName } = JSON.parse(fresh().response(response('{"displayName": "messages"}')).text);
    expect(displayName).toMatch(/^name-[0-9a-f]{8}$/);
  });

  test('keeps a date as headers have it', () => {
    const date = 'Mon, 02 Nov 2026 08:30:00 GMT';
    expect(fresh().value(date)).toBe(date);
    expect(fresh().value(`${date} Hara`)).not.toContain('Hara');
  });

  test.each([
    ['application/octet-stream', Buffer.from('who\r\nann@fabrikam.com\r\n'), 'application/octet-stream'],
    ['text/csv; charset=utf-16le', Buffer.from('é ann@fabrikam.com', 'utf16le'), 'text/csv; charset=utf-16le'],
    [
      'text/csv; charset=shift_jis',
      Buffer.from([0x96, 0xbc, ...Buffer.from(',ann@fabrikam.com')]),
      'text/csv; charset=utf-8',
    ],
    ['text/plain', Buffer.from([0xff, ...Buffer.from(' ann@fabrikam.com')]), 'text/plain'],
  ])('gives text under %s that is kept as bytes its pseudonyms', (type, body, shownType) => {
    const headers = { 'content-type': type };
    const shown = fresh().response({ status: 200, headers, ...readContent(body, headers) });
    expect(shown.headers['content-type']).toBe(shownType);
    expect(shown.text).toMatch(/user-[0-9a-f]{8}@tenant-/);
    expect(readContent(responseBytes(shown), shown.headers).text).toBe(shown.text);
    expect(responseBytes(shown).toString('latin1').replaceAll('\0', '')).not.toContain('ann@');
  });

  test('leaves bytes as they are in which there is nothing to replace', () => {
    const headers = { 'content-type': 'application/octet-stream' };
    const response = { status: 200, headers, ...readContent(Buffer.from('a,b\r\n'), headers) };
    expect(fresh().response(response)).toEqual(response);
  });

  test('replaces a name of four letters within a sentence', () => {
    const pseudonyms = fresh();
    const { displayName } = JSON.parse(pseudonyms.response(response('{"displayName": "Anna"}')).text);
    expect(pseudonyms.text('expected Anna, not Jo')).toBe(`expected ${displayName}, not Jo`);
    pseudonyms.know('Bert', 'the owner');
    expect(pseudonyms.text('expected Bert')).toBe('expected the owner');
  });
});
