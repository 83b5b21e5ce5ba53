import { isJsonObject, type Json, property } from '../../json/json.ts';
import type { IdSource } from '../service/id-source.ts';
import type { Address, SandboxRequest } from '../service/read-request.ts';
import { isWorkedOutBy, labeled, type ResponseLabel } from '../service/response-label.ts';
import type { GraphCall, GraphResponse } from '../service/route.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { World } from '../world.ts';
import { dialectOf, toBeta, toV1 } from './pack/dialect.ts';
import type { Dialect, Pack } from './pack/pack.ts';
import { packBook } from './pack/pack-book.ts';
import { shippedModel } from './schema/shipped-model.ts';
import type { TypedModel } from './schema/typed-model.ts';
import type { TypedCall } from './typed-call.ts';
import { type Defaults, defaultList } from './typed-defaults.ts';
import { snapshots } from './typed-delta.ts';
import { typedResponse } from './typed-layer.ts';
import { type Replay, replayList } from './typed-replays.ts';

/** A request that no pack claims. */
type TypedRequest = {
  readonly request: SandboxRequest;
  readonly address: Address;
  readonly call: GraphCall;
};

export type TypedLayer = {
  readonly handle: (request: TypedRequest) => GraphResponse;
  /** Another request changed the object at a place, so it is no longer that of the seed. */
  readonly changed: (address: Address) => void;
  /** Whether a body contains only unchanged data of a seed; a derived list does not. */
  readonly isGiven: (address: Address, body: Json | undefined) => boolean;
  /** What seeds put in before the first request. */
  readonly seeding: Seeding;
  /** Lets happen what packs planned, up to the clock's time. */
  readonly settle: () => void;
};

export type Seeding = {
  readonly store: ObjectStore;
  /** An object of the directory, which keeps its own record of it. */
  readonly give: (id: string) => void;
  readonly replay: (replay: Replay) => void;
  readonly defaults: Defaults['add'];
};

export type TypedOptions = {
  readonly world: World;
  readonly ids: IdSource;
  /** The metadata of beta; default: that of v1.0. */
  readonly beta?: TypedModel;
  /** What behaves as the service does, and where. */
  readonly packs: readonly Pack[];
  readonly packIds: IdSource;
  /** Adds the initial objects with the first request: loading the model takes a while. */
  readonly begin: (seeding: Seeding) => void;
  /** Responds to requests for files before the typed layer, or passes them on. */
  readonly files: (typed: TypedCall, next: (typed: TypedCall) => GraphResponse) => GraphResponse;
};

export function typedLayer(options: TypedOptions): TypedLayer {
  const { ids, world, beta, files } = options;
  const { store } = world;
  const packs = packBook(options.packs, { world, store, ids: options.packIds });
  const states = snapshots();
  const replays = replayList();
  const defaults = defaultList();
  const given = new Set<string>();
  const changed = ({ segments }: Address): void => {
    for (const segment of given.size === 0 ? [] : segments) given.delete(segment.toLowerCase());
  };
  const isGiven = ({ segments }: Address, body: Json | undefined): boolean => {
    if (segments.some((one) => store.isDerived(one.toLowerCase()))) return false;
    const ids = given.size === 0 ? [] : shownIds(body);
    return ids.length > 0 && ids.every((id) => given.has(id));
  };
  const open = ({ request, address, call }: TypedRequest): TypedCall => {
    const { version, segments } = address;
    const own = version === 'beta' ? beta : undefined;
    const guessed = version === 'beta' && beta === undefined;
    const at = { method: request.method, request, call, segments };
    return { ...at, store, ids, packs, defaults, guessed, origins: new Set(), model: own ?? shippedModel() };
  };
  const seeding: Seeding = {
    store,
    give: (id) => given.add(id.toLowerCase()),
    replay: replays.add,
    defaults: defaults.add,
  };
  let begin: TypedOptions['begin'] | undefined = options.begin;
  return {
    handle: (request) => {
      const { address } = request;
      begin?.(seeding);
      begin = undefined;
      const replay = replays.find(request.request, address);
      if (replay !== undefined) return labeled(replay, { source: 'replayed' });
      packs.follow();
      const dialect = dialectOf(packs.packs, request.address);
      const typed = dialect === undefined ? open(request) : translated(open(request), dialect, request.address);
      const own = files(typed, (one) => typedResponse(one, states));
      if (typed.method !== 'GET' && own.status < 300) changed(address);
      const response = labeled(
        own,
        labelOf({ ...typed, guessed: typed.guessed && dialect === undefined }, own, isGiven(address, own.body)),
      );
      if (dialect === undefined) return response;
      return toBeta(dialect, response, { segments: typed.segments, ground: packs.ground() });
    },
    settle: packs.settle,
    changed,
    isGiven,
    seeding,
  };
}

/** The ids of what a response shows, in lower case. */
function shownIds(body: Json | undefined): readonly string[] {
  if (!isJsonObject(body)) return [];
  const value = property(body, 'value');
  const items = Array.isArray(value) ? value : [body];
  return items.map((item) => String(property(item, 'id') ?? '').toLowerCase());
}

/** A call of beta as one of v1.0; parts that v1.0 does not have stay in beta. */
function translated(typed: TypedCall, dialect: Dialect, address: Address): TypedCall {
  const { address: to, body } = toV1(dialect, { address, body: typed.call.body });
  const { version, path, query, segments } = to;
  return { ...typed, segments, call: { ...typed.call, version, path, query, body } };
}

function labelOf(
  { origins, model, guessed, method, call }: TypedCall,
  { status, label }: GraphResponse,
  isGiven: boolean,
): ResponseLabel {
  // In packs as well: what a seed gave and nothing changed is the seed's word.
  const isUnchanged = origins.has('seeded') && !origins.has('typed') && !origins.has('modeled');
  // Values that a pack computes are modeled.
  const isOwn = label !== undefined && (origins.has('computed') || isWorkedOutBy(call.query));
  const isSeeded = method === 'GET' && status < 300 && !isOwn && (isGiven || isUnchanged);
  const more = origins.has('defaults') ? { filled: 'seed' as const } : {};
  const guess = guessed ? { guessed: 'beta-by-v1.0' } : {};
  if (label !== undefined && !isSeeded) return { ...label, ...guess, ...more };
  return { source: isSeeded ? 'seeded' : 'typed', model: model.version, ...guess, ...more };
}

/** Whether a pack's refusal means that it does not model something that the metadata may have. */
export function isBeyondPack({ status, body }: GraphResponse): boolean {
  if (status === 501) return true;
  const error: Json | undefined = property(body, 'error');
  if (!isJsonObject(error)) return status === 404;
  // An object that is not there may be the typed layer's; what a service does not have is final.
  if (status === 404) return property(error, 'code') !== 'NotFound';
  if (status !== 400) return false;
  // Where a pack expects an id, there may be the name of a function: `/groups/delta`.
  const isOddId = String(property(error, 'message')).startsWith('Invalid object identifier');
  return isOddId || property(error, 'code') === 'ExpandNotSupported';
}
