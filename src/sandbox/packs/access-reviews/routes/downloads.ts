import type { HistoryDefinition, HistoryDownload } from '../history/review-history.ts';
import { historyPlace } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';

const dayMs = 86_400_000;

/** What can be fetched under an address, without any permission but knowing it. */
export type Download = { readonly fileName: string; readonly contentType: string; readonly text: string };

/** Makes an address for a report that is done: valid for a day, in place of an earlier one. */
export function makeDownload({ history, ids, clock }: ReviewState, report: HistoryDefinition): HistoryDefinition {
  return history.change(report, { download: { token: ids.uuid(), expiresMs: clock.now() + dayMs } });
}

/** The file of the last segment of a `downloadUri`; undefined if there is none, or no longer. */
export function downloadOf({ reviews }: { readonly reviews: ReviewState }, token: string): Download | undefined {
  const found = reviews.history.all(historyPlace).find(({ download }) => download?.token === token);
  if (found?.download == null || found.download.expiresMs <= reviews.clock.now()) return undefined;
  const fileName = `${found.displayName}-${found.id}.csv`;
  return { fileName, contentType: 'text/csv; charset=utf-8', text: found.csv ?? '' };
}

/** Where a download can be fetched, without a token. */
export function downloadUri({ token }: HistoryDownload, origin: string): string {
  return `${origin}/downloads/${token}`;
}
