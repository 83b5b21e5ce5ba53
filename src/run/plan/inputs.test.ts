import { describe, expect, test } from 'vitest';
import { sampleRun, sampleScenario } from '../../../test/support/run/sample-plan.ts';
import type { Value } from '../../format/template/values.ts';
import type { Against } from '../result.ts';
import { type InputSources, resolveInputs } from './inputs.ts';

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
const recordedAs = (entries: readonly (readonly [string, Value])[]) => ({
  values: new Map(entries),
  placeOf: () => ({ file: 'sample.recording.json', line: 3, column: 5, endColumn: 6, excerpt: [] }),
});
const recorded = recordedAs([['owner', 'recorded-owner']]);

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
    ['recorded', { given, environment, recorded: recordedAs([]) }, 'example-owner'],
  ])('%s with %j: %s', (against, sources, owner) => {
    expect(resolved(against, sources).owner).toBe(owner);
  });
});

test('where a recorded value stands is looked up only for a problem: it reads the recording again', () => {
  const placeOf = () => {
    throw new Error('nothing is wrong with it');
  };
  expect(resolved('recorded', { recorded: { ...recorded, placeOf } }).owner).toBe('recorded-owner');
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
      'set it with --var owner=… or the environment variable REPLAY_OWNER',
    ],
    ['missing-input', 'the input `count` has no value', 5, 'set it with --var count=…'],
    ['missing-input', 'the input `bare` has no value', 6, 'set it with --var bare=…'],
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

const typed = sampleScenario(`title: x
actors: { admin: {} }
inputs:
  on: { env: REPLAY_ON, example: true }
  n: { env: REPLAY_N, example: 5 }
  id: { type: uuid }
steps:
  - id: one
    manual: { prompt: Look }
`);
const id = '010b2de0-0ed4-4ece-bfa2-22fff71d0497';

describe('an input has one type, wherever its value comes from', () => {
  const from = (against: Against, sources: Partial<InputSources>) =>
    resolveInputs({ scenario: typed, run: sampleRun, against, sources: { ...none, ...sources } });

  test.each<[string, Against, Partial<InputSources>]>([
    ['--var', 'live', { given: new Map(Object.entries({ on: 'false', n: '7', id })) }],
    ['the environment', 'live', { given: new Map([['id', id]]), environment: { REPLAY_ON: 'false', REPLAY_N: '7' } }],
    ['a recording', 'recorded', { recorded: recordedAs(Object.entries({ on: false, n: 7, id })) }],
  ])('%s', (_from, against, sources) => {
    const { values, problems } = from(against, sources);
    expect(problems).toEqual([]);
    expect([values.get('on'), values.get('n'), values.get('id')]).toEqual([false, 7, id]);
  });

  test('every value that does not fit is a problem, with where it comes from and what to write', () => {
    const { problems } = from('live', {
      given: new Map(Object.entries({ on: 'yes', id: 'canary-of-the-id' })),
      environment: { REPLAY_N: 'many' },
    });
    expect(problems.map(({ code, message, at, fix }) => [code, at?.line, message, fix])).toEqual([
      [
        'invalid-input',
        4,
        'the value of `--var on` is not a boolean, which the input `on` requires',
        'give `true` or `false`',
      ],
      [
        'invalid-input',
        5,
        'the value of REPLAY_N is not a number, which the input `n` requires',
        'give a number, such as 4.5',
      ],
      [
        'invalid-input',
        6,
        'the value of `--var id` is not a uuid, which the input `id` requires',
        'give a uuid, such as 010b2de0-0ed4-4ece-bfa2-22fff71d0497',
      ],
    ]);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });

  test('one of a recording is shown in the recording', () => {
    const { problems } = from('recorded', { recorded: recordedAs(Object.entries({ on: 'true', n: 7, id })) });
    expect(problems).toMatchObject(
      [
        {
          code: 'invalid-input',
          at: { file: 'sample.recording.json', line: 3 },
          message: /^the recorded value is not/,
        },
      ].map((one) => ({ ...one, message: expect.stringMatching(one.message) })),
    );
  });

  test('an example that does not fit is shown where it stands, also where another value is used', () => {
    const wrong = sampleScenario(typed.source.text.replace('type: uuid', 'type: uuid, example: 7'));
    const { problems } = resolveInputs({
      scenario: wrong,
      run: sampleRun,
      against: 'sandbox',
      sources: { ...none, given: new Map([['id', id]]) },
    });
    expect(problems).toMatchObject([{ code: 'invalid-input', at: { line: 6, column: 30 } }]);
    const unused = resolveInputs({ scenario: wrong, run: sampleRun, against: 'sandbox', sources: none });
    expect(unused.problems.map(({ code }) => code)).toEqual(['invalid-input']);
  });
});
