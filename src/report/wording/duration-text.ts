import { safeLine } from '../../diagnostics/safe-text.ts';
import type { ServiceClock, Wait } from '../../run/result.ts';
import type { Timing } from '../../run/timing.ts';

/** A duration for people: `0.03 s`, `1.2 s`, `10 s`, `2 min 5 s`, `1 h 3 min`, `6 days 2 h`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 0.995) return `${Number(seconds.toFixed(2))} s`;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours >= 48) return hours % 24 === 0 ? `${hours / 24} days` : `${Math.floor(hours / 24)} days ${hours % 24} h`;
  if (hours > 0) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${groupedDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `3 differences`; `first 200 of 20,000 differences` where a list is cut. */
export function countedPart(shown: number, found: number, noun: string): string {
  return shown >= found ? counted(found, noun) : `first ${groupedDigits(shown)} of ${counted(found, noun)}`;
}

/** `1,449`: digits in groups, the same in every language of the machine. */
export function groupedDigits(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** How long a service took to show a write. */
export function lagText(ms: number): string {
  return `consistency lag ${durationText(ms)}`;
}

/** `2026-11-22 08:30:00 UTC` */
export function momentText(at: string): string {
  return safeLine(`${at.slice(0, 19).replace('T', ' ')} UTC`);
}

/** The name of a clock that is not the real one. */
export function clockName({ of }: Pick<ServiceClock, 'of'>): string {
  return `${of}'s clock`;
}

/** When something began by a clock that is not the real one, and how far that moved on. */
export function clockText({ startedAt, durationMs }: ServiceClock): string {
  return `${momentText(startedAt)}, ${durationText(durationMs)}`;
}

/** How far a clock that is not the real one moved on: `recording's clock: 14 h`. */
export function passedText(clock: ServiceClock): string {
  return `${clockName(clock)}: ${durationText(clock.durationMs)}`;
}

/** How long something took in real time, and by the clock of the backend: `0.03 s (recording's clock: 14 h)`. */
export function tookText({ durationMs, clock }: Pick<Timing, 'durationMs' | 'clock'>): string {
  const beside = clock === undefined || clock.durationMs === 0 ? '' : ` (${passedText(clock)})`;
  return durationText(durationMs) + beside;
}

/** How long a step waited. Its waits are measured by the clock of the backend. */
export function waitedText(waits: readonly Wait[], clock: ServiceClock | undefined): string {
  const waited = durationText(waits.reduce((sum, { ms }) => sum + ms, 0));
  return clock === undefined ? waited : `${waited} by the ${clockName(clock)}`;
}
