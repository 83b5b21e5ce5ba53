import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { replayPlan } from '../execute/replay.ts';
import type { RunPorts } from '../execute/run-ports.ts';
import type { ManualStep, PersonsAnswer } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { capturedForLater, isOfPlan, namesForLater, type SuspendedRun } from './suspended-run.ts';

const yaml = `
title: T
actors: { member: {} }
steps:
  - id: first
    request: { method: GET, url: /v1.0/first }
    response: { status: 200 }
    capture: { used: $.used, unused: $.unused }
  - id: other
    request: { method: GET, url: /v1.0/other }
    response: { status: 200 }
    capture: { forgotten: $.id }
  - id: attest
    manual: { prompt: Choose Yes. }
    unattended:
      request: { method: POST, url: /v1.0/x, body: { word: "\${run.password}" } }
      response: { status: 204 }
  - id: last
    request: { method: GET, url: "/v1.0/last/\${used}" }
    response: { status: 200 }
cleanup:
  - id: look
    request: { method: GET, url: "/v1.0/cleanup" }
    response: { status: 200 }
`;

type Ports = Pick<RunPorts, 'leave' | 'resumed'>;

async function replay(answers: readonly PersonsAnswer[], ports: Ports) {
  const backend = scriptedBackend({
    first: [[200, { used: 'u', unused: 'n' }]],
    other: [[200, { id: 'o' }]],
    last: [[200, {}]],
    look: [[200, {}]],
  });
  const prompted: ManualStep[] = [];
  const left = [...answers];
  const people = {
    ask: async (manual: ManualStep) => {
      prompted.push(manual);
      return left.shift() ?? ({ kind: 'left' } as const);
    },
  };
  const plan = samplePlan(yaml);
  const result = await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {}, people, ...ports });
  return { plan, result, prompted, sent: backend.sent.map(({ step }) => step) };
}

const outcomes = ({ result }: Awaited<ReturnType<typeof replay>>) =>
  [...result.steps, ...result.cleanup].map(({ id, outcome }) => `${id}: ${outcome.kind}`);

test('a suspended run stops there, without cleanup, and continues from there with what it knew', async () => {
  const kept: SuspendedRun[] = [];
  const leave = async (left: SuspendedRun) => {
    kept.push(left);
    return { ok: true } as const;
  };
  const before = await replay([{ kind: 'leave' }], { leave });
  expect(before.sent).toEqual(['first', 'other']);
  expect(outcomes(before)).toEqual(['first: passed', 'other: passed', 'attest: pending', 'last: skipped']);
  expect(before.result.outcome).toBe('pending');
  const [resumed] = kept;
  if (resumed === undefined) throw new Error('nothing was kept');
  expect(resumed.results.map(({ id }) => id)).toEqual(['first', 'other']);

  const after = await replay([{ kind: 'done' }], { resumed });
  expect(after.sent).toEqual(['last', 'look']);
  expect(outcomes(after)).toEqual(['first', 'other', 'attest', 'last', 'look'].map((id) => `${id}: passed`));
});

test('a run that cannot be kept reports why, and sends again', async () => {
  const refusing = await replay([{ kind: 'leave' }, { kind: 'done' }], {
    leave: async () => ({ ok: false, message: 'the disk is full' }),
  });
  expect(refusing.prompted.map(({ notice }) => notice)).toEqual([undefined, 'the disk is full']);
  const unknown = await replay([{ kind: 'leave' }, { kind: 'done' }], {});
  expect(unknown.prompted[1]?.notice).toMatch(/nothing stores its state/);
  expect(unknown.sent).toEqual(['first', 'other', 'last', 'look']);
});

test('only what later steps use is kept, and what a person does needs no call', () => {
  const plan = samplePlan(yaml);
  const values = new Map([...plan.values, ['used', 'u'], ['unused', 'n'], ['forgotten', 'o']] as const);
  const done = new Set(['first', 'other']);
  // A step's captures are there together, or count as not delivered.
  expect([...capturedForLater(plan, values, done).keys()]).toEqual(['used', 'unused']);
  expect(namesForLater(plan, done)).toEqual(new Set(['used']));
});

test.each([
  [['first', 'other'], 'attest', true],
  [['first'], 'attest', false],
  [['first', 'other', 'attest'], 'attest', false],
  [['first', 'other', 'other'], 'attest', false],
  [['first', 'other', '__proto__'], 'attest', false],
  [['first', 'other', 'attest'], 'last', false],
  [[], 'nothing', false],
  [[], 'first', false],
])('a run with results of %j that waits for %s can have been suspended: %s', (ids, step, expected) => {
  const results = ids.map((id) => ({ id })) as unknown as SuspendedRun['results'];
  expect(isOfPlan(samplePlan(yaml), { step, results })).toBe(expected);
});
