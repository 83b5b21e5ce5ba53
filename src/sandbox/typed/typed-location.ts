import { defined } from '../../defined.ts';
import type { Operation, Restriction, TypeReference } from '../../metadata/metadata.ts';
import { callOf } from '../../metadata/url-shape.ts';
import { wordsOf } from '../../words-of.ts';
import { idFault } from '../packs/directory/user-access.ts';
import { badRequest, graphError } from '../service/graph-error.ts';
import type { GraphResponse } from '../service/route.ts';
import type { Entity } from '../store/object-store.ts';
import { argumentsOf, resultPlace } from './operation-path.ts';
import type { TypedProperty } from './schema/typed-model.ts';
import { siteAt, sitePath } from './store/site-path.ts';
import { type Collection, entityIn, itemWith, singleAt } from './store/typed-view.ts';
import { notModeled, type TypedCall } from './typed-call.ts';

/** The target of a path. */
export type Location =
  | (Collection & {
      readonly kind: 'collection';
      readonly cast?: string;
      readonly restricted: readonly Restriction[];
      /** The type of the object that it is a property of. */
      readonly owner?: string;
    })
  | {
      readonly kind: 'entity';
      readonly path: string;
      readonly type: string;
      /** `undefined`: a property that leads nowhere yet. */
      readonly entity: Entity | undefined;
      /** The collection by which it was reached; without one, a single-valued property or a singleton. */
      readonly through?: Collection;
      /** The property that leads here. */
      readonly property?: TypedProperty;
      /** The type of the object by whose property it was reached. */
      readonly owner?: string;
      readonly restricted: readonly Restriction[];
    }
  | {
      readonly kind: 'value';
      readonly owner: Entity;
      readonly names: readonly string[];
      readonly type: TypeReference;
    }
  | {
      readonly kind: 'call';
      readonly operations: readonly Operation[];
      readonly on: Location | undefined;
      readonly arguments: ReadonlyMap<string, string>;
      /** The segment, as it is written. */
      readonly called: string;
    };

export type Suffix = '$count' | '$ref' | '$value';

export type Located =
  | { readonly ok: true; readonly location: Location; readonly suffix?: Suffix }
  | {
      readonly ok: false;
      readonly response: GraphResponse;
      /** The type of what is not there. */
      readonly type?: string;
    };

const refuse = (response: GraphResponse): Located => ({ ok: false, response });

const refuseAbsent = (typed: TypedCall, type: string, key: string): Located => {
  const isOdd = ['application', 'servicePrincipal'].includes(type) ? idFault(key) : undefined;
  return { ok: false, response: isOdd ?? absent(typed, type, key), type };
};

/** Follows a path through the metadata and what is there. An id that no object has ends it with 404. */
export function locate(typed: TypedCall): Located {
  const bySite = sitePath(typed.segments);
  const site = bySite && siteAt(typed.store, bySite.webUrl);
  if (bySite !== undefined && site === undefined)
    return refuse(graphError(404, 'itemNotFound', 'Requested site could not be found'));
  const segments = bySite === undefined ? aliased(typed) : [...(site?.path.split('/') ?? []), ...bySite.rest];
  const [first = '', ...rest] = segments;
  if (segments.some((segment) => /:$|^root:/.test(segment))) {
    return refuse(notModeled('The sandbox does not model addressing by path.'));
  }
  let here = start(typed, first);
  for (const segment of rest) {
    if (!here.ok) return here;
    if (here.suffix !== undefined) return refuse(unknownSegment(typed, segment));
    here = step(typed, here.location, segment);
  }
  return here;
}

/** `/me` is the signed-in user. */
function aliased({ segments, call: { caller } }: TypedCall): readonly string[] {
  const [first = '', ...rest] = segments;
  return first.toLowerCase() === 'me' && caller.kind === 'delegated' ? ['users', caller.userId, ...rest] : segments;
}

function start(typed: TypedCall, segment: string): Located {
  const { name, inside } = callOf(segment);
  const root = typed.model.root(name);
  if (root === undefined) {
    const operations = typed.model.operations(name, undefined);
    if (operations.length === 0) return refuse(unknownSegment(typed, segment));
    return {
      ok: true,
      location: { kind: 'call', operations, on: undefined, arguments: argumentsOf(inside), called: segment },
    };
  }
  const path = name.toLowerCase();
  const { type, restricted } = root;
  if (!type.collection) {
    const entity = singleAt(typed, path, type.name) ?? virtual(path, type.name, name);
    return { ok: true, location: { kind: 'entity', path, type: type.name, entity, restricted } };
  }
  const set = { kind: 'collection', path, type: type.name, refers: false, restricted } as const;
  return inside === undefined ? { ok: true, location: set } : keyed(typed, set, segment);
}

/** A place that always exists, and has no properties until it is written. */
export const virtual = (path: string, type: string, id: string): Entity => ({
  id,
  type,
  path,
  values: {},
  revision: 1,
  origin: 'typed',
});

function step(typed: TypedCall, from: Location, segment: string): Located {
  const suffix = (['$count', '$ref', '$value'] as const).find((one) => one === segment.toLowerCase());
  if (suffix !== undefined) return { ok: true, location: from, suffix };
  switch (from.kind) {
    case 'collection':
      return inCollection(typed, from, segment);
    case 'entity':
      return inEntity(typed, from, segment);
    case 'value':
      return inValue(typed, from, segment);
    case 'call':
      return inResult(typed, from, segment);
    default:
      return from satisfies never;
  }
}

function inCollection(typed: TypedCall, from: Location & { kind: 'collection' }, segment: string): Located {
  const { name, inside } = callOf(segment);
  const cast = isQualified(name) ? typed.model.typeNamed(name) : undefined;
  if (cast !== undefined) return { ok: true, location: { ...from, cast: cast.name } };
  const operations = typed.model.operations(name, { name: from.type, collection: true });
  if (operations.length > 0) {
    return {
      ok: true,
      location: { kind: 'call', operations, on: from, arguments: argumentsOf(inside), called: segment },
    };
  }
  if (isQualified(name) && inside !== undefined) return refuse(unknownSegment(typed, segment));
  return keyed(typed, from, segment);
}

function keyed(typed: TypedCall, from: Location & { kind: 'collection' }, segment: string): Located {
  const { inside } = callOf(segment);
  const alternate = /^(\w+)='(.*)'$/s.exec(inside ?? '');
  const [, name = '', value = ''] = alternate ?? [];
  const key = alternate === null ? (inside?.replace(/^'|'$/g, '') ?? segment) : value;
  const alternates = typed.model.type(from.type)?.alternateKeys ?? [];
  if (alternate !== null && !alternates.some((one) => one.toLowerCase() === name.toLowerCase())) {
    return refuse(badRequest(`The type 'microsoft.graph.${from.type}' has no key '${name}'.`));
  }
  const entity = alternate === null ? entityIn(typed, from, key) : itemWith(typed, from, { name, value });
  if (entity === undefined || !typed.model.isA(entity.type, from.cast ?? entity.type)) {
    return refuseAbsent(typed, from.type, key);
  }
  return { ok: true, location: entityLocation(entity, from) };
}

const entityLocation = (
  entity: Entity,
  through: Collection & { readonly restricted: readonly Restriction[]; readonly owner?: string },
): Location => ({
  kind: 'entity',
  path: entity.path,
  type: entity.type,
  entity,
  through,
  restricted: through.restricted,
  ...defined({ owner: through.owner }),
});

function inEntity(typed: TypedCall, from: Location & { kind: 'entity' }, segment: string): Located {
  const { model } = typed;
  const { name, inside } = callOf(segment);
  const { entity } = from;
  if (entity === undefined) return refuseAbsent(typed, from.type, from.path.slice(from.path.lastIndexOf('/') + 1));
  const cast = isQualified(name) ? model.typeNamed(name) : undefined;
  if (cast !== undefined) {
    return model.isA(entity.type, cast.name)
      ? { ok: true, location: from }
      : refuse(absent(typed, cast.name, entity.id));
  }
  const property = model.type(entity.type)?.properties.get(name.toLowerCase());
  if (property === undefined) {
    const operations = model.operations(name, { name: entity.type, collection: false });
    if (operations.length === 0) return refuse(unknownSegment(typed, segment));
    return {
      ok: true,
      location: { kind: 'call', operations, on: from, arguments: argumentsOf(inside), called: segment },
    };
  }
  if (!property.navigation) {
    return { ok: true, location: { kind: 'value', owner: entity, names: [property.name], type: property.type } };
  }
  return related(typed, property, { names: [entity.path, property.name], owner: entity.type, segment });
}

type Relationship = { readonly names: readonly string[]; readonly owner: string; readonly segment: string };

function related(typed: TypedCall, property: TypedProperty, { names, owner, segment }: Relationship): Located {
  const path = names.join('/').toLowerCase();
  const { inside } = callOf(segment);
  const { type, contained, restricted } = property;
  if (!type.collection) {
    const own = isPlaceOfItsOwn(property) ? virtual(path, type.name, property.name) : undefined;
    const entity = singleAt(typed, path, type.name) ?? own;
    const at = { path: entity?.path ?? path, type: entity?.type ?? type.name };
    return { ok: true, location: { kind: 'entity', ...at, entity, property, restricted, owner } };
  }
  // Directory objects are in the set of their type, even if the metadata contains them in something else.
  const refers = !contained || type.name === 'directoryObject';
  const to = { kind: 'collection', path, type: type.name, refers, restricted, owner } as const;
  return inside === undefined ? { ok: true, location: to } : keyed(typed, to, segment);
}

/** Parts of an object that do not exist initially: a group gets its team on request. */
const madeOnDemand = new Set(
  wordsOf(`
    team photo schedule manager sponsors onlineMeeting employeeExperience postAttributeCollection postFederationSignup
  `),
);

/** Parts that the metadata does not declare as contained. */
const places = new Set(['drive', 'root', 'calendar', 'planner', 'settings']);

/** A property that always has an object, even if nothing was written there. */
export const isPlaceOfItsOwn = ({ name, contained }: TypedProperty): boolean =>
  (contained || places.has(name)) && !madeOnDemand.has(name);

/** A function result has its own path: `range(address='A1')/format`. */
function inResult(typed: TypedCall, from: Location & { kind: 'call' }, segment: string) {
  const result = resultOf(typed, from);
  return result === undefined
    ? refuse(notModeled('The sandbox does not follow what an operation returns.'))
    : inEntity(typed, result, segment);
}

/** The one object that a function returns, in its place; `undefined`: it returns something else. */
export function resultOf(
  typed: TypedCall,
  { on, called }: Location & { kind: 'call' },
): (Location & { kind: 'entity' }) | undefined {
  if (on === undefined || (on.kind !== 'entity' && on.kind !== 'collection')) return undefined;
  const type = on.kind === 'entity' ? (on.entity?.type ?? on.type) : on.type;
  const place = resultPlace(typed.model, { name: type, collection: on.kind === 'collection' }, called);
  if (place === undefined) return undefined;
  const path = `${on.path}/${place.segment}`.toLowerCase();
  const entity = singleAt(typed, path, place.type) ?? virtual(path, place.type, place.operation.name);
  return { kind: 'entity', path, type: place.type, entity, restricted: [] };
}

function inValue(typed: TypedCall, from: Location & { kind: 'value' }, segment: string): Located {
  if (from.type.collection) return refuse(unknownSegment(typed, segment));
  const property = typed.model.type(from.type.name)?.properties.get(segment.toLowerCase());
  if (property === undefined) return refuse(unknownSegment(typed, segment));
  const names = [...from.names, property.name];
  if (property.navigation)
    return related(typed, property, { names: [from.owner.path, ...names], owner: from.type.name, segment });
  return { ok: true, location: { ...from, names, type: property.type } };
}

const isQualified = (name: string): boolean => /^(?:microsoft\.)?graph\./i.test(name);

/** Without the metadata of the version, it is unknown whether a segment exists. */
function unknownSegment({ guessed, call }: TypedCall, segment: string): GraphResponse {
  if (guessed) return notModeled(`The sandbox has no metadata of ${call.version}, and v1.0 has no '${segment}' here.`);
  return badRequest(`Resource not found for the segment '${segment}'.`);
}

export function absent({ model }: TypedCall, type: string, key: string): GraphResponse {
  const isOfDirectory = model.isA(type, 'directoryObject') || /^unifiedRole(?:Assignment|Definition)$/.test(type);
  const code = isOfDirectory ? 'Request_ResourceNotFound' : 'ResourceNotFound';
  return graphError(
    404,
    code,
    `Resource '${key}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
