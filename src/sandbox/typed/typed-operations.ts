import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import type { Operation, TypeReference } from '../../metadata/metadata.ts';
import { matchesFilter } from '../odata/matches-filter.ts';
import { parseFilter } from '../odata/parse-filter.ts';
import { readQuery } from '../odata/query-options.ts';
import { contextOf } from '../odata/response-parts.ts';
import { unknownName } from '../odata/unknown-name.ts';
import { badRequest, graphError } from '../service/graph-error.ts';
import { type GraphResponse, noContent, ok } from '../service/route.ts';
import { type Entity, parentOf } from '../store/object-store.ts';
import { effectOf } from './operation-effects.ts';
import type { Operate } from './pack/pack.ts';
import { emptyStatus } from './schema/documented-statuses.ts';
import { zeroOf } from './schema/edm-values.ts';
import { BodyFault, readParameter } from './schema/typed-body.ts';
import { itemsOf } from './store/typed-view.ts';
import { entityWire } from './store/typed-wire.ts';
import type { TypedCall } from './typed-call.ts';
import { deltaResponse, type Snapshots, type Tracked } from './typed-delta.ts';
import { type Location, resultOf, virtual } from './typed-location.ts';
import { contextPath, listed, readEntity, viewOf } from './typed-read.ts';
import { objectOf, WriteRefused } from './typed-write.ts';

type Call = Extract<Location, { readonly kind: 'call' }>;

/** Calls an action (POST) or a function (GET): parameters as declared, and a result of the declared type. */
export function callResponse(typed: TypedCall, at: Call, states: Snapshots, counted: boolean): GraphResponse {
  const { method } = typed;
  const kind = method === 'POST' ? 'action' : method === 'GET' ? 'function' : undefined;
  const operation = chosen(at, kind);
  if (operation === undefined) {
    const allowed = at.operations[0]?.kind === 'action' ? 'POST' : 'GET';
    return {
      ...graphError(405, 'MethodNotAllowed', `The method ${method} is not allowed on this resource.`),
      headers: { allow: allowed },
    };
  }
  const parameters = operation.kind === 'action' ? actionParameters(typed, operation) : argumentsOf(at, operation);
  const operate = typed.packs.operation(`${operation.binding?.name ?? ''}.${operation.name}`);
  if (operate !== undefined)
    return priced(typed, operation, operatedBy(typed, { at, operation, parameters, operate, counted }));
  if (operation.kind === 'function') return functionResponse(typed, { at, operation, states, counted });
  const done = effectOf(typed, { operation, on: at.on, parameters });
  return priced(typed, operation, done ?? declaredResult(typed, operation, parameters));
}

/** What some actions of the directory cost, and the address that they send (observed). */
function priced({ packs, call }: TypedCall, { name, binding }: Operation, response: GraphResponse): GraphResponse {
  const units = packs.cost(`${binding?.name ?? ''}.${name}`);
  if (units === undefined || response.status >= 300) return response;
  return { ...response, headers: { location: call.world.origin, 'x-ms-resource-unit': units } };
}

/** For groups, their members, unless others are selected. */
function membersOf({ call }: TypedCall, type: string): Pick<Tracked, 'membersOf'> {
  const names = (call.query.get('$select') ?? '').split(',').map((name) => name.trim().toLowerCase());
  const isWanted = names.includes('members') || !call.query.has('$select');
  if (type !== 'group' || !isWanted) return {};
  const { directory } = call.world;
  return {
    membersOf: (id) =>
      directory.members(id).map((member) => ({ id: member, type: directory.find(member)?.kind ?? 'user' })),
  };
}

/** The arguments of a function by their declared names, as the texts that they are in the path. */
function argumentsOf({ arguments: given }: Call, { parameters }: Operation): JsonObject {
  const values = Object.keys(parameters).map((name): [string, Json] => [name, given.get(name.toLowerCase()) ?? null]);
  return Object.fromEntries(values);
}

type PackCall = {
  readonly at: Call;
  readonly operation: Operation;
  readonly parameters: JsonObject;
  readonly operate: Operate;
  readonly counted: boolean;
};

/** The response of a pack to one of its operations. */
function operatedBy(typed: TypedCall, { at, operation, parameters, operate, counted }: PackCall): GraphResponse {
  const { call, packs, model } = typed;
  const on = at.on?.kind === 'entity' ? at.on.entity : undefined;
  const items = at.on?.kind === 'collection' ? itemsOf(typed, at.on) : [];
  const done = operate({ on, items, parameters, call, ground: packs.ground() });
  const { returns } = operation;
  if ('items' in done && returns !== undefined) {
    typed.origins.add('computed');
    const context = at.on?.kind === 'collection' ? contextPath(typed, at.on.path) : `Collection(${returns.name})`;
    return listed(typed, { items: done.items, type: returns.name, context, counted });
  }
  if ('value' in done && returns !== undefined) {
    const wire = model.type(returns.name)?.entity === true ? `microsoft.graph.${returns.name}` : returns.name;
    return { status: done.status ?? 200, body: { '@odata.context': contextOf(call, wire, undefined), ...done.value } };
  }
  return 'items' in done || 'value' in done ? noContent : done;
}

/** The overload with the given parameters, of several with one name. */
function chosen({ operations, arguments: given }: Call, kind: Operation['kind'] | undefined): Operation | undefined {
  const fitting = operations.filter((one) => one.kind === kind);
  const names = [...given.keys()].sort().join();
  const exact = fitting.find(
    (one) =>
      Object.keys(one.parameters)
        .map((name) => name.toLowerCase())
        .sort()
        .join() === names,
  );
  return exact ?? (given.size === 0 ? fitting.toSorted((a, b) => arity(a) - arity(b))[0] : undefined);
}

const arity = ({ parameters }: Operation): number => Object.keys(parameters).length;

/** `$filter` narrows what is watched: a few objects, by their ids. */
function filtered({ call }: TypedCall, wires: readonly JsonObject[]): readonly JsonObject[] {
  const parsed = parseFilter(call.query.get('$filter') ?? 'true');
  if (!parsed.ok) throw new WriteRefused(badRequest('Invalid filter clause'));
  return call.query.has('$filter') ? wires.filter((wire) => matchesFilter(parsed.value, wire)) : wires;
}

/** What is wrong with the names of a query that tracks changes. Its tokens and `$top` are read elsewhere. */
function unknownIn(typed: TypedCall, type: string): GraphResponse | undefined {
  const query = new URLSearchParams(
    [...typed.call.query].filter(([name]) => /^\$(?:select|filter|expand)$/i.test(name)),
  );
  const read = readQuery({ ...typed.call, query }, 'collection');
  return read.ok ? unknownName(viewOf(typed, type), read.options) : read.response;
}

/** Mail and calendars have their own message for an expired token (observed). */
const outdated = (isOfMailbox: boolean): GraphResponse =>
  isOfMailbox
    ? graphError(410, 'SyncStateNotFound', 'The sync state generation is not found; begin again without a token.')
    : graphError(410, 'syncStateNotFound', 'The delta token is no longer known. Begin again without it.');

type FunctionCall = {
  readonly at: Call;
  readonly operation: Operation;
  readonly states: Snapshots;
  readonly counted: boolean;
};

function functionResponse(typed: TypedCall, { at, operation, states, counted }: FunctionCall): GraphResponse {
  const missing = Object.keys(operation.parameters).find((name) => !at.arguments.has(name.toLowerCase()));
  if (missing !== undefined && operation.name !== 'delta' && (operation.required ?? []).includes(missing)) {
    return badRequest(`The function '${operation.name}' needs the parameter '${missing}'.`);
  }
  const { returns } = operation;
  if (returns === undefined) return noContent;
  const on = at.on?.kind === 'collection' ? at.on : undefined;
  const isOfItems = on !== undefined && returns.collection && typed.model.isA(on.type, returns.name);
  const items = isOfItems ? itemsOf(typed, on) : filesOf(typed, at, operation);
  const context = on === undefined ? `Collection(microsoft.graph.${returns.name})` : contextPath(typed, on.path);
  if (operation.name === 'delta') {
    const unknown = unknownIn(typed, on?.type ?? returns.name);
    if (unknown !== undefined) return unknown;
    // Mailboxes, Teams and classes name the object of each change.
    const isOutlook = typed.model.isA(returns.name, 'outlookItem');
    const isMarked = isOutlook || /^(?:chatMessage|education\w*)$/.test(returns.name);
    const mark: JsonObject = isMarked ? { '@odata.type': `#microsoft.graph.${returns.name}` } : {};
    const all = items.map((one) => ({ ...mark, ...entityWire(typed.model, one, returns.name) }));
    const tracked = { call: typed.call, wires: filtered(typed, all), context, outdated: outdated(isOutlook) };
    // Which objects a page has, and what its token encodes.
    typed.origins.add('computed');
    return deltaResponse({ ...tracked, ...membersOf(typed, on?.type ?? returns.name) }, states);
  }
  if (returns.collection && typed.model.type(returns.name)?.entity === true) {
    return listed(typed, { items, type: returns.name, context, counted });
  }
  const place = resultOf(typed, at);
  if (place !== undefined && typed.store.get(place.path) !== undefined) return readEntity(typed, place);
  return declaredResult(typed, operation, {});
}

/** The files of a drive were all used a short time ago; what changes below a folder is the folder and what is in it. */
function filesOf({ store }: TypedCall, { on }: Call, { name, binding }: Operation): readonly Entity[] {
  if (on?.kind !== 'entity') return [];
  if (name === 'recent' && binding?.name === 'drive')
    return store.inside(`${on.path}/items`).filter(({ values }) => isJsonObject(property(values, 'file') ?? null));
  if (name !== 'delta' || binding?.name !== 'driveItem' || on.entity === undefined) return [];
  const top = on.entity;
  const around = parentOf(top.path);
  const all = [...new Set([top, ...store.inside(around.endsWith('/items') ? around : `${around}/items`)])];
  const byId = new Map(all.map((one) => [one.id, one]));
  const folderOf = ({ values }: Entity): Entity | undefined => {
    const reference = property(values, 'parentReference');
    const id = property(reference, 'id');
    return typeof id === 'string' ? byId.get(id) : undefined;
  };
  const isBelow = (one: Entity | undefined, depth = 0): boolean =>
    one !== undefined && depth < 100 && (one === top || isBelow(folderOf(one), depth + 1));
  // All but the root itself is below the root.
  return isJsonObject(property(top.values, 'root')) || top.path.endsWith('/root')
    ? all
    : all.filter((one) => isBelow(one));
}

/** The parameters of an action, by their declared names. Throws what is wrong with them. */
export function actionParameters(typed: TypedCall, { name: action, parameters, required = [] }: Operation): JsonObject {
  const values: [string, Json][] = [];
  for (const [written, value] of Object.entries(objectOf(typed))) {
    if (written.includes('@')) continue;
    const name = Object.keys(parameters).find((one) => one.toLowerCase() === written.toLowerCase());
    const type = name === undefined ? undefined : parameters[name];
    if (name === undefined || type === undefined) {
      throw new WriteRefused(badRequest(`The parameter '${written}' of the action '${action}' does not exist.`));
    }
    values.push([name, parameterValue(typed, { name, type, value })]);
  }
  const missing = required.find((name) => !values.some(([given]) => given === name));
  if (missing !== undefined)
    throw new WriteRefused(badRequest(`The action '${action}' needs the parameter '${missing}'.`));
  return Object.fromEntries(values);
}

type Parameter = { readonly name: string; readonly type: TypeReference; readonly value: Json };

function parameterValue({ model }: TypedCall, { name, type, value }: Parameter): Json {
  try {
    return readParameter(model, name, type, value);
  } catch (error) {
    if (error instanceof BodyFault) throw new WriteRefused(badRequest(error.message));
    throw error;
  }
}

/** A value of the declared return type, with the values of parameters of the same names. It is not stored. */
function declaredResult(typed: TypedCall, operation: Operation, parameters: JsonObject): GraphResponse {
  const { returns } = operation;
  if (returns === undefined) return { status: emptyStatus(operation) };
  const { model, call } = typed;
  const { name, collection } = returns;
  const context = contextOf(call, name.startsWith('Edm.') ? name : `microsoft.graph.${name}`, undefined);
  if (collection) return ok({ '@odata.context': contextOf(call, `Collection(${name})`, undefined), value: [] });
  const type = model.type(name);
  if (type === undefined) {
    if (name === 'Edm.Stream')
      return { status: 200, headers: { 'content-type': 'application/octet-stream' }, text: '' };
    const value = model.members(name)?.[0] ?? (name === 'Edm.String' ? '' : zeroOf(name));
    return ok({ '@odata.context': context, value });
  }
  const named = Object.entries(parameters).filter(([one]) => type.properties.has(one.toLowerCase()));
  const entity = { ...virtual('', name, typed.ids.uuid()), values: Object.fromEntries(named) };
  return ok({ '@odata.context': context, ...entityWire(model, entity, name) });
}
