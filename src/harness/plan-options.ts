/** The options of a plan, and a plan with the backend that will respond to it. */
import type { LoadedRecording } from '../format/recording/load-recording.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { RunPorts } from '../run/execute/run-ports.ts';
import type { InputSources } from '../run/plan/inputs.ts';
import type { Plan } from '../run/plan/plan.ts';
import type { Selection } from '../run/plan/selection.ts';
import type { Against } from '../run/result.ts';
import type { Seed } from '../sandbox/packs/directory/seed/seed.ts';
import type { LiveOptions } from './plan-live.ts';

export type PlanOptions = {
  /** What answers; default: `recorded`. */
  readonly against?: Against;
  readonly sandbox?: SandboxRunOptions;
  /** What a live run needs: a session from `openLive`. */
  readonly live?: LiveOptions;
  /** The recording to replay; without one, the `*.recording.json` beside the scenario. */
  readonly recording?: LoadedRecording;
  /** By which a recording has expired or not; without it, none has. */
  readonly expiry?: ExpiryCheck;
  readonly selection?: Selection;
  /** Makes a property that is not expected a difference. */
  readonly strict?: boolean;
};

/** How a run against the sandbox begins. Each run of a scenario has a sandbox of its own. */
export type SandboxRunOptions = {
  /** Values of inputs, by name. */
  readonly given?: InputSources['given'];
  readonly environment?: InputSources['environment'];
  /** What the directory starts with; default: a small invented tenant. */
  readonly seed?: Seed | readonly Seed[];
  /** Beta's own metadata; default: v1.0's types stand for those of beta. */
  readonly beta?: Metadata;
  /** Blocks what the sandbox answers in shape only. */
  readonly onlyModeled?: boolean;
  /** Where the clock starts, in milliseconds since 1970; default: now. */
  readonly startMs?: number;
  /** `${run.id}`; default: a new one. */
  readonly runId?: string;
};

/** A plan and what will answer it. */
export type ReadyPlan = {
  readonly plan: Plan;
  readonly open: () => Promise<Behind>;
  /** How long the text of its recording is, where it holds one. */
  readonly recordedText?: number;
};

/** What stands behind one run of a plan. */
type Behind = Omit<RunPorts, 'listener' | 'signal'>;

type ExpiryCheck = {
  /** RFC 3339 full-date. */
  readonly today: string;
  /** An expired recording answers nothing. */
  readonly fails?: boolean;
};
