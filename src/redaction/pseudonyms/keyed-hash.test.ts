import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyedHash } from './keyed-hash.ts';

test('the keyed hash is HMAC-SHA256', () => {
  const law = fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'grapheme' }), (key, text) => {
    expect(keyedHash(key)(text)).toEqual(createHmac('sha256', key).update(text).digest());
  });
  fc.assert(law);
});

test('a key that would have to be hashed first is refused', () => {
  expect(() => keyedHash(new Uint8Array(65))).toThrow('at most 64 bytes');
});
