import type { OpenLiveOptions } from '../../harness/harness.ts';
import type { RunListener } from '../../run/result.ts';

/** Makes a trace of a run: of its scenarios, and of every request that leaves. */
export type RunTrace = {
  readonly on: RunListener;
  /** Listener for the session of a tenant: each attempt that it sends. */
  readonly live: (tenantName: string | undefined) => NonNullable<OpenLiveOptions['listener']>;
  /** Sends the remaining spans, and waits until they arrive or fail. */
  readonly close: () => Promise<void>;
};
