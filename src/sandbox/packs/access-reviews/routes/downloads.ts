import type { HistoryDefinition, HistoryDownload } from '../history/review-history.ts';
import type { ReviewState } from '../reviews.ts';

const dayMs = 86_400_000;

/** What can be fetched under an address, without any permission but knowing it. */
export type Download = { readonly fileName: string; readonly contentType: string; readonly text: string };

/** Makes an address for a report that is done: valid for a day, in place of an earlier one. */
export function makeDownload(state: ReviewState, history: HistoryDefinition, csv: string): HistoryDownload {
  if (history.download !== null) state.downloads.delete(history.download.token);
  const download = {
    token: state.ids.uuid(),
    fileName: `${history.displayName}-${history.id}.csv`,
    expiresMs: state.clock.now() + dayMs,
    csv,
  };
  history.download = download;
  state.downloads.set(download.token, download);
  return download;
}

/** The file behind the last segment of a `downloadUri`; undefined where there is none, or none any more. */
export function downloadOf({ reviews }: { readonly reviews: ReviewState }, token: string): Download | undefined {
  const download = reviews.downloads.get(token);
  if (download === undefined || download.expiresMs <= reviews.clock.now()) return undefined;
  return { fileName: download.fileName, contentType: 'text/csv; charset=utf-8', text: download.csv };
}

/** Where a download can be fetched, without a token. */
export function downloadUri({ token }: HistoryDownload, origin: string): string {
  return `${origin}/downloads/${token}`;
}
