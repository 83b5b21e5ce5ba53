import { isJsonObject, type Json } from '../../../../json/json.ts';
import type { Exchanged } from '../../links/link-names.ts';

/**
 * Whether a list on the page is partial: it states that there are more items, or another response of the page shows an
 * object of the same collection that is not in it. The page's samples were taken at different times, and a tenant has
 * them all.
 */
export function isPartialList(index: number, exchanged: readonly Exchanged[]): boolean {
  const own = exchanged[index];
  const items = own?.method === 'GET' ? idsIn(own.responseBody) : undefined;
  if (own === undefined || items === undefined) return false;
  if (everywhere.test(own.url)) return true;
  if (countIn(own.responseBody) > items.length && !/[?&]\$?(?:top|skip)=/i.test(own.url)) return true;
  const place = placeOf(own.url);
  return exchanged.some(
    (other, at) =>
      at !== index &&
      other.method === 'GET' &&
      [placeOf(other.url), placeOf(other.url).replace(/\/microsoft\.graph\.\w+$/, '')].includes(place) &&
      (idsIn(other.responseBody) ?? []).some((id) => !items.includes(id)),
  );
}

/** What each tenant has more of than a page shows: people, groups, roles, licenses, templates. A filter chooses the page's. */
const everywhere =
  /^\/(?:v1\.0|beta)\/(?:users|groups|applications|servicePrincipals|directoryRoles|subscribedSkus|\w+Templates)\/?(?:\?\$(?:select|expand|count)=[^&]*)?$/i;

/** The count in a list; 0 if there is none, or if the list continues behind a link. */
function countIn(responseBody: Json | undefined): number {
  if (!isJsonObject(responseBody) || responseBody['@odata.nextLink'] !== undefined) return 0;
  return Number(responseBody['@odata.count'] ?? 0);
}

const placeOf = (url: string): string =>
  (url.split('?')[0] ?? '')
    .replace(/^\/(?:v1\.0|beta)\//i, '/')
    .replace(/\/$/, '')
    .toLowerCase();

function idsIn(responseBody: Json | undefined): readonly Json[] | undefined {
  const list = isJsonObject(responseBody) ? responseBody['value'] : undefined;
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((item) => (isJsonObject(item) ? (item['id'] ?? JSON.stringify(item)) : []));
}
