import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { type ScriptedReply, scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { byPersonCount } from '../../report/wording/by-person.ts';
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
const readStep = `  - id: read
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200 }
`;
const happy = { create: [[201, { id: 'g' }]], first: [[204]], second: [[204]] } as const;

/** What is said to be left where no ledger knows: by the outcome of the cleanup steps alone. */
async function summaryOf(replies: { readonly [step: string]: readonly ScriptedReply[] }, against: 'live' | 'recorded') {
  const backend = scriptedBackend({ ...happy, ...replies });
  const result = await replayPlan(samplePlan(yaml), { backend, clock: scriptedClock(0), listener: () => {} });
  const tally = new Tally();
  tally.add({ ...result, against });
  return tally.summary({ against, startedAt: '', durationMs: 0 });
}

test('the clock of a recording goes from its first scenario on, and its times add up', async () => {
  const backend = scriptedBackend(happy);
  const result = await replayPlan(samplePlan(yaml), { backend, clock: scriptedClock(0), listener: () => {} });
  const tally = new Tally();
  for (const startedAt of ['2026-11-20T09:00:00Z', '2026-11-20T08:00:00Z', '2026-11-20T10:00:00Z']) {
    const clock = { of: 'recording', startedAt, durationMs: 500 } as const;
    tally.add({ ...result, clock });
  }
  const { clock } = tally.summary({ against: 'recorded', startedAt: '', durationMs: 0 });
  expect(clock).toEqual({ of: 'recording', startedAt: '2026-11-20T08:00:00Z', durationMs: 1_500 });
});

test('a scenario that was stopped before its end has not passed, though all that ran did', async () => {
  const stop = new AbortController();
  const backend = scriptedBackend(happy);
  const result = await replayPlan(samplePlan(yaml.replace('cleanup:', `${readStep}cleanup:`)), {
    backend,
    clock: scriptedClock(0),
    listener: ({ kind }) => kind === 'step-ended' && stop.abort(),
    signal: stop.signal,
  });
  expect(result.steps.map(({ outcome }) => outcome.kind)).toEqual(['passed', 'skipped']);
  expect(result.outcome).toBe('skipped');
});

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

test('steps that passed are counted by what their responses are worth', async () => {
  const backend = scriptedBackend({ ...happy });
  const result = await replayPlan(samplePlan(yaml), { backend, clock: scriptedClock(0), listener: () => {} });
  const tally = new Tally();
  const steps = [...result.steps, ...result.cleanup].map((step, index) => ({
    ...step,
    source: index === 0 ? ('modeled' as const) : ('typed' as const),
  }));
  tally.add({ ...result, steps, cleanup: [] });
  const summary = tally.summary({ against: 'sandbox', startedAt: '', durationMs: 0 });
  expect(summary.sources).toEqual({ modeled: 1, typed: 2 });
  expect(byPersonCount(summary)).toEqual(['3 passed in the sandbox: 1 modeled, 2 typed (shape only)']);
  expect(byPersonCount({ sources: { modeled: 2 } })).toEqual([]);
});

test('a summary says what the recycle bin keeps, where it keeps something', async () => {
  const backend = scriptedBackend(happy);
  const result = await replayPlan(samplePlan(yaml), { backend, clock: scriptedClock(0), listener: () => {} });
  const kept = [{ url: '/v1.0/groups/g', until: '2026-12-20T08:00:00Z' }];
  const summary = (recycleBin?: typeof kept) => {
    const tally = new Tally();
    tally.add({ ...result, ...(recycleBin === undefined ? {} : { recycleBin }) });
    return tally.summary({ against: 'live', startedAt: '', durationMs: 0 });
  };
  expect(summary(kept)).toMatchObject({ recycleBin: kept });
  expect(summary()).not.toHaveProperty('recycleBin');
});
