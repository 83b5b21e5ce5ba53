import type { JsonObject } from '../../../../json/json.ts';
import type { ReviewActor } from '../scope/review-actor.ts';

type HistoryStatus = 'requested' | 'inprogress' | 'done';

export const historyDecisions = ['approve', 'deny', 'dontKnow', 'notReviewed', 'notNotified'] as const;
export type HistoryDecision = (typeof historyDecisions)[number];

/** A report on the decisions of a period, as requested. */
export type HistoryRequest = {
  readonly displayName: string;
  readonly periodStartMs: number;
  readonly periodEndMs: number;
  readonly decisions: readonly HistoryDecision[];
  /** Parts of the scope, one of which a review must have to be in the report. */
  readonly soughtInScope: readonly string[];
  /** As written. */
  readonly scopes: readonly JsonObject[];
};

export type HistoryDefinition = HistoryRequest & {
  readonly id: string;
  readonly path: string;
  readonly instanceId: string;
  readonly createdBy: ReviewActor;
  readonly createdMs: number;
  readonly status: HistoryStatus;
  readonly fulfilledMs: number | null;
  /** The report, once it is done. */
  readonly csv: string | null;
  readonly download: HistoryDownload | null;
};

/** A report that anyone with its address can download for a day. */
export type HistoryDownload = { readonly token: string; readonly expiresMs: number };

/** A report is kept for so long. */
export const keptMs = 30 * 86_400_000;
