import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import type { People, PersonsAnswer } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';

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

async function run(people?: People | 'nobody') {
  const backend = scriptedBackend({ attest: [[204]], look: [[200, {}]] });
  const plan = samplePlan(yaml.replaceAll('PATCH', 'POST'));
  const ports = { backend, clock: scriptedClock(0), listener: () => {}, ...(people === undefined ? {} : { people }) };
  const { steps, outcome } = await replayPlan(plan, ports);
  return { step: steps[0], outcome, sent: backend.sent.map(({ step }) => step) };
}

const saying = (answer: PersonsAnswer): People => ({ ask: async () => answer });

test('without anybody who does it, the call that does the same is sent', async () => {
  const { step, sent } = await run();
  expect(step?.outcome).toEqual({ kind: 'passed' });
  expect(sent).toEqual(['attest', 'look']);
});

test('where a person could do it and nobody is there, it is pending, never passed, and nothing is sent for it', async () => {
  const { step, outcome, sent } = await run('nobody');
  expect(step?.outcome).toEqual({ kind: 'manual-pending', prompt: 'Sign in and choose Yes.' });
  expect([outcome, sent]).toEqual(['manual-pending', ['look']]);
});

test('a person is shown the prompt, and may write a remark', async () => {
  const asked: unknown[] = [];
  const { step, sent } = await run({
    ask: async (manual) => {
      asked.push(manual);
      return { kind: 'done', note: 'the page was in German' };
    },
  });
  expect(asked).toEqual([{ id: 'attest', title: 'Say yes', actor: 'member', prompt: 'Sign in and choose Yes.' }]);
  expect(step).toMatchObject({ outcome: { kind: 'passed' }, remark: 'the page was in German', attempts: 1 });
  expect(sent).toEqual(['look']);
});

test('a person may skip it, or leave', async () => {
  expect((await run(saying({ kind: 'skip' }))).step?.outcome).toMatchObject({ kind: 'skipped', reason: 'by-person' });
  expect((await run(saying({ kind: 'left' }))).step?.outcome).toMatchObject({ kind: 'manual-pending' });
});
