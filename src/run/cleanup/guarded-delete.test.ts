import { expect, test } from 'vitest';
import type { MadeEntry } from '../ports.ts';
import { notOurs, ownerOf } from './guarded-delete.ts';

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

test('what is not the run\u2019s own is named without its query', () => {
  expect(notOurs('/v1.0/groups/g?$select=id', 'it is older')).toEqual({
    kind: 'blocked',
    reason: 'not-ours',
    message: '/v1.0/groups/g is not this run\u2019s own: it is older',
  });
});
