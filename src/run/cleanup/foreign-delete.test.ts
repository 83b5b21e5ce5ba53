import { describe, expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { statefulService, type Thing } from '../../../test/support/run/stateful-service.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import { replayPlan } from '../execute/replay.ts';
import { Tally } from '../execute/tally.ts';
import type { Against } from '../result.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { isOneOf } from './own-objects.ts';

const nowMs = Date.parse(sampleRun.now);
const foreign: Thing = { id: 'foreign-1', createdDateTime: '2020-01-01T00:00:00Z', displayName: 'Payroll' };

const lookUp = `
  - id: look-up
    request: { method: GET, url: "/v1.0/groups?$filter=displayName eq 'Payroll'" }
    response: { status: 200 }
    capture: { group: "$.value[0].id" }`;
const create = `
  - id: create
    request: { method: POST, url: /v1.0/groups, body: { displayName: "Doors \${run.id}" } }
    response: { status: 201 }
    capture: { group: $.id }
    creates: { delete: "/v1.0/groups/\${group}" }`;
const deletion = `
  - id: delete
    request: { method: DELETE, url: "/v1.0/groups/\${group}" }
    response: { status: 204 }`;

async function run(yaml: string, against: Against) {
  const clock = scriptedClock(nowMs);
  const service = statefulService(clock);
  service.things.set('/v1.0/groups', [foreign]);
  const plan = samplePlan(`title: T\nactors: { admin: {} }\n${yaml}\n`, { against });
  const result = await replayPlan(plan, { backend: service, clock, listener: () => {}, ledger: memoryLedger() });
  const tally = new Tally();
  tally.add(result);
  const summary = tally.summary({ against, startedAt: sampleRun.now, durationMs: 0 });
  return { service, result, summary };
}

describe('P1 what a live run only looked up', () => {
  test.each(['steps', 'cleanup'])(
    'is not deleted by its %s: the step is refused, and nothing is sent',
    async (phase) => {
      const yaml = phase === 'steps' ? `steps:${lookUp}${deletion}` : `steps:${lookUp}\ncleanup:${deletion}`;
      const { service, result, summary } = await run(yaml, 'live');
      expect(service.things.get('/v1.0/groups')).toEqual([foreign]);
      expect(service.log.filter((line) => line.startsWith('DELETE'))).toEqual([]);
      const step = [...result.steps, ...result.cleanup].find(({ id }) => id === 'delete');
      expect(step?.outcome).toMatchObject({
        kind: 'blocked',
        reason: 'refused',
        message: expect.stringContaining('/v1.0/groups/foreign-1'),
        fix: expect.stringContaining('creates'),
      });
      expect(summary).toMatchObject({ exitCode: 3, leftovers: [] });
    },
  );

  const lookUpAndCreate = `${lookUp.replace('group: "$', 'theirs: "$')}${create}`;
  const kept = async (steps: string) => {
    const { service, result } = await run(`steps:${lookUpAndCreate}${steps}`, 'live');
    expect(service.log.filter((line) => /DELETE .*foreign-1|batch/.test(line))).toEqual([]);
    return result.steps.find(({ id }) => id === 'delete')?.outcome;
  };

  test('is not deleted through a container of the run that refers to it', async () => {
    expect(await kept(deletion.replace('${group}', '${group}/members/${theirs}'))).toMatchObject({
      kind: 'blocked',
      reason: 'refused',
    });
  });

  test.each([
    ['/v1.0/$batch', '{ requests: [ { id: "1", method: DELETE, url: "/groups/${theirs}" } ] }'],
    ['/v1.0/%24batch', '{ requests: [ { id: "1", method: delete, url: "/groups/${theirs}" } ] }'],
    ['/v1.0/$batch', '{ requests: [ { id: "1", method: DELETE, url: "/groups/${group}/members/${theirs}" } ] }'],
  ])('is not deleted by a batch at %s: %s', async (url, body) => {
    const step = `\n  - id: delete\n    request: { method: POST, url: "${url}", body: ${body} }\n    response: { status: 200 }`;
    expect(await kept(step)).toMatchObject({ kind: 'blocked', reason: 'refused' });
  });

  test.each([
    ['a text', '{ text: \'{"requests":[{"id":"1","method":"DELETE","url":"/groups/foreign-1"}]}\' }'],
    [
      'bytes',
      `{ base64: ${Buffer.from('{"requests":[{"id":"1","method":"DELETE","url":"/groups/foreign-1"}]}').toString('base64')} }`,
    ],
  ])('is not deleted by a batch that is sent as %s', (_, body) => {
    const type = 'headers: { content-type: application/json }';
    const step = `\n  - id: delete\n    request: { method: POST, url: "/v1.0/$batch", ${type}, body: ${body} }\n    response: { status: 200 }`;
    const yaml = `version: 2\ntitle: T\nactors: { admin: {} }\nsteps:${lookUpAndCreate}${step}\n`;
    expect(() => samplePlan(yaml)).toThrow('the body of a batch is JSON');
  });

  test('is deleted in a sandbox, which ends with the run', async () => {
    const { service } = await run(`steps:${lookUp}${deletion}`, 'sandbox');
    expect(service.things.get('/v1.0/groups')).toEqual([]);
  });
});

test('an object of a live run is deleted by its cleanup, and may be deleted again to see that it is gone', async () => {
  const again = deletion.replace('id: delete', 'id: delete-again').replace('204', '404');
  const { service, summary } = await run(`steps:${create}\ncleanup:${deletion}${again}`, 'live');
  expect(service.things.get('/v1.0/groups')).toEqual([foreign]);
  const deletions = service.log.filter((line) => line.startsWith('DELETE'));
  expect(deletions).toEqual(Array(2).fill(expect.stringMatching(/^DELETE \/v1\.0\/groups\/0+-/)));
  expect(summary).toMatchObject({ exitCode: 0, leftovers: [] });
});

test.each([
  ...['owners', 'sponsors', 'sponsorOf', 'manager', 'directReports', 'transitiveReports', 'memberOf', 'members'],
  ...['transitiveMembers', 'transitiveMemberOf', 'membersWithLicenseErrors', 'acceptedSenders', 'rejectedSenders'],
  ...['createdOnBehalfOf', 'createdByUser', 'lastModifiedByUser', 'createdObjects', 'ownedObjects', 'ownedDevices'],
  ...['registeredDevices', 'registeredOwners', 'registeredUsers', 'appliesTo', 'principal', 'directoryScope'],
  ...['roleDefinition', 'invitedUser', 'invitedUserSponsors', 'internalSponsors', 'externalSponsors', 'teachers'],
  ...['incompatibleGroups', 'incompatibleAccessPackages', 'accessPackagesIncompatibleWith', 'followedSites'],
  ...['claimsMappingPolicies', 'homeRealmDiscoveryPolicies', 'tokenIssuancePolicies', 'tokenLifetimePolicies'],
  ...['appManagementPolicies', 'allowedUsers', 'allowedGroups', 'assignedUsers', 'administrationScopeTargets'],
])('what `%s` of the run\u2019s own refers to is not its own, the link is', (relation) => {
  const own = ['/v1.0/groups/a'];
  expect(isOneOf(own, `/v1.0/groups/a/${relation}/b`)).toBe(false);
  expect(isOneOf(own, `/v1.0/groups/a/${relation}/b/more`)).toBe(false);
  expect(isOneOf(own, `/v1.0/groups/a/${relation}/b/$ref`)).toBe(true);
  expect(isOneOf(own, `/v1.0/groups/a/${relation}/$ref`)).toBe(true);
  expect(isOneOf(own, `/v1.0/groups/b/${relation}/a`)).toBe(true);
});

test.each([
  ['/v1.0/groups/a', true],
  ['/beta/groups/a', true],
  ['/beta/groups/a?$x=1', true],
  ['/v1.0/groups/a/members/b/$ref', true],
  ['/v1.0/directory/deletedItems/a', true],
  ['/v1.0/directory/deletedItems/a/restore', true],
  ['/v1.0/groups/b/members/a', true],
  ['/v1.0/groups/a/members/b', false],
  ['/v1.0/groups/a/Members/b/microsoft.graph.user', false],
  ["/v1.0/groups('b')/members/a", true],
  ['/v1.0/groups/a/members/b/owners/c/$ref', false],
  ['/v1.0/groups/a/owners', false],
  ['/v1.0/groups/a/team/members/b', true],
  ['/v1.0/groups/ab', false],
  ['/v1.0/groups/b', false],
  ['/v1.0/groups', false],
  ['/v1.0/users/a', false],
  ['/v1.0/groups/a/../b', false],
  ['/v1.0/groups/a/%2e%2e/b', false],
  ['/v1.0/groups/a%2F..%2Fb', false],
  ['/v1.0/directory/deletedItems/b', false],
])('of a run that made /v1.0/groups/a, %s: %s', (url, ours) => {
  expect(isOneOf(['/v1.0/groups/a'], url)).toBe(ours);
});
