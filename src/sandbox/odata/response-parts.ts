import type { GraphCall, GraphResponse } from '../service/route.ts';

/** `@odata.context`, with the names that were selected: `…/$metadata#users(id,displayName)/$entity`. */
export function contextOf(call: GraphCall, context: string, select: readonly string[] | undefined): string {
  const names = select === undefined ? '' : `(${select.join(',')})`;
  const [, whole = context, entity = ''] = /^(.*?)(\/\$entity)?$/s.exec(context) ?? [];
  return `${call.world.origin}/${call.version}/$metadata#${whole}${names}${entity}`;
}

/** The link to the next page: this query and a token. */
export function nextLink(call: GraphCall, skipToken: string): string {
  const path = call.path.split('/').map(encodeSegment).join('/');
  const options = [...call.query].filter(([name]) => !isSkipToken(name));
  const query = [...options, ['$skiptoken', skipToken] as const].map(
    ([name, value]) => `${encode(name)}=${encode(value)}`,
  );
  return `${call.world.origin}/${call.version}${path}?${query.join('&')}`;
}

/** Everything of a query that a `$skiptoken` belongs to. */
export function queryText({ version, path, query }: GraphCall): string {
  const options = [...query].filter(([name]) => !isSkipToken(name));
  return JSON.stringify([version, path.toLowerCase(), ...options]);
}

export function countResponse(count: number): GraphResponse {
  return { status: 200, headers: { 'content-type': 'text/plain' }, text: String(count) };
}

const isSkipToken = (name: string): boolean => /^\$?skiptoken$/i.test(name);

/** As readable as RFC 3986 allows in a query. */
const encode = (text: string): string => encodeURIComponent(text).replace(/%(?:24|2C|2F|3A|40)/g, decodeURIComponent);
const encodeSegment = (text: string): string =>
  encodeURIComponent(text).replace(/%(?:24|2C|3A|3D|40)/g, decodeURIComponent);
