import { expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { type Mishap, statefulService } from '../../../test/support/run/stateful-service.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import { replayPlan } from '../execute/replay.ts';
import type { RunEvent } from '../result.ts';
import { scriptedClock } from '../scripted-clock.ts';

const yaml = `
title: T
actors: { admin: {} }
steps:
  - id: create
    request: { method: POST, url: /v1.0/groups, body: { alias: "a-\${run.id}" } }
    response: { status: 201 }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}" }
cleanup:
  - id: look
    request: { method: GET, url: /v1.0/users }
    response: { status: 200 }
`;

async function run(mishap?: (nth: number) => Mishap | undefined, cleanup = yaml) {
  const clock = scriptedClock(Date.parse(sampleRun.now));
  const service = statefulService(clock, mishap);
  const ledger = memoryLedger();
  const events: RunEvent[] = [];
  const listener = (event: RunEvent) => events.push(event);
  const result = await replayPlan(samplePlan(cleanup), { backend: service, clock, listener, ledger });
  const ids = (kind: 'step-started' | 'step-ended') =>
    events.flatMap((event) =>
      event.kind !== kind
        ? []
        : [event.kind === 'step-started' ? event.id : event.kind === 'step-ended' ? event.step.id : ''],
    );
  return { ...result, started: ids('step-started'), ended: ids('step-ended'), service };
}

test('an object that no cleanup step deletes is deleted, and reported as a separate step', async () => {
  const { cleanup, started, ended, leftovers, service } = await run();
  expect(service.things.get('/v1.0/groups')).toEqual([]);
  const [look, own] = cleanup;
  expect([look?.id, own?.title, own?.outcome, own?.phase]).toEqual([
    'look',
    'Delete what create created',
    { kind: 'passed' },
    'cleanup',
  ]);
  expect([look?.number, own?.number, own?.of]).toEqual([1, 2, 2]);
  expect(own?.at.line).toBe(5);
  expect(started).toEqual(['create', 'look', own?.id]);
  expect(ended).toEqual(started);
  expect(leftovers).toEqual([]);
});

test('an object that cannot be deleted is blocked, with the command that deletes it, and is a leftover', async () => {
  const { cleanup, leftovers } = await run((nth) => (nth > 2 ? 403 : undefined));
  expect(cleanup[1]?.outcome).toMatchObject({
    kind: 'blocked',
    reason: 'leftover',
    fix: `look at it, then: npx tutorial-replay cleanup ${sampleRun.id}`,
  });
  expect(leftovers).toEqual([expect.stringMatching(/^DELETE \/v1\.0\/groups\/[\w-]+ \(created by step create\)$/)]);
});

test('an object that may have been created is a possible leftover', async () => {
  const { leftovers } = await run((nth) => (nth === 1 ? 'after' : undefined));
  expect(leftovers).toEqual(['possibly what POST /v1.0/groups created (step create; no response shows it)']);
});

test('a cleanup step that fails of something that the ledger does not know is left over too', async () => {
  const stray = yaml.replace('GET, url: /v1.0/users', 'DELETE, url: "/v1.0/groups/${groupId}/stray"');
  const text = stray.replace('response: { status: 200 }', 'response: { status: 204 }');
  const { leftovers, cleanup } = await run((nth) => (nth === 2 ? 500 : undefined), text);
  expect(cleanup[0]?.outcome.kind).not.toBe('passed');
  expect(leftovers).toEqual([expect.stringMatching(/^DELETE \/v1\.0\/groups\/[\w-]+\/stray$/)]);
});
