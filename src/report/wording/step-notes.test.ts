import { describe, expect, test } from 'vitest';
import { sampleScenario, skippedScenario } from '../../../test/support/report/sample-result.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { ScenarioResult, StepResult } from '../../run/result.ts';
import { attachedFiles } from '../allure/attached-files.ts';
import { stepColumns, stepLines } from '../terminal/step-lines.ts';
import { differenceText, outcomeMessage } from './outcome-message.ts';
import { paintFor } from './paint.ts';
import { notesOf } from './step-notes.ts';

const at = { file: 'x.scenario.yaml', line: 1, column: 1, endColumn: 2, excerpt: [] };
const difference = (path: string, about: Partial<Difference> = {}): Difference => ({
  code: 'value',
  path,
  message: 'unexpected value',
  expected: '"Approve"',
  actual: '"NotReviewed"',
  at,
  ...about,
});
const undocumented = difference('$.theme', { code: 'undocumented-property' });

/** A read that was sent though the step before it was blocked. */
function resting(notes: readonly Difference[]): StepResult {
  const [step] = sampleScenario().steps;
  if (step === undefined) throw new Error('the sample has a step');
  const message = 'it depends on step `decide`, which was blocked (auth); its response has differences for information';
  return { ...step, outcome: { kind: 'skipped', reason: 'earlier-step', message, cause: 'decide' }, notes };
}

function linesOf(step: StepResult, verbose: boolean): string {
  const view = { paint: paintFor(false), columns: 100, verbose };
  return stepLines(step, stepColumns([step], view), view).join('\n');
}

describe('the notes of a step', () => {
  test('that is skipped because of another report what does not match from what no one documents', () => {
    const step = resting([difference('$.decision'), undocumented]);
    expect(notesOf(step)).toEqual({ undocumented: [undocumented], unmatched: [difference('$.decision')] });
    expect(notesOf({ ...step, outcome: { kind: 'passed' } }).unmatched).toEqual([]);
    expect(notesOf((skippedScenario as ScenarioResult).steps[0] ?? step)).toEqual({ undocumented: [], unmatched: [] });
  });

  test('show both values on one line, and say where there are none and that they are cut', () => {
    expect(differenceText(difference('$.a'))).toBe('$.a: expected "Approve", got "NotReviewed"');
    const { expected: _, actual: __, ...bare } = difference('$.a');
    expect(differenceText(bare)).toBe('$.a: unexpected value');
    expect(differenceText({ ...bare, expected: 'x'.repeat(201) })).toBe(
      `$.a: expected ${'x'.repeat(200)}…, got nothing`,
    );
  });

  test('are below the step in the terminal, three of them unless all are wanted, after the cause', () => {
    const step = resting(['$.a', '$.b', '$.c', '$.d'].map((path) => difference(path)));
    const short = linesOf(step, false);
    expect(short).toContain('earlier-step: it depends on step `decide`, which was blocked (auth)');
    expect(short).toContain('$.c: expected "Approve", got "NotReviewed"');
    expect(short).not.toContain('$.d:');
    expect(short).toContain('and 1 more (-v lists them)');
    expect(short).not.toContain('undocumented');
    expect(linesOf(step, true)).toContain('$.d: expected "Approve"');
  });

  test('are attached in Allure, and every one-line report names the cause', () => {
    const step = resting([difference('$.a')]);
    expect(attachedFiles(step).find(({ name }) => name === 'notes')?.content).toContain('$.a');
    expect(outcomeMessage(step.outcome)).toContain('it depends on step `decide`');
  });
});
