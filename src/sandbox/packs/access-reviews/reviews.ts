/** The access reviews of the sandbox: definitions, their instances, decisions and history. This file: its state. */

import type { IdSource } from '../../service/id-source.ts';
import type { SandboxClock } from '../../service/sandbox-clock.ts';
import type { Tenant } from '../../tenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { Agenda } from './agenda.ts';
import type { HistoryDefinition, HistoryDownload } from './history/review-history.ts';
import type { ReviewDefinition, ReviewInstance } from './review.ts';

export type ReviewsOptions = {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly directory: Directory;
  readonly tenant: Tenant;
};

export type Reviews = ReviewState & {
  /** Brings every review to the clock's time: instances start, end, are decided by default and applied. */
  readonly settle: () => void;
};

export type ReviewState = ReviewsOptions & {
  /** Whether owners manage the reviews of their groups; the sandbox begins with yes. */
  readonly policy: { isGroupOwnerManagementEnabled: boolean };
  readonly definitions: Map<string, ReviewDefinition>;
  readonly instances: Map<string, ReviewInstance>;
  /** Reviewer's id → the instances in which they have something to decide. */
  readonly byReviewer: Map<string, Set<ReviewInstance>>;
  readonly history: Map<string, HistoryDefinition>;
  /** By the token in their address. */
  readonly downloads: Map<string, HistoryDownload>;
  readonly agenda: Agenda;
};
