import { property } from '../../../json/json.ts';
import type { Entity, ObjectStore } from '../../store/object-store.ts';

/** A site that a request names by its host and path, `sites/{host}:/{path}:/…`; `undefined`: it names none so. */
export function sitePath(
  segments: readonly string[],
): { readonly webUrl: string; readonly rest: readonly string[] } | undefined {
  const [set = '', host = '', ...after] = segments;
  if (set.toLowerCase() !== 'sites' || !/^[\w.-]+:$/.test(host)) return undefined;
  const closing = after.findIndex((segment) => segment.endsWith(':'));
  const names = (closing === -1 ? after : after.slice(0, closing + 1)).map((name) => name.replace(/:$/, ''));
  const path = names.filter((name) => name !== '').map((name) => `/${name}`);
  return {
    webUrl: `https://${host.slice(0, -1)}${path.join('')}`,
    rest: closing === -1 ? [] : after.slice(closing + 1),
  };
}

/** A site, or one within another, by its address. */
export function siteAt(store: ObjectStore, webUrl: string): Entity | undefined {
  const sites = store.inside('sites');
  return [...sites, ...sites.flatMap(({ path }) => store.inside(`${path}/sites`))].find(({ values }) =>
    isSameSite(property(values, 'webUrl'), webUrl),
  );
}

/** Capitals, spaces and a slash at the end make no other address. */
function isSameSite(one: unknown, other: string): boolean {
  const [a, b] = [one, other].map((url) => String(url).toLowerCase().replace(/%20/g, ' ').replace(/\/$/, ''));
  return a === b;
}
