import { expect, test } from 'vitest';
import type { HttpResponse } from './message.ts';
import { binaryOf, responseBytes } from './payload.ts';
import { readContent } from './read-content.ts';

const received = (body: Uint8Array, type?: string): HttpResponse => {
  const headers = type === undefined ? {} : { 'content-type': type };
  return { status: 200, headers, ...readContent(Buffer.from(body), headers) };
};

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test.each([
  ['text/plain; charset=iso-8859-1', Buffer.from('café – no', 'latin1'), 'café \u0013 no'],
  ['text/csv; charset=utf-16le', Buffer.from('Ünï', 'utf16le'), 'Ünï'],
  ['text/plain', Buffer.from('naïve'), 'naïve'],
  ['text/csv', Buffer.from('\ufeffa,b'), '\ufeffa,b'],
  ['text/plain; charset=windows-1251', Uint8Array.of(0xcf, 0xf0), 'Пр'],
  ['application/json', Buffer.from('\ufeff{}'), '{}'],
  ['application/json;odata.metadata=minimal;charset=UTF-8', Buffer.from('{"a":"é"}'), '{"a":"é"}'],
  ['application/json; charset=utf-16le', Buffer.from('\ufeff{"a":"é"}', 'utf16le'), '{"a":"é"}'],
  ['application/problem+json', Uint8Array.of(0x22, 0xff, 0x22), '"\ufffd"'],
  [undefined, Buffer.from('{"a":1}'), '{"a":1}'],
])('a text under %s is read by its charset', (type, body, text) => {
  expect(received(body, type)).toMatchObject({ text });
  expect(received(body, type)).not.toHaveProperty('bytes');
});

test('text of which the type says nothing can be read, and its bytes are kept', () => {
  const body = Buffer.from('User,Größe');
  expect(received(body, 'Application/Octet-Stream')).toMatchObject({ text: 'User,Größe', bytes: binaryOf(body) });
});

test.each([
  ['image/png', everyByte],
  ['application/octet-stream', Buffer.from('a\0b')],
  ['application/pdf', Buffer.from('%PDF-1.7')],
  [undefined, everyByte],
])('what is not text under %s is kept as bytes', (type, body) => {
  expect(received(body, type)).toMatchObject({ text: '', bytes: binaryOf(body) });
});

test.each(['image/png', 'text/plain', 'text/plain; charset=shift_jis', 'text/csv; charset=utf-16le', undefined])(
  'whatever was received under %s, the same bytes can be given again',
  (type) => {
    for (const body of [everyByte, Buffer.from('\ufefftext'), Uint8Array.of(0x83, 0x65, 0x41)]) {
      expect(responseBytes(received(body, type)).equals(body)).toBe(true);
    }
  },
);
