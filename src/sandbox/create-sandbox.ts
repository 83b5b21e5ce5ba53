import type { RequestHandler } from 'msw';
import { toHandlers } from '../backends/msw-backend.ts';
import { graphOrigin, type Responder } from '../backends/responder.ts';
import { defined } from '../defined.ts';
import type { Metadata } from '../metadata/metadata.ts';
import { pageKey } from './odata/paging/page-size.ts';
import { createReviews } from './packs/access-reviews/create-reviews.ts';
import { downloadResponse } from './packs/access-reviews/routes/downloads.ts';
import { reviewRoutes } from './packs/access-reviews/routes/review-routes.ts';
import { behaviorPacks } from './packs/behavior-packs.ts';
import { createDirectory } from './packs/directory/create-directory.ts';
import { readSignIns } from './packs/directory/directory-grants.ts';
import { directoryRoutes } from './packs/directory/routes/directory-routes.ts';
import { defaultObjects } from './packs/directory/seed/default-objects.ts';
import { defaultSeed } from './packs/directory/seed/default-seed.ts';
import type { Seed, WholeSeed } from './packs/directory/seed/seed.ts';
import { fileLinks } from './packs/files/file-links.ts';
import { fileGrants } from './packs/files/files-access.ts';
import { filesPack } from './packs/files/files-pack.ts';
import { applyObjects } from './seed/apply-objects.ts';
import { withPeople } from './seed/people-of.ts';
import { wholeSeed } from './seed/whole-seed.ts';
import type { Caller } from './service/caller.ts';
import type { Fault, Faults } from './service/fault.ts';
import { type FaultBoard, faultBoard } from './service/fault-board.ts';
import { readFaultHeader } from './service/fault-header.ts';
import type { SandboxResponse } from './service/fault-response.ts';
import { type GraphService, graphService } from './service/graph-service.ts';
import { idSource } from './service/id-source.ts';
import type { SandboxRequest } from './service/read-request.ts';
import { type SandboxClock, sandboxClock } from './service/sandbox-clock.ts';
import { objectStore } from './store/object-store.ts';
import { packPermissions } from './typed/pack/pack-book.ts';
import { shippedModel } from './typed/schema/shipped-model.ts';
import { typedModel } from './typed/schema/typed-model.ts';
import { typedLayer } from './typed/typed-sandbox.ts';
import type { World } from './world.ts';

export type SandboxOptions = {
  /** The initial people and objects; default: a small invented tenant. */
  readonly seed?: Seed | readonly Seed[];
  /** The metadata of beta; default: the types of v1.0, which the labels of responses then state. */
  readonly beta?: Metadata;
  /**
   * The time of the clock at the start, RFC 3339; default: `2026-01-01T00:00:00Z`. The clock moves only when a caller
   * moves it.
   */
  readonly now?: string;
  /** Determines the generated ids. */
  readonly salt?: string;
  /** Simulated errors, from the start and after each `reset`. */
  readonly faults?: readonly Fault[];
  /** Milliseconds by which `Retry-After` and lags are measured; default: the sandbox's own clock. */
  readonly faultTime?: () => number;
  /** Scheme, host and port in the links of responses; default: Graph's own. */
  readonly origin?: string;
  /** The same in addresses that need no token: of downloads and uploads; default: a host of SharePoint's. */
  readonly filesOrigin?: string;
  /** The authority that a 401 names for clients without a token. */
  readonly authority?: string;
};

/** An in-process Microsoft Graph: its state, and functions that send requests to it. */
export type Sandbox = {
  /** All objects; another one after `reset`. */
  readonly world: World;
  /** The service's clock; another one after `reset`. */
  readonly clock: SandboxClock;
  readonly faults: Faults;
  /** Answers one request, on behalf of a caller; without one, 401. */
  readonly handle: GraphService;
  /** The users of the actors of scenarios and of bearer tokens. Every other caller is `administrator`. */
  readonly callers: Map<string, Caller>;
  /** A Global Administrator of the seed with every permission. */
  readonly administrator: Caller;
  /** A user, by id or user principal name, with delegated permissions; default: all of them. Throws if there is none. */
  readonly signIn: (user: string, scopes?: readonly string[]) => Caller;
  /** An application with application permissions; default: all of them. */
  readonly signInApplication: (appId: string, roles?: readonly string[]) => Caller;
  /** Answers on behalf of the context's actor, or of a bearer token, by `callers`. */
  readonly responder: Responder;
  /** The sandbox as MSW request handlers, for `setupServer(...)`. */
  readonly handlers: (origin?: string) => RequestHandler[];
  /** Starts over: the same seed, ids and time. `callers` stay. */
  readonly reset: () => void;
};

const defaultNow = '2026-01-01T00:00:00Z';
const routes = [...directoryRoutes, ...reviewRoutes];
const everyScope = permissionNames('delegated');
const everyRole = permissionNames('application');

/** Makes a sandbox. The same options and the same requests give the same responses, to the byte. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  let state = begin(options);
  const callers = new Map<string, Caller>();
  const signIn = (user: string, scopes: readonly string[] = everyScope): Caller => {
    const found = state.world.directory.user(user);
    if (found === undefined) throw new Error(`the sandbox has no user ${user}`);
    return { kind: 'delegated', userId: found.id, appId: graphExplorer, scopes };
  };
  const administrator = (): Caller => {
    const { directory } = state.world;
    const someone = directory.users().find(({ id }) => directory.rolesOf(id).includes('Global Administrator'));
    return someone === undefined
      ? { kind: 'application', appId: graphExplorer, roles: everyRole }
      : { kind: 'delegated', userId: someone.id, appId: graphExplorer, scopes: everyScope };
  };
  const callerOf = (actor: string | undefined, authorization: string | undefined): Caller | undefined => {
    const name = actor ?? /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    return name === undefined ? undefined : (callers.get(name) ?? administrator());
  };
  const responder: Responder = (request, { actor, text }) => {
    const sent = text === undefined ? request : { ...request, text };
    if (request.url.startsWith('/')) return state.service(sent, callerOf(actor, request.headers['authorization']));
    return state.service(sent, undefined);
  };
  return {
    get world() {
      return state.world;
    },
    get clock() {
      return state.world.clock;
    },
    get faults() {
      return state.faults;
    },
    get administrator() {
      return administrator();
    },
    handle: (request: SandboxRequest, caller: Caller | undefined): SandboxResponse => state.service(request, caller),
    callers,
    signIn,
    signInApplication: (appId, roles = everyRole) => ({ kind: 'application', appId, roles }),
    responder,
    handlers: (origin = options.origin ?? graphOrigin) =>
      toHandlers(responder, origin, (one) => one === state.world.filesOrigin),
    reset: () => {
      state = begin(options);
    },
  };
}

/** The public client id of Graph Explorer. */
const graphExplorer = 'de8bc8b5-d9f9-48b1-a8ad-b748da725064';

type State = { readonly world: World; readonly faults: FaultBoard; readonly service: GraphService };

function begin(options: SandboxOptions): State {
  const { now = defaultNow, salt = '', authority } = options;
  const given = options.seed === undefined ? [] : [options.seed].flat();
  const isInvented = given.every(({ tenant }) => tenant === undefined || tenant === defaultSeed.tenant);
  const seed = wholeSeed(given);
  const world = worldOf(options, { seed: withPeople(seed, shippedModel), now, salt });
  const links = fileLinks({ clock: world.clock, ids: idSource(`${salt}\0links`), origin: world.filesOrigin });
  const faults = faultBoard(options.faultTime ?? world.clock.now);
  faults.add(...seedFaults(seed), ...(options.faults ?? []));
  const typed = typedLayer({
    world,
    ids: idSource(`${salt}\0typed`),
    ...(options.beta !== undefined && { beta: typedModel(options.beta, 'beta') }),
    packs: behaviorPacks,
    packIds: idSource(`${salt}\0packs`),
    files: filesPack(links),
    begin: (seeding) => {
      const invented = { ...defaultSeed, objects: [...defaultObjects] };
      if (isInvented) applyObjects(invented, { model: shippedModel(), seeding, world, beside: true });
    },
  });
  // The model takes a while to load: only seeds of more than people need it at the start.
  if ([seed.objects, seed.responses, seed.defaults].some((list) => (list ?? []).length > 0)) {
    applyObjects(seed, { model: shippedModel(), seeding: typed.seeding, world });
  }
  world.clock.onMove(typed.settle);
  const service = graphService(world, routes, {
    faults,
    requestIds: idSource(`${salt}\0requests`),
    typed,
    outside: (request) => links.respond(request) ?? downloadResponse(world, request),
    ...defined({ authority }),
  });
  return { world, faults, service };
}

function seedFaults({ faults = [] }: Seed): readonly Fault[] {
  return faults.flatMap((text) => {
    const read = readFaultHeader(text);
    if (!read.ok) throw new Error(`the seed's fault '${text}': ${read.message}`);
    return read.faults;
  });
}

type Start = { readonly seed: WholeSeed; readonly now: string; readonly salt: string };

function worldOf(options: SandboxOptions, { seed, now, salt }: Start): World {
  const startMs = Date.parse(now);
  if (Number.isNaN(startMs)) throw new RangeError(`${now} is no time such as ${defaultNow}`);
  const clock = sandboxClock(startMs);
  const ids = idSource(`${salt}\0objects`);
  const { tenant } = seed;
  const store = objectStore();
  const directory = createDirectory({ clock, ids, store, seed });
  const { origin = graphOrigin, filesOrigin = filesOriginOf(tenant.domains[0]) } = options;
  const reviews = createReviews({ clock, ids, store, directory, origin, filesOrigin });
  clock.onMove(reviews.settle);
  return {
    clock,
    ids,
    tenant,
    store,
    directory,
    reviews,
    origin,
    filesOrigin,
    pageSizes: new Map(seed.pages?.map(({ request, size }) => [keyOf(request), size])),
  };
}

function keyOf(request: string): string {
  const [path = '', query = ''] = request.split('?');
  return pageKey(decodeURI(path), new URLSearchParams(query));
}

/** The host of files, which is not Graph's, as in a tenant. */
function filesOriginOf(domain = 'contoso.com'): string {
  return `https://${domain.split('.')[0]}.sharepoint.com`;
}

function permissionNames(kind: Caller['kind']): readonly string[] {
  const ofFiles = [...fileGrants.read[kind], ...fileGrants.write[kind]];
  const ofRoutes = routes.flatMap(({ permissions }) => permissions[kind]);
  return [...new Set([readSignIns, ...ofFiles, ...ofRoutes, ...packPermissions(behaviorPacks, kind)])].sort();
}
