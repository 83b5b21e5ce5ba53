import type { Json } from '../../../../json/json.ts';
import type { Reading } from '../../../service/reading.ts';
import { type HistoryDecision, type HistoryRequest, historyDecisions } from '../history/review-history.ts';
import { parsedBody } from './parsed-body.ts';
import { BodyObject, invalid, oneOf } from './review-body.ts';

const properties: readonly string[] = [
  ...['id', 'displayName', 'reviewHistoryPeriodStartDateTime', 'reviewHistoryPeriodEndDateTime', 'decisions', 'scopes'],
  // Documented as not yet supported, or read-only.
  ...['scheduleSettings', 'status', 'createdBy', 'createdDateTime', 'fulfilledDateTime', 'downloadUri', 'instances'],
];

/** Parses the body that requests a report. */
export function parseHistory(body: Json | undefined): Reading<HistoryRequest> {
  return parsedBody(() => readHistory(new BodyObject(body)));
}

function readHistory(body: BodyObject): HistoryRequest {
  body.knows('accessReviewHistoryDefinition', properties);
  if (body.object('scheduleSettings') !== undefined) invalid('scheduleSettings is not supported yet.');
  const displayName = body.text('displayName');
  const periodStartMs = timeOf(body, 'reviewHistoryPeriodStartDateTime');
  const periodEndMs = timeOf(body, 'reviewHistoryPeriodEndDateTime');
  if (periodEndMs < periodStartMs)
    invalid('reviewHistoryPeriodEndDateTime is before reviewHistoryPeriodStartDateTime.');
  const scopes = body.objects('scopes');
  if (scopes.length === 0) invalid('scopes is required.');
  const decisions = body.texts('decisions').map((word) => decisionOf(word));
  return {
    displayName,
    periodStartMs,
    periodEndMs,
    decisions: decisions.length === 0 ? historyDecisions : decisions,
    soughtInScope: scopes.map(soughtIn),
    scopes: scopes.map(({ json }) => json),
  };
}

function timeOf(body: BodyObject, name: string): number {
  const text = body.text(name);
  const timeMs = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(timeMs) ? invalid(`${body.at(name)} is '${text}', which is no date and time.`) : timeMs;
}

function decisionOf(word: string): HistoryDecision {
  return (
    oneOf(word, historyDecisions) ?? invalid(`decisions has '${word}'; supported are ${historyDecisions.join(', ')}.`)
  );
}

const form = /\$filter=\s*contains\(\s*scope\/(?:microsoft\.graph\.\w+\/)?query\s*,\s*'([^']*)'\s*\)\s*$/i;

function soughtIn(scope: BodyObject): string {
  scope.knows('accessReviewQueryScope', ['query', 'queryType', 'queryRoot']);
  const query = scope.text('query');
  const isOfDefinitions = /^(?:\/v1\.0|\/beta)?\/identityGovernance\/accessReviews\/definitions\?/i.test(query);
  const sought = isOfDefinitions ? form.exec(query)?.[1] : undefined;
  return (
    sought ??
    invalid(
      `${scope.at('query')} is '${query}'. This form of query is not supported. Supported is /identityGovernance/accessReviews/definitions?$filter=contains(scope/query, '…').`,
    )
  );
}
