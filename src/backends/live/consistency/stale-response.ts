import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { bodyJson } from '../../../http/response-body.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { contains } from './contains.ts';
import { type OwnWrite, segmentsOf } from './own-writes.ts';

type Read = {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** The places of the response that do not meet the expectation, as JSON paths. */
  readonly broken: readonly string[];
  /** Writes of this run that have to do with it, oldest first. */
  readonly writes: readonly OwnWrite[];
};

/**
 * Whether this run's own writes explain everything that is wrong with a response: it shows another value of a property
 * than the run sent last, or a list lacks what the run added, or contains what it removed. Sending the request again
 * would not correct anything else.
 */
export function isStaleResponse({ request, response, broken, writes }: Read): boolean {
  const parsed = bodyJson(response);
  if (!parsed.ok || broken.length === 0) return false;
  const shown = parsed.value;
  const isListStale = hasOldMembers(request, response.text.toLowerCase(), writes);
  return broken.every((path) => {
    const keys = keysOf(path);
    if (keys === undefined) return false;
    const [first, second] = keys;
    const isAboutMembers = keys.length === 0 || (first === 'value' && (second === undefined || isIndex(second)));
    if (isListStale && (isAboutMembers || first === '@odata.count')) return true;
    return showsOtherThanSent(shown, keys, writes);
  });
}

const isIndex = (key: string | number): boolean => typeof key === 'number';

/** `$.value[0].id` as its keys; `undefined` if the path is not in the body. */
function keysOf(path: string): readonly (string | number)[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps = path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]/g);
  return [...steps].map(([, name, index, quoted]) => (index === undefined ? (name ?? quoted ?? '') : Number(index)));
}

/** Whether a property that the run sent has another value than it sent last. */
function showsOtherThanSent(shown: Json, keys: readonly (string | number)[], writes: readonly OwnWrite[]): boolean {
  const { values, whose } = walk(shown, keys);
  // Only writes to the object itself concern an object that has an id.
  const about = whose === undefined ? writes : writes.filter((write) => concerns(write, whose));
  for (let at = keys.length - 1; at >= 0; at--) {
    const name = keys[at];
    if (typeof name !== 'string') continue;
    const sent = about.flatMap(({ body }) => (body === undefined ? [] : sentValues(body, name))).at(-1);
    if (sent !== undefined) return !contains(values[at], sent);
  }
  return false;
}

const concerns = ({ path, id }: OwnWrite, whose: string): boolean => path.includes(whose) || id() === whose;

/** The value at each key of a path, and the id of the innermost object on the way that has one. */
function walk(shown: Json, keys: readonly (string | number)[]) {
  const values: (Json | undefined)[] = [];
  let whose: string | undefined;
  let at: Json | undefined = shown;
  for (const key of keys) {
    const id = property(at, 'id');
    if (typeof id === 'string') whose = id.toLowerCase();
    if (typeof key === 'number') at = Array.isArray(at) ? at[key] : undefined;
    else at = property(at, key);
    values.push(at);
  }
  return { values, whose };
}

/** The values that were sent under a name, at any depth. */
function sentValues(body: Json, name: string): readonly Json[] {
  if (Array.isArray(body)) return body.flatMap((item) => sentValues(item, name));
  if (!isJsonObject(body)) return [];
  return Object.entries(body).flatMap(([key, value]) => [...(key === name ? [value] : []), ...sentValues(value, name)]);
}

/** Whether a list lacks a member that was added, or contains one that was removed. */
function hasOldMembers({ url }: HttpRequest, text: string, writes: readonly OwnWrite[]): boolean {
  const list = segmentsOf(url);
  const isMember = new Map<string, boolean>();
  for (const write of writes) {
    for (const id of addedTo(list, write)) isMember.set(id, true);
    const last = write.path.at(-1);
    if (write.kind === 'removed' && last !== undefined && isSame(write.path.slice(0, -1), list)) {
      isMember.set(last, false);
    }
  }
  return [...isMember].some(([id, there]) => text.includes(id) !== there);
}

function addedTo(list: readonly string[], write: OwnWrite): readonly string[] {
  const { kind, path, body } = write;
  if (kind === 'removed' || !isJsonObject(body)) return [];
  const id = write.id();
  if (isSame(path, list)) return [...(id === undefined ? [] : [id]), ...linkedIds(body, '@odata.id')];
  // Owners and members are given with the object whose they are.
  const relation = list.at(-1);
  const whose = list.at(-2);
  const isTheirs = whose !== undefined && concerns(write, whose);
  return isTheirs ? linkedIds(body, `${relation}@odata.bind`) : [];
}

/** The ids in the links that a body has under a name. */
function linkedIds(body: JsonObject, wanted: string): readonly string[] {
  const found = Object.entries(body).filter(([name]) => name.toLowerCase() === wanted);
  return found
    .flatMap(([, links]) => (Array.isArray(links) ? links : [links]))
    .flatMap((link: Json) => (typeof link === 'string' ? (link.toLowerCase().split('/').at(-1) ?? []) : []));
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((segment, at) => segment === other[at]);
