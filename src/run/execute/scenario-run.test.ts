import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { answered, scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import type { Backend } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';
import { ScenarioRun } from './scenario-run.ts';

const yaml = `version: 2
title: T
actors: { admin: {} }
steps:
  - id: create
    request: { method: POST, url: /v1.0/groups, body: { displayName: "A \${run.id}" } }
    response: { status: 201 }
    capture: { group: $.id }
    creates: { delete: "/v1.0/groups/\${group}" }
  - id: read
    request: { method: GET, url: "/v1.0/groups/\${group}" }
    response: { status: 200 }
cleanup:
  - id: delete
    request: { method: DELETE, url: "/v1.0/groups/\${group}" }
    response: { status: 204 }
`;
const replies = { create: [[201, { id: '1' }]], read: [[200, { id: '1' }]], delete: [[204]] } as const;

function started() {
  const backend = scriptedBackend(replies);
  const plan = samplePlan(yaml);
  const run = new ScenarioRun(plan, { backend, clock: scriptedClock(0), listener: () => {} });
  return { backend, plan, run };
}

test('a step that is selected runs what it depends on before, once', async () => {
  const { backend, plan, run } = started();
  const [create, read] = plan.steps;
  if (create === undefined || read === undefined) throw new Error('there are two steps');
  expect((await run.step(read)).outcome.kind).toBe('passed');
  expect((await run.step(create)).outcome.kind).toBe('passed');
  expect(backend.sent.map(({ step }) => step)).toEqual(['create', 'read']);
});

test('cleanup makes nothing: what it would delete was never created', async () => {
  const { backend, run } = started();
  const [deletion] = await run.cleanup();
  expect(deletion?.outcome.kind).toBe('skipped');
  expect(backend.sent).toEqual([]);
});

test('the longest lag of the pages of a step is its lag', async () => {
  const effort = (lagMs: number, staleMs: number) => ({
    sent: 2,
    waitedMs: staleMs,
    lagMs,
    staleMs,
    reconciled: false,
  });
  const lags = [effort(7_000, 7_000), effort(0, 0)];
  const backend: Backend = {
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async () => {
      const next = lags.shift();
      const more = lags.length === 1 ? { '@odata.nextLink': 'https://graph.microsoft.com/v1.0/a?page=2' } : {};
      const reply = answered(200, { value: [], ...more });
      return next === undefined || reply.kind !== 'answered' ? reply : { ...reply, effort: next };
    },
  };
  const waits = `title: T
actors: { admin: {} }
steps:
  - id: wait
    request: { method: GET, url: /v1.0/a, pages: all }
    response: { status: 200, body: { value: [] } }
`;
  const ports = { backend, clock: scriptedClock(0), listener: () => {} };
  const [step] = (await replayPlan(samplePlan(waits), ports)).steps;
  expect(step).toMatchObject({ outcome: { kind: 'passed' }, lagMs: 7_000 });
});

test('P2 a step that is stopped while it waits is skipped, with the exchange that it had', async () => {
  const waits = `title: T
actors: { admin: {} }
steps:
  - id: wait
    request: { method: GET, url: /v1.0/a }
    response: { status: 200, body: { state: Ready } }
    eventually: { within: PT1M, every: PT1S }
`;
  const stop = new AbortController();
  const reply = () => {
    stop.abort();
    return answered(200, { state: 'New' });
  };
  const backend = scriptedBackend({ wait: [reply] });
  const ports = { backend, clock: scriptedClock(0), listener: () => {}, signal: stop.signal };
  const [step] = (await replayPlan(samplePlan(waits), ports)).steps;
  expect(step).toMatchObject({ outcome: { kind: 'skipped', reason: 'stopped' }, attempts: 1 });
  expect(step?.exchange?.response.text).toContain('New');
  expect(backend.sent).toHaveLength(1);
});

test('a request that is stopped on its way is skipped, and one that is lost or refused then is not', async () => {
  const waits = `
title: T
actors: { admin: {} }
steps:
  - id: read
    request: { method: GET, url: /v1.0/a }
    response: { status: 200 }
`;
  const outcomeOf = async (reason: 'network' | 'auth', isStopped: boolean) => {
    const stop = new AbortController();
    const backend = scriptedBackend({
      read: [
        () => {
          if (isStopped) stop.abort();
          return { kind: 'blocked', reason, message: 'no response' };
        },
      ],
    });
    const ports = { backend, clock: scriptedClock(0), listener: () => {}, signal: stop.signal };
    return (await replayPlan(samplePlan(waits), ports)).steps[0]?.outcome;
  };
  expect(await outcomeOf('network', true)).toMatchObject({ kind: 'skipped', reason: 'stopped' });
  expect(await outcomeOf('network', false)).toMatchObject({ kind: 'blocked', reason: 'network' });
  expect(await outcomeOf('auth', true)).toMatchObject({ kind: 'blocked', reason: 'auth' });
});

test('P1 the id of what existed before is not a mark of the run, and that of what it created is one', async () => {
  const id = (nth: number) => `00000000-0000-4000-8000-00000000000${nth}`;
  const two = `title: T
actors: { admin: {} }
steps:
  - id: theirs
    request: { method: PATCH, url: "/v1.0/groups(uniqueName='x-\${run.id}')", body: {} }
    response: { status: 200 }
    capture: { theirs: $.id }
    creates: { delete: "/v1.0/groups/\${theirs}" }
  - id: ours
    request: { method: POST, url: /v1.0/groups, body: { displayName: A } }
    response: { status: 201 }
    capture: { ours: $.id, appOfOurs: $.appId, other: $.otherId }
    creates: { delete: "/v1.0/groups/\${ours}" }
  - id: beside-theirs
    request: { method: POST, url: /v1.0/notes, body: { about: "\${theirs}" } }
    response: { status: 201 }
    capture: { first: $.id }
    creates: { delete: "/v1.0/notes/\${first}" }
  - id: beside-ours
    request: { method: POST, url: /v1.0/notes, body: { about: "\${ours}" } }
    response: { status: 201 }
    capture: { second: $.id }
    creates: { delete: "/v1.0/notes/\${second}" }
  - id: beside-app
    request: { method: POST, url: /v1.0/notes, body: { about: "\${appOfOurs}" } }
    response: { status: 201 }
    capture: { third: $.id }
    creates: { delete: "/v1.0/notes/\${third}" }
  - id: beside-other
    request: { method: POST, url: /v1.0/notes, body: { about: "\${other}" } }
    response: { status: 201 }
    capture: { fourth: $.id }
    creates: { delete: "/v1.0/notes/\${fourth}" }
`;
  const backend = scriptedBackend({
    theirs: [[200, { id: id(1) }]],
    ours: [[201, { id: id(2), appId: id(7), otherId: id(8) }]],
    'beside-theirs': [[201, { id: id(3) }]],
    'beside-ours': [[201, { id: id(4) }]],
    'beside-app': [[201, { id: id(5) }]],
    'beside-other': [[201, { id: id(6) }]],
  });
  const ledger = memoryLedger();
  const run = new ScenarioRun(samplePlan(two), { backend, clock: scriptedClock(0), listener: () => {}, ledger });
  for (const step of samplePlan(two).steps) await run.step(step);
  const marks = ledger.made().map(({ step, mark }) => [step, mark?.text]);
  expect(Object.fromEntries(marks)).toEqual({
    theirs: undefined,
    ours: undefined,
    'beside-theirs': undefined,
    'beside-ours': id(2),
    'beside-app': id(7),
    'beside-other': undefined,
  });
});
