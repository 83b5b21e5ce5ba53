/**
 * Changes from one run to the next, by the outcomes of their steps: new failures, fixed steps, longer durations. The
 * compare room compares the responses themselves. This file: computes the changes of two results.
 */
import { failure, type Result, success } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { RunResult, ScenarioResult, StepResult } from '../../run/result.ts';
import { scenarioKey } from '../../run/tenant-events.ts';
import type { StoredResult } from '../result/merge-results.ts';
import { durationText } from '../wording/duration-text.ts';
import { outcomeMessage } from '../wording/outcome-message.ts';
import {
  type ComparedRun,
  changeWords,
  type RunChange,
  type RunChangeKind,
  type RunChanges,
} from '../wording/run-change.ts';
import { notesOf } from '../wording/step-notes.ts';

/** A step is slower if it takes twice as long and a second longer: smaller changes are noise of the network. */
const slowerRatio = 2;
export const slowerMs = 1000;

/**
 * Scenarios belong together by their files and rows, steps by their phase and id. Problems: `usage`, where the results have no scenario in common.
 */
export function compareResults(before: StoredResult, after: StoredResult): Result<RunChanges> {
  const [one, other] = [scenariosOf(before.result), scenariosOf(after.result)];
  const files = [...new Set([...one.keys(), ...other.keys()])];
  if (!files.some((file) => one.has(file) && other.has(file))) {
    const message = `${safeLine(before.file)} and ${safeLine(after.file)} have no scenario in common`;
    return failure([{ code: 'usage', message, fix: 'compare two runs of the same scenarios, from the same folder' }]);
  }
  // Where different things answer, one is slower than the other by its nature.
  const isTimed = before.result.summary.against === after.result.summary.against;
  const pairs = files.flatMap((file) => pairsOf(one.get(file), other.get(file)));
  const changes = pairs.flatMap((pair) => changesOf(pair, isTimed));
  const ranks = Object.keys(changeWords);
  return success({
    before: headOf(before),
    after: headOf(after),
    changes: changes.toSorted((a, b) => ranks.indexOf(a.kind) - ranks.indexOf(b.kind)),
    compared: pairs.filter(({ before, after }) => before !== undefined && after !== undefined).length,
  });
}

/** The scenarios by key; of two with the same key, the last. */
function scenariosOf({ scenarios }: RunResult): ReadonlyMap<string, ScenarioResult> {
  return new Map(scenarios.map((scenario) => [scenarioKey(scenario).replaceAll('\\', '/'), scenario]));
}

function headOf({ file, result: { summary } }: StoredResult): ComparedRun {
  return { file, against: summary.against, startedAt: summary.startedAt };
}

type Pair = {
  readonly scenario: ScenarioResult;
  readonly before: StepResult | undefined;
  readonly after: StepResult | undefined;
};

function pairsOf(one: ScenarioResult | undefined, other: ScenarioResult | undefined): readonly Pair[] {
  const scenario = other ?? one;
  if (scenario === undefined) return [];
  const [before, after] = [stepsOf(one), stepsOf(other)];
  const keys = new Set([...after.keys(), ...before.keys()]);
  return [...keys].map((key) => ({ scenario, before: before.get(key), after: after.get(key) }));
}

function stepsOf(scenario: ScenarioResult | undefined): ReadonlyMap<string, StepResult> {
  const steps = scenario === undefined ? [] : [...scenario.steps, ...scenario.cleanup];
  return new Map(steps.map((step) => [`${step.phase} ${step.id}`, step]));
}

function changesOf({ scenario, before, after }: Pair, isTimed: boolean): readonly RunChange[] {
  const step = (after ?? before)?.id ?? '';
  const found: RunChange[] = [];
  const add = (kind: RunChangeKind, detail = '') => void found.push({ kind, scenario: scenario.title, step, detail });
  if (before === undefined) add('step-new');
  if (after === undefined) add('step-gone');
  if (after === undefined) return found;
  const outcome = outcomeChange(before, after);
  if (outcome !== undefined) add(outcome, outcomeMessage(after.outcome));
  if (before === undefined) return found;
  if (isTimed && isSlower(before, after)) {
    add('slower', `${durationText(servedMs(after))}, before ${durationText(servedMs(before))}`);
  }
  const known = new Set(notesOf(before).undocumented.map(recorded));
  const notes = new Set(
    notesOf(after)
      .undocumented.map(recorded)
      .filter((path) => !known.has(path)),
  );
  if (notes.size > 0 && evaluated(before)) add('undocumented-new', [...notes].join(', '));
  return found;
}

function outcomeChange(before: StepResult | undefined, after: StepResult): RunChangeKind | undefined {
  if (after.outcome.kind === 'failed') {
    if (before?.outcome.kind !== 'failed') return 'newly-fails';
    return differencesIn(before) === differencesIn(after) ? undefined : 'fails-otherwise';
  }
  if (before === undefined) return undefined;
  if (after.outcome.kind === 'passed') {
    if (before.outcome.kind === 'failed') return 'fixed';
    return evaluated(before) ? undefined : 'checked-again';
  }
  return evaluated(before) ? 'not-checked' : undefined;
}

const evaluated = ({ outcome }: StepResult) => outcome.kind === 'passed' || outcome.kind === 'failed';

/** Where something differs and how; the values of a run, such as ids, change every time. */
function differencesIn({ outcome }: StepResult): string {
  if (outcome.kind !== 'failed') return '';
  return JSON.stringify(outcome.differences.map(({ code, path }) => [code, path]).toSorted());
}

function isSlower(one: StepResult, other: StepResult): boolean {
  const [before, after] = [servedMs(one), servedMs(other)];
  return after >= before * slowerRatio && after - before >= slowerMs;
}

/** By the clock of the backend: the duration of a recorded run has no meaning for a service. */
function servedMs({ clock, durationMs }: StepResult): number {
  return (clock ?? { durationMs }).durationMs;
}

/** The same property of other items of a list is nothing new. */
function recorded({ path }: { readonly path: string }): string {
  return path.replace(/\[\d+\]/g, '[*]');
}
