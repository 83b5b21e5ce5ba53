import type { HttpResponse } from '../../http/message.ts';
import type { Clock, Ledger } from '../ports.ts';
import type { ScenarioResult } from '../result.ts';

/** Directory objects that Microsoft Graph keeps for 30 days after they are deleted. */
const keptThere = /^\/(?:v1\.0|beta)\/(?:groups|users|applications|servicePrincipals)\/([^/?]+)$/i;
const keptMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Until when the service may keep an object that a DELETE of this url deleted, RFC 3339; `undefined` if it does not
 * keep it.
 */
export function keptUntil(url: string, { headers }: HttpResponse, clock: Clock): string | undefined {
  if (binUrl(url) === undefined) return undefined;
  return new Date(serverTime(headers, clock) + keptMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The objects that a ledger lists as deleted and still kept, as a result reports them. */
export function recycleBinOf(
  ledger: Ledger | undefined,
  shown: (url: string) => string,
): Pick<ScenarioResult, 'recycleBin'> {
  const kept = ledger?.kept() ?? [];
  return kept.length === 0 ? {} : { recycleBin: kept.map(({ url, until }) => ({ url: shown(url), until })) };
}

/** Where something deleted is kept: its url in the recycle bin. */
export function binUrl(url: string): string | undefined {
  const id = keptThere.exec(url)?.[1];
  return id === undefined ? undefined : `/v1.0/directory/deletedItems/${id}`;
}

/** The service's own time, from its `Date` header. */
export function serverTime(headers: HttpResponse['headers'], clock: Clock): number {
  const said = Date.parse(headers['date'] ?? '');
  return Number.isNaN(said) ? clock.now() : said;
}

/** Whether the status of the response to a DELETE means that the object is gone. */
export const isGone = (status: number): boolean => status >= 200 && status < 300;
