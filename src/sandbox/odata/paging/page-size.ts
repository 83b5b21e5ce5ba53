import type { GraphCall } from '../../service/route.ts';

/** How many items a page has that the client prefers, or that the sandbox was given for the query; `undefined`: as many as usual. */
export function pageSizeOf({ headers, path, query, world }: GraphCall): number | undefined {
  const preferred = /\bodata\.maxpagesize=(\d{1,4})\b/i.exec(headers['prefer'] ?? '')?.[1];
  const given = world.pageSizes?.get(pageKey(path, query));
  // The client's preference is an upper limit.
  return preferred !== undefined && Number(preferred) > 0 ? Math.min(Number(preferred), given ?? 999) : given;
}

/** The first page's path and query, for any page. */
export function pageKey(path: string, query: URLSearchParams): string {
  const options = [...query].filter(([name]) => !/^\$?(?:skip|delta)token$/i.test(name));
  return [path, ...options.map(([name, value]) => `${name}=${value}`)].join('&').toLowerCase();
}
