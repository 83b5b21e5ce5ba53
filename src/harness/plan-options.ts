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
  /** The target; default: `recorded`. */
  readonly against?: Against;
  readonly sandbox?: SandboxRunOptions;
  /** The session of a live run, from `openLive`. */
  readonly live?: LiveOptions;
  /** The recording to replay; default: the `*.recording.json` beside the scenario. */
  readonly recording?: LoadedRecording;
  /** Decides whether a recording has expired; without it, none has. */
  readonly expiry?: ExpiryCheck;
  readonly selection?: Selection;
  /** Makes a property that is not expected a difference. */
  readonly strict?: boolean;
};

/** The initial state of a run against the sandbox. Each run of a scenario has its own sandbox. */
export type SandboxRunOptions = {
  /** Values of inputs, by name. */
  readonly given?: InputSources['given'];
  readonly environment?: InputSources['environment'];
  /** The initial state of the directory; default: a small invented tenant. */
  readonly seed?: Seed | readonly Seed[];
  /** The metadata of beta; default: the types of v1.0. */
  readonly beta?: Metadata;
  /** Blocks responses that the sandbox does not model. */
  readonly onlyModeled?: boolean;
  /** Where the clock starts, in milliseconds since 1970; default: now. */
  readonly startMs?: number;
  /** `${run.id}`; default: a new one. */
  readonly runId?: string;
};

/** A plan and its target. */
export type ReadyPlan = {
  readonly plan: Plan;
  readonly open: () => Promise<OpenedPorts>;
  /** The length of the text of its recording, if it has one. */
  readonly recordedText?: number;
};

/** The ports of one run of a plan. */
type OpenedPorts = Omit<RunPorts, 'listener' | 'signal'>;

type ExpiryCheck = {
  /** RFC 3339 full-date. */
  readonly today: string;
  /** An expired recording answers nothing. */
  readonly fails?: boolean;
};
