/** Records: from a run that is listened to, to the text of a recording that is proved to replay as it ran. */

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { carryOver, sameContent } from '../backends/recorded/carry-over.ts';
import { createRecorder, type RecordingSource } from '../backends/recorded/recorder.ts';
import { defined } from '../defined.ts';
import { placeAt } from '../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../diagnostics/problem.ts';
import type { ProblemCode } from '../diagnostics/problem-codes.ts';
import type { Source } from '../diagnostics/source.ts';
import {
  type LoadedRecording,
  loadRecording,
  parseRecording,
  recordingPath,
} from '../format/recording/load-recording.ts';
import { printRecording } from '../format/recording/print-recording.ts';
import type { Recording } from '../format/recording/recording.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import { type Expiry, expiresOn, isExpired } from '../format/template/expiry.ts';
import { SecretIndex } from '../redaction/scan/secret-index.ts';
import { secretProblem } from '../redaction/scan/secret-problem.ts';
import { scanText } from '../redaction/scan/secret-scanner.ts';
import type { EvidenceSource } from '../run/evidence-source.ts';
import type { Plan } from '../run/plan/plan.ts';
import { secretsOf } from '../run/plan/run-secrets.ts';
import type { RunListener, ScenarioResult, StepOutcome, StepResult } from '../run/result.ts';
import { planRun, replay } from './harness.ts';
import type { PlanOptions, ReadyPlan } from './plan-options.ts';

/** The time at which a first recording of the sandbox begins, so that recording again gives the same: a Monday morning. */
const firstNow = '2026-01-05T08:00:00Z';

export type RecordPlanOptions = PlanOptions & {
  /** Replace a recording from another source. */
  readonly replace?: boolean;
};

/**
 * Plans a run that becomes a recording. Against the sandbox it has the same start as the recording that it replaces, so
 * that only real changes differ. Problems: those of `planRun`; `recording-source`.
 */
export async function planToRecord(
  scenario: Scenario,
  { replace = false, ...options }: RecordPlanOptions,
): Promise<Result<ReadyPlan>> {
  const previous = await previousRecording(scenario);
  const from = options.against ?? 'sandbox';
  const refused = replace ? [] : otherSource(previous, from);
  if (refused.length > 0) return failure(refused);
  if (from !== 'sandbox') return planRun(scenario, options);
  const { id, now } =
    previous?.recording.source === from ? previous.recording.run : { id: runIdOf(keyOf(scenario)), now: firstNow };
  return planRun(scenario, { ...options, sandbox: { runId: id, startMs: Date.parse(now), ...options.sandbox } });
}

/** Whether a scenario has no recording, or one of other steps. Other problems of a recording do not matter here. */
export async function lacksRecording(scenario: Scenario): Promise<boolean> {
  const ready = await planRun(scenario);
  const lacking: readonly ProblemCode[] = ['recording-missing', 'recording-step-missing', 'recording-step-unused'];
  return !ready.ok && ready.problems.every(({ code }) => lacking.includes(code));
}

/** 13 lower-case letters and digits, as every run's id has, made of the file's name. */
export function runIdOf(file: string): string {
  const hash = createHash('sha256').update(basename(file)).digest('hex');
  return BigInt(`0x${hash}`).toString(36).slice(0, 13);
}

/** Why a recording may not be replaced by one from another source, unless that is intended. */
export async function unreplaceable(scenario: Scenario, from: Recording['source']): Promise<readonly Problem[]> {
  return otherSource(await previousRecording(scenario), from);
}

function otherSource(previous: LoadedRecording | undefined, from: string): readonly Problem[] {
  if (previous === undefined || previous.recording.source === from) return [];
  const { recording, source } = previous;
  const at = { ...placeAt(source, { start: 0, end: 1 }), excerpt: [] };
  const message = `this recording comes from ${recording.source}, and would be replaced by one from ${from}`;
  return [{ code: 'recording-source', message, at, fix: 'add `--replace` if that is intended' }];
}

/** An unreadable recording has no values to keep: recording again replaces it. */
async function previousRecording({
  source,
  row,
}: Pick<Scenario, 'source' | 'row'>): Promise<LoadedRecording | undefined> {
  const loaded = await loadRecording(recordingPath(source.path, row));
  return loaded.ok ? loaded.value : undefined;
}

export type RecordOptions = Pick<RecordingSource, 'source' | 'origin'> & {
  /** RFC 3339 full-date. */
  readonly today: string;
  /** When the requests were sent, where that was not today. */
  readonly date?: string;
  readonly expiry?: Expiry;
  readonly strict?: boolean;
  /** Also keeps responses that the sandbox does not model, and marks them. */
  readonly allowTyped?: boolean;
  /** The secrets of the run, none of which may be written. */
  readonly secrets?: () => SecretIndex;
};

/**
 * The recording of one run, as the text of its file. `none`: only values that change with every run changed; the file
 * stays.
 */
export type Recorded = {
  readonly path: string;
  readonly change: 'new' | 'changed' | 'none';
  readonly text: string;
  readonly recording: Recording;
};

export type OpenRecording = {
  readonly listener: RunListener;
  readonly end: (result: ScenarioResult) => Promise<Result<Recorded>>;
};

/**
 * Listens to a run. At its end there is a recording, if every expectation was met and a replay has the same result.
 * Problems: `not-recorded`, `secret-found`, `recording-replay`, and those of a recording that does not match.
 */
export function openRecording({ plan }: ReadyPlan, options: RecordOptions): OpenRecording {
  const { source, origin, today } = options;
  // The sandbox's day is that of its clock, which does not follow the real time.
  const date = source === 'sandbox' ? plan.run.now.slice(0, 10) : (options.date ?? today);
  const recorder = createRecorder(plan, { source, date, ...defined({ origin }) });
  return {
    listener: recorder.listener,
    end: async (result) => {
      const broken = [...result.steps, ...result.cleanup].filter(({ outcome }) => !isAsExpected(outcome));
      if (broken.length > 0) return failure(broken.map(notRecorded));
      const layers = layersOf(result);
      if (options.allowTyped !== true && layers.length > 0) return failure(layers.map(typedOnly));
      const previous = await previousRecording(plan.scenario);
      return finished(marked(recorder.recording(), layers), { plan, result, options, previous });
    },
  };
}

/** The name of the file, and of the row if it has one: each has its own ids. */
function keyOf({ source, row }: Scenario): string {
  return row === undefined ? source.path : `${source.path}#${row}`;
}

/** A step that a condition leaves out, and a deletion that is then not needed, are not failures. */
function isAsExpected(outcome: StepOutcome): boolean {
  if (outcome.kind !== 'skipped') return outcome.kind === 'passed';
  return outcome.reason === 'condition' || outcome.reason === 'nothing-to-clean-up';
}

type Layer = { readonly step: StepResult; readonly origin: Exclude<EvidenceSource, 'modeled'> };

/** The steps whose responses the sandbox does not model. */
function layersOf({ steps, cleanup }: ScenarioResult): readonly Layer[] {
  return [...steps, ...cleanup].flatMap((step) =>
    step.source === undefined || step.source === 'modeled' ? [] : [{ step, origin: step.source }],
  );
}

function typedOnly({ step: { id, at }, origin }: Layer): Problem {
  const message = `\`${id}\` is ${origin}: no pack of the sandbox models its response`;
  return {
    code: 'recording-typed',
    message,
    at,
    fix: 'record it live, or add `--allow-typed` to record it with a mark',
  };
}

/** A recording marks each exchange whose source is less than a model. */
function marked(recording: Recording, layers: readonly Layer[]): Recording {
  const origins = new Map(layers.map(({ step, origin }) => [step.id, origin]));
  const steps = Object.entries(recording.steps).map(([id, exchanges]) => {
    const origin = origins.get(id);
    return [id, origin === undefined ? exchanges : exchanges.map((one) => ({ origin, ...one }))];
  });
  return { ...recording, steps: Object.fromEntries(steps) };
}

function notRecorded({ id, outcome, at }: StepResult): Problem {
  const message = `\`${id}\` ended as ${outcome.kind}, and only a run that meets every expectation is a recording`;
  return {
    code: 'not-recorded',
    message,
    at,
    fix: 'read the received response above, then correct the scenario or the service',
  };
}

type Finishing = {
  readonly plan: Plan;
  readonly result: ScenarioResult;
  readonly options: RecordOptions;
  readonly previous: LoadedRecording | undefined;
};

async function finished(fresh: Recording, about: Finishing): Promise<Result<Recorded>> {
  const { plan, options, previous } = about;
  const path = recordingPath(plan.scenario.source.path, plan.scenario.row);
  const old = previous?.recording.source === fresh.source ? previous.recording : undefined;
  const candidates = old === undefined ? [fresh] : [carryOver(old, fresh), carryOver(old, fresh, 'fresh'), fresh];
  let outcome: Result<Recorded> = failure([]);
  for (const candidate of candidates) {
    const same = old !== undefined && sameContent(old, candidate);
    const recording = dated(candidate, { old, same, options });
    const text = printRecording(recording);
    const problems = await whyNot({ path, text }, about);
    const change = previous === undefined ? 'new' : recording === old ? 'none' : 'changed';
    if (problems.length === 0) return success({ path, change, text, recording });
    // If too much was carried over, the unchanged new recording is used.
    outcome = failure(problems);
  }
  return outcome;
}

type Dating = { readonly old: Recording | undefined; readonly same: boolean; readonly options: RecordOptions };

/** The old recording itself where nothing changed and it has not expired. */
function dated(recording: Recording, { old, same, options: { today, expiry } }: Dating): Recording {
  const expires = expiresOn(recording.date, { expiry, old });
  const asWished = expiry === undefined || (expiry.kind === 'date' ? old?.expires === expiry.date : old?.expires);
  if (same && old !== undefined && !isExpired(old, today) && asWished) return old;
  const { expires: _, ...rest } = recording;
  return { ...rest, ...defined({ expires }) };
}

const notWritten = 'nothing was written: find out which response holds it, and why';

/** Why a text is not a recording of the run: its content, or the result of its replay. */
async function whyNot(source: Source, { plan, result, options }: Finishing): Promise<readonly Problem[]> {
  const own = secretsOf(plan).map((value) => ({ name: 'the password of this run', value }));
  const secrets = [options.secrets?.(), new SecretIndex(own)].flatMap((sought) => scanText(source.text, sought));
  if (secrets.length > 0) return secrets.map((finding) => secretProblem(source.path, finding, notWritten));
  const loaded = parseRecording(source);
  if (!loaded.ok) return loaded.problems;
  const { strict = false } = options;
  const ready = await planRun(plan.scenario, { against: 'recorded', recording: loaded.value, strict });
  if (!ready.ok) return ready.problems;
  const { steps, cleanup } = await replay(ready.value);
  const before = new Map([...result.steps, ...result.cleanup].map((step) => [step.id, step.outcome.kind]));
  return [...steps, ...cleanup].filter(({ id, outcome }) => outcome.kind !== before.get(id)).map(otherVerdict);
}

function otherVerdict({ id, outcome, at }: StepResult): Problem {
  const first = outcome.kind === 'failed' ? outcome.differences[0] : undefined;
  const why = first === undefined ? '' : `: ${first.path}, ${first.message}`;
  const message = `when replayed, \`${id}\` is ${outcome.kind}${why}`;
  return {
    code: 'recording-replay',
    message,
    at,
    fix: 'expect only what is the same in every run, and use matchers for the rest',
  };
}
