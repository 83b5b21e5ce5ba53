import { defined } from '../../defined.ts';
import { changedWithin } from '../../json/changed-within.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { badRequest } from '../service/graph-error.ts';
import { type GraphResponse, noContent } from '../service/route.ts';
import { changed, type Entity } from '../store/object-store.ts';
import { factFault } from './pack/fact-faults.ts';
import { planStates, rulesFor, writeOf } from './pack/pack-writes.ts';
import { changeStatus, createStatus, replaceStatus } from './schema/documented-statuses.ts';
import { echoes } from './schema/echoed-values.ts';
import type { TypedType } from './schema/typed-model.ts';
import { fill } from './schema/value-marks.ts';
import { singleAt } from './store/typed-view.ts';
import type { TypedCall } from './typed-call.ts';
import type { Location } from './typed-location.ts';
import { contextPath, shownNew } from './typed-read.ts';
import {
  authorOf,
  changeStamps,
  commitAll,
  type Draft,
  drafted,
  isOf,
  linksOf,
  marksOf,
  objectOf,
  readBody,
  stampOf,
} from './typed-write.ts';

type At<K extends Location['kind']> = Extract<Location, { readonly kind: K }>;

/** POST to a collection. */
export function createIn(typed: TypedCall, at: At<'collection'>, key?: string): GraphResponse {
  const type = typed.model.type(at.type);
  if (type === undefined) return badRequest(`The type '${at.type}' does not exist.`);
  const read = readBody(typed, type);
  const defaults = typed.defaults.of(typed.segments, typed.call.body);
  if (defaults !== undefined) typed.origins.add('defaults');
  const draft = drafted(typed, read, { collection: at.path, ...defined({ key, defaults }) });
  const rules = rulesFor(typed, draft.entity.type);
  const write = writeOf(typed, 'create', { entity: draft.entity, read });
  const refused = factFault(rules, write) ?? rules.check?.(write) ?? insideFault(typed, draft);
  if (refused !== undefined) return refused;
  const made = commitAll(typed, draft);
  rules.created?.(write);
  const own = rules.response?.(write);
  if (own !== undefined) return own;
  const entity = typed.store.get(made.path) ?? made;
  planStates(write.ground, entity, rules.states);
  const body = shownNew(typed, entity, { as: at.type, context: contextPath(typed, at.path) });
  const location = `${typed.call.world.origin}/${typed.call.version}/${contextPath(typed, at.path)}('${entity.id}')`;
  const status = createStatus(entity.type);
  return status === 202 ? { status, headers: { location } } : { status, headers: { location }, body };
}

/** Faults by packs for objects inside of a new one. */
function insideFault(typed: TypedCall, { inside }: Draft): GraphResponse | undefined {
  for (const one of inside) {
    const rules = rulesFor(typed, one.entity.type);
    const write = writeOf(typed, 'create', one);
    // A request may bring what cannot be created alone.
    const refused = factFault({ ...rules, never: [] }, write) ?? rules.check?.(write) ?? insideFault(typed, one);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** PATCH of an object; `as`: the type by which it is declared where it was met. */
export function updateEntity(typed: TypedCall, entity: Entity, as = entity.type): GraphResponse {
  const type = typed.model.type(entity.type);
  if (type === undefined) return badRequest(`The type '${entity.type}' does not exist.`);
  const read = readBody(typed, type);
  const { id: _, ...change } = read.values;
  const merged = withOthers(entity.values, change);
  const values = { ...merged, ...echoes(type.lineage, merged) };
  const deltas = deltasIn(typed, type);
  if (Object.keys(values).length + read.binds.length + read.inside.length + deltas.length === 0) {
    return badRequest('Request body is required and is empty.');
  }
  const links = linksOf(typed, read, entity.path);
  const rules = rulesFor(typed, entity.type);
  const write = writeOf(typed, 'update', { entity: { ...entity, values: { ...entity.values, ...values } }, read });
  const refused = factFault(rules, write) ?? rules.check?.(write);
  if (refused !== undefined) return refused;
  const failed = changeInside(typed, entity, deltas);
  if (failed !== undefined) return failed;
  const after = changed(typed.store, entity, { ...values, ...stampsOfChange(typed, type, entity.id) });
  for (const { path, id } of links) typed.store.relink(path, id);
  rules.changed?.({ ...write, entity: after });
  planStates(write.ground, after, rules.states);
  const status = changeStatus(entity.type, entity.path);
  if (status === 204 && !/return=representation/i.test(typed.call.headers['prefer'] ?? '')) return noContent;
  const path = entity.path.slice(0, entity.path.lastIndexOf('/'));
  const body = shownNew(typed, after, { as, context: contextPath(typed, path) });
  return { status: status === 204 ? 200 : status, body };
}

/** When an object was changed, by whom, and its new version. */
export function stampsOfChange(typed: TypedCall, type: TypedType, id: string): JsonObject {
  const now = stampOf(typed, type.name, id);
  const stamps = changeStamps.filter((name) => isOf(type, name, 'Edm.DateTimeOffset')).map((name) => [name, now]);
  // A mailbox returns the version of an item.
  const key = isOf(type, 'changeKey', 'Edm.String') ? { changeKey: fill('opaque()', marksOf(typed, id)) } : {};
  const by = isOf(type, 'lastModifiedBy', 'identitySet') ? authorOf(typed, type) : undefined;
  return { ...Object.fromEntries(stamps), ...key, ...(by !== undefined && { lastModifiedBy: { user: by } }) };
}

/** In a complex value that keeps its type, members that the change does not name are kept. */
function withOthers(before: JsonObject, change: JsonObject): JsonObject {
  const typeOf = (value: Json | undefined): Json | undefined => property(value, '@odata.type');
  const kept = Object.entries(before).filter(([name, value]) => typeOf(property(change, name)) === typeOf(value));
  return changedWithin(Object.fromEntries(kept), change);
}

type MemberDelta = { readonly name: string; readonly type: string; readonly item: JsonObject };

/** `allowedValues@delta`: what is to be added to a collection inside of an object, or changed in it. */
function deltasIn(typed: TypedCall, type: TypedType): readonly MemberDelta[] {
  return Object.entries(objectOf(typed)).flatMap(([written, items]) => {
    const name = /^(\w+)@delta$/.exec(written)?.[1]?.toLowerCase() ?? '';
    const found = type.properties.get(name);
    if (found?.contained !== true || !Array.isArray(items)) return [];
    return items.filter(isJsonObject).map((item) => ({ name, type: found.type.name, item }));
  });
}

function changeInside(typed: TypedCall, entity: Entity, deltas: readonly MemberDelta[]): GraphResponse | undefined {
  for (const { name, type, item } of deltas) {
    const path = `${entity.path}/${name}`;
    const found = typed.store.get(`${path}/${String(property(item, 'id')).toLowerCase()}`);
    const single = { ...typed, call: { ...typed.call, body: item } };
    const done =
      found === undefined
        ? createIn(single, { kind: 'collection', path, type, refers: false, restricted: [] })
        : updateEntity(single, found);
    if (done.status >= 400) return done;
  }
  return undefined;
}

/** PUT of the object in a single-valued property: a group's team, a manager's settings. */
export function putSingle(typed: TypedCall, at: At<'entity'>): GraphResponse {
  const type = typed.model.type(at.type);
  if (type === undefined) return badRequest(`The type '${at.type}' does not exist.`);
  const key = at.path.slice(at.path.lastIndexOf('/') + 1);
  const collection = at.path.slice(0, at.path.lastIndexOf('/'));
  const isNew = at.entity === undefined;
  const read = readBody(typed, type);
  const draft = drafted(typed, read, { collection, key });
  const rules = rulesFor(typed, at.type);
  const write = writeOf(typed, 'create', { entity: draft.entity, read });
  const refused = factFault(rules, write) ?? rules.check?.(write);
  if (refused !== undefined) return refused;
  const made = commitAll(typed, draft);
  rules.created?.(write);
  const entity = singleAt(typed, at.path, at.type) ?? made;
  const body = shownNew(typed, entity, { as: at.type, context: contextPath(typed, at.path) });
  if (replaceStatus(at.type) === 204) return noContent;
  return { status: isNew ? 201 : 200, body };
}

export function removeEntity(typed: TypedCall, entity: Entity): GraphResponse {
  const { store } = typed;
  const rules = rulesFor(typed, entity.type);
  const write = writeOf(typed, 'delete', { entity });
  const refused = factFault(rules, write) ?? rules.check?.(write);
  if (refused !== undefined) return refused;
  store.remove(entity.path);
  rules.removed?.(write);
  return noContent;
}
