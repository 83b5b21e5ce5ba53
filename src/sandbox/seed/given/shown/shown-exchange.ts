import { defined } from '../../../../defined.ts';
import { guidSource } from '../../../../guid.ts';
import type { Headers, HttpRequest } from '../../../../http/message.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../../json/json.ts';

/** A request and its response, with the ids that a page shows. */
export type ShownExchange = {
  readonly request: Pick<HttpRequest, 'method' | 'url' | 'body'> & Partial<Pick<HttpRequest, 'headers'>>;
  readonly response: { readonly status: number; readonly headers?: Headers; readonly body?: Json };
};

/** The requests of a batch with their responses. */
export function unbatched(exchange: ShownExchange): readonly ShownExchange[] {
  const { request, response } = exchange;
  const version = /^\/(v1\.0|beta)\/\$batch$/i.exec(request.url)?.[1];
  if (version === undefined) return [exchange];
  const responses = listIn(response.body, 'responses');
  return listIn(request.body, 'requests').map((part): ShownExchange => {
    const own = responses.find((one) => String(property(one, 'id')) === String(property(part, 'id')));
    const [body, responseBody] = [property(part, 'body'), own && property(own, 'body')];
    const method = String(property(part, 'method') ?? 'GET').toUpperCase() as HttpRequest['method'];
    const url = `/${version}/${String(property(part, 'url') ?? '').replace(/^\//, '')}`;
    return {
      request: { method, url, ...defined({ body }) },
      response: {
        status: Number((own && property(own, 'status')) ?? 200),
        ...defined({ body: responseBody }),
      },
    };
  });
}

function listIn(body: Json | undefined, name: string): readonly JsonObject[] {
  const value = property(body, name);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Collects the ids of what exchanges make. */
type Making = { readonly made: Set<string> };

/** Everything in a response that has an id that was not sent is new. */
export function makes(given: Making, body: Json | undefined, sent: Json | undefined): void {
  const before = new Set(idsOf(sent));
  for (const id of idsOf(body)) if (!before.has(id)) given.made.add(id);
}

/** In a read inside of a new object, the objects are new, but not the objects that they refer to. */
export function madeWithin(given: Making, body: Json | undefined): void {
  const value = property(body, 'value');
  for (const item of Array.isArray(value) ? value : [body]) {
    const id = property(item, 'id');
    const isPerson = property(item, 'userPrincipalName') !== undefined;
    if (typeof id === 'string' && id !== '' && !isPerson) given.made.add(id.toLowerCase());
  }
}

const guid = new RegExp(guidSource, 'gi');

function idsOf(value: Json | undefined, name = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => idsOf(item, name));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, member]) => idsOf(member, key));
  if (typeof value !== 'string' || name.startsWith('@')) return [];
  return name === 'id' ? [value.toLowerCase()] : [...value.matchAll(guid)].map(([id]) => id.toLowerCase());
}
