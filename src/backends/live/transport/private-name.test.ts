import type { lookup } from 'node:dns';
import { expect, test } from 'vitest';
import { isPrivateName, publicLookup } from './connector.ts';

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

const lookedUp = (resolve: typeof lookup, options: { readonly all?: boolean }) =>
  new Promise((done) => publicLookup(resolve)('files.example.com', options, (...found) => done(found)));

test('a public name is resolved to one address or to all, as it is asked for', async () => {
  const resolve = resolvesTo('52.1.2.3', '52.1.2.4');
  expect(await lookedUp(resolve, {})).toEqual([null, '52.1.2.3', undefined]);
  expect(await lookedUp(resolve, { all: true })).toEqual([null, [{ address: '52.1.2.3' }, { address: '52.1.2.4' }]]);
});

test('a name that cannot be resolved is an error, not a defect', async () => {
  const error = new Error('ENOTFOUND');
  const fails = ((_: string, __: unknown, done: (error: Error) => void) => done(error)) as unknown as typeof lookup;
  expect(await lookedUp(fails, { all: true })).toEqual([error, '']);
});
