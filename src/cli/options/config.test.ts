import { describe, expect, test } from 'vitest';
import type { Result } from '../../diagnostics/problem.ts';
import { schemaConfig } from './completion-config.ts';
import { checkConfig, runConfig } from './config.ts';
import { listConfig } from './reading-config.ts';

function valueIn<T>(outcome: Result<T>): T {
  if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join('\n'));
  return outcome.value;
}
const messages = (outcome: Result<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ message }) => message));

describe('run', () => {
  test('without flags everything has its default', () => {
    expect(valueIn(runConfig([]))).toMatchObject({
      ...{ operands: [], against: 'recorded', selection: { only: [] }, reporters: [{ name: 'terminal' }] },
      ...{ bail: false, jobs: 1, dryRun: false, strict: false, verbose: false },
    });
    expect(valueIn(runConfig([]))).not.toHaveProperty('shard');
    expect(valueIn(runConfig([]))).not.toHaveProperty('tags');
  });

  test('every flag reaches the configuration', () => {
    const args =
      'a.scenario.yaml --tags smoke --from x --to y -r json=r.json -r junit -r terminal --bail -j 4 --shard 2/3';
    const config = valueIn(runConfig([...args.split(' '), '--dry-run', '--strict', '-v']));
    expect(config).toMatchObject({
      ...{ operands: ['a.scenario.yaml'], selection: { only: [], from: 'x', to: 'y' } },
      reporters: [{ name: 'json', file: 'r.json' }, { name: 'junit', file: 'reports/junit.xml' }, { name: 'terminal' }],
      ...{ bail: true, jobs: 4, shard: { index: 2, of: 3 }, dryRun: true, strict: true, verbose: true },
    });
    expect(config.tags?.matches(['smoke'])).toBe(true);
    expect(config.tags?.matches(['other'])).toBe(false);
  });

  test('steps that are named one by one are all selected', () => {
    expect(valueIn(runConfig(['--only', 'a', '--only=b'])).selection).toEqual({ only: ['a', 'b'] });
  });

  test.each([
    ['--shard', '1/1'],
    ['--shard', '4/4'],
    ['--jobs', '999'],
    ['--against', 'recorded'],
    ['--against', 'sandbox'],
  ])('%s %s is fine', (...args) => {
    expect(messages(runConfig(args))).toEqual([]);
  });

  test.each([
    ['--shard', '0/4'],
    ['--shard', '5/4'],
    ['--shard', '1'],
    ['--shard', '1/4/2'],
    ['--shard', '-1/4'],
    ['--shard', '1.5/4'],
    ['--jobs', '0'],
    ['--jobs', '1000'],
    ['--jobs', '1e2'],
    ['--jobs', '٣'],
    ['--against', 'Recorded'],
    ['--tags', 'a and'],
    ['-r', 'htm'],
    ['-r', 'terminal=x'],
    ['-r', 'json='],
    ['-r', '__proto__'],
  ])('%s %s is refused', (...args) => {
    expect(messages(runConfig(args))).toHaveLength(1);
  });

  test.each(['github', 'azure'])('the log of %s is not printed for a terminal again', (name) => {
    const { reporters } = valueIn(runConfig(['-r', 'terminal', '-r', name, '-r', 'junit']));
    expect(reporters.map((choice) => choice.name)).toEqual([name, 'junit']);
  });

  test('everything wrong is listed at once', () => {
    const args = [
      '--nonsense',
      '--tags',
      '(',
      '--against',
      'unknown',
      '--only',
      'a',
      '--from',
      'b',
      '-r',
      'xml',
      '-j',
      '0',
      '--shard',
      '2/1',
    ];
    expect(messages(runConfig(args))).toEqual([
      'there is no flag `--nonsense`',
      'there is no reporter `xml`',
      '`--against unknown` is not one of recorded, sandbox, live',
      '`--tags (` cannot be read: a tag, `not` or `(` is missing before the end',
      '`--only` selects by itself',
      '`--jobs 0` is not a number of scenarios',
      '`--shard 2/1` is not a shard',
    ]);
  });
});

test('check and list take paths and tags, list also JSON', () => {
  expect(valueIn(checkConfig(['a', 'b'])).operands).toEqual(['a', 'b']);
  expect(valueIn(listConfig(['a', '--json', '-t', 'x']))).toMatchObject({ operands: ['a'], json: true });
  expect(messages(checkConfig(['--json']))).toEqual(['there is no flag `--json`']);
  expect(messages(checkConfig(['-t', 'or']))).toHaveLength(1);
  expect(messages(listConfig(['-t', 'or']))).toHaveLength(1);
});

test('schema prints one of the documents', () => {
  expect(valueIn(schemaConfig([]))).toEqual({ of: 'scenario', files: [] });
  expect(valueIn(schemaConfig(['result']))).toEqual({ of: 'result', files: [] });
  expect(valueIn(schemaConfig(['--names-of', 'a.steps.yaml']))).toEqual({ of: 'steps', files: ['a.steps.yaml'] });
  expect(messages(schemaConfig(['result', '--names-of', 'a.scenario.yaml']))).toEqual([
    '`--names-of` is for scenarios and shared steps, not for `result`',
  ]);
  expect(messages(schemaConfig(['--names-of', 'a.steps.yaml', '--names-of', 'b.scenario.yaml']))).toEqual([
    '`--names-of b.scenario.yaml` is not shared steps',
  ]);
  expect(messages(schemaConfig(['seeds']))).toEqual(['there is no schema `seeds`']);
  expect(messages(schemaConfig(['scenario', 'result']))).toEqual(['one schema at a time']);
  expect(messages(schemaConfig(['--jobs']))).toEqual(['there is no flag `--jobs`']);
});
