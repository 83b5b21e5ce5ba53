import { describe, expect, test } from 'vitest';
import { placeAt } from '../diagnostics/place.ts';
import type { StepOutcome, StepResult } from '../run/result.ts';
import { cleanupError, problemsError, stepError } from './test-error.ts';

const source = { path: 'a (copy)/b c.scenario.yaml', text: 'title: T\nstatus: 200\n' };
const at = placeAt(source, { start: 17, end: 20 });
const difference = {
  code: 'status',
  path: 'status',
  message: 'unexpected status',
  expected: '200',
  actual: '404',
} as const;

const result = (outcome: StepOutcome): StepResult => ({
  id: 'read-group',
  title: 'Read it',
  phase: 'cleanup',
  number: 1,
  of: 1,
  actor: 'admin',
  at: placeAt(source, { start: 0, end: 5 }),
  outcome,
  notes: [],
  attempts: 1,
  durationMs: 0,
  captured: {},
});

describe('the error of a step', () => {
  test('has exactly one stack frame, the place of the first difference, as a file url', () => {
    const { stack } = stepError(result({ kind: 'failed', differences: [{ ...difference, at }] }));
    const frames = stack?.split('\n').filter((line) => /^\s*at /.test(line));
    expect(frames).toEqual([expect.stringMatching(/^ {4}at file:\/\/\/.*\/a%20\(copy\)\/b%20c\.scenario\.yaml:2:9$/)]);
  });

  test('says by its values that a response was wrong, without a diff of them beside its own message', () => {
    const error = stepError(result({ kind: 'failed', differences: [{ ...difference, at }] }));
    expect(error).toMatchObject({ expected: '200', actual: '404', showDiff: false });
    expect(stepError(result({ kind: 'blocked', reason: 'network', message: 'no' }))).not.toHaveProperty('actual');
  });

  test('names the reason, and keeps foreign text off the start of a line, where it was blocked', () => {
    const message = 'proxy says\n::error::no';
    const error = stepError(result({ kind: 'blocked', reason: 'network', message, fix: 'try again' }));
    expect(error.name).toBe('ScenarioBlocked');
    expect(error.message.split('\n')).toEqual([
      'cleanup step read-group: blocked, network: the service could not be reached, or its response was incomplete',
      '  because: proxy says',
      '    | \\x3a:error::no',
      '  fix: try again',
    ]);
  });

  test('points nowhere where a problem lies in no file', () => {
    expect(problemsError([{ code: 'usage', message: 'wrong' }]).stack).toBe('ScenarioProblem');
  });
});

test('the error of a cleanup reports every step that is not as expected', () => {
  const failed = result({ kind: 'failed', differences: [{ ...difference, at }] });
  const blocked = result({ kind: 'blocked', reason: 'throttled', message: 'wait 600 s' });
  const { name, message } = cleanupError([failed, blocked]);
  expect(name).toBe('ScenarioDifference');
  expect(message).toContain('actual    404');
  expect(message).toContain('blocked, throttled');
});

test('a long list of differences names no flag of the command line: vitest has none of them', () => {
  const one = (index: number) => ({ ...difference, at, path: `$.p${index}` });
  const { message } = stepError(
    result({ kind: 'failed', differences: [one(1), one(2), one(3), one(4), one(5), one(6)] }),
  );
  expect(message).toContain('6 differences, worst first');
  expect(message).not.toMatch(/(?:^|\s)-[a-z-]/m);
});
