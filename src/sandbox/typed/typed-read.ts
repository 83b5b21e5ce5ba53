import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import type { TypeReference } from '../../metadata/metadata.ts';
import { type Expansion, projectExpanded } from '../odata/expansion.ts';
import { entityResponse, listResponse } from '../odata/list-response.ts';
import { project } from '../odata/projection.ts';
import { propertyNamed } from '../odata/property-at.ts';
import { contextOf } from '../odata/response-parts.ts';
import { badRequest, graphError } from '../service/graph-error.ts';
import { type GraphResponse, ok } from '../service/route.ts';
import type { Entity } from '../store/object-store.ts';
import { rulesFor } from './pack/pack-writes.ts';
import { readHabits } from './schema/read-habits.ts';
import type { TypedProperty, TypedType } from './schema/typed-model.ts';
import { find, isWorkedOut, itemsOf, singleAt } from './store/typed-view.ts';
import { entityWire, isPrivate, queryNames, structural, wholeValue } from './store/typed-wire.ts';
import type { TypedCall } from './typed-call.ts';
import { absent, type Location } from './typed-location.ts';
import { WriteRefused } from './typed-write.ts';

type At<K extends Location['kind']> = Extract<Location, { readonly kind: K }>;

export function readCollection(typed: TypedCall, at: At<'collection'>, counted: boolean): GraphResponse {
  const type = at.cast ?? at.type;
  const items = itemsOf(typed, at).filter((one) => typed.model.isA(one.type, type));
  if (isWorkedOut(typed, at)) typed.origins.add('computed');
  const isAny = at.refers && type === 'directoryObject';
  const context = isAny ? 'directoryObjects' : (rulesFor(typed, type).context ?? contextPath(typed, at.path));
  return listed(typed, { items, type, context, counted });
}

/** Any list of objects: a collection, or what a function returns. */
export function listed(
  typed: TypedCall,
  list: {
    readonly items: readonly Entity[];
    readonly type: string;
    readonly context: string;
    readonly counted?: boolean;
  },
): GraphResponse {
  for (const { origin, revision } of list.items) typed.origins.add(revision > 1 ? 'typed' : origin);
  const call = list.counted === true ? { ...typed.call, countOnly: true } : typed.call;
  return listResponse(call, {
    ...viewOf(typed, list.type),
    items: list.items,
    context: list.context,
    searchable: typed.model.isA(list.type, 'directoryObject') ? 'by property' : 'anywhere',
  });
}

export function readEntity(
  typed: TypedCall,
  { entity, type, path, through, property: by }: At<'entity'>,
): GraphResponse {
  if (entity === undefined) return absent(typed, type, path.slice(path.lastIndexOf('/') + 1));
  typed.origins.add(entity.revision > 1 ? 'typed' : entity.origin);
  const as = through?.type ?? type;
  const isAny = through === undefined && by?.contained === false && by.type.name === 'directoryObject';
  const context = isAny ? 'directoryObjects' : contextPath(typed, through?.path ?? path);
  const view = viewOf(typed, as);
  const toWire = (item: Entity) => ({ '@odata.type': `#microsoft.graph.${item.type}`, ...view.toWire(item) });
  return entityResponse(typed.call, {
    ...view,
    ...(isAny ? { toWire } : {}),
    item: entity,
    context: `${context}/$entity`,
  });
}

/** An object after it was created, with what was created inside of it. */
export function shownNew(
  typed: TypedCall,
  entity: Entity,
  { as, context }: { readonly as: string; readonly context: string },
): JsonObject {
  const type = typed.model.type(entity.type);
  const wire = entityWire(typed.model, entity, as);
  const inside = [...(type?.properties.values() ?? [])].flatMap((one): [string, Json][] => {
    const items = one.navigation && one.type.collection ? typed.store.inside(placeOf(entity, one)) : [];
    return items.length === 0 ? [] : [[one.name, items.map((item) => entityWire(typed.model, item, one.type.name))]];
  });
  return {
    '@odata.context': contextOf(typed.call, `${context}/$entity`, undefined),
    ...wire,
    ...Object.fromEntries(inside),
  };
}

/** Types that a query names: `microsoft.graph.aadUserConversationMember/userId eq '…'`. */
function castsIn({ model }: TypedCall, options: readonly string[]): readonly TypedType[] {
  const names = options.flatMap((one) => one.match(/microsoft\.graph\.\w+(?:\.\w+)?(?=\/)/g) ?? []);
  return [...new Set(names)].flatMap((name) => model.typeNamed(name) ?? []);
}

/** The supported query options of a type, and how its objects are shown. */
export function viewOf(typed: TypedCall, typeNamed: string) {
  const { model } = typed;
  const type = model.type(typeNamed);
  const names = type && queryNames(type);
  const options = [...typed.call.query].map(([name, value]) => `${name}=${value}`.toLowerCase());
  // Most queries are about the object alone.
  const isWide = options.some((one) => one.includes('expand') || one.includes('/'));
  const casts = isWide ? castsIn(typed, options) : [];
  const navigation = isWide
    ? [type, ...casts].flatMap((one) => [...(one?.properties.values() ?? [])].filter((each) => each.navigation))
    : [];
  const expand = Object.fromEntries(
    navigation.map((one) => [one.name, (item: Entity, expansion: Expansion) => expanded(typed, item, one, expansion)]),
  );
  const habits = type && readHabits(type);
  return {
    toWire: (item: Entity) => {
      const wire = entityWire(model, item, typeNamed);
      const more = byDefault(typed, item);
      if (!isWide && more === undefined) return wire;
      return { ...wire, ...more, ...(isWide ? filterable(typed, item, navigation) : {}) };
    },
    // Properties that only the filter uses are not shown.
    ...(isWide ? { defaultSelect: (item: Entity) => shownNames(typed, item) } : {}),
    expand,
    guessed: typed.guessed,
    ...(habits?.isIdentified === true ? { alwaysShown: ['id'] } : {}),
    ...(habits?.isCounted === true ? { alwaysCounted: habits.isCountedByPage ? ('page' as const) : true } : {}),
    ...(names === undefined
      ? {}
      : {
          properties: [
            ...names,
            ...casts.flatMap((one) => queryNames(one) ?? []),
            ...extensionNames(typed, type?.open === true),
          ],
        }),
  };
}

/**
 * Filters may look into what an object refers to, and into what that refers to: `accessPackage/id eq '…'`,
 * `appDefinitions/any(a:a/bot ne null)`.
 */
function filterable(typed: TypedCall, item: Entity, navigation: readonly TypedProperty[]): JsonObject {
  const options = [...typed.call.query]
    .map(([, value]) => value)
    .join(' ')
    .toLowerCase();
  const wanted = navigation.filter((one) => {
    const name = one.name.toLowerCase();
    return one.type.collection ? /\/(?:any|all)\(/.test(options.split(name)[1] ?? '') : options.includes(`${name}/`);
  });
  return Object.fromEntries(
    wanted.map((one) => {
      const inner = [...(typed.model.type(one.type.name)?.properties.values() ?? [])].filter(
        (each) => each.navigation && !each.type.collection && options.includes(`/${each.name.toLowerCase()}`),
      );
      const expand = inner.map(({ name }) => ({ name, expand: [] }));
      return [one.name, expanded(typed, item, one, expand.length === 0 ? undefined : { name: one.name, expand })];
    }),
  );
}

/** Relationships that are expanded by default. */
function byDefault(typed: TypedCall, item: Entity): JsonObject | undefined {
  const type = typed.model.type(item.type);
  const names = type === undefined || item.origin === 'modeled' ? [] : readHabits(type).expanded;
  if (names.length === 0) return undefined;
  return Object.fromEntries(
    names.flatMap((name) => {
      const one = type?.properties.get(name);
      return one === undefined ? [] : [[one.name, expanded(typed, item, one)]];
    }),
  );
}

function expanded(typed: TypedCall, item: Entity, one: TypedProperty, options?: Expansion): Json {
  const path = placeOf(item, one);
  const { model } = typed;
  const shown = (target: Entity): JsonObject => {
    const whole = entityWire(model, target, one.type.name);
    const isShort = target.shows !== undefined && options !== undefined && options.select === undefined;
    // Default expansions are nested, except for objects of the same type.
    const own = options === undefined && target.type !== item.type ? byDefault(typed, target) : undefined;
    const wire = { ...(isShort ? project(whole, shownNames(typed, target)) : whole), ...own };
    const within = options?.expand ?? [];
    const properties = within.length === 0 ? undefined : model.type(target.type)?.properties;
    const inner = within.flatMap((expansion): [string, Json][] => {
      const found = properties?.get(expansion.name.toLowerCase());
      if (found?.navigation !== true)
        throw new WriteRefused(graphError(400, 'ExpandNotSupported', `'${expansion.name}' cannot be expanded here.`));
      return [[found.name, projectExpanded(expanded(typed, target, found, expansion), expansion)]];
    });
    return inner.length === 0 ? wire : { ...wire, ...Object.fromEntries(inner) };
  };
  if (one.type.collection) return itemsOf(typed, { path, type: one.type.name, refers: !one.contained }).map(shown);
  const target = singleAt(typed, path, one.type.name) ?? namedBy(typed, item, one);
  return target === undefined ? null : shown(target);
}

/** What `principalId` names is what `principal` refers to. */
function namedBy(typed: TypedCall, item: Entity, one: TypedProperty): Entity | undefined {
  const id = one.contained ? undefined : property(item.values, `${one.name}Id`);
  return typeof id === 'string' && id !== '' ? find(typed, id, one.type.name) : undefined;
}

const placeOf = (entity: Entity, one: TypedProperty): string => `${entity.path}/${one.name.toLowerCase()}`;

function shownNames({ model, call }: TypedCall, { type, origin, values, shows }: Entity): readonly string[] {
  if (shows !== undefined) return shows(call.version, values);
  const declared = model.type(type);
  if (declared === undefined || origin === 'modeled') return Object.keys(values);
  const others = Object.keys(values).filter((name) => !isPrivate(name));
  const expandedByDefault = readHabits(declared).expanded.flatMap((name) => declared.properties.get(name)?.name ?? []);
  return [...structural(declared).map(({ name }) => name), ...expandedByDefault, ...others];
}

/** Extensions of open types have undeclared names with a `_`. */
function extensionNames({ call: { query } }: TypedCall, open: boolean): readonly string[] {
  if (!open) return [];
  return [...query].flatMap(([, value]) => value.match(/\b[A-Za-z]\w*_\w+\b/g) ?? []);
}

/** A property of an object: `{ "value": … }`, or the text of it. */
export function readValue(typed: TypedCall, { owner, names, type }: At<'value'>, raw: boolean): GraphResponse {
  const value = valueAt(typed, owner, names);
  if (raw) return rawValue(value);
  const context = contextOf(typed.call, `${contextPath(typed, owner.path)}/${names.join('/')}`, undefined);
  if (type.collection || !isJsonObject(value)) return ok({ '@odata.context': context, value });
  return ok({ '@odata.context': context, ...value });
}

function valueAt({ model }: TypedCall, owner: Entity, names: readonly string[]): Json {
  const [first = '', ...rest] = names;
  const declared = model.type(owner.type)?.properties.get(first.toLowerCase());
  let value = first === 'id' ? owner.id : declared ? wholeValue(model, declared, property(owner.values, first)) : null;
  for (const name of rest) value = isJsonObject(value) ? propertyNamed(value, name) : null;
  return value;
}

function rawValue(value: Json): GraphResponse {
  if (value === null) return { status: 204 };
  if (typeof value === 'object') return badRequest('A $value is that of a primitive property.');
  return { status: 200, headers: { 'content-type': 'text/plain' }, text: String(value) };
}

/** The addresses of a collection's objects. */
export function readReferences(typed: TypedCall, at: At<'collection'> | At<'entity'>): GraphResponse {
  const address = ({ id }: Entity): JsonObject => ({
    '@odata.id': `${typed.call.world.origin}/${typed.call.version}/directoryObjects/${id}`,
  });
  if (at.kind === 'entity') {
    return at.entity === undefined ? absent(typed, at.type, at.path) : ok(address(at.entity));
  }
  return ok({
    '@odata.context': contextOf(typed.call, 'Collection($ref)', undefined),
    value: itemsOf(typed, at).map(address),
  });
}

/** `users('…')/todo/lists`: the path as the metadata spells it, keys in parentheses. */
export function contextPath(typed: TypedCall, path: string): string {
  let type: string | undefined;
  let [isCollection, text, prefix] = [false, '', ''];
  for (const segment of path.split('/')) {
    prefix = prefix === '' ? segment : `${prefix}/${segment}`;
    const next = nextPlace(typed, isCollection ? 'item' : type, segment);
    const entity = typed.store.get(prefix);
    if (next === undefined && segment.endsWith(')')) text += `/${segment}`;
    else if (next === undefined) text += `('${entity?.id ?? segment}')`;
    else text += `${text === '' ? '' : '/'}${next.name}`;
    type = entity?.type ?? next?.type.name ?? type;
    isCollection = next?.type.collection ?? false;
  }
  return text;
}

/** A root, if there is no type yet, or a property of the type. */
function nextPlace(
  typed: TypedCall,
  type: string | undefined,
  segment: string,
): { readonly name: string; readonly type: TypeReference } | undefined {
  if (type !== undefined) return typed.model.type(type)?.properties.get(segment);
  const root = typed.model.root(segment);
  return root && { name: spelled(typed, segment), type: root.type };
}

/** The name of a root as the client spells it. */
function spelled({ call: { path } }: TypedCall, segment: string): string {
  const [, first = ''] = path.split(/[/(]/);
  return first.toLowerCase() === segment ? first : segment;
}
