import type { lookup } from 'node:dns';
import { expect, test } from 'vitest';
import { isPrivateName } from './connector.ts';

const resolvesTo = (...addresses: readonly string[]) =>
  ((_: string, __: unknown, done: (error: null, all: readonly { address: string }[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address })),
    )) as unknown as typeof lookup;

test.each([
  [['52.1.2.3'], false],
  [['10.0.0.1'], true],
  [['52.1.2.3', '10.0.0.1'], true],
] as const)('a name with the addresses %j is private: %s', async (addresses, isPrivate) => {
  expect(await isPrivateName('files.example.com', resolvesTo(...addresses))).toBe(isPrivate);
});
