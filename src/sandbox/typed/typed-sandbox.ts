import { isJsonObject, type Json, property } from '../../json/json.ts';
import type { Caller } from '../service/caller.ts';
import type { IdSource } from '../service/id-source.ts';
import type { ModeledReads } from '../service/modeled-reads.ts';
import type { Address, SandboxRequest } from '../service/read-request.ts';
import { labeled, type ResponseLabel } from '../service/response-label.ts';
import type { GraphResponse } from '../service/route.ts';
import type { World } from '../world.ts';
import { dialectOf, toBeta, toV1 } from './pack/dialect.ts';
import type { Dialect, Pack } from './pack/pack.ts';
import { noPacks, packBook } from './pack/pack-book.ts';
import { shippedModel } from './schema/shipped-model.ts';
import type { TypedModel } from './schema/typed-model.ts';
import { type StoreChange, typedStore } from './store/typed-store.ts';
import type { TypedCall } from './typed-call.ts';
import { snapshots } from './typed-delta.ts';
import { answerTyped } from './typed-layer.ts';

/** A request that no pack claims. */
type TypedRequest = {
  readonly request: SandboxRequest;
  readonly address: Address;
  readonly caller: Caller;
  readonly world: World;
  readonly origin: string | undefined;
  readonly modeled: ModeledReads;
};

export type TypedLayer = {
  readonly answer: (request: TypedRequest) => GraphResponse;
  /** Whether anything was written at a place, or right inside of it: what packs say of it is then not all there is. */
  readonly touches: (address: Address, caller: Caller) => boolean;
  /** A pack deleted an object: what lived inside of it is gone as well. */
  readonly forget: (address: Address) => void;
  /** A call of the layer's own, for seeds. */
  readonly open: (request: TypedRequest) => TypedCall;
  readonly replay: (replay: Replay) => void;
  /** Lets happen what packs planned, up to the clock's time. */
  readonly settle: () => void;
};

/** A seed's own response to one request: what functions and actions answer that store nothing. */
type Replay = {
  readonly method: string;
  /** Within the version, decoded, in lower case; with the query where it has one. */
  readonly path: string;
  readonly response: GraphResponse;
};

export type TypedOptions = {
  readonly ids: IdSource;
  /** Receives each change, so that packs know of what concerns them. */
  readonly mirror?: (change: StoreChange) => void;
  /** Beta's own metadata; without it, v1.0's stands for it. */
  readonly beta?: TypedModel;
  /** What behaves as the service does, and where. */
  readonly packs?: { readonly packs: readonly Pack[]; readonly world: World; readonly ids: IdSource };
  /** Answers what concerns files before the metadata does, or hands it on. */
  readonly files?: (typed: TypedCall, next: (typed: TypedCall) => GraphResponse) => GraphResponse;
};

export function typedLayer(options: TypedOptions): TypedLayer {
  const { ids, mirror, beta, packs: behavior, files = (typed, next) => next(typed) } = options;
  const store = typedStore(mirror);
  const packs = behavior === undefined ? noPacks : packBook(behavior.packs, { ...behavior, store });
  const states = snapshots();
  const replays = new Map<string, GraphResponse>();
  const open = ({ request, address, caller, world, origin, modeled }: TypedRequest): TypedCall => {
    const { version, path, query, segments } = address;
    const { headers, body, method } = request;
    const call = {
      version,
      params: {},
      query,
      headers,
      body,
      path,
      caller,
      world,
      ...(origin === undefined ? {} : { origin }),
    };
    const own = version === 'beta' ? beta : undefined;
    const guessed = version === 'beta' && beta === undefined;
    const base = { method, call, segments, store, modeled, ids, packs, guessed, origins: new Set<never>() };
    return { ...base, request, model: own ?? shippedModel() };
  };
  return {
    open,
    answer: (request) => {
      const replay = replays.get(replayKey(request.request.method, request.address.path));
      if (replay !== undefined) return labeled(replay, { source: 'replayed' });
      packs.follow();
      const dialect = dialectOf(packs.packs, request.address);
      const typed = dialect === undefined ? open(request) : translated(open(request), dialect, request.address);
      const answered = files(typed, (one) => answerTyped(one, states));
      const response = labeled(answered, answered.label ?? labelOf(typed, answered));
      if (dialect === undefined) return response;
      return toBeta(dialect, response, { segments: typed.segments, ground: packs.ground() });
    },
    touches: ({ segments }, caller) => {
      const [first = '', ...rest] = segments;
      const isMe = first.toLowerCase() === 'me' && caller.kind === 'delegated';
      return store.touches((isMe ? ['users', caller.userId, ...rest] : segments).join('/').toLowerCase());
    },
    forget: ({ segments }) => store.removeWithin(segments.join('/').toLowerCase()),
    settle: packs.settle,
    replay: ({ method, path, response }) => {
      replays.set(replayKey(method, path), response);
    },
  };
}

/** A call of beta as one of v1.0; what v1.0 does not know is still beta's. */
function translated(typed: TypedCall, dialect: Dialect, address: Address): TypedCall {
  const { address: to, body } = toV1(dialect, { address, body: typed.call.body });
  const { version, path, query, segments } = to;
  return { ...typed, segments, call: { ...typed.call, version, path, query, body } };
}

const replayKey = (method: string, path: string): string => `${method} ${path.toLowerCase()}`;

function labelOf({ origins, model, guessed, method }: TypedCall, { status }: GraphResponse): ResponseLabel {
  const isSeeded = method === 'GET' && status < 300 && origins.size === 1 && origins.has('seeded');
  const guess = guessed ? { guessed: 'beta-by-v1.0' } : {};
  return { source: isSeeded ? 'seeded' : 'typed', model: model.version, ...guess };
}

/** Whether a pack's refusal means that it does not model what the metadata may know. */
export function isBeyondPack({ status, body }: GraphResponse): boolean {
  if (status === 501 || status === 404) return true;
  const error: Json | undefined = body === undefined ? undefined : property(body, 'error');
  if (status !== 400 || !isJsonObject(error)) return false;
  // Where a pack expects an id there may stand the name of a function: `/groups/delta`.
  const isOddId = String(property(error, 'message')).startsWith('Invalid object identifier');
  return isOddId || property(error, 'code') === 'ExpandNotSupported';
}
