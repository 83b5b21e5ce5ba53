import { expect, test } from 'vitest';
import { cleanupConfig, isNamed } from './cleanup-config.ts';

const run = 'mbr4k2q7x5nza';

test.each([
  ['*', true],
  ['mbr4*', true],
  ['mbr4k2q7x5nz?', true],
  [run, true],
  ['2026', false],
  ['2025*', false],
  ['.*', false],
  ['[0-9]*', false],
  ['', false],
])('%j names the run: %s', (name, isMeant) => {
  expect(isNamed(run, [name])).toBe(isMeant);
  expect(isNamed(run, ['other', name])).toBe(isMeant);
});

test('a tenant is an id, as in every other command', () => {
  const id = 'AAAAAAAA-0000-4000-8000-000000000000';
  expect(cleanupConfig(['--tenant', id])).toMatchObject({ ok: true, value: { tenant: id.toLowerCase(), runs: [] } });
  expect(cleanupConfig(['--tenant', id, '--tenants', 'x.yaml'])).toMatchObject({ ok: false });
});
