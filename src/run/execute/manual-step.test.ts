import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { defined } from '../../defined.ts';
import type { People, PersonsAnswer } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';
import { Tally } from './tally.ts';

const yaml = `
title: T
actors: { member: {} }
steps:
  - id: attest
    title: Say yes
    manual: { prompt: Sign in and choose Yes. }
    unattended:
      request: { method: PATCH, url: "/v1.0/decisions/\${answer}", body: { decision: Approve } }
      response: { status: 204 }
  - id: look
    request: { method: GET, url: /v1.0/me }
    response: { status: 200 }
inputs: { answer: { example: x } }
`;

async function run(people?: People | 'unknown', clock = scriptedClock(0)) {
  const backend = scriptedBackend({ attest: [[204]], look: [[200, {}]] });
  const plan = samplePlan(yaml.replaceAll('PATCH', 'POST'));
  const ports = { backend, clock, listener: () => {}, ...defined({ people }) };
  const result = await replayPlan(plan, ports);
  const { steps, outcome } = result;
  const tally = new Tally();
  tally.add(result);
  const { exitCode, byPerson } = tally.summary({ against: 'live', startedAt: '', durationMs: 0 });
  return { step: steps[0], outcome, exitCode, byPerson, sent: backend.sent.map(({ step }) => step) };
}

const saying = (answer: PersonsAnswer): People => ({ ask: async () => answer });

test('without anyone who does it, the call that does the same is sent', async () => {
  const { step, sent } = await run();
  expect(step?.outcome).toEqual({ kind: 'passed' });
  expect(sent).toEqual(['attest', 'look']);
});

test('without a person, a manual step is pending, never passed, and nothing is sent for it', async () => {
  const { step, outcome, sent } = await run('unknown');
  expect(step?.outcome).toEqual({ kind: 'pending', prompt: 'Sign in and choose Yes.' });
  expect([outcome, sent]).toEqual(['pending', ['look']]);
});

test('a person is shown the prompt, and may write a remark', async () => {
  const prompted: unknown[] = [];
  const { step, sent } = await run({
    ask: async (manual) => {
      prompted.push(manual);
      return { kind: 'done', note: 'the page was in German' };
    },
  });
  expect(prompted).toEqual([{ id: 'attest', title: 'Say yes', actor: 'member', prompt: 'Sign in and choose Yes.' }]);
  expect(step).toMatchObject({ outcome: { kind: 'passed' }, attempts: 1 });
  expect(step?.byPerson).toEqual({ word: 'done', note: 'the page was in German' });
  expect(sent).toEqual(['look']);
});

test('the time that a person took is in the result', async () => {
  const clock = scriptedClock(Date.parse('2026-11-20T08:00:00Z'));
  const people: People = {
    ask: async () => {
      await clock.sleep(90_000);
      return { kind: 'done' };
    },
  };
  expect((await run(people, clock)).step).toMatchObject({ startedAt: '2026-11-20T08:00:00.000Z', durationMs: 90_000 });
});

test('a person may skip it, or leave', async () => {
  expect((await run(saying({ kind: 'skip' }))).step?.outcome).toMatchObject({ kind: 'skipped', reason: 'by-person' });
  expect((await run(saying({ kind: 'skip' }))).step?.byPerson).toEqual({ word: 'skip' });
  expect((await run(saying({ kind: 'left' }))).step?.outcome).toMatchObject({ kind: 'pending' });
});

test('a failure that a person reported is a failure, and says whose word it is', async () => {
  const { step, outcome, exitCode } = await run(saying({ kind: 'failed', reason: 'the page was blank' }));
  expect([outcome, exitCode]).toEqual(['failed', 1]);
  expect(step?.outcome).toMatchObject({
    kind: 'failed',
    differences: [{ code: 'by-person', path: 'person', expected: 'done', actual: 'failed: the page was blank' }],
  });
  expect(step?.byPerson).toEqual({ word: 'failed', note: 'the page was blank' });
});

test('steps that a person reported are counted separately from those that a response proved', async () => {
  expect((await run(saying({ kind: 'done' }))).byPerson).toBe(1);
  expect((await run(saying({ kind: 'failed', reason: 'x' }))).byPerson).toBe(1);
  expect((await run(saying({ kind: 'skip' }))).byPerson).toBeUndefined();
  expect((await run()).byPerson).toBeUndefined();
});
