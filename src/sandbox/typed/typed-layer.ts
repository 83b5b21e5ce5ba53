import { isJsonType } from '../../http/content-type.ts';
import { changedWithin } from '../../json/changed-within.ts';
import { isJsonObject, property } from '../../json/json.ts';
import { badRequest, graphError } from '../service/graph-error.ts';
import { hasOtherContent } from '../service/read-request.ts';
import { labeled, modeled } from '../service/response-label.ts';
import type { GraphResponse } from '../service/route.ts';
import type { Entity } from '../store/object-store.ts';
import { accessFault, type PackClaim } from './pack/pack-book.ts';
import { rulesFor } from './pack/pack-writes.ts';
import { replaceStatus } from './schema/documented-statuses.ts';
import { etagOf } from './store/typed-wire.ts';
import { notModeled, type TypedCall } from './typed-call.ts';
import { createIn, putSingle, removeEntity, updateEntity } from './typed-changes.ts';
import type { Snapshots } from './typed-delta.ts';
import { absent, type Located, type Location, locate, resultOf, type Suffix } from './typed-location.ts';
import { callResponse } from './typed-operations.ts';
import { readCollection, readEntity, readValue } from './typed-read.ts';
import { referenceResponse } from './typed-references.ts';
import { isStream, streamResponse } from './typed-streams.ts';
import { WriteRefused } from './typed-write.ts';

/** Answers any request that no pack claims, by what the metadata declares. */
export function typedResponse(typed: TypedCall, states: Snapshots): GraphResponse {
  const refused = meFault(typed);
  if (refused !== undefined) return refused;
  try {
    const located = locate(typed);
    const claim = claimFor(typed, located);
    const fault = claim && packFault(typed, located, claim);
    if (fault !== undefined) return labeled(fault, modeled);
    const response = located.ok
      ? responseAt(typed, located, states)
      : (createdByKey(typed, located.response) ?? located.response);
    if (response.status === 501) return asNotModeled(response);
    return claim === undefined && !isDerived(typed, located) ? response : labeled(response, modeled);
  } catch (error) {
    if (error instanceof WriteRefused) return error.response;
    throw error;
  }
}

/** Memberships are those of the directory's packs, for all types. */
const isDerived = ({ store }: TypedCall, located: Located): boolean =>
  located.ok && located.location.kind === 'collection' && store.isDerived(lastOf(located.location.path));

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Objects that a client puts under an id of its own choice. */
const chosenByKey = new Set(['userActivity', 'activityHistoryItem', 'externalConnectors.externalItem']);

/** PUT of what is not there creates a few kinds of objects. */
function createdByKey(typed: TypedCall, { status }: GraphResponse): GraphResponse | undefined {
  if (typed.method !== 'PUT' || status !== 404) return undefined;
  const around = locate({ ...typed, segments: typed.segments.slice(0, -1) });
  const at =
    around.ok && around.suffix === undefined && around.location.kind === 'collection' ? around.location : undefined;
  const key = typed.segments.at(-1);
  return at === undefined || key === undefined || !chosenByKey.has(at.type) ? undefined : createIn(typed, at, key);
}

/**
 * The pack that models what a path leads to; of a reference to what no pack models, the pack of its owner. An operation has
 * to be known to it.
 */
function claimOf({ model, packs }: TypedCall, located: Located): PackClaim | undefined {
  const claim = (type: string | undefined): PackClaim | undefined =>
    type === undefined ? undefined : packs.claim(model.type(type)?.lineage ?? []);
  const byOwner = ({ type, owner }: { readonly type: string; readonly owner?: string }, isReference: boolean) => {
    const found = claim(owner);
    const isHeld = found?.rules.holds?.some((one) => model.isA(type, one)) === true;
    return isReference || isHeld ? found : undefined;
  };
  if (!located.ok) return claim(located.type);
  const { location } = located;
  switch (location.kind) {
    case 'collection':
      // The owner of a reference adds and removes it.
      if (located.suffix === '$ref' && claim(location.owner) !== undefined) return claim(location.owner);
      return claim(location.type) ?? byOwner(location, location.refers);
    case 'entity': {
      if (located.suffix === '$ref' && claim(location.owner) !== undefined) return claim(location.owner);
      const isReference = location.through?.refers ?? location.property?.contained === false;
      return claim(location.type) ?? byOwner(location, isReference);
    }
    case 'value':
      return claim(location.owner.type);
    case 'call': {
      const [operation] = location.operations;
      const bound = operation?.binding?.name;
      return packs.operationClaim(`${bound ?? ''}.${operation?.name ?? ''}`, model.type(bound ?? '')?.lineage ?? []);
    }
    default:
      return location satisfies never;
  }
}

/** The same, if the pack also has rules for the object. */
function claimFor(typed: TypedCall, located: Located): PackClaim | undefined {
  const claim = claimOf(typed, located);
  const isOf = claim?.rules.of;
  const on = located.ok ? objectOf(located.location) : undefined;
  return isOf === undefined || (on !== undefined && isOf(on)) ? claim : undefined;
}

/** The object that a request is about. */
function objectOf(location: Location): Entity | undefined {
  switch (location.kind) {
    case 'entity':
      return location.entity;
    case 'value':
      return location.owner;
    case 'call':
      return location.on?.kind === 'entity' ? location.on.entity : undefined;
    case 'collection':
      return undefined;
    default:
      return location satisfies never;
  }
}

/** The pack's checks before anything else: the caller's rights, and unsupported options. */
function packFault(
  { method, segments, call }: TypedCall,
  located: Located,
  claim: PackClaim,
): GraphResponse | undefined {
  const operates = located.ok && located.location.kind === 'call';
  const on = located.ok ? objectOf(located.location) : undefined;
  const fault = accessFault(claim, call, { kind: method === 'GET' ? 'read' : 'write', operates, on, method, segments });
  if (fault !== undefined) return fault;
  const isList = located.ok && located.location.kind === 'collection' && method === 'GET';
  const unlisted = isList ? claim.rules.listed?.(call) : undefined;
  if (unlisted !== undefined) return unlisted;
  const options = isList ? [...call.query].map(([name, value]) => `${name}=${value}`) : [];
  return claim.rules.refusedOptions?.find(({ when }) => options.some((one) => when.test(one)))?.refusal;
}

function meFault({ segments, call: { caller } }: TypedCall): GraphResponse | undefined {
  const isMe = segments[0]?.toLowerCase() === 'me';
  return isMe && caller.kind === 'application'
    ? badRequest('A /me request needs a signed-in user: delegated permissions.')
    : undefined;
}

function responseAt(
  typed: TypedCall,
  { location, suffix }: Located & { readonly ok: true },
  states: Snapshots,
): GraphResponse {
  if (isStream(typed, location, suffix)) return streamResponse(typed, location);
  if (suffix === '$ref') return referenceResponse(typed, location);
  const fault = bodyTypeFault(typed);
  if (fault !== undefined) return fault;
  switch (location.kind) {
    case 'call': {
      if (suffix === '$value') return wrongSuffix(suffix);
      const result = typed.method === 'PATCH' ? resultOf(typed, location) : undefined;
      return result === undefined
        ? callResponse(typed, location, states, suffix === '$count')
        : entityResponse(typed, result);
    }
    case 'collection':
      return collectionResponse(typed, location, suffix);
    case 'entity':
      return suffix === undefined ? entityResponse(typed, location) : wrongSuffix(suffix);
    case 'value':
      return valueResponse(typed, location, suffix);
    default:
      return location satisfies never;
  }
}

/** Everything that is not a stream is JSON. */
function bodyTypeFault({ request }: TypedCall): GraphResponse | undefined {
  if (!hasOtherContent(request)) return undefined;
  const isBroken = isJsonType(request.headers['content-type'] ?? 'application/json');
  return isBroken
    ? badRequest('Unable to read JSON request payload: the body is not JSON.')
    : graphError(415, 'UnsupportedMediaType', 'The content type is not supported here, application/json is.');
}

const wrongSuffix = (suffix: Suffix): GraphResponse => badRequest(`Resource not found for the segment '${suffix}'.`);

function collectionResponse(
  typed: TypedCall,
  at: Location & { kind: 'collection' },
  suffix: Suffix | undefined,
): GraphResponse {
  const { method } = typed;
  if (suffix === '$value') return wrongSuffix(suffix);
  if (method === 'GET') return readCollection(typed, at, suffix === '$count');
  if (method !== 'POST' || suffix !== undefined) return notAllowed(method, ['GET', 'POST']);
  if (at.restricted.includes('insert')) return notAllowed(method, ['GET']);
  return createIn(typed, at.cast === undefined ? at : { ...at, type: at.cast });
}

function entityResponse(typed: TypedCall, at: Location & { kind: 'entity' }): GraphResponse {
  const { method } = typed;
  if (method === 'GET') return readEntity(typed, at);
  if (method === 'POST') return notAllowed(method, ['DELETE', 'GET', 'PATCH']);
  const { entity } = at;
  const replaced = rulesFor(typed, at.type).replaced?.status ?? replaceStatus(at.type);
  if (method === 'PUT' && replaced !== undefined && entity !== undefined) {
    const done = updateEntity(typed, entity);
    return done.status < 300 && replaced === 200
      ? readEntity(typed, { ...at, entity: typed.store.get(entity.path) })
      : done;
  }
  if (method === 'PUT') return at.property === undefined ? notAllowed(method, ['GET', 'PATCH']) : putSingle(typed, at);
  if (entity === undefined) return absent(typed, at.type, at.path);
  const stale = preconditionFault(typed, entity);
  if (stale !== undefined) return stale;
  const type = typed.model.type(entity.type);
  const restricted = [...at.restricted, ...(type?.restricted ?? [])];
  if (method === 'PATCH')
    return restricted.includes('update')
      ? notAllowed(method, ['GET'])
      : updateEntity(typed, entity, at.through?.type ?? at.property?.type.name);
  const isRoot = at.through === undefined && at.property === undefined;
  return isRoot || restricted.includes('delete') ? notAllowed(method, ['GET', 'PATCH']) : removeEntity(typed, entity);
}

function preconditionFault({ call: { headers } }: TypedCall, entity: Entity): GraphResponse | undefined {
  const [wanted, etag] = [headers['if-match'], etagOf(entity)];
  if (wanted === undefined && entity.type.startsWith('planner'))
    return badRequest('The If-Match header must be specified for this type of request.');
  if (wanted === undefined || wanted.trim() === '*' || !wanted.startsWith('W/"')) return undefined;
  return wanted.trim() === etag
    ? undefined
    : graphError(412, 'PreconditionFailed', 'The object was changed since it was read: the ETag is another one.');
}

function valueResponse(typed: TypedCall, at: Location & { kind: 'value' }, suffix: Suffix | undefined): GraphResponse {
  const { method } = typed;
  if (method === 'GET' && suffix !== '$count') return readValue(typed, at, suffix === '$value');
  if (method === 'GET')
    return at.type.collection ? notModeled('The sandbox does not count values.') : wrongSuffix('$count');
  const isComplex = !at.type.collection && typed.model.type(at.type.name) !== undefined;
  const [name = ''] = at.names;
  const { body: given } = typed.call;
  if (method === 'PUT' && at.type.collection && isJsonObject(given) && at.names.length === 1) {
    const value = property(given, 'value') ?? null;
    return updateEntity({ ...typed, call: { ...typed.call, body: { [name]: value } } }, at.owner);
  }
  if (method !== 'PATCH' || suffix !== undefined || !isComplex || at.names.length !== 1)
    return notAllowed(method, ['GET']);
  const before = property(at.owner.values, name);
  const { body } = typed.call;
  const old = isJsonObject(before) ? before : {};
  const value = { ...old, ...changedWithin(old, isJsonObject(body) ? body : {}) };
  const done = updateEntity({ ...typed, call: { ...typed.call, body: { [name]: value } } }, at.owner);
  if (done.status >= 300) return done;
  // As it is kept, members in their own spelling.
  const kept = typed.store.get(at.owner.path) ?? { ...at.owner, values: { ...at.owner.values, [name]: value } };
  return readValue(typed, { ...at, owner: kept }, false);
}

function notAllowed(method: string, allowed: readonly string[]): GraphResponse {
  return {
    ...graphError(405, 'MethodNotAllowed', `The method ${method} is not allowed on this resource.`),
    headers: { allow: allowed.join(', ') },
  };
}

/** One code for all that is beyond this layer. */
function asNotModeled(response: GraphResponse): GraphResponse {
  const error = property(response.body, 'error');
  const message = property(error, 'message');
  return notModeled(typeof message === 'string' ? message : 'The sandbox does not model this.');
}
