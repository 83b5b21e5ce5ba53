import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleService } from '../../../../test/support/sandbox/sample-service.ts';
import { idSource } from '../../service/id-source.ts';
import { sandboxClock } from '../../service/sandbox-clock.ts';
import { objectStore } from '../../store/object-store.ts';
import { createDirectory } from './create-directory.ts';
import type { WholeSeed } from './seed/seed.ts';

const uuid = (kind: number, index: number) => `0000000${kind}-0000-8000-8000-${index.toString(16).padStart(12, '0')}`;

/** Five users and as many groups, anyone in anything. */
const people = [0, 1, 2, 3, 4];
const seeds: fc.Arbitrary<WholeSeed> = fc
  .array(fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 6 }), { minLength: 5, maxLength: 5 })
  .map((members) => ({
    version: 1,
    tenant: { id: uuid(9, 0), displayName: 'T', domains: ['t.example'], licenses: [] },
    users: people.map((index) => ({
      id: uuid(1, index),
      displayName: `User ${index}`,
      userPrincipalName: `u${index}@t.example`,
    })),
    groups: members.map((list, index) => ({
      id: uuid(2, index),
      displayName: `Group ${index}`,
      mailNickname: `g${index}`,
      kind: 'security' as const,
      members: list.map((one) => (one < 5 ? `u${one}@t.example` : `g${one - 5}`)),
    })),
  }));

const everyId = [1, 2].flatMap((kind) => people.map((index) => uuid(kind, index)));

const directoryOf = (seed: WholeSeed) =>
  createDirectory({ clock: sandboxClock(0), ids: idSource('laws'), store: objectStore(), seed });
type Directory = ReturnType<typeof directoryOf>;

/** Everything that can be asked about who is where; order of lists of links included. */
function memberships(directory: Directory) {
  return everyId.map((id) => ({
    id,
    members: directory.members(id),
    transitive: directory.transitiveMembers(id),
    groups: [...directory.transitiveGroupsOf(id)].sort(),
  }));
}

describe('memberships', () => {
  test('a person is a transitive member of exactly the groups that they are transitively in', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const directory = directoryOf(seed);
        for (const group of directory.groups()) {
          for (const id of everyId) {
            expect(directory.transitiveMembers(group.id).includes(id)).toBe(
              directory.transitiveGroupsOf(id).includes(group.id),
            );
          }
        }
      }),
    );
  });

  test('are after deleting and restoring anything, in any order, what they were', () => {
    fc.assert(
      fc.property(seeds, fc.shuffledSubarray(everyId), fc.infiniteStream(fc.nat()), (seed, deleted, picks) => {
        const directory = directoryOf(seed);
        const before = memberships(directory);
        for (const id of deleted) expect(directory.delete(id)).toBe(true);
        const gone = new Set(deleted);
        for (const { members, transitive } of memberships(directory)) {
          expect([...members, ...transitive].some((id) => gone.has(id))).toBe(false);
        }
        for (const id of deleted.toSorted(() => (Number(picks.next().value) % 3) - 1)) directory.restore(id);
        expect(memberships(directory)).toEqual(before);
      }),
    );
  });

  test('of permanently deleted objects are removed', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...everyId), (seed, id) => {
        const directory = directoryOf(seed);
        directory.delete(id);
        expect(directory.purge(id)).toBe(true);
        expect(directory.restore(id)).toBe('unknown');
        expect(directory.find(id)).toBeUndefined();
        expect(memberships(directory).flatMap(({ members }) => members)).not.toContain(id);
      }),
    );
  });
});

type Request = Parameters<ReturnType<typeof sampleService>['send']>;

const names = fc.constantFrom('a', 'b', 'c');
const user = (name: string) => ({
  accountEnabled: true,
  displayName: name,
  mailNickname: name,
  userPrincipalName: `${name}@contoso.com`,
  passwordProfile: { password: 'not-a-secret-3' },
});
const group = (name: string) => ({
  displayName: name,
  mailNickname: name,
  mailEnabled: false,
  securityEnabled: true,
  'members@odata.bind': [`users/${name}@contoso.com`],
});
const requests: fc.Arbitrary<readonly Request[]> = fc.array(
  fc.oneof(
    names.map((name): Request => ['POST', '/beta/users', { body: user(name) }]),
    names.map((name): Request => ['POST', '/beta/groups', { body: group(name) }]),
    names.map((name): Request => ['PATCH', `/v1.0/users/${name}@contoso.com`, { body: { jobTitle: name } }]),
    names.map((name): Request => ['DELETE', `/v1.0/users/${name}@contoso.com`]),
    names.map(
      (name): Request => [
        'POST',
        '/v1.0/invitations',
        { body: { invitedUserEmailAddress: `${name}@x.example`, inviteRedirectUrl: 'https://x.example' } },
      ],
    ),
    fc.constantFrom<Request>(
      ['GET', '/beta/users'],
      ['GET', '/beta/groups?$expand=members'],
      ['GET', '/v1.0/directory/deletedItems/microsoft.graph.user'],
    ),
  ),
  { maxLength: 25 },
);

test('the same seed and the same requests give the same bytes', () => {
  fc.assert(
    fc.property(requests, (list) => {
      const [one, another] = [sampleService(), sampleService()];
      for (const request of list) expect(one.send(...request).text).toBe(another.send(...request).text);
    }),
    { numRuns: 50 },
  );
});
