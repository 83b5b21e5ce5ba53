import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evil, hostileScenario } from '../../../test/support/report/sample-hostile.ts';
import {
  blockedScenario,
  differingScenario,
  passingScenario,
  sampleResult,
  sampleScenario,
} from '../../../test/support/report/sample-result.ts';
import { createStep, manyDifferences, sampleStep, undocumented } from '../../../test/support/report/sample-steps.ts';
import type { RunResult, StepResult } from '../../run/result.ts';
import { differenceText } from '../wording/outcome-message.ts';
import { paintFor } from '../wording/paint.ts';
import type { RunChanges } from '../wording/run-change.ts';
import { changesMarkdown, changesText, isWorse } from './changes-text.ts';
import { compareResults, slowerMs } from './compare-results.ts';

const resultOf = (...steps: readonly StepResult[]) =>
  sampleResult([sampleScenario({ steps, cleanup: [] })], { exitCode: 0 });

function changesOf(before: RunResult, after: RunResult): RunChanges {
  const compared = compareResults({ file: 'before.json', result: before }, { file: 'after.json', result: after });
  if (!compared.ok) throw new Error(compared.problems.map(({ message }) => message).join());
  return compared.value;
}

const said = (before: StepResult, after: StepResult) =>
  changesOf(resultOf(before), resultOf(after)).changes.map(({ kind, detail }) =>
    detail === '' ? kind : `${kind}: ${detail}`,
  );

const step = (change: Partial<StepResult>) => sampleStep({ id: 'step', number: 2, of: 4, ...change });
const differing = createStep({ outcome: { kind: 'failed', differences: manyDifferences } });
const [worst] = manyDifferences;
const blocked = createStep({ outcome: { kind: 'blocked', reason: 'network', message: 'no one answered' } });
const skipped = createStep({ outcome: { kind: 'skipped', reason: 'stopped', message: 'stopped' } });

describe('a step', () => {
  test.each([
    ['newly fails', createStep(), differing, ['newly-fails: status: expected 201, got 200 (and 5 more differences)']],
    ['is fixed', differing, createStep(), ['fixed']],
    ['could not be checked', createStep(), blocked, [expect.stringMatching(/^not-checked: .*no one answered$/)]],
    ['is checked again', blocked, createStep(), ['checked-again']],
    ['differs after it was not checked', skipped, differing, [expect.stringMatching(/^newly-fails/)]],
    ['is not checked either', blocked, skipped, []],
    ['differs as before', differing, differing, []],
    [
      'fails differently',
      differing,
      createStep({ outcome: { kind: 'failed', differences: [worst] } }),
      [`fails-otherwise: ${differenceText(worst)}`],
    ],
    [
      'differs by another value at the same place',
      createStep({ outcome: { kind: 'failed', differences: [{ ...worst, actual: '500' }] } }),
      createStep({ outcome: { kind: 'failed', differences: [worst] } }),
      [],
    ],
  ])('%s', (_, before, after, expected) => expect(said(before, after)).toEqual(expected));

  test('takes longer only if it is twice as long, and a second more', () => {
    const lasting = (durationMs: number) => createStep({ durationMs });
    expect(said(lasting(1000), lasting(1000 + slowerMs))).toEqual(['slower: 2 s, before 1 s']);
    expect(said(lasting(1000), lasting(1999))).toEqual([]);
    expect(said(lasting(999), lasting(1998))).toEqual([]);
    expect(said(lasting(60_000), lasting(100_000))).toEqual([]);
    const live = sampleResult([sampleScenario({ against: 'live', steps: [lasting(60_000)], cleanup: [] })], {
      exitCode: 0,
    });
    expect(changesOf(resultOf(lasting(10)), live).changes).toEqual([]);
  });

  test('has a new property, reported once for all items of a list', () => {
    const notes = ['$.a', '$.value[0].b', '$.value[1].b'].map((path) => ({ ...undocumented, path }));
    const [first] = notes;
    if (first === undefined) throw new Error('no note');
    expect(said(createStep({ notes: [first] }), createStep({ notes }))).toEqual(['undocumented-new: $.value[*].b']);
    expect(said(createStep({ notes }), createStep())).toEqual([]);
    expect(said({ ...blocked }, createStep({ notes }))).toEqual(['checked-again']);
  });

  test('is new, or is missing; where it is new and differs, both are reported', () => {
    const other = step({ id: 'other' });
    const kinds = (before: RunResult, after: RunResult) =>
      changesOf(before, after).changes.map(({ kind, step }) => `${step} ${kind}`);
    expect(kinds(resultOf(createStep()), resultOf(createStep(), other))).toEqual(['other step-new']);
    expect(kinds(resultOf(createStep(), other), resultOf(createStep()))).toEqual(['other step-gone']);
    expect(kinds(resultOf(other), resultOf(other, differing))).toEqual([
      'create-group newly-fails',
      'create-group step-new',
    ]);
  });
});

describe('two runs', () => {
  const scenarios = [passingScenario, differingScenario, blockedScenario];
  const anyResult = fc
    .subarray(
      scenarios.map((_, at) => at),
      { minLength: 1 },
    )
    .chain((files) =>
      fc.tuple(
        ...files.map((at) => fc.constantFrom(...scenarios).map((one) => ({ ...one, file: `${at}.scenario.yaml` }))),
      ),
    )
    .map((all) => sampleResult(all, { exitCode: 0 }));

  test('that are one and the same have no change', () => {
    fc.assert(fc.property(anyResult, (one) => changesOf(one, one).changes.length === 0));
  });

  test('compared the other way round turn what differs into what is fixed, and what is new into what is gone', () => {
    const count = ({ changes }: RunChanges, kind: string) => changes.filter((change) => change.kind === kind).length;
    fc.assert(
      fc.property(anyResult, anyResult, (one, other) => {
        fc.pre(one.scenarios.some(({ file }) => other.scenarios.some((scenario) => scenario.file === file)));
        const [there, back] = [changesOf(one, other), changesOf(other, one)];
        expect(count(there, 'step-new')).toBe(count(back, 'step-gone'));
        expect(there.compared).toBe(back.compared);
        expect(count(there, 'fixed')).toBeLessThanOrEqual(count(back, 'newly-fails'));
      }),
    );
  });

  test('that have nothing to do with each other are refused', () => {
    const other = sampleResult([sampleScenario({ file: 'other.scenario.yaml' })], { exitCode: 0 });
    const compared = compareResults({ file: 'a', result: resultOf() }, { file: 'b', result: other });
    expect(compared).toMatchObject({ ok: false, problems: [{ message: 'a and b have no scenario in common' }] });
  });
});

describe('what changed, as text', () => {
  const folder = new URL('golden/', import.meta.url);
  function expectGolden(name: string, text: string): void {
    const file = new URL(name, folder);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  }
  const before = resultOf(
    createStep(),
    step({ id: 'list', outcome: differing.outcome }),
    step({ id: 'poll', durationMs: 900 }),
    step({ id: 'old' }),
  );
  const after = resultOf(
    differing,
    step({ id: 'list', notes: [undocumented] }),
    step({ id: 'poll', durationMs: 42_000 }),
    step({ id: 'new' }),
  );
  const changes = changesOf(before, after);

  test('for a terminal', () => expectGolden('changes.txt', changesText(changes, paintFor(false))));
  test('as Markdown', () => expectGolden('changes.md.txt', changesMarkdown(changes)));

  test('is worse where an expectation is newly broken, and not where one is kept again', () => {
    expect(isWorse(changes)).toBe(true);
    expect(isWorse(changesOf(resultOf(differing), resultOf(createStep())))).toBe(false);
    expect(isWorse(changesOf(resultOf(createStep()), resultOf(createStep({ durationMs: 90_000 }))))).toBe(false);
  });

  test('P14 drives nothing', () => {
    const hostile = sampleResult([hostileScenario], { exitCode: 1 });
    const kept = sampleResult([{ ...hostileScenario, steps: [] }], { exitCode: 0 });
    const found = compareResults({ file: evil, result: kept }, { file: evil, result: hostile });
    if (!found.ok) throw new Error('not compared');
    expect(found.value.changes.length).toBeGreaterThan(2);
    for (const text of [changesText(found.value, paintFor(false)), changesMarkdown(found.value)]) {
      expect(text).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^\s*(?:::|##v|##\[)/m,
      );
    }
  });
});
