/** The access reviews of the sandbox: definitions, their instances, decisions and history. This file: where they are. */

import type { Agenda } from '../../service/agenda.ts';
import type { IdSource } from '../../service/id-source.ts';
import type { SandboxClock } from '../../service/sandbox-clock.ts';
import type { ObjectStore } from '../../store/object-store.ts';
import type { Directory } from '../directory/directory.ts';
import type { HistoryDefinition } from './history/review-history.ts';
import type { RecordStore } from './record-store.ts';
import type { DecisionItem, ReviewDefinition, ReviewInstance, ReviewStage } from './review.ts';

export type ReviewsOptions = {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly store: ObjectStore;
  readonly directory: Directory;
  /** Scheme, host and port of links. */
  readonly origin: string;
  /** The same, of addresses that need no token. */
  readonly filesOrigin: string;
};

export type Reviews = ReviewState & {
  /** Updates every review to the clock's time: instances start, end, are decided by default and applied. */
  readonly settle: () => void;
};

/** The objects are only in the store, and planned changes in the agenda. */
export type ReviewState = ReviewsOptions & {
  readonly definitions: RecordStore<ReviewDefinition>;
  readonly instances: RecordStore<ReviewInstance>;
  readonly stages: RecordStore<ReviewStage>;
  readonly decisions: RecordStore<DecisionItem>;
  readonly history: RecordStore<HistoryDefinition>;
  readonly agenda: Agenda;
};
