/** The result of a run: plain data, made by the run, rendered by every reporter, stored as `RESULT.json`. */
import type { Place } from '../diagnostics/place.ts';
import type { Difference } from '../expectation/compare/difference.ts';
import type { Value } from '../format/template/values.ts';
import type { Exchange } from '../http/message.ts';
import type { EvidenceSource } from './evidence-source.ts';
import type { PartyValue } from './party-value.ts';

export type Against = 'recorded' | 'sandbox' | 'live';

/** Why a step could not be sent or checked: this concerns the environment, never the page or the service. */
export const blockedReasons = {
  auth: 'no credential, or signing in failed',
  'missing-permission': 'the token lacks a permission that the step needs',
  'missing-license': 'the tenant lacks a license that the step needs',
  'missing-role': 'the signed-in user lacks a role that the step needs',
  throttled: 'the service asked to wait longer than the budget allows',
  'not-consistent-yet': 'the service did not show a write of this run in time',
  network: 'the service could not be reached, or its response was incomplete',
  refused: 'tutorial-replay refused the request, or was stopped before it ended',
  'not-modeled': 'the sandbox does not model the response, and `--only-modeled` requires it',
  leftover: 'something the run created could not be deleted',
} as const;
export type BlockedReason = keyof typeof blockedReasons;

export type SkipReason =
  | 'earlier-step'
  | 'not-selected'
  | 'nothing-to-clean-up'
  | 'stopped'
  | 'by-person'
  | 'not-ours'
  | 'condition';

/** How a step can end. Only `failed` concerns the page or the service. */
export type StepOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly differences: readonly [Difference, ...Difference[]] }
  | { readonly kind: 'blocked'; readonly reason: BlockedReason; readonly message: string; readonly fix?: string }
  /** `cause`: the id of the step that caused it, for `earlier-step`. */
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly message: string; readonly cause?: string }
  | { readonly kind: 'pending'; readonly prompt: string };

export type OutcomeKind = StepOutcome['kind'];
export const outcomeKinds = ['passed', 'failed', 'blocked', 'skipped', 'pending'] as const satisfies OutcomeKind[];

export type StepResult = {
  readonly id: string;
  readonly title: string;
  readonly phase: 'steps' | 'cleanup';
  /** 1-based within its phase. */
  readonly number: number;
  /** How many steps its phase has. */
  readonly of: number;
  readonly actor: string;
  /** The step in the scenario file. */
  readonly at: Place;
  /** The place of the step on the page, if known. */
  readonly page?: { readonly heading?: string; readonly line?: number };
  /** About which values page, scenario and service do not agree; absent where they agree, or the page was not compared. */
  readonly parties?: readonly PartyValue[];
  readonly outcome: StepOutcome;
  /**
   * Information: `undocumented-property` if not strict; for a step that is skipped because of an earlier one and was
   * sent nevertheless, its differences.
   */
  readonly notes: readonly Difference[];
  /** The last exchange, redacted. Absent where nothing was sent. */
  readonly exchange?: Exchange;
  /** How many times the request was sent until the response met the expectation; more than 1 only with `eventually`. */
  readonly attempts: number;
  /** The waits between its requests, in order; absent if there were none. */
  readonly waits?: readonly Wait[];
  /** When it really began: RFC 3339; absent where it did not run, or where an older result does not have it. */
  readonly startedAt?: string;
  /** How long it really took, in milliseconds; live without `lagMs`. */
  readonly durationMs: number;
  /** The same by the clock of the backend, where that is not the real one. */
  readonly clock?: ServiceClock;
  /** How long after this run's own write the service showed it, in milliseconds; absent if it did immediately. */
  readonly lagMs?: number;
  /** The source of the sandbox response; absent for other targets. */
  readonly source?: EvidenceSource;
  /** Name and value, redacted. */
  readonly captured: { readonly [name: string]: string };
  /** The names of the captures that it uses; absent if it uses none. */
  readonly uses?: readonly string[];
  /** The expected body as JSON text, written as in scenarios, values filled in, redacted; only where the response differs. */
  readonly expected?: string;
  /** What a person reported about a manual step; no response proves it. Absent for all other outcomes. */
  readonly byPerson?: ManualReply;
};

/** The clock of a recording or of the sandbox: when something began by it (RFC 3339), and how far it moved on. */
export type ServiceClock = {
  readonly of: 'recording' | 'sandbox';
  readonly startedAt: string;
  readonly durationMs: number;
};

/** `note`: the text that the person added, redacted. */
export type ManualReply = { readonly word: 'done' | 'failed' | 'skip'; readonly note?: string };

/** A wait of a step, in milliseconds by the clock of the backend, and its reason. */
export type Wait = { readonly ms: number; readonly cause: string };

/** A scenario's outcome is that of its worst step: failed, then blocked, then pending, then passed. */
export type ScenarioOutcome = 'passed' | 'failed' | 'blocked' | 'pending' | 'skipped';

export type ScenarioResult = {
  /** In a run over many tenants: the name of the tenant in the tenants file. */
  readonly tenantName?: string;
  readonly file: string;
  readonly title: string;
  /** The data row it ran for; absent where the scenario has no `matrix`. */
  readonly row?: string;
  readonly tutorial?: string;
  /** The file of the page that was compared with scenario and service; absent if none was available. */
  readonly comparedPage?: string;
  readonly tags: readonly string[];
  readonly against: Against;
  /** Live: the service, in the form of `URL.origin`. */
  readonly service?: string;
  /** Live: the tenant, by its pseudonym; absent where it has a name. */
  readonly tenant?: string;
  /** For a recorded run: the source of the recording. */
  readonly recording?: ReplayedRecording;
  readonly runId: string;
  /** When it really began: RFC 3339. */
  readonly startedAt: string;
  /** How long it really took, in milliseconds; without the time in which it was suspended. */
  readonly durationMs: number;
  /** The same by the clock of the backend, where that is not the real one. */
  readonly clock?: ServiceClock;
  readonly outcome: ScenarioOutcome;
  readonly steps: readonly StepResult[];
  readonly cleanup: readonly StepResult[];
  /** The leftovers of this run, one line each; absent if no ledger was kept. */
  readonly leftovers?: readonly string[];
  /** Objects that this run deleted and the service still keeps; live only. Not a failure. */
  readonly recycleBin?: readonly KeptThing[];
};

/** The recording that answered; dates are RFC 3339 full-dates. */
export type ReplayedRecording = {
  readonly source: 'documentation' | 'sandbox' | 'live';
  readonly date: string;
  /** The last day on which it counts as evidence. */
  readonly expires?: string;
  /** Whether that day was over when it answered; absent where it was not. */
  readonly expired?: boolean;
};

/** A scenario whose recording has expired, and the last day on which it counted. */
export type ExpiredRecording = { readonly file: string; readonly expires: string };

/** Something deleted, by the url that deleted it, and until when the service keeps it (RFC 3339). */
export type KeptThing = {
  readonly url: string;
  readonly until: string;
  /** In the summary of a run over many tenants. */
  readonly tenantName?: string;
};

/** Why a scenario did not start. */
export const notRunReasons = {
  selection: 'not selected',
  shard: 'in other shards',
  tenant: 'in tenants that could not be tested',
  bail: 'after the first failure (`--bail`)',
  stopped: 'after the run was stopped',
  changed: 'whose files were changed during the run',
} as const;
export type NotRunReason = keyof typeof notRunReasons;
export type NotRun = { readonly [reason in NotRunReason]?: number };

export function notRunTotal(notRun: NotRun = {}): number {
  return Object.values(notRun).reduce((sum, count) => sum + count, 0);
}

/** A tenant of a run over many. */
export type TenantOfRun = {
  /** Its name in the tenants file. */
  readonly name: string;
  readonly tags: readonly string[];
  /** Why scenarios did not start there; absent where all of them did. */
  readonly obstacles?: readonly TenantObstacle[];
};

/** `file`: the scenario that it concerns; absent where it concerns all of them. */
export type TenantObstacle = {
  readonly file?: string;
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
};

/** Scenarios by outcome, and those that did not start: together, all that the command named. */
type ScenarioCounts = { readonly [outcome in ScenarioOutcome | 'not-run']: number };

export type SourceCounts = { readonly [source in EvidenceSource]?: number };

export type Counts = { readonly [kind in OutcomeKind]: number };

/** The numbers of a run; the scenarios themselves stream to the reporters one by one. */
export type RunSummary = {
  readonly against: Against;
  /** When the run really began: RFC 3339. */
  readonly startedAt: string;
  /** How long it really took, in milliseconds. */
  readonly durationMs: number;
  /** By the clocks of the backends, where they are not the real one: the earliest start, and the sum of the durations. */
  readonly clock?: ServiceClock;
  readonly scenarios: ScenarioCounts;
  /** The tenants of a run over many, in the order of their file. */
  readonly tenants?: readonly TenantOfRun[];
  /** Why scenarios did not start, and how many for each reason; absent where all of them started. */
  readonly notRun?: NotRun;
  /** Steps and cleanup steps together. */
  readonly steps: Counts;
  /** Steps that sent at least one request, or prompted a person. */
  readonly executed: number;
  /** Requests that were sent, retries and those of the cleanup included. */
  readonly sent: number;
  /** How many of them passed or failed only as a person reported; absent if none did. */
  readonly byPerson?: number;
  /** How many of them passed on each source of sandbox responses; absent if there were none. */
  readonly sources?: SourceCounts;
  /** The leftovers of the run: one line each. */
  readonly leftovers: readonly string[];
  /** Objects that the run deleted and the service still keeps; absent if there are none. */
  readonly recycleBin?: readonly KeptThing[];
  /** The scenarios whose recordings have expired; absent if there are none. A warning. */
  readonly expired?: readonly ExpiredRecording[];
  readonly exitCode: ExitCode;
};

/** The signal that stopped a run: SIGHUP, SIGINT, SIGTERM. */
export type StopCode = 129 | 130 | 143;

/** 0 passed · 1 failed · 2 input or output wrong · 3 could not be tested · 4 leftovers · the others: stopped by a signal. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | StopCode;

/** The result of a whole run, as it is stored. */
export type RunResult = {
  readonly version: 2;
  readonly tool: { readonly name: 'tutorial-replay'; readonly version: string };
  readonly scenarios: readonly ScenarioResult[];
  readonly summary: RunSummary;
};

/** One run of a scenario: in which tenant, of which file, for which of its rows. */
export type RunOfScenario = Pick<ScenarioResult, 'tenantName' | 'file' | 'row'>;

/** What a run emits. */
export type RunEvent =
  | {
      readonly kind: 'run-started';
      readonly against: Against;
      readonly scenarios: number;
      readonly steps: number;
      readonly startedAt: string;
    }
  | (RunOfScenario & {
      readonly kind: 'scenario-started';
      readonly title: string;
      readonly steps: number;
      /** The service: scheme, host and port. Absent where a stored result does not have it. */
      readonly origin?: string;
      /** The inputs of the scenario, redacted. Absent where a stored result does not have them. */
      readonly inputs?: { readonly [name: string]: Value };
    })
  | (RunOfScenario & {
      readonly kind: 'step-started';
      readonly id: string;
      readonly title: string;
      readonly number: number;
      readonly of: number;
      readonly phase: 'steps' | 'cleanup';
    })
  | (RunOfScenario & {
      readonly kind: 'step-waiting';
      readonly id: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly cause: string;
    })
  /** One exchange of a step, redacted: a step that polls or follows pages has several. */
  | (RunOfScenario & {
      readonly kind: 'step-exchanged';
      readonly id: string;
      readonly exchange: Exchange;
    })
  | (RunOfScenario & { readonly kind: 'step-ended'; readonly step: StepResult })
  | { readonly kind: 'scenario-ended'; readonly scenario: ScenarioResult }
  | { readonly kind: 'run-ended'; readonly summary: RunSummary };

export type RunListener = (event: RunEvent) => void;
