import type { Pseudonymizer } from '../../redaction/redact/pseudonymizer.ts';
import type { Backend, Clock, Ledger, People } from '../ports.ts';
import type { RunListener, ScenarioResult } from '../result.ts';
import type { SuspendedRun } from '../suspend/suspended-run.ts';

/** The dependencies of the run of a scenario: backend, listener, ledger and people. */
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
  /** The labels that a live run was allowed. */
  readonly allowed?: ReadonlySet<string>;
  /** Also delete from the recycle bin the objects that the run deletes. */
  readonly purge?: boolean;
  /** The command that deletes the leftovers of the run. */
  readonly cleanupCommand?: string;
  /** The people for manual steps; if absent, their `unattended` calls are sent. `unknown`: they stay pending. */
  readonly people?: People | 'unknown';
  /** Suspends the run, or returns why it cannot be suspended. Where absent, it cannot be suspended. */
  readonly leave?: (left: SuspendedRun) => ReturnType<Ledger['wait']>;
  /** The run so far, where it was suspended. */
  readonly resumed?: SuspendedRun;
  /** Replaces names and places by pseudonyms in everything that the run reports. Where absent, only secrets are removed. */
  readonly pseudonyms?: Pseudonymizer;
  /** Removes secrets that this process knows from texts and excerpts. */
  readonly secrets?: (text: string) => string;
  /** For a recorded run: the source of the recording. */
  readonly recording?: NonNullable<ScenarioResult['recording']>;
};
