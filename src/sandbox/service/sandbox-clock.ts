/** A clock that stops until it is moved. It is the service's clock: reviews start and end by it. */
export type SandboxClock = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** RFC 3339 in UTC, with milliseconds where there are any. */
  readonly timestamp: () => string;
  /** Moves forward, and then calls the listeners. Never moves back. */
  readonly advance: (ms: number) => void;
  /** Listeners are reported after each move, in the order in which they were received. */
  readonly onMove: (listener: () => void) => void;
};

export function sandboxClock(startMs: number): SandboxClock {
  let nowMs = startMs;
  const listeners: (() => void)[] = [];
  return {
    now: () => nowMs,
    timestamp: () => timestampOf(nowMs),
    advance: (ms) => {
      if (!(ms >= 0)) throw new RangeError('a sandbox clock moves forward only');
      nowMs += ms;
      for (const listener of listeners) listener();
    },
    onMove: (listener) => {
      listeners.push(listener);
    },
  };
}

/**
 * With seven digits, as services write that count in ticks. The sandbox knows milliseconds: the digits behind them are made of
 * an id, so that they stay the same.
 */
export function ticksOf(timeMs: number, id: string): string {
  const behind = Number.parseInt(id.slice(-4), 16) % 10_000;
  const digits = String(Number.isNaN(behind) ? 0 : behind).padStart(4, '0');
  return new Date(timeMs).toISOString().replace('Z', `${digits}Z`);
}

/** As Graph writes times: `2026-11-22T08:30:00Z`, `2026-11-22T08:30:00.153Z`. */
export function timestampOf(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}
