import { expect, test } from 'vitest';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { isOneOf, sameObject } from './own-objects.ts';
import { binUrl, isGone, keptUntil, recycleBinOf, serverTime } from './recycle-bin.ts';

const nowMs = Date.parse('2026-11-20T08:00:00Z');
const clock = scriptedClock(nowMs);
const response = (headers = {}) => ({ status: 204, headers, text: '' });
const shout = (url: string) => url.toUpperCase();

test.each(['groups', 'users', 'applications', 'servicePrincipals'])('the recycle bin keeps %s', (kind) => {
  for (const version of ['v1.0', 'beta']) {
    expect(binUrl(`/${version}/${kind}/1`)).toBe('/v1.0/directory/deletedItems/1');
    expect(keptUntil(`/${version}/${kind}/1`, response(), clock)).toBe('2026-12-20T08:00:00Z');
  }
});

test.each(['/v1.0/teams/1', '/v1.0/groups', '/v1.0/groups/1/members/2/$ref', '/v2.0/groups/1', '/x/v1.0/groups/1'])(
  'it does not keep %s',
  (url) => {
    expect(binUrl(url)).toBeUndefined();
    expect(keptUntil(url, response(), clock)).toBeUndefined();
  },
);

test('until when is by the service\u2019s clock, and by ours where it does not say', () => {
  const headers = { date: 'Fri, 20 Nov 2026 10:00:00 GMT' };
  expect(keptUntil('/v1.0/groups/1', response(headers), clock)).toBe('2026-12-20T10:00:00Z');
  expect(serverTime(headers, clock)).toBe(nowMs + 7_200_000);
  expect(serverTime({ date: 'yesterday' }, clock)).toBe(nowMs);
  expect(serverTime({}, clock)).toBe(nowMs);
});

test('a result reports what is kept, as it may be shown', async () => {
  const ledger = memoryLedger();
  expect(recycleBinOf(undefined, shout)).toEqual({});
  expect(recycleBinOf(ledger, shout)).toEqual({});
  const intent = { step: 's', actor: 'a', method: 'POST', url: '/v1.0/groups', delete: '', captures: {} } as const;
  const entry = await ledger.intend(intent);
  if (!entry.ok) throw new Error(entry.message);
  await ledger.created(entry.id, '/v1.0/groups/g');
  await ledger.deleted(entry.id, '2026-12-20T08:00:00Z');
  expect(recycleBinOf(ledger, shout)).toEqual({
    recycleBin: [{ url: '/V1.0/GROUPS/G', until: '2026-12-20T08:00:00Z' }],
  });
});

test.each([
  [199, false],
  [200, true],
  [204, true],
  [299, true],
  [300, false],
  [404, false],
])('a deletion answered %i: gone is %s', (status, gone) => expect(isGone(status)).toBe(gone));

test('an object is the same in each version, with a query and without', () => {
  expect(sameObject('/v1.0/groups/1', '/beta/groups/1?$select=id')).toBe(true);
  expect(sameObject('/v1.0/groups/1', '/v1.0/groups/2')).toBe(false);
  expect(sameObject('/v1.0/groups/1', '/v1.0/groups/1/members')).toBe(false);
});

test.each([
  ['/beta/groups/1', true],
  ['/v1.0/groups/1/members/2/$ref', true],
  ['/v1.0/groups/1/settings/2', true],
  ['/v1.0/directory/deletedItems/1', true],
  ['/v1.0/directory/deletedItems/1/restore', true],
  ['/v1.0/groups/12', false],
  ['/v1.0/groups/2', false],
  ['/v1.0/directory/deletedItems/2', false],
  ['/v1.0/groups/1/../2', false],
  ['/v1.0/groups/1/%2e%2e/2', false],
  ['/v1.0/groups/1/..%2f2', false],
  ['/v1.0/groups/1/a%5cb', false],
  ['/v1.0/groups/1/.', false],
])('%s is the group of the run, or below it: %s', (url, own) => {
  expect(isOneOf(['/v1.0/groups/1', '/v1.0/teams/9'], url)).toBe(own);
});
