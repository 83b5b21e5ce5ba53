import { timestampOf } from '../../../service/sandbox-clock.ts';
import type { DecisionItem } from '../review.ts';

const columns = [
  ['AccessReviewDefinitionId', ({ instance }) => instance.definition.id],
  ['AccessReviewDefinitionName', ({ instance }) => instance.content.displayName],
  ['AccessReviewInstanceId', ({ instance }) => instance.id],
  ['InstanceStartDateTime', ({ instance }) => timestampOf(instance.startMs)],
  ['InstanceEndDateTime', ({ instance }) => timestampOf(instance.endMs)],
  ['InstanceStatus', ({ instance }) => instance.status],
  ['ResourceType', ({ instance }) => instance.resource.kind],
  ['ResourceId', ({ instance }) => instance.resource.id],
  ['PrincipalType', ({ principal }) => principal.kind],
  ['PrincipalId', ({ principal }) => principal.id],
  ['PrincipalDisplayName', ({ principal }) => principal.displayName],
  ['Decision', ({ verdict }) => verdict],
  ['Recommendation', ({ recommendation }) => recommendation],
  ['Justification', ({ justification }) => justification],
  ['ReviewedBy', ({ reviewedBy }) => reviewedBy.displayName],
  ['ReviewedDateTime', ({ reviewedMs }) => timeOf(reviewedMs)],
  ['ApplyResult', ({ applyResult }) => applyResult],
  ['AppliedBy', ({ appliedBy }) => appliedBy.displayName],
  ['AppliedDateTime', ({ appliedMs }) => timeOf(appliedMs)],
] as const satisfies readonly (readonly [string, (item: DecisionItem) => string])[];

/** Decisions as comma-separated values (RFC 4180), a line each below the line of names. */
export function historyCsv(items: readonly DecisionItem[]): string {
  const lines = items.map((item) => columns.map(([, value]) => csvCell(value(item))));
  return [columns.map(([name]) => name), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

const timeOf = (timeMs: number | null): string => (timeMs === null ? '' : timestampOf(timeMs));

/** A text that a spreadsheet would take for a formula gets an apostrophe, on each of its lines. */
export function csvCell(text: string): string {
  const inert = text.replace(/^(?=[\s\u00a0]*[=+\-@])/gm, "'");
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
