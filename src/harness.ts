/** The one place where adapters meet: files, recordings, backends and clocks become a run. */
import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { type LoadedRecording, loadRecording, recordingPath } from './backend/recorded/load-recording.ts';
import { recordedPassword } from './backend/recorded/recording.ts';
import { fitProblems } from './backend/recorded/recording-fit.ts';
import { placeAt } from './diagnostics/place.ts';
import { failure, type Outcome, success } from './diagnostics/problem.ts';
import { makePlan } from './run/make-plan.ts';
import type { Plan } from './run/plan.ts';
import type { Backend, Clock } from './run/ports.ts';
import { type ReplayOptions, replayPlan } from './run/replay.ts';
import type { RunListener, ScenarioResult } from './run/result.ts';
import { ScenarioRun } from './run/scenario-run.ts';
import { scriptedClock } from './run/scripted-clock.ts';
import type { Selection } from './run/selection.ts';
import type { Scenario } from './scenario/scenario.ts';

export type PlanOptions = {
  /** The recording to replay; without one, the `*.recording.json` beside the scenario. */
  readonly recording?: LoadedRecording;
  readonly selection?: Selection;
  /** Makes a property that nobody promised a difference. */
  readonly strict?: boolean;
};

/** A plan and what will answer it. */
export type ReadyPlan = { readonly plan: Plan; readonly recording: LoadedRecording };

/**
 * Plans a scenario against its recording; sends nothing. Problems: those of the scenario's names, texts and matchers, and
 * `recording-…` where the recording is missing, wrong or does not fit.
 */
export async function planRun(scenario: Scenario, options: PlanOptions = {}): Promise<Outcome<ReadyPlan>> {
  const loaded = options.recording === undefined ? await recordingOf(scenario) : success(options.recording);
  if (!loaded.ok) {
    // What is wrong with the scenario itself is worth knowing all the same.
    const planned = makePlan(scenario, { ...recordedOptions(undefined), ...options });
    return failure(planned.ok ? loaded.problems : [...planned.problems, ...loaded.problems]);
  }
  const planned = makePlan(scenario, { ...recordedOptions(loaded.value), ...options });
  if (!planned.ok) return planned;
  const misfits = fitProblems(loaded.value, planned.value);
  return misfits.length > 0 ? failure(misfits) : success({ plan: planned.value, recording: loaded.value });
}

async function recordingOf(scenario: Scenario): Promise<Outcome<LoadedRecording>> {
  const path = recordingPath(scenario.source.path);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) return loadRecording(path);
  return failure([
    {
      code: 'recording-missing',
      message: `there is no recording ${path}`,
      at: placeAt(scenario.source, { start: 0, end: 1 }),
      fix: 'put the recording beside the scenario',
    },
  ]);
}

function recordedOptions(loaded: LoadedRecording | undefined) {
  const { run, inputs } = loaded?.recording ?? { run: { id: 'unknown', now: '1970-01-01T00:00:00Z' }, inputs: {} };
  return {
    against: 'recorded',
    run: { ...run, password: recordedPassword },
    sources: { given: new Map(), environment: {}, recorded: new Map(Object.entries(inputs)) },
  } as const;
}

export type RunOptions = ReplayOptions & {
  readonly listener?: RunListener;
  /** Aborted: sends nothing more but cleanup. */
  readonly signal?: AbortSignal;
};

/** Replays a plan and says what happened. Never throws for what a service does. */
export async function replay(ready: ReadyPlan, options: RunOptions = {}): Promise<ScenarioResult> {
  const { ports, close } = await openPorts(ready, options);
  try {
    return await replayPlan(ready.plan, ports, options);
  } finally {
    await close();
  }
}

/** A run that a test runner drives step by step; `close` ends it. */
export async function openRun(
  ready: ReadyPlan,
  options: RunOptions = {},
): Promise<{ run: ScenarioRun; close: () => Promise<void> }> {
  const { ports, close } = await openPorts(ready, options);
  return { run: new ScenarioRun(ready.plan, ports), close };
}

async function openPorts({ plan, recording }: ReadyPlan, { listener = () => {}, signal }: RunOptions) {
  const { source, date } = recording.recording;
  const backend = await openBackend(recording);
  const clock: Clock = scriptedClock(Date.parse(plan.run.now));
  const ports = { backend, clock, listener, recording: { source, date }, ...(signal === undefined ? {} : { signal }) };
  return { ports, close: backend.close };
}

async function openBackend({ recording }: LoadedRecording): Promise<Backend> {
  // MSW is loaded only when something is replayed.
  const { recordedBackend } = await import('./backend/recorded/recorded-backend.ts');
  return recordedBackend(recording);
}

/** A random word for names of temporary files. */
export function randomWord(): string {
  return randomBytes(8).toString('hex');
}
