import type { JsonObject } from '../../../../json/json.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import { type HistoryDefinition, keptMs } from '../history/review-history.ts';
import type { ReviewState } from '../reviews.ts';
import { downloadUri } from '../routes/downloads.ts';
import { timeOf } from './decision-wire.ts';

export function historyWire(history: HistoryDefinition, version: string, state: ReviewState): JsonObject {
  // In 2021 the report's address was the definition's own.
  const report = { fulfilledDateTime: timeOf(history.fulfilledMs), ...address(history, state) };
  return {
    id: history.id,
    displayName: history.displayName,
    reviewHistoryPeriodStartDateTime: timestampOf(history.periodStartMs),
    reviewHistoryPeriodEndDateTime: timestampOf(history.periodEndMs),
    decisions: history.decisions,
    status: history.status,
    createdDateTime: timestampOf(history.createdMs),
    createdBy: { ...history.createdBy },
    scopes: history.scopes,
    // The documentation has it, and states that it is not supported yet.
    scheduleSettings: null,
    ...(version === 'beta' && report),
  };
}

/** A report has one instance, as recurring ones are documented as not yet supported. */
export function historyInstanceWire(history: HistoryDefinition, state: ReviewState): JsonObject {
  const { instanceId, periodStartMs, periodEndMs, status, createdMs, fulfilledMs, download } = history;
  const { downloadUri: uri } = address(history, state);
  return {
    id: instanceId,
    reviewHistoryPeriodStartDateTime: timestampOf(periodStartMs),
    reviewHistoryPeriodEndDateTime: timestampOf(periodEndMs),
    status,
    runDateTime: timestampOf(createdMs),
    fulfilledDateTime: timeOf(fulfilledMs),
    downloadUri: uri,
    expirationDateTime: timestampOf(uri !== null && download !== null ? download.expiresMs : createdMs + keptMs),
  };
}

function address({ download }: HistoryDefinition, { clock, filesOrigin }: ReviewState) {
  const isValid = download !== null && download.expiresMs > clock.now();
  return { downloadUri: isValid ? downloadUri(download, filesOrigin) : null };
}
