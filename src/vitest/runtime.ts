import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileName } from '../diagnostics/file-name.ts';
import { failure, type Result } from '../diagnostics/problem.ts';
import { safeText } from '../diagnostics/safe-text.ts';
import { differencesFound } from '../expectation/compare/difference.ts';
import { rowsOf } from '../format/scenario/compose/rows.ts';
import { loadScenario } from '../format/scenario/load-scenario.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import { openRun, planRun } from '../harness/harness.ts';
import { isFailure } from '../run/execute/replay.ts';
import type { ScenarioRun } from '../run/execute/scenario-run.ts';
import type { PlannedStep } from '../run/plan/plan.ts';
import type { StepResult } from '../run/result.ts';
import { addToAllure } from './report-to-allure.ts';
import { cleanupError, problemsError, stepError } from './test-error.ts';

/** The part of vitest's test context that is needed here. */
export type TestContext = {
  readonly skip: (note: string) => never;
  readonly annotate: (message: string, type: string) => Promise<unknown>;
  readonly expect: (value: string) => { readonly toBe: (expected: string) => void };
};

/** The functions that the tests of one generated file call. */
export type ScenarioTests = {
  /** Runs one step, after the steps that it depends on; throws if its response does not match. */
  readonly step: (id: string, context: TestContext) => Promise<void>;
  /** Runs the cleanup steps and ends the run, if any step was run; throws where a cleanup step is not as expected. */
  readonly cleanup: () => Promise<void>;
  /** Throws if the scenario has problems, with all of them. */
  readonly check: () => Promise<void>;
};

type Opened = {
  readonly run: ScenarioRun;
  readonly close: () => Promise<void>;
  readonly steps: readonly PlannedStep[];
  readonly scenario: Scenario;
};

export type TestsOptions = {
  readonly strict: boolean;
  /** The data row that they are for. */
  readonly row?: string | undefined;
};

/** The tests of the scenario file at `url`; it is loaded, planned and opened when the first of them runs. */
export function scenarioTests(url: string, options: TestsOptions): ScenarioTests {
  // A path relative to the working directory, as people write it.
  const path = fileName(relative(process.cwd(), fileURLToPath(url)));
  const reported = new Set<string>();
  let opening: Promise<Result<Opened>> | undefined;

  const opened = async (): Promise<Opened> => {
    opening ??= open(path, options);
    const outcome = await opening;
    if (!outcome.ok) throw problemsError(outcome.problems);
    return outcome.value;
  };

  return {
    check: async () => {
      await opened();
    },
    step: async (id, context) => {
      const { run, steps, scenario } = await opened();
      const step = steps.find((one) => one.id === id);
      if (step === undefined) throw new Error(`${path} changed while its tests ran: the step ${id} no longer exists`);
      const result = await run.step(step);
      reported.add(id);
      await addToAllure(scenario, result);
      // The test of the step that failed may not be selected (`-t`, `file:line`): a skip would then hide the failure.
      const cause = result.outcome.kind === 'skipped' ? failedBefore(step, { run, steps, reported }) : undefined;
      if (cause !== undefined) throw stepError(cause);
      await conclude(result, context);
    },
    cleanup: async () => {
      const outcome = await opening;
      if (outcome?.ok !== true) return;
      const { run, close } = outcome.value;
      try {
        const failed = (await run.cleanup()).filter((result) => isFailure(result.outcome));
        if (failed.length > 0) throw cleanupError(failed);
      } finally {
        await close();
      }
    },
  };
}

async function open(path: string, { strict, row }: TestsOptions): Promise<Result<Opened>> {
  const loaded = await loadScenario(path);
  if (!loaded.ok) return loaded;
  const scenario = rowsOf(loaded.value).find((one) => one.row === row);
  if (scenario === undefined) throw new Error(`${path} changed while its tests ran: the row ${row} no longer exists`);
  const ready = await planRun(scenario, { strict });
  if (!ready.ok) return failure(ready.problems);
  const { run, close } = await openRun(ready.value);
  return { ok: true, value: { run, close, steps: ready.value.plan.steps, scenario } };
}

type Progress = Pick<Opened, 'run' | 'steps'> & { readonly reported: Set<string> };

/** The failure that caused the skip of a step, if no test has reported it yet; from now on it counts as reported. */
function failedBefore(step: PlannedStep, progress: Progress): StepResult | undefined {
  for (const used of progress.steps.filter(({ id }) => step.causes.includes(id))) {
    const result = progress.run.result(used.id);
    if (result === undefined || progress.reported.has(used.id)) continue;
    const cause = isFailure(result.outcome) ? result : failedBefore(used, progress);
    if (cause === undefined) continue;
    progress.reported.add(cause.id);
    return cause;
  }
  return undefined;
}

async function conclude(result: StepResult, context: TestContext): Promise<void> {
  const { outcome, notes } = result;
  switch (outcome.kind) {
    case 'passed':
      // For users of `expect.requireAssertions`.
      context.expect(outcome.kind).toBe('passed');
      if (notes.length > 0) await context.annotate(notesText(notes), 'undocumented-property');
      return;
    case 'failed':
    case 'blocked':
      throw stepError(result);
    case 'skipped':
      return context.skip(safeText(outcome.message));
    case 'pending':
      return context.skip(`waits for a person: ${safeText(outcome.prompt)}`);
    default:
      outcome satisfies never;
  }
}

function notesText(notes: StepResult['notes']): string {
  const paths = notes.map(({ path }) => path);
  const more = differencesFound(notes) - notes.length;
  return safeText(`not expected: ${paths.join(', ')}${more > 0 ? `, and ${more} more` : ''}`);
}
