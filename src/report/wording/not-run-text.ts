import { type NotRunReason, notRunReasons, type RunSummary } from '../../run/result.ts';

/** `1,449`: digits in groups, the same in every language of the machine. */
export function groupedDigits(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1,448 after the first failure (`--bail`), 1 not selected`; nothing where every scenario started. */
export function notRunText({ notRun = {} }: Pick<RunSummary, 'notRun'>): string | undefined {
  const parts = reasons.filter((reason) => (notRun[reason] ?? 0) > 0);
  if (parts.length === 0) return undefined;
  return parts.map((reason) => `${groupedDigits(notRun[reason] ?? 0)} ${notRunReasons[reason]}`).join(', ');
}

/** Scenarios that this run was about: those in other shards and those that are not selected are not. */
export function plannedCount({ scenarios, notRun = {} }: Pick<RunSummary, 'scenarios' | 'notRun'>): number {
  const all = Object.values(scenarios).reduce((sum, count) => sum + count, 0);
  return all - (notRun.shard ?? 0) - (notRun.selection ?? 0);
}

/** `no request`, `1 request`, `1,200 requests`. */
export function requestsText({ sent }: Pick<RunSummary, 'sent'>): string {
  if (sent === 0) return 'no request';
  return sent === 1 ? '1 request' : `${groupedDigits(sent)} requests`;
}

const reasons = Object.keys(notRunReasons).filter((name): name is NotRunReason => Object.hasOwn(notRunReasons, name));
