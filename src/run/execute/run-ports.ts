import type { Pseudonymizer } from '../../redaction/redact/pseudonymizer.ts';
import type { Backend, Clock, Ledger, People } from '../ports.ts';
import type { RunListener, ScenarioResult } from '../result.ts';
import type { LeftRun } from '../suspend/suspended-run.ts';

/** What one run of a scenario is given: what answers, what is reported, and what is kept. */
export type RunPorts = {
  readonly backend: Backend;
  /** Live: the tenant that is asked, as it was named. */
  readonly tenant?: string;
  readonly clock: Clock;
  /** The real time in milliseconds since 1970, where `clock` is that of a recording or of the sandbox. */
  readonly wallClock?: () => number;
  readonly listener: RunListener;
  /** Aborted: nothing more is sent but cleanup. */
  readonly signal?: AbortSignal;
  /** Where creates are written down before they are sent; without one, nothing can be left over. */
  readonly ledger?: Ledger;
  /** What a live run was allowed to do, by its labels. */
  readonly allowed?: ReadonlySet<string>;
  /** Also delete from the recycle bin what the run deletes. */
  readonly purge?: boolean;
  /** The command that deletes what is still there after the run. */
  readonly cleanupCommand?: string;
  /** Who does the steps for people; without anyone, their `unattended` calls do. `no one`: they wait. */
  readonly people?: People | 'unknown';
  /** Keeps a run that a person leaves, or says why it cannot be kept. Without it, no one can leave. */
  readonly leave?: (left: LeftRun) => ReturnType<Ledger['wait']>;
  /** What happened before the run was left. */
  readonly resumed?: LeftRun;
  /** Replaces who and where by pseudonyms in everything that the run reports. Without it, only secrets are removed. */
  readonly pseudonyms?: Pseudonymizer;
  /** Removes what this process knows to be secret from texts and excerpts. */
  readonly secrets?: (text: string) => string;
  /** For a recording: where it comes from. */
  readonly recording?: NonNullable<ScenarioResult['recording']>;
};
