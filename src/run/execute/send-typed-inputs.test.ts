import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import type { Json } from '../../json/json.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';

const yaml = `
title: T
actors: { me: {} }
inputs:
  on: { example: true }
  n: { type: integer }
  tags: { type: json, example: [a] }
steps:
  - id: one
    request:
      method: POST
      url: "/v1.0/echo?n=\${n}"
      body: { on: "\${on}", n: "\${n}", tags: "\${tags}", text: "is \${on}, has \${tags}" }
    response: { status: 200, body: { on: "\${on}", tags: "\${tags}" } }
`;
const given = new Map(Object.entries({ on: 'false', n: '9007199254740993', tags: '["b", {"c": "<any>"}]' }));

async function run(tags: Json) {
  const backend = scriptedBackend({ one: [[200, { on: false, tags }]] });
  const plan = samplePlan(yaml.replaceAll('POST', 'PATCH'), { against: 'live', sources: { given, environment: {} } });
  const { steps } = await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {} });
  return { outcome: steps[0]?.outcome, sent: backend.sent[0]?.request };
}

test('a request holds an input as a value of its type, and within a text as JSON', async () => {
  const { outcome, sent } = await run(['b', { c: '<any>' }]);
  expect(sent?.url).toBe('/v1.0/echo?n=9007199254740993');
  expect(sent?.body).toEqual({
    on: false,
    n: 9007199254740993n,
    tags: ['b', { c: '<any>' }],
    text: 'is false, has ["b", {"c": "<any>"}]',
  });
  expect(outcome).toEqual({ kind: 'passed' });
});

test('an expectation that is an input of JSON is compared as a whole, and nothing in it is a matcher', async () => {
  const { outcome } = await run(['b', { c: 'else' }]);
  expect(outcome).toMatchObject({ kind: 'failed', differences: [{ path: '$.tags[1].c', code: 'value' }] });
});
