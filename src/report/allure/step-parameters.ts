import type { Parameter } from 'allure-js-commons';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { StepResult } from '../../run/result.ts';
import { byPersonLabel, personsWordText } from '../wording/by-person.ts';
import { durationText } from '../wording/duration-text.ts';

/** Who asked, how often, for how long, and what was captured. */
export function stepParameters(step: StepResult): Parameter[] {
  const { actor, attempts, durationMs, waits = [], captured } = step;
  const waited = waits.reduce((sum, { ms }) => sum + ms, 0);
  return [
    ...parameter('actor', actor),
    ...parameter(byPersonLabel, personsWordText(step)),
    ...parameter('attempts', attempts > 1 ? `${attempts}, in ${durationText(durationMs)}` : undefined),
    ...parameter('waited', waited === 0 ? undefined : durationText(waited)),
    ...Object.entries(captured).flatMap(([name, value]) => parameter(`captured ${name}`, value)),
  ];
}

/** A value that may change from run to run: it is no part of what makes a history. */
export function parameter(name: string, value: string | undefined): Parameter[] {
  return value === undefined ? [] : [{ name: safeLine(name), value: safeLine(value), excluded: true }];
}
