import type { Parameter } from 'allure-js-commons';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { ServiceClock, StepResult } from '../../run/result.ts';
import { byPersonLabel, personsWordText } from '../wording/by-person.ts';
import { clockName, clockText, tookText, waitedText } from '../wording/duration-text.ts';

/** The actor, attempts and duration of a step, and its captures. */
export function stepParameters(step: StepResult): Parameter[] {
  const { actor, attempts, waits = [], captured, clock } = step;
  return [
    ...parameter('actor', actor),
    ...parameter(byPersonLabel, personsWordText(step)),
    ...parameter('attempts', attempts > 1 ? `${attempts}, in ${tookText(step)}` : undefined),
    ...parameter('waited', waits.length === 0 ? undefined : waitedText(waits, clock)),
    ...clockParameter(clock),
    ...Object.entries(captured).flatMap(([name, value]) => parameter(`captured ${name}`, value)),
  ];
}

/** The time by which the service lived, under its name. */
export function clockParameter(clock: ServiceClock | undefined): Parameter[] {
  return clock === undefined ? [] : parameter(clockName(clock), clockText(clock));
}

/** A value that may change from run to run: it is excluded from the identity of the history. */
export function parameter(name: string, value: string | undefined): Parameter[] {
  return value === undefined ? [] : [{ name: safeLine(name), value: safeLine(value), excluded: true }];
}
