/** Takes up a run that a person left: its ledger, its state and its scenario, as they were. */
import { resolve } from 'node:path';
import { failure, type Outcome, type Problem, success } from '../diagnostics/problem.ts';
import { safeLine } from '../diagnostics/safe-text.ts';
import type { StoredRun } from '../ledger/stored-runs.ts';
import { type TakenUp, takeUp } from '../ledger/take-up.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Resumed } from './plan-live.ts';
import { parseState, type RunState, scenarioDigest } from './run-state.ts';

export type TakeUpOptions = {
  readonly folder: string;
  readonly pid: number;
};

/** The run is this process's until its ledger ends: whoever does not run it ends it. */
export type TakenRun = {
  readonly resumed: Resumed;
  readonly scenario: Scenario;
  readonly inputs: ReadonlyMap<string, string>;
} & Pick<RunState, 'selection' | 'strict' | 'bail' | 'allowed'>;

/** Problems: `not-waiting`, `run-state`, `scenario-changed`, and those of reading the scenario. */
export async function takeUpRun(stored: StoredRun, options: TakeUpOptions): Promise<Outcome<TakenRun>> {
  const taken = takeUp(stored, options.folder, options.pid);
  if (taken.kind !== 'taken-up') return failure([notTaken(taken, stored.run.run)]);
  const { ledger } = taken;
  const made = await takenRun(taken, stored).catch((error: unknown) => {
    ledger.end();
    throw error;
  });
  // It waits on.
  if (!made.ok) ledger.end();
  return made;
}

type Taken = Extract<TakenUp, { kind: 'taken-up' }>;

async function takenRun({ ledger, state: written }: Taken, { run: { run } }: StoredRun): Promise<Outcome<TakenRun>> {
  const state = parseState(written);
  if (state === undefined || state.run.id !== run) {
    return failure([stateProblem(run, 'the state of the run {} is not one that this release reads')]);
  }
  const { file, path, sha256 } = state.scenario;
  // As it was named, where that still leads there: reports name it so.
  const found = resolve(file) === path ? file : path;
  const scenario = await loadScenario(found);
  if (!scenario.ok) return failure([...scenario.problems, changed(run, found)]);
  if (scenarioDigest(scenario.value.source.text) !== sha256) return failure([changed(run, found)]);
  const { step, startedMs, elapsedMs, captured, marks, results, selection, strict, bail, allowed } = state;
  const left = { step, startedMs, elapsedMs, captured: new Map(Object.entries(captured)), marks, results };
  return success({
    resumed: { run: state.run, left, ledger },
    scenario: scenario.value,
    inputs: new Map(Object.entries(state.inputs)),
    selection,
    strict,
    bail,
    allowed,
  });
}

function notTaken({ kind }: Exclude<TakenUp, Taken>, run: string): Problem {
  switch (kind) {
    case 'taken': {
      const message = `another process works on the run ${run}, or has finished it`;
      return { code: 'not-waiting', message, fix: 'wait until it is done' };
    }
    case 'not-waiting': {
      const message = `the run ${run} does not wait for a person: it was not left, or somebody went on with it`;
      return { code: 'not-waiting', message, fix: cleanupFix(run) };
    }
    case 'no-state':
      return stateProblem(run, 'the state of the run {} is not there, or cannot be read');
    case 'other-state':
      return stateProblem(run, 'the state of the run {} was changed after it was written, or is not whole');
    default:
      return kind satisfies never;
  }
}

function stateProblem(run: string, message: string): Problem {
  return { code: 'run-state', message: message.replace('{}', run), fix: cleanupFix(run) };
}

function changed(run: string, file: string): Problem {
  const message = `${safeLine(file)} is no longer the scenario in which the run ${run} was left`;
  const fix = `bring it back as it was; or delete what the run made: npx tutorial-replay cleanup ${run}`;
  return { code: 'scenario-changed', message, fix };
}

const cleanupFix = (run: string): string => `delete what it made: npx tutorial-replay cleanup ${run}`;
