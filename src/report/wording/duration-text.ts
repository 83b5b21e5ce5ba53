import type { RunSummary } from '../../run/result.ts';

/** A duration as people say it: `0.03 s`, `1.2 s`, `10 s`, `2 min 5 s`, `1 h 3 min`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 0.995) return `${Number(seconds.toFixed(2))} s`;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** How long a service took to show what was written to it. */
export function lagText(ms: number): string {
  return `consistency lag ${durationText(ms)}`;
}

/**
 * How long a run took by a real clock, where there was one. Its own is real only where it is live: a recording with a wait of
 * two weeks waits two weeks by it.
 */
export function tookText(
  { against, durationMs }: Pick<RunSummary, 'against' | 'durationMs'>,
  elapsedMs?: number,
): string {
  if (elapsedMs !== undefined) return durationText(elapsedMs);
  const clock = against === 'live' ? '' : ` by the clock of the ${against === 'recorded' ? 'recording' : 'sandbox'}`;
  return durationText(durationMs) + clock;
}
