import type { HttpResponse } from '../../http/message.ts';
import { bodyJson } from '../../http/response-body.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { fillGaps, listedUrl } from '../plan/creation.ts';
import type { Intent } from '../ports.ts';
import { isCollection } from './kind-of-post.ts';
import { isOneOf } from './own-objects.ts';

/**
 * The urls of the objects that a response shows to be created although its step does not declare them; parents come
 * last. An object that was posted to a collection is in that collection, unless the object itself names another one. An
 * action shows its object by the type, by the context, or as a part of its response; an object that its own path names
 * is not new. `undefined`: the response shows none.
 */
export function shownCreations(response: HttpResponse, intent: Intent): readonly string[] | undefined {
  const body = bodyJson(response);
  if (!body.ok || !isJsonObject(body.value)) return undefined;
  const [, version = ''] = /^(\/[^/]+)\//.exec(intent.url) ?? [];
  const placed = placeOf(body.value);
  if (isCollection(intent.url)) {
    const isElsewhere = placed !== undefined && placed.set !== lastOf(intent.url);
    const url = isElsewhere ? urlOf(version, placed) : listedUrl(intent)(body.value);
    return url === undefined ? undefined : [url];
  }
  const parts = placed === undefined ? partsOf(body.value) : [placed];
  const urls = parts.flatMap((part) => urlOf(version, part) ?? []);
  return urls.length === 0 ? undefined : urls.filter((url) => !isOneOf([url], intent.url)).toReversed();
}

type Placed = { readonly set: string; readonly path: string; readonly id: string };

const placedAt = (path: string, id: Json | undefined): Placed | undefined =>
  typeof id === 'string' && id !== '' ? { set: lastOf(path), path, id } : undefined;

/**
 * The location of an object: directory objects are in the entity set of their type, others in the one that the context
 * names.
 */
function placeOf(object: JsonObject): Placed | undefined {
  const [type, context] = ['@odata.type', '@odata.context'].map((name) => String(property(object, name) ?? ''));
  const kind = /^#microsoft\.graph\.(\w+)$/.exec(type ?? '')?.[1] ?? '';
  const path = sets[kind] ?? /\$metadata#([^?#]+)\/\$entity$/.exec(context ?? '')?.[1]?.replace(selected, '') ?? '';
  return plainSet.test(path) ? placedAt(path, property(object, 'id')) : undefined;
}

const partsOf = (object: JsonObject): readonly Placed[] =>
  Object.entries(object).flatMap(([name, value]) => {
    const set = sets[name];
    const part = set !== undefined && isJsonObject(value) ? placedAt(set, property(value, 'id')) : undefined;
    return part === undefined ? [] : [part];
  });

const urlOf = (version: string, { path, id }: Placed): string | undefined =>
  fillGaps(`${version}/${path}/\${id}`, new Map([['id', id]]));

const lastOf = (path: string): string =>
  (path.replace(/\/+$/, '').split('/').at(-1) ?? '').replace(/\(.*$/s, '').toLowerCase();

/** The names that a request chose to see. */
const selected = /\([^']*\)$/;
/** Names, and keys in quotes: nothing that leads elsewhere. */
const plainSet = /^(?:[a-z]\w*(?:\('[\w@.:!,=+~-]+'\))?\/)*[a-z]\w*$/i;

/** The entity sets of directory objects, by type and by the names that responses use. */
const sets: { readonly [kind: string]: string } = {
  administrativeUnit: 'directory/administrativeUnits',
  application: 'applications',
  device: 'devices',
  group: 'groups',
  orgContact: 'contacts',
  servicePrincipal: 'servicePrincipals',
  user: 'users',
};
