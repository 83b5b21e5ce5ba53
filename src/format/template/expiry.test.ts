import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';
import { type Expiry, expiresOn, isExpired } from './expiry.ts';

const after = (text: string): Expiry => ({
  kind: 'after',
  duration: parseDuration(text) ?? { months: 0, milliseconds: 0 },
});
const old = { date: '2026-01-01', expires: '2026-01-31' };

test.each([
  ['a day', { kind: 'date', date: '2027-06-30' } as const, old, '2027-06-30'],
  ['a duration', after('P1Y'), old, '2027-01-31'],
  ['a month that is shorter', after('P1M'), undefined, '2026-02-28'],
  ['nothing, after one that counted for 30 days', undefined, old, '2026-03-02'],
  ['nothing, after one that always counted', undefined, { date: '2026-01-01' }, undefined],
  ['nothing', undefined, undefined, undefined],
])('with %s, what is made on 31 January expires then', (_, expiry, before, expires) => {
  expect(expiresOn('2026-01-31', { expiry, old: before })).toBe(expires);
});

test('the last day counts', () => {
  expect([isExpired(old, '2026-01-31'), isExpired(old, '2026-02-01'), isExpired({}, '9999-12-31')]).toEqual([
    false,
    true,
    false,
  ]);
});
