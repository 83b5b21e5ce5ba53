import { describe, expect, test } from 'vitest';
import { type InputSources, resolveInputs } from './inputs.ts';
import type { Against } from './result.ts';
import { sampleRun, sampleScenario } from './sample-plan.ts';

const scenario = sampleScenario(`title: x
actors: { admin: {} }
inputs:
  owner: { description: Who owns it, example: example-owner, env: REPLAY_OWNER }
  count: { example: 7 }
  bare: {}
steps:
  - id: one
    manual: { prompt: Look }
`);
const none: InputSources = { given: new Map(), environment: {} };

function resolved(against: Against, sources: Partial<InputSources>) {
  const { values, problems } = resolveInputs({ scenario, run: sampleRun, against, sources: { ...none, ...sources } });
  return { owner: values.get('owner'), count: values.get('count'), bare: values.get('bare'), problems };
}

const given = new Map([['owner', 'given-owner']]);
const environment = { REPLAY_OWNER: 'environment-owner' };
const recorded = new Map<string, string | number>([['owner', 'recorded-owner']]);

describe('where a value comes from, the first that has one', () => {
  test.each<[Against, Partial<InputSources>, string | undefined]>([
    ['sandbox', { given, environment }, 'given-owner'],
    ['sandbox', { environment }, 'environment-owner'],
    ['sandbox', { environment: { REPLAY_OWNER: '' } }, 'example-owner'],
    ['sandbox', {}, 'example-owner'],
    ['live', { given, environment }, 'given-owner'],
    ['live', { environment }, 'environment-owner'],
    ['live', {}, undefined],
    ['recorded', { given, environment, recorded }, 'recorded-owner'],
    ['recorded', { given, environment, recorded: new Map() }, 'example-owner'],
  ])('%s with %j: %s', (against, sources, owner) => {
    expect(resolved(against, sources).owner).toBe(owner);
  });
});

test('an example keeps its type', () => {
  expect(resolved('sandbox', {}).count).toBe(7);
});

test('an environment variable that no input names is never read', () => {
  expect(resolved('sandbox', { environment: { bare: 'x', BARE: 'x' } }).bare).toBeUndefined();
});

test('every input without a value is a problem, at its place, with where to give it', () => {
  const { problems } = resolved('live', {});
  expect(problems.map(({ code, message, at, fix }) => [code, message, at?.line, fix])).toEqual([
    [
      'missing-input',
      'the input `owner` has no value: Who owns it',
      4,
      'give it with --var owner=… or the environment variable REPLAY_OWNER',
    ],
    ['missing-input', 'the input `count` has no value', 5, 'give it with --var count=…'],
    ['missing-input', 'the input `bare` has no value', 6, 'give it with --var bare=…'],
  ]);
});

test('one that a recording lacks belongs into the recording', () => {
  const { problems } = resolved('recorded', { recorded });
  expect(problems.map(({ fix }) => fix)).toEqual(['add `bare` to the `inputs` of the recording']);
});

test('the run’s own values are there, and its day is that of its time', () => {
  const { values } = resolveInputs({ scenario, run: sampleRun, against: 'sandbox', sources: none });
  expect(values.get('run.today')).toBe('2026-01-31');
  expect(values.get('run.id')).toBe('r4n1d');
});
