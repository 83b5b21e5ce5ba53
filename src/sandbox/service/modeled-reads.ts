import { isJsonObject, type JsonObject, property } from '../../json/json.ts';
import type { Caller } from './caller.ts';
import type { GraphCall, GraphResponse } from './route.ts';
import type { RouteIndex } from './route-index.ts';

/** What packs say, read as their own routes answer it. `undefined`: no pack has a route for it, or it refuses. */
export type ModeledReads = {
  readonly one: (segments: readonly string[]) => JsonObject | undefined;
  readonly list: (segments: readonly string[]) => readonly JsonObject[] | undefined;
};

/** Where packs have a state of their own beside the store. */
export const isApart = ([first = '']: readonly string[]): boolean => /^roleManagement$/i.test(first);

/**
 * Reads all properties there are. What the caller may see is decided where its own request is answered: a path through
 * another user's calendar looks that user up, whatever the caller may read of users.
 */
export function modeledReads(routes: RouteIndex, asked: GraphCall): ModeledReads {
  const call: GraphCall = { ...asked, caller: seeingAll(asked.caller) };
  const get = (segments: readonly string[], query: string): GraphResponse | undefined => {
    if (!isApart(segments)) return undefined;
    const match = routes({ version: call.version, method: 'GET', segments });
    if (match.kind !== 'found') return undefined;
    const path = `/${segments.join('/')}`;
    const { countOnly: _, ...base } = call;
    return match.route.handle({
      ...base,
      params: match.params,
      path,
      query: new URLSearchParams(query),
      body: undefined,
    });
  };
  const body = (segments: readonly string[], query: string): JsonObject | undefined => {
    const response = get(segments, query);
    return response?.status === 200 ? response.body : undefined;
  };
  return {
    one: (segments) => {
      const found = body(segments, '$select=*') ?? body(segments, '');
      return found === undefined || Array.isArray(property(found, 'value')) ? undefined : found;
    },
    list: (segments) => {
      const items: JsonObject[] = [];
      let page = body(segments, '$select=*&$top=999') ?? body(segments, '');
      if (page === undefined || !Array.isArray(property(page, 'value'))) return undefined;
      while (page !== undefined) {
        const value = property(page, 'value');
        if (Array.isArray(value)) items.push(...value.filter(isJsonObject));
        const next = property(page, '@odata.nextLink');
        page = typeof next === 'string' ? body(segments, next.slice(next.indexOf('?') + 1)) : undefined;
      }
      return items;
    },
  };
}

const seeingAll = (caller: Caller): Caller =>
  caller.kind === 'delegated'
    ? { ...caller, scopes: [...caller.scopes, 'Directory.Read.All'] }
    : { ...caller, roles: [...caller.roles, 'Directory.Read.All'] };
