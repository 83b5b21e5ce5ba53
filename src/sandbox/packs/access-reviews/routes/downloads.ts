import { graphError } from '../../../service/graph-error.ts';
import type { SandboxRequest } from '../../../service/read-request.ts';
import type { GraphResponse } from '../../../service/route.ts';
import type { World } from '../../../world.ts';
import type { HistoryDefinition, HistoryDownload } from '../history/review-history.ts';
import { historyPlace } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';

const dayMs = 86_400_000;

/** Makes an address for a report that is done: valid for a day, in place of an earlier one. */
export function makeDownload({ history, ids, clock }: ReviewState, report: HistoryDefinition): HistoryDefinition {
  return history.change(report, { download: { token: ids.uuid(), expiresMs: clock.now() + dayMs } });
}

/** Where a download can be fetched, without a token. */
export function downloadUri({ token }: HistoryDownload, origin: string): string {
  return `${origin}/downloads/${token}`;
}

/** Responds to `/downloads/{token}`: anyone with the address gets the file. `undefined` for any other path. */
export function downloadResponse(
  { reviews, filesOrigin }: World,
  { method, url }: SandboxRequest,
): GraphResponse | undefined {
  const [, token] = /^\/downloads\/([\w-]+)$/.exec(new URL(url, filesOrigin).pathname) ?? [];
  if (token === undefined || method !== 'GET') return undefined;
  const found = reviews.history.all(historyPlace).find(({ download }) => download?.token === token);
  if (found?.download == null || found.download.expiresMs <= reviews.clock.now())
    return graphError(404, 'ResourceNotFound', 'There is no such download, or it has expired.');
  // A file name that a person chose is not used in a header.
  const fileName = `${found.displayName}-${found.id}.csv`.replace(/[^\w.-]+/g, '_');
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
    },
    text: found.csv ?? '',
  };
}
