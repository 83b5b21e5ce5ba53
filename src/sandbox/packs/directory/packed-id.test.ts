import { expect, test } from 'vitest';
import { packedId, securityIdentifier } from './packed-id.ts';

test('a security identifier is the id read as four little-endian numbers', () => {
  // A pair that the reference prints.
  expect(securityIdentifier('825f1b5e-6fb2-4d9a-b393-d491101acc0c')).toBe(
    'S-1-12-1-2187271006-1301966770-2446627763-214702608',
  );
});

test('an assignment id holds the bytes of role and principal', () => {
  expect(packedId('62e90394-69f5-4237-9190-012177145e10', '6be4b305-b75e-4efc-bfcc-31bd3b53a5f8')).toBe(
    'lAPpYvVpN0KRkAEhdxReEAWz5Gtet_xOv8wxvTtTpfg-1',
  );
});
