import { expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { answered } from '../../../test/support/run/scripted-backend.ts';
import { defined } from '../../defined.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import { replayPlan } from '../execute/replay.ts';
import type { Backend } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';

const nowMs = Date.parse(sampleRun.now);

/**
 * A service that answers an invitation with a guest of this age, and everything else with success. `stop`: the run is
 * stopped while the first read is sent, which is answered with 503.
 */
async function run(write: string, createdDateTime: string, allowed: readonly string[] = [], stop?: AbortController) {
  const sent: string[] = [];
  const guest = { id: 'guest-1', createdDateTime, displayName: `Quinn ${sampleRun.id}` };
  const backend: Backend = {
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async ({ method, url }, { signal }) => {
      if (signal?.aborted === true) return { kind: 'blocked', reason: 'network', message: 'the run was stopped' };
      sent.push(`${method} ${url}`);
      if (stop?.signal.aborted === false && method === 'GET') {
        stop.abort();
        return answered(503);
      }
      if (url === '/v1.0/invitations') return answered(201, { id: 'i', invitedUser: { id: 'guest-1' } });
      return answered(method === 'GET' ? 200 : 204, method === 'GET' ? guest : undefined);
    },
  };
  const yaml = `title: T
actors: { admin: {} }
steps:
  - id: invite
    request: { method: POST, url: /v1.0/invitations, body: { invitedUserDisplayName: "Quinn \${run.id}" } }
    response: { status: 201 }
    capture: { guest: $.invitedUser.id }
    creates: { delete: "/v1.0/users/\${guest}" }
  - id: first
    ${write}
  - id: second
    ${write}
`;
  const clock = scriptedClock(nowMs);
  const plan = samplePlan(yaml, { against: 'live' });
  const ports = {
    backend,
    clock,
    listener: () => {},
    ledger: memoryLedger(),
    allowed: new Set(allowed),
    ...defined({ signal: stop?.signal }),
  };
  const result = await replayPlan(plan, ports);
  return { sent, outcomes: result.steps.slice(1).map(({ outcome }) => outcome) };
}

const old = '2020-01-01T00:00:00Z';
const isRead = (line: string) => line.startsWith('GET /v1.0/users/guest-1');

test.each([
  ['PATCH', 'request: { method: PATCH, url: "/v1.0/users/${guest}", body: {} }'],
  ['PUT', 'request: { method: PUT, url: "/beta/users/${guest}/manager/$ref", body: {} }'],
  ['POST', 'request: { method: POST, url: "/v1.0/users/${guest}/revokeSignInSessions" }'],
  [
    'POST',
    'request: { method: POST, url: "/v1.0/$batch", body: { requests: [ { id: "1", method: PATCH, url: "/users/${guest}" } ] } }',
  ],
])('P1 a %s of whom an invitation was answered with is not sent: they existed before (%#)', async (method, request) => {
  const write = `${request}\n    response: { status: 204 }`;
  const { sent, outcomes } = await run(write, old);
  expect(sent.filter((line) => line.startsWith(method))).toEqual(method === 'POST' ? ['POST /v1.0/invitations'] : []);
  const notOurs = { kind: 'skipped', reason: 'not-ours', message: expect.stringMatching(/before this run/) };
  expect(outcomes).toMatchObject([notOurs, notOurs]);
  // Once it is known, it is not read again.
  expect(sent.filter(isRead)).toHaveLength(1);

  const allowed = await run(write, old, ['changes-existing']);
  expect(allowed.outcomes).toMatchObject([{ kind: 'passed' }, { kind: 'passed' }]);
  expect(allowed.sent.slice(0, 3).filter(isRead)).toEqual([]);

  const ours = await run(write, sampleRun.now);
  expect(ours.outcomes).toMatchObject([{ kind: 'passed' }, { kind: 'passed' }]);
  // Proved once, and once more before it is deleted.
  expect(ours.sent.filter(isRead)).toHaveLength(2);
});

test('P1 a batch that only reads such an object is sent', async () => {
  const batch = 'body: { requests: [ { id: "1", method: GET, url: "/users/${guest}" } ] }';
  const { outcomes } = await run(
    `request: { method: POST, url: "/v1.0/$batch", ${batch} }\n    response: { status: 204 }`,
    old,
  );
  expect(outcomes).toMatchObject([{ kind: 'passed' }, { kind: 'passed' }]);
});

test('once the run is stopped, nothing more is read for a change', async () => {
  const patch = 'request: { method: PATCH, url: "/v1.0/users/${guest}", body: {} }\n    response: { status: 204 }';
  const { sent } = await run(patch, sampleRun.now, [], new AbortController());
  const read = 'GET /v1.0/users/guest-1';
  // The first before the change, the second before the deletion.
  expect(sent).toEqual(['POST /v1.0/invitations', read, read, 'DELETE /v1.0/users/guest-1']);
});
