import { expect, test } from 'vitest';
import type { Json } from '../../json/json.ts';
import type { MadeEntry } from '../ports.ts';
import { deletedInBatch, notOurs, ownerOf } from './guarded-delete.ts';

const made = (created: string, state: MadeEntry['state'], id = 1): MadeEntry => ({
  ...{ id, created, state, step: 's', actor: 'admin', method: 'POST', url: '/v1.0/groups' },
  delete: created,
  captures: {},
});
const [open, existed, gone] = [
  made('/v1.0/groups/g', 'open', 1),
  made('/beta/groups/g', 'existed', 2),
  made('/v1.0/groups/g', 'gone', 3),
];
const below = made('/v1.0/groups/g/settings/s', 'open', 4);

test.each<readonly [string, readonly MadeEntry[], string, number | undefined]>([
  ['what is there comes before what existed', [existed, open], '/v1.0/groups/g', 1],
  ['what existed comes before what is gone', [gone, existed], '/v1.0/groups/g', 2],
  ['what is gone counts where nothing else does', [gone], '/v1.0/groups/g', 3],
  ['the container comes before what is in it', [below, open], '/v1.0/groups/g/settings/s', 1],
  ['what is in it counts where the container is not the run\u2019s', [below], '/v1.0/groups/g/settings/s', 4],
  ['another object has no owner', [open, existed, gone, below], '/v1.0/groups/h', undefined],
])('an owner: %s', (_, entries, url, id) => expect(ownerOf(url, entries)?.id).toBe(id));

const batch = (body: Json, method: 'POST' | 'PATCH' = 'POST', url = '/v1.0/$batch') => ({
  ...{ method, url, headers: {}, body },
});
const requests: Json = [
  { id: '1', method: 'delete', url: '/groups/a' },
  { id: '2', method: 'GET', url: '/groups/b' },
  'no request',
  { id: '3', method: 'DELETE' },
  { id: '4', url: '/groups/c' },
];

test.each([
  ['its DELETE parts, in any case', batch({ requests }), ['/groups/a', '']],
  ['none where it has no list', batch({ requests: 'all' }), []],
  ['none where it has no body', { method: 'POST', url: '/v1.0/$batch', headers: {} } as const, []],
  ['none where its body is a list', batch(requests), []],
  ['none of what is not a batch', batch({ requests }, 'POST', '/v1.0/groups'), []],
  ['none of what is not a POST', batch({ requests }, 'PATCH'), []],
])('a batch deletes %s', (_, request, urls) => expect(deletedInBatch(request)).toEqual(urls));

test('what is not the run\u2019s own is named without its query', () => {
  expect(notOurs('/v1.0/groups/g?$select=id', 'it is older')).toEqual({
    kind: 'blocked',
    reason: 'not-ours',
    message: '/v1.0/groups/g is not this run\u2019s own: it is older',
  });
});
