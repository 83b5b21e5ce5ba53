/** The outside world of a command: what main.ts hands in, and tests replace. */
export type Streams = {
  readonly stdout: { readonly write: (text: string) => void; readonly isTTY: boolean; readonly columns?: number };
  readonly stderr: { readonly write: (text: string) => void; readonly isTTY: boolean };
  readonly environment: { readonly [name: string]: string | undefined };
  /** Milliseconds of a clock on the wall. */
  readonly wallClock: () => number;
  readonly signal: AbortSignal;
};
