/** Takes up a suspended run: its ledger, its state and its scenario, as they were. */
import { resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../diagnostics/problem.ts';
import { safeLine } from '../diagnostics/safe-text.ts';
import { rowsOf } from '../format/scenario/compose/rows.ts';
import { loadScenario } from '../format/scenario/load-scenario.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import type { StoredRun } from '../tenant/ledger/stored-runs.ts';
import { type TakenUp, takeUp } from '../tenant/ledger/take-up.ts';
import type { Resumed } from './plan-live.ts';
import { scenarioDigest } from './print-state.ts';
import { parseState, type RunState } from './run-state.ts';

export type TakeUpOptions = {
  readonly folder: string;
  readonly pid: number;
  /** The command that deletes the leftovers of a run. */
  readonly cleanupCommand: (run: string) => string;
};

/** The run belongs to this process until its ledger is ended: a caller that does not run it must end it. */
export type TakenRun = {
  readonly resumed: Resumed;
  readonly scenario: Scenario;
  readonly inputs: ReadonlyMap<string, string>;
} & Pick<RunState, 'selection' | 'strict' | 'bail' | 'allowed' | 'budget'>;

/** Problems: `not-suspended`, `run-state`, `scenario-changed`, and those of reading the scenario. */
export async function takeUpRun(stored: StoredRun, options: TakeUpOptions): Promise<Result<TakenRun>> {
  const taken = await takeUp(stored, options);
  const about = { run: stored.run.run, command: options.cleanupCommand(stored.run.run) };
  if (taken.kind !== 'taken-up') return failure([notTaken(taken, about)]);
  const { ledger } = taken;
  const made = await takenRun(taken, about).catch(async (error: unknown) => {
    await ledger.end();
    throw error;
  });
  // It waits on.
  if (!made.ok) await ledger.end();
  return made;
}

type Taken = Extract<TakenUp, { kind: 'taken-up' }>;

/** A run, and the command that gives it up. */
type About = { readonly run: string; readonly command: string };

async function takenRun({ ledger, state: written }: Taken, about: About): Promise<Result<TakenRun>> {
  const { run } = about;
  const read = parseState(written);
  if (!read.ok) {
    return failure([stateProblem(about, `the state of the run {} cannot be read: ${read.problems[0]?.message}`)]);
  }
  const state = read.value;
  if (state.run.id !== run) return failure([stateProblem(about, 'the state of the run {} is that of another run')]);
  const { file, path, sha256, row } = state.scenario;
  // By the name it was given, where that still leads to it: reports use that name.
  const found = resolve(file) === path ? file : path;
  const scenario = await loadScenario(found);
  if (!scenario.ok) return failure([...scenario.problems, changed(about, found)]);
  const own = rowsOf(scenario.value).find((one) => one.row === row);
  if (own === undefined || scenarioDigest(scenario.value) !== sha256) return failure([changed(about, found)]);
  const { step, startedMs, elapsedMs, captured, marks, results, spentMs } = state;
  const { selection, strict, bail, allowed, budget } = state;
  const left = { step, startedMs, elapsedMs, captured: new Map(Object.entries(captured)), marks, results };
  return success({
    resumed: { run: state.run, left, ledger, spentMs },
    scenario: own,
    inputs: new Map(Object.entries(state.inputs)),
    selection,
    strict,
    bail,
    allowed,
    budget,
  });
}

function notTaken({ kind }: Exclude<TakenUp, Taken>, about: About): Problem {
  const { run } = about;
  switch (kind) {
    case 'taken': {
      const message = `another process works on the run ${run}, or has finished it`;
      return { code: 'not-suspended', message, fix: 'wait until it is done' };
    }
    case 'not-suspended': {
      const message = `the run ${run} is not suspended: it never was, or it has been resumed`;
      return { code: 'not-suspended', message, fix: cleanupFix(about) };
    }
    case 'no-state':
      return stateProblem(about, 'the state of the run {} is missing or cannot be read');
    case 'other-state':
      return stateProblem(about, 'the state of the run {} was changed after it was written, or is incomplete');
    default:
      return kind satisfies never;
  }
}

function stateProblem(about: About, message: string): Problem {
  return { code: 'run-state', message: message.replace('{}', about.run), fix: cleanupFix(about) };
}

function changed({ run, command }: About, file: string): Problem {
  const message = `${safeLine(file)} is no longer the scenario of the suspended run ${run}`;
  const fix = `restore it; or delete what the run created: ${command}`;
  return { code: 'scenario-changed', message, fix };
}

const cleanupFix = ({ command }: About): string => `delete what it created: ${command}`;
