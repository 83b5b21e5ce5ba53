import type { Clock } from './ports.ts';
import type { ServiceClock } from './result.ts';

/**
 * When something ran and how long it took in real time; besides, the same by the clock of the backend if that is
 * another one.
 */
export type Timing = {
  /** RFC 3339. */
  readonly startedAt: string;
  /** Milliseconds. */
  readonly durationMs: number;
  readonly clock?: ServiceClock;
};

/** The real clock, and that of a recording or of the sandbox. */
export type Clocks = {
  readonly real: () => number;
  readonly service?: { readonly of: ServiceClock['of']; readonly now: () => number };
};

/** Without a `wallClock`, the clock of the run is the real one. */
export function clocksOf(
  { clock, wallClock }: { readonly clock: Clock; readonly wallClock?: () => number },
  of: ServiceClock['of'],
): Clocks {
  return wallClock === undefined ? { real: clock.now } : { real: wallClock, service: { of, now: clock.now } };
}

/** Begins to measure. The function it returns gives the time so far, without `staleMs` by the clock of the service. */
export function stopwatch({ real, service }: Clocks): (staleMs?: number) => Timing {
  const [realMs, serviceMs] = [real(), service?.now() ?? 0];
  const since = (now: () => number, startedMs: number, staleMs: number) => ({
    startedAt: new Date(startedMs).toISOString(),
    durationMs: Math.max(0, Math.round(now() - startedMs - staleMs)),
  });
  return (staleMs = 0) =>
    service === undefined
      ? since(real, realMs, staleMs)
      : {
          ...since(real, realMs, 0),
          clock: { of: service.of, ...since(service.now, serviceMs, staleMs) },
        };
}

/** Adds the time that a suspended run took before. */
export function withEarlier(
  timing: Timing,
  earlier: { readonly startedMs: number; readonly elapsedMs: number } | undefined,
): Timing {
  if (earlier === undefined) return timing;
  const durationMs = Math.round(earlier.elapsedMs) + timing.durationMs;
  return { ...timing, startedAt: new Date(earlier.startedMs).toISOString(), durationMs };
}

/** The earliest start of several. */
export function earliest(timings: readonly Pick<Timing, 'startedAt'>[]): string {
  const starts = timings.map(({ startedAt }) => startedAt);
  return starts.reduce((first, one) => (Date.parse(one) < Date.parse(first) ? one : first));
}

/** Clocks of several scenarios as one: from the earliest start, and as far as all of them moved on. */
export function clockOfAll(clocks: readonly ServiceClock[]): { readonly clock?: ServiceClock } {
  const [first] = clocks;
  if (first === undefined) return {};
  const durationMs = clocks.reduce((sum, clock) => sum + clock.durationMs, 0);
  return { clock: { of: first.of, startedAt: earliest(clocks), durationMs } };
}
