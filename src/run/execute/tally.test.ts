import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { type ScriptedAnswer, scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';
import { Tally } from './tally.ts';

const yaml = `
title: T
actors: { admin: {} }
steps:
  - id: create
    request: { method: POST, url: /v1.0/groups, body: { a: 1 } }
    response: { status: 201 }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}" }
cleanup:
  - id: first
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
  - id: second
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}/x" }
    response: { status: 204 }
`;
const happy = { create: [[201, { id: 'g' }]], first: [[204]], second: [[204]] } as const;

/** What is said to be left where no ledger knows: by the outcome of the cleanup steps alone. */
async function summaryOf(
  answers: { readonly [step: string]: readonly ScriptedAnswer[] },
  against: 'live' | 'recorded',
) {
  const backend = scriptedBackend({ ...happy, ...answers });
  const result = await replayPlan(samplePlan(yaml), { backend, clock: scriptedClock(0), listener: () => {} });
  const tally = new Tally();
  tally.add({ ...result, against });
  return tally.summary({ against, startedAt: '', durationMs: 0 });
}

test('without a ledger, what a deletion did not delete is left, and nothing else', async () => {
  expect((await summaryOf({}, 'live')).leftovers).toEqual([]);
  expect(await summaryOf({ second: [[403]] }, 'live')).toMatchObject({
    leftovers: ['DELETE /v1.0/groups/g/x'],
    exitCode: 4,
  });
  const blocked = { kind: 'blocked', reason: 'network', message: 'the connection was lost' } as const;
  expect(await summaryOf({ first: [blocked] }, 'live')).toMatchObject({ leftovers: ['first'], exitCode: 4 });
});

test('a recording leaves nothing: then a deletion that differs is a difference', async () => {
  expect(await summaryOf({ second: [[403]] }, 'recorded')).toMatchObject({ leftovers: [], exitCode: 1 });
});
