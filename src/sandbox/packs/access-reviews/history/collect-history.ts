import type { DecisionItem, ReviewInstance, ReviewVerdict } from '../review.ts';
import type { ReviewState } from '../reviews.ts';
import { soughtText } from '../scope/sought-text.ts';
import { historyCsv } from './history-csv.ts';
import type { HistoryDecision, HistoryDefinition } from './review-history.ts';

/** A report is looked for after so long, and is there after as much again. */
const stepMs = 5_000;

/** Plans the making of a report that was asked for. */
export function planHistory({ agenda }: ReviewState, { id, createdMs }: HistoryDefinition): void {
  agenda.plan(createdMs + stepMs, { kind: 'collect-history', historyId: id });
}

export function collectHistory(state: ReviewState, historyId: string, atMs: number): void {
  const history = state.history.get(historyId);
  if (history === undefined) return;
  history.status = 'inprogress';
  state.agenda.plan(atMs + stepMs, { kind: 'finish-history', historyId });
}

export function finishHistory(state: ReviewState, historyId: string, atMs: number): void {
  const history = state.history.get(historyId);
  if (history === undefined) return;
  history.csv = historyCsv(itemsOfReport(state, history));
  history.status = 'done';
  history.fulfilledMs = atMs;
}

/** The decisions of reviews that began in the period, were about what is asked for, and were decided so. */
function itemsOfReport({ definitions }: ReviewState, history: HistoryDefinition): readonly DecisionItem[] {
  return [...definitions.values()]
    .filter((definition) => {
      const text = soughtText(definition)?.toLowerCase();
      return text !== undefined && history.soughtInScope.some((sought) => text.includes(sought.toLowerCase()));
    })
    .flatMap(({ instances }) => instances.filter((instance) => isInPeriod(instance, history)))
    .flatMap(({ decisions }) => decisions.items.filter((item) => history.decisions.includes(kindOf(item))));
}

function isInPeriod({ status, startMs }: ReviewInstance, { periodStartMs, periodEndMs }: HistoryDefinition): boolean {
  return status !== 'NotStarted' && startMs >= periodStartMs && startMs <= periodEndMs;
}

const words: { readonly [verdict in ReviewVerdict]: HistoryDecision } = {
  Approve: 'approve',
  Deny: 'deny',
  DontKnow: 'dontKnow',
  NotReviewed: 'notReviewed',
};

/** Of what no one was asked to review no one was notified. */
function kindOf({ verdict, reviewers }: DecisionItem): HistoryDecision {
  return verdict === 'NotReviewed' && reviewers.length === 0 ? 'notNotified' : words[verdict];
}
