import { expect, test } from 'vitest';
import { sampleRun, sampleScenario } from '../../../../test/support/run/sample-plan.ts';
import { makePlan } from '../make-plan.ts';
import { decide } from './check-conditions.ts';

const yaml = `version: 2
title: T
actors: { admin: {} }
inputs: { edition: { example: P2 }, hasP2: { type: boolean, example: true } }
steps:
  - id: first
    when: WHEN
    request: { method: GET, url: /v1.0/me }
    response: { status: 200 }
    capture: { word: $.displayName }
cleanup:
  - id: last
    when: LAST
    request: { method: GET, url: /v1.0/me }
    response: { status: 200 }
`;

const planned = (when: string, last = '${hasP2}') =>
  makePlan(sampleScenario(yaml.replace('WHEN', when).replace('LAST', last)), {
    against: 'sandbox',
    run: sampleRun,
    sources: { given: new Map(), environment: {} },
  });

test.each([
  ['${edition}', '${hasP2}', 7],
  ['not ${edition}', '${hasP2}', 7],
  ['${hasP2}', '${edition}', 13],
])('a condition %s, in cleanup %s, that is neither true nor false is an error of the file', (when, last, line) => {
  const plan = planned(when, last);
  expect(plan.ok ? [] : plan.problems).toMatchObject([
    { code: 'invalid-value', message: expect.stringContaining('`edition` is neither true nor false'), at: { line } },
  ]);
});

test.each([
  ['${hasP2} == "true"', 'this compares it with a text', 'write `${hasP2}` or `not ${hasP2}`'],
  ['${edition} == 2', 'this compares it with a number', 'compare it with a value of its type'],
])('a condition %s never holds, and its fix is of the type of the value', (when, message, fix) => {
  const plan = planned(when);
  expect(plan.ok ? [] : plan.problems).toMatchObject([{ message: expect.stringContaining(message), fix }]);
});

test.each([
  ['${hasP2}', 'runs'],
  ['not ${hasP2}', 'off'],
  ['${edition} == "P2"', 'runs'],
  ['${edition} == "P1"', 'off'],
])('%s: %s', (when, kind) => {
  const plan = planned(when);
  if (!plan.ok) throw new Error('it has no plan');
  const [step] = plan.value.steps;
  expect(decide(step?.when ?? [], plan.value.values)).toMatchObject({ kind });
});

test('a condition that is not met decides before an invalid one, and that before an unknown one', () => {
  const plan = planned('${hasP2}', '${word}');
  if (!plan.ok) throw new Error('it has no plan');
  const [unknown] = plan.value.cleanup[0]?.when ?? [];
  const [known] = plan.value.steps[0]?.when ?? [];
  if (unknown === undefined || known === undefined) throw new Error('there is no condition');
  const values = new Map(plan.value.values);
  expect(decide([unknown, known], values).kind).toBe('unknown');
  expect(decide([unknown, known], new Map([...values, ['hasP2', false]])).kind).toBe('off');
  expect(decide([known, unknown], new Map([...values, ['word', 'a text']]))).toMatchObject({
    kind: 'wrong',
    message: expect.stringContaining('`word`'),
  });
  expect(decide([unknown, known], new Map([...values, ['word', 'a text'], ['hasP2', false]])).kind).toBe('off');
});
