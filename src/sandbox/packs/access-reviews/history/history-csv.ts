import { timestampOf } from '../../../service/sandbox-clock.ts';
import type { DecisionItem, ReviewDefinition, ReviewInstance } from '../review.ts';

/** A decision, with its review and instance. */
export type ReportedDecision = {
  readonly definition: ReviewDefinition;
  readonly instance: ReviewInstance;
  readonly item: DecisionItem;
};

const columns = [
  ['AccessReviewDefinitionId', ({ definition }) => definition.id],
  ['AccessReviewDefinitionName', ({ instance }) => instance.content.displayName],
  ['AccessReviewInstanceId', ({ instance }) => instance.id],
  ['InstanceStartDateTime', ({ instance }) => timestampOf(instance.startMs)],
  ['InstanceEndDateTime', ({ instance }) => timestampOf(instance.endMs)],
  ['InstanceStatus', ({ instance }) => instance.status],
  ['ResourceType', ({ instance }) => instance.resource.kind],
  ['ResourceId', ({ instance }) => instance.resource.id],
  ['PrincipalType', ({ item }) => item.principal.kind],
  ['PrincipalId', ({ item }) => item.principal.id],
  ['PrincipalDisplayName', ({ item }) => item.principal.displayName],
  ['Decision', ({ item }) => item.verdict],
  ['Recommendation', ({ item }) => item.recommendation],
  ['Justification', ({ item }) => item.justification],
  ['ReviewedBy', ({ item }) => item.reviewedBy.displayName],
  ['ReviewedDateTime', ({ item }) => timeOf(item.reviewedMs)],
  ['ApplyResult', ({ item }) => item.applyResult],
  ['AppliedBy', ({ item }) => item.appliedBy.displayName],
  ['AppliedDateTime', ({ item }) => timeOf(item.appliedMs)],
] as const satisfies readonly (readonly [string, (one: ReportedDecision) => string])[];

/** Decisions as comma-separated values (RFC 4180), one line each below the header line. */
export function historyCsv(items: readonly ReportedDecision[]): string {
  const lines = items.map((item) => columns.map(([, value]) => csvCell(value(item))));
  return [columns.map(([name]) => name), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

const timeOf = (timeMs: number | null): string => (timeMs === null ? '' : timestampOf(timeMs));

/** A text that a spreadsheet would read as a formula gets an apostrophe, on each of its lines. */
export function csvCell(text: string): string {
  const inert = text.replace(/^(?=[\s\u00a0]*[=+\-@])/gm, "'");
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
