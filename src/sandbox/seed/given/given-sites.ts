import { isJsonObject, property } from '../../../json/json.ts';
import { sitePath } from '../../typed/store/site-path.ts';
import type { GivenObjects } from './given-objects.ts';
import type { ShownExchange } from './shown/shown-exchange.ts';
import { stableId } from './stable-id.ts';

/** A path that names a site by host and path, with its id instead; the site has the requested address. */
export function sitePathById(
  given: GivenObjects,
  segments: readonly string[],
  { body }: ShownExchange['response'],
): readonly string[] {
  const named = sitePath(segments);
  if (named === undefined) return segments;
  const written = named.rest.length === 0 && isJsonObject(body) ? property(body, 'id') : undefined;
  const id = typeof written === 'string' && !/[/%?#]/.test(written) ? written : stableId(named.webUrl);
  given.note(`/sites/${id}`, 'site', { webUrl: named.webUrl });
  return ['sites', id, ...named.rest];
}
