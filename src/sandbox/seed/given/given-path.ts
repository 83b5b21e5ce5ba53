import { isGuid } from '../../../guid.ts';
import type { Operation } from '../../../metadata/metadata.ts';
import { callOf } from '../../../metadata/url-shape.ts';
import { resultPlace } from '../../typed/operation-path.ts';
import type { TypedProperty } from '../../typed/schema/typed-model.ts';
import { homeOf } from '../../typed/store/typed-view.ts';
import { isPlaceOfItsOwn } from '../../typed/typed-location.ts';
import { type GivenObjects, type ShownAt, spelled } from './given-objects.ts';

/** The target of a request's path. */
export type Reached =
  | (ShownAt & { readonly kind: 'objects' })
  | { readonly kind: 'operation'; readonly operations: readonly Operation[]; readonly on?: ShownAt }
  | { readonly kind: 'value'; readonly owner: ShownAt; readonly property: TypedProperty };

/**
 * Follows a path, and notes every object on the way that is not made by the exchanges: a request for it needs it. `undefined`:
 * the metadata has no such path.
 */
export function follow(given: GivenObjects, segments: readonly string[], me: string | undefined): Reached | undefined {
  const { model } = given;
  const isMe = segments[0]?.toLowerCase() === 'me';
  if (isMe && me === undefined) return undefined;
  const [first = '', ...rest] = isMe ? ['users', me ?? '', ...segments.slice(1)] : segments;
  const start = callOf(first);
  const root = model.root(start.name);
  if (root === undefined) {
    const operations = rest.length === 0 ? model.operations(start.name, undefined) : [];
    return operations.length === 0 ? undefined : { kind: 'operation', operations };
  }
  let here: ShownAt = { path: `/${start.name}`, type: root.type.name, collection: root.type.collection };
  if (start.inside !== undefined && here.collection) here = keyed(given, here, start.inside);
  for (const [at, segment] of rest.entries()) {
    const last = at === rest.length - 1;
    if (/^\$(?:ref|count|value)$/.test(segment)) return last ? { kind: 'objects', ...here } : undefined;
    const call = callOf(segment);
    const operations = model.operations(call.name, { name: here.type, collection: here.collection });
    if (operations.length > 0 && last) return { kind: 'operation', operations, on: here };
    if (operations.length > 0) {
      const result = resultAt(given, here, segment);
      if (result === undefined) return undefined;
      here = result;
      continue;
    }
    const cast = /^(?:microsoft\.)?graph\./i.test(call.name) ? model.typeNamed(call.name) : undefined;
    if (cast !== undefined) {
      // An object without a type gets the type that the path names.
      if (
        !here.collection &&
        cast.entity &&
        !cast.abstract &&
        here.type !== cast.name &&
        homeOf(model, cast.name) === undefined
      )
        given.note(here.path, cast.name);
      here = { ...here, type: cast.name };
    } else if (here.collection) here = keyed(given, here, segment);
    else {
      const one = model.type(here.type)?.properties.get(call.name.toLowerCase());
      if (one === undefined) return undefined;
      if (!one.navigation) return last ? { kind: 'value', owner: here, property: one } : undefined;
      here = into(here, one);
      if (call.inside !== undefined && here.collection) here = keyed(given, here, call.inside);
      else if (!here.collection && !last && !isPlaceOfItsOwn(one) && homeOf(model, here.type) === undefined) {
        given.note(here.path, here.type);
      }
    }
  }
  return { kind: 'objects', ...here };
}

/** The place of the one object that a function returns. */
export function resultAt({ model }: GivenObjects, on: ShownAt, segment: string): ShownAt | undefined {
  const found = resultPlace(model, { name: on.type, collection: on.collection }, segment);
  // Such a place is written as one segment of a path.
  if (found === undefined || /[/%?#]/.test(found.segment)) return undefined;
  return { path: `${on.path}/${found.segment}`, type: found.type, collection: false };
}

function into(owner: ShownAt, one: TypedProperty): ShownAt {
  const id = owner.path.slice(owner.path.lastIndexOf('/') + 1);
  return {
    path: `${owner.path}/${one.name}`,
    type: one.type.name,
    collection: one.type.collection,
    owner: { path: owner.path, id, type: owner.type, property: one },
  };
}

/** `temporaryAccessPass` among method configurations is a `temporaryAccessPassAuthenticationMethodConfiguration`. */
function calledAfter(model: GivenObjects['model'], key: string, type: string): string {
  if (model.type(type)?.abstract !== true || !/^\w+$/.test(key)) return type;
  const named = model.typeNamed(`${key}${type}`);
  return named !== undefined && !named.abstract && model.isA(named.name, type) ? named.name : type;
}

/** One of a collection, by its key or by another of its names. */
function keyed(given: GivenObjects, at: ShownAt, inside: string): ShownAt {
  const { model } = given;
  const [, name, value = ''] = /^(\w+)='(.*)'$/s.exec(inside) ?? [];
  const key = name === undefined ? inside.replace(/^'|'$/g, '') : value;
  const home = homeOf(model, at.type);
  // Users are found by their names, too.
  const isName = name !== undefined || (home === 'users' && !isGuid(key));
  const id = isName ? given.idOf(key) : key;
  const type = at.type === 'directoryObject' ? 'user' : calledAfter(model, key, at.type);
  const set = at.type === 'directoryObject' ? '/users' : home === undefined ? at.path : `/${spelled(home)}`;
  const path = `${set}/${id}`;
  if (!given.isMade(key)) {
    if (at.type === 'directoryObject' && !isName) given.name(key, at.type);
    else given.note(path, type, isName ? { [name ?? 'userPrincipalName']: key } : {});
    const isReferred = home !== undefined || at.type === 'directoryObject';
    if (at.owner !== undefined && isReferred && !isName) given.refer(at.owner.path, at.owner.property.name, id);
  }
  const base = at.type === type ? {} : { base: at.type };
  return { path: given.isMade(key) ? `${set}/${key}` : path, type, ...base, collection: false };
}
