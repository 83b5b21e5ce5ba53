import type { Pseudonymizer } from '../../redaction/redact/pseudonymizer.ts';
import type { Backend, Clock, Ledger, People } from '../ports.ts';
import type { RunListener, ScenarioResult } from '../result.ts';
import type { SuspendedRun } from '../suspend/suspended-run.ts';

/** What the run of a scenario is given: backend, listener, ledger and people. */
export type RunPorts = {
  readonly backend: Backend;
  /** Live: the tenant, as it was given. */
  readonly tenant?: string;
  readonly clock: Clock;
  /** The real time in milliseconds since 1970, where `clock` is that of a recording or of the sandbox. */
  readonly wallClock?: () => number;
  readonly listener: RunListener;
  /** Aborted: nothing more is sent but cleanup. */
  readonly signal?: AbortSignal;
  /** Records creates before they are sent; absent where nothing real is created. */
  readonly ledger?: Ledger;
  /** What a live run was allowed to do, by its labels. */
  readonly allowed?: ReadonlySet<string>;
  /** Also delete from the recycle bin what the run deletes. */
  readonly purge?: boolean;
  /** The command that deletes what is still there after the run. */
  readonly cleanupCommand?: string;
  /** Who does the manual steps; where absent, their `unattended` calls are sent. `unknown`: they stay pending. */
  readonly people?: People | 'unknown';
  /** Suspends the run, or returns why it cannot be suspended. Where absent, it cannot be suspended. */
  readonly leave?: (left: SuspendedRun) => ReturnType<Ledger['wait']>;
  /** The run so far, where it was suspended. */
  readonly resumed?: SuspendedRun;
  /** Replaces names and places by pseudonyms in everything that the run reports. Where absent, only secrets are removed. */
  readonly pseudonyms?: Pseudonymizer;
  /** Removes what this process knows to be secret from texts and excerpts. */
  readonly secrets?: (text: string) => string;
  /** For a recording: where it comes from. */
  readonly recording?: NonNullable<ScenarioResult['recording']>;
};
