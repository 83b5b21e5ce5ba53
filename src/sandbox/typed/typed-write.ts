import { isGuid } from '../../guid.ts';
import { type Json, type JsonObject, property } from '../../json/json.ts';
import { packedId } from '../packs/directory/packed-id.ts';
import { badRequest, graphError, noApplication } from '../service/graph-error.ts';
import type { GraphResponse } from '../service/route.ts';
import { ticksOf } from '../service/sandbox-clock.ts';
import { type Entity, parentOf } from '../store/object-store.ts';
import { givenIn, rulesFor } from './pack/pack-writes.ts';
import { referenced } from './reference.ts';
import { createdValues } from './schema/created-values.ts';
import { echoes } from './schema/echoed-values.ts';
import { newId } from './schema/id-forms.ts';
import { mayBeEmpty, requiredAtCreate } from './schema/required-values.ts';
import { BodyFault, type ReadBody, readTyped } from './schema/typed-body.ts';
import type { TypedProperty, TypedType } from './schema/typed-model.ts';
import type { Marks } from './schema/value-marks.ts';
import { find } from './store/typed-view.ts';
import { notModeled, type TypedCall } from './typed-call.ts';
import { filledFrom } from './typed-defaults.ts';
import { absent } from './typed-location.ts';

/** Thrown where a write cannot be done; caught where the request is answered. Nothing was written. */
export class WriteRefused extends Error {
  readonly response: GraphResponse;

  constructor(response: GraphResponse) {
    super('the write is refused');
    this.response = response;
  }
}

/** A body as one of the type, or a refusal in Graph's shape. */
export function readBody(typed: TypedCall, type: TypedType): ReadBody {
  try {
    const body = objectOf(typed);
    return readTyped(typed.model, type, rulesFor(typed, type.name).read?.(body) ?? body);
  } catch (error) {
    if (!(error instanceof BodyFault)) throw error;
    const isGuess = typed.guessed && error.unknown;
    throw new WriteRefused(
      isGuess ? notModeled(`The sandbox has no metadata of beta: ${error.message}`) : badRequest(error.message),
    );
  }
}

export function objectOf({ call: { body } }: TypedCall): JsonObject {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new WriteRefused(badRequest('Unable to read JSON request payload: the body is not an object.'));
  }
  return body as JsonObject;
}

/** A write that is completely checked before any of it is executed. */
export type Draft = {
  readonly entity: Entity;
  readonly read: ReadBody;
  readonly links: readonly { readonly path: string; readonly id: string }[];
  readonly inside: readonly Draft[];
};

/** A new object of a collection. Throws `WriteRefused` where the service would not create it. */
export function drafted(typed: TypedCall, read: ReadBody, place: WritePlace): Draft {
  const { collection, key, path: at, defaults = {} } = place;
  const { type, values, inside, binds } = read;
  if (type.abstract) {
    throw new WriteRefused(
      badRequest(`The type 'microsoft.graph.${type.name}' is abstract: '@odata.type' says which one it is.`),
    );
  }
  const isEmpty = place.isCopy !== true && Object.keys(values).length + inside.length + binds.length === 0;
  if (isEmpty && !mayBeEmpty(type.lineage))
    throw new WriteRefused(badRequest('Request body is required and is empty.'));
  const given = new Set([...Object.keys(values), ...[...inside, ...binds].map((one) => one.property.name)]);
  const missing = requiredAtCreate(type.lineage).find((name) => !given.has(name));
  if (missing !== undefined && place.isCopy !== true) {
    throw new WriteRefused(badRequest(`A value is required for property '${missing}' of resource '${type.name}'.`));
  }
  const source = { uuid: typed.ids.uuid, nowMs: typed.call.world.clock.now() };
  const isTaken = (one: string): boolean => typed.store.get(`${collection}/${one.toLowerCase()}`) !== undefined;
  const id = key ?? chosenId(typed, read) ?? newId(type.lineage, source, isTaken);
  const path = at ?? `${collection}/${id.toLowerCase()}`;
  const more = rulesFor(typed, type.name).initial;
  const known = {
    ...generic(type, { values, id }, typed),
    ...createdValues(type.lineage, marksOf(typed, id), { more, defaults }),
    ...inFolder(typed, type, collection),
    ...values,
    ...echoes(type.lineage, values),
  };
  const entity: Entity = {
    id,
    type: type.name,
    path,
    values: filledFrom(known, defaults),
    revision: 1,
    origin: 'typed',
  };
  return { entity, read, links: linksOf(typed, read, path), inside: nested(typed, read, path) };
}

export type WritePlace = {
  readonly collection: string;
  readonly key?: string;
  /** The path of a single-valued property's object. */
  readonly path?: string;
  /** It has what another one has, be that enough for a new one or not. */
  readonly isCopy?: true;
  /** The tenant's defaults for a new object, from a seed. */
  readonly defaults?: JsonObject;
};

/** A few objects bring their ids with them: a domain, an attribute set, a connection. */
function chosenId(typed: TypedCall, read: ReadBody): string | undefined {
  const { type, values } = read;
  const { uuid } = typed.ids;
  const { idFrom } = rulesFor(typed, type.name);
  if (typeof idFrom === 'function') return idFrom(values, uuid);
  if (idFrom !== undefined)
    return idFrom.replace(/\{([\w/]+)\}/g, (_, path: string) => String(givenIn(read, path.split('/'))));
  const given = property(values, 'id');
  const principal = property(values, 'principalId');
  if (type.name === 'appRoleAssignment' && isId(principal)) return packedId(principal, uuid()).replace(/-1$/, '');
  const extension = property(values, 'extensionName');
  if (type.name === 'openTypeExtension' && typeof extension === 'string') return extension;
  // A plan of shifts takes the ids that its client gives.
  const isChosen = type.lineage.includes('changeTrackedEntity') || requiredAtCreate(type.lineage).includes('id');
  return isChosen && typeof given === 'string' ? given : undefined;
}

/** Puts a draft where it belongs. */
function commit({ store }: TypedCall, { entity, links, inside }: Draft, commitInside: (draft: Draft) => void): Entity {
  store.set(entity);
  for (const { path, id } of links) store.link(path, id);
  for (const one of inside) commitInside(one);
  return entity;
}

export function commitAll(typed: TypedCall, draft: Draft): Entity {
  return commit(typed, draft, (one) => commitAll(typed, one));
}

/** The references of a body, each known to exist. */
export function linksOf(typed: TypedCall, { type, values, inside, binds }: ReadBody, path: string): Draft['links'] {
  const placeOf = (one: TypedProperty): string => `${path}/${one.name.toLowerCase()}`;
  const bound = binds.flatMap(({ property: one, addresses }) =>
    addresses.map((address) => ({ path: placeOf(one), id: targetOf(typed, one, address) })),
  );
  const held = inside.flatMap(({ property: one, bodies }) =>
    bodies.flatMap((body) => {
      const id = referenceIn(typed, one, body);
      if (id === undefined) return [];
      if (find(typed, id) === undefined) throw new WriteRefused(absent(typed, one.type.name, id));
      return [{ path: placeOf(one), id }];
    }),
  );
  return [...bound, ...held, ...byName(typed, type, values).map(({ one, id }) => ({ path: placeOf(one), id }))];
}

/** `{ "id": … }` alone means an object that is there; everything else is a new one. */
function referenceIn(typed: TypedCall, one: TypedProperty, { values }: ReadBody): string | undefined {
  const id = property(values, 'id');
  if (Object.keys(values).length !== 1 || typeof id !== 'string') return undefined;
  // What lives inside may be named so as well: the catalog of a request for its resources.
  return !one.contained || find(typed, id) !== undefined ? id : undefined;
}

const isId = (value: Json | undefined): value is string => typeof value === 'string' && isGuid(value);

/** `principalId` is the id of `principal`; an unknown id is refused. */
function byName(
  typed: TypedCall,
  type: TypedType,
  values: JsonObject,
): readonly { readonly one: TypedProperty; readonly id: string }[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const one = /Id$/.test(name) ? type.properties.get(name.slice(0, -2).toLowerCase()) : undefined;
    const isReference = one?.navigation === true && !one.type.collection && !one.contained;
    if (!isReference || !isId(value)) return [];
    if (find(typed, value) === undefined) throw new WriteRefused(absent(typed, one.type.name, value));
    return [{ one, id: value }];
  });
}

function targetOf(typed: TypedCall, one: TypedProperty, address: string): string {
  const target = referenced(typed, address);
  if (target === undefined)
    throw new WriteRefused(badRequest(`'${address}' in '${one.name}@odata.bind' leads to nothing.`));
  if (!typed.model.isA(target.type, one.type.name) && typed.model.type(target.type) !== undefined) {
    throw new WriteRefused(badRequest(`'${address}' is no '${one.type.name}'.`));
  }
  return target.id;
}

function nested(typed: TypedCall, { inside }: ReadBody, path: string): readonly Draft[] {
  return inside.flatMap(({ property: one, bodies }) => {
    const collection = `${path}/${one.name.toLowerCase()}`;
    return bodies
      .filter((body) => referenceIn(typed, one, body) === undefined)
      .map((body) => {
        if (one.type.collection) return drafted(typed, body, { collection });
        const given = property(body.values, 'id');
        const key = typeof given === 'string' ? given : typed.ids.uuid();
        return drafted(typed, body, { collection: path, key, path: collection });
      });
  });
}

/** An object in a mail folder contains the id of that folder. */
function inFolder({ store }: TypedCall, type: TypedType, collection: string): JsonObject {
  const folder = isOf(type, 'parentFolderId', 'Edm.String') ? store.get(parentOf(collection)) : undefined;
  return folder !== undefined && /Folder$/.test(folder.type) ? { parentFolderId: folder.id } : {};
}

const stamps = ['createdDateTime', 'lastModifiedDateTime', 'modifiedDateTime', 'lastUpdatedDateTime'];
export const changeStamps = stamps.slice(1);

/** The time, as services write it that own the type. */
export function stampOf(typed: TypedCall, type: string, id: string): string {
  const { clock } = typed.call.world;
  return rulesFor(typed, type).ticks === true ? ticksOf(clock.now(), id) : clock.timestamp();
}

/** The time and the user of a change, which the service records for nearly all objects. */
function generic(
  type: TypedType,
  { values, id }: { readonly values: JsonObject; readonly id: string },
  typed: TypedCall,
): JsonObject {
  const now = stampOf(typed, type.name, id);
  const caller = authorOf(typed, type);
  const made: [string, Json][] = [];
  for (const name of stamps) if (isOf(type, name, 'Edm.DateTimeOffset')) made.push([name, now]);
  for (const name of ['createdBy', 'lastModifiedBy']) {
    if (isOf(type, name, 'identitySet') && caller !== undefined) made.push([name, { user: caller }]);
    if (isOf(type, name, 'userIdentity') && caller !== undefined) made.push([name, caller]);
  }
  const inherited = type.lineage.includes('servicePrincipal') ? registered(typed, values) : {};
  return { ...Object.fromEntries(made), ...inherited };
}

export const isOf = (type: TypedType, name: string, of: string): boolean => {
  const found = type.properties.get(name.toLowerCase());
  return found?.type.name === of && !found.type.collection;
};

/** A service principal is that of an application of the tenant, and has its names. */
function registered({ call: { world } }: TypedCall, values: JsonObject): JsonObject {
  const appId = String(property(values, 'appId') ?? '');
  const application = world.directory.application(appId);
  if (world.directory.servicePrincipalByAppId(appId) !== undefined) {
    throw new WriteRefused(
      graphError(
        409,
        'Request_MultipleObjectsWithSameKeyValue',
        `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
      ),
    );
  }
  if (application === undefined) throw new WriteRefused(noApplication(appId));
  const { displayName } = application;
  return { displayName, appDisplayName: displayName, servicePrincipalNames: [appId] };
}

/** The user who creates or changes an object, in the form of its type: classes omit the name. */
export function authorOf(typed: TypedCall, { name }: TypedType): JsonObject | undefined {
  const caller = callerOf(typed);
  return caller !== undefined && name.startsWith('education') ? { ...caller, displayName: null } : caller;
}

function callerOf({ call: { caller, world } }: TypedCall): JsonObject | undefined {
  if (caller.kind !== 'delegated') return undefined;
  return { id: caller.userId, displayName: world.directory.user(caller.userId)?.displayName ?? null };
}

export function marksOf(typed: TypedCall, id: string): Marks {
  const { caller, world } = typed.call;
  const identity = callerOf(typed);
  return {
    id,
    now: world.clock.timestamp(),
    tenant: world.tenant.id,
    domain: world.tenant.domains[0] ?? world.tenant.id,
    clientId: caller.appId,
    caller: identity && { application: null, device: null, user: identity },
    callerId: caller.kind === 'delegated' ? caller.userId : undefined,
    callerName: caller.kind === 'delegated' ? world.directory.user(caller.userId)?.userPrincipalName : undefined,
    uuid: typed.ids.uuid,
  };
}
