import type { DecisionItem, ReviewInstance, ReviewVerdict } from '../review.ts';
import { decisionsOf, definitionsOf, instancesOf } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';
import { historyCsv, type ReportedDecision } from './history-csv.ts';
import { type HistoryDecision, type HistoryDefinition, keptMs } from './review-history.ts';

/** The delays until a report is in progress, and until it is done. */
const stepMs = 5_000;

/** Schedules the states of a requested report. */
export function planHistory(state: ReviewState, report: HistoryDefinition): void {
  const { agenda, history, store } = state;
  const { createdMs } = report;
  agenda.plan(createdMs + stepMs, () => history.change(report, { status: 'inprogress' }));
  agenda.plan(createdMs + 2 * stepMs, (fulfilledMs) =>
    history.change(report, { csv: historyCsv(decisionsIn(state, report)), status: 'done', fulfilledMs }),
  );
  agenda.plan(createdMs + keptMs, () => store.remove(report.path));
}

/** The decisions of reviews that began in the period, concern the requested scope, and have one of the requested decisions. */
function decisionsIn(state: ReviewState, report: HistoryDefinition): readonly ReportedDecision[] {
  return definitionsOf(state)
    .filter(({ content: { scope } }) => {
      // Filters by scope look at no other scopes.
      const text = scope.kind === 'query' && scope.inactive === null ? scope.query.text.toLowerCase() : undefined;
      return text !== undefined && report.soughtInScope.some((sought) => text.includes(sought.toLowerCase()));
    })
    .flatMap((definition) =>
      instancesOf(state, definition)
        .filter((instance) => isInPeriod(instance, report))
        .flatMap((instance) => decisionsOf(state, instance).map((item) => ({ definition, instance, item }))),
    )
    .filter(({ item }) => report.decisions.includes(kindOf(item)));
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

/** A principal whose reviewers were never contacted was not notified. */
function kindOf({ verdict, reviewers }: DecisionItem): HistoryDecision {
  return verdict === 'NotReviewed' && reviewers.length === 0 ? 'notNotified' : words[verdict];
}
