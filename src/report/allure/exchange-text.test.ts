import { expect, test } from 'vitest';
import { binaryOf, withoutBytes } from '../../http/payload.ts';
import { requestText, responseText } from './exchange-text.ts';

const picture = binaryOf(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
const line = `image/png, 4 bytes, sha256 ${picture.sha256}`;

test('what is not text is shown by its media type, its size and its hash', () => {
  const headers = { 'content-type': 'image/png' };
  const sent = requestText({ method: 'PUT', url: '/v1.0/a', headers, bytes: withoutBytes(picture) });
  expect(sent).toBe(`PUT /v1.0/a\ncontent-type: image/png\n\n${line}\n`);
  const received = responseText({ status: 200, headers, text: '', bytes: picture });
  expect(received).toBe(`200 OK\ncontent-type: image/png\n\n${line}\n`);
});

test('text is shown as it was sent, and JSON as JSON', () => {
  const text = requestText({
    method: 'POST',
    url: '/v1.0/a',
    headers: { 'content-type': 'text/plain' },
    body: 'a "b"',
  });
  expect(text).toBe('POST /v1.0/a\ncontent-type: text/plain\n\na "b"\n');
  const json = requestText({ method: 'POST', url: '/v1.0/a', headers: {}, body: { a: 'b' } });
  expect(json).toContain('{\n  "a": "b"\n}');
});
