import { property } from '../../json/json.ts';
import { isBeyondPack, type TypedLayer } from '../typed/typed-sandbox.ts';
import type { World } from '../world.ts';
import { admissionFault, defaultAuthority, isStranger, unauthenticated, unknownIdentity } from './admission.ts';
import type { Caller } from './caller.ts';
import type { Fault } from './fault.ts';
import { type FaultBoard, faultBoard } from './fault-board.ts';
import { breakBody, lostReply, refusalOf, type SandboxResponse } from './fault-response.ts';
import { badRequest, graphError, noApplication } from './graph-error.ts';
import type { IdSource } from './id-source.ts';
import { idSource } from './id-source.ts';
import { type Address, bodyFault, isTooDeep, readAddress, type SandboxRequest } from './read-request.ts';
import { isWorkedOutBy, labeled, leastOf, modeled, type ResponseLabel } from './response-label.ts';
import type { GraphCall, GraphResponse, Route } from './route.ts';
import { type RouteIndex, type RouteMatch, routeIndex } from './route-index.ts';
import { clientRequestIdOf, type ExchangeMarks, sendResponse, withMarks } from './send-response.ts';
import { batchResponse } from './service-batch.ts';

export type GraphService = (request: SandboxRequest, caller: Caller | undefined) => SandboxResponse;

export type ServiceOptions = {
  /** Where a challenge sends those who have no token. */
  readonly authority?: string;
  readonly faults?: FaultBoard;
  /** Request ids are made of it. */
  readonly requestIds?: IdSource;
  /** Responds to paths outside the versions that need no token, such as downloads. */
  readonly outside?: (request: SandboxRequest) => GraphResponse | undefined;
  /** Responds to requests without a route. Without it, these are errors of the client. */
  readonly typed?: TypedLayer;
};

/** The service: takes a request and who sends it, finds the route, and answers as Graph does. */
export function graphService(world: World, routes: readonly Route[], options: ServiceOptions = {}): GraphService {
  const service = new Service(world, routeIndex(routes), options);
  return (request, caller) => service.handle(request, caller);
}

/** A request on its way. */
type Visit = { readonly request: SandboxRequest; readonly caller: Caller | undefined; readonly inBatch: boolean };

/** Clients may send any other method: `OPTIONS`. */
const served: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

class Service {
  readonly #world: World;
  readonly #routes: RouteIndex;
  readonly #options: ServiceOptions;
  readonly #faults: FaultBoard;
  readonly #requestIds: IdSource;
  readonly #authority: string;

  constructor(world: World, routes: RouteIndex, options: ServiceOptions) {
    this.#world = world;
    this.#routes = routes;
    this.#options = options;
    this.#faults = options.faults ?? faultBoard(world.clock.now);
    this.#requestIds = options.requestIds ?? idSource('requests');
    this.#authority = options.authority ?? defaultAuthority;
  }

  handle(request: SandboxRequest, caller: Caller | undefined): SandboxResponse {
    // HEAD is a GET without its body.
    if (request.method === 'HEAD') {
      const { bytes: _, ...answer } = this.handle({ ...request, method: 'GET' }, caller);
      return { ...answer, text: '' };
    }
    const { response, fault } = this.#respond({ request, caller, inBatch: false });
    const sent = sendResponse(response, this.#marks(request));
    return fault === undefined ? sent : breakBody(sent, fault);
  }

  #marks({ headers }: SandboxRequest): ExchangeMarks {
    const requestId = this.#requestIds.uuid();
    return { requestId, clientRequestId: clientRequestIdOf(headers, requestId), timeMs: this.#world.clock.now() };
  }

  /** The response, and the fault that is yet to happen to it. */
  #respond(visit: Visit): { readonly response: GraphResponse; readonly fault?: Fault } {
    const { method } = visit.request;
    if (!served.has(method))
      return { response: graphError(405, 'MethodNotAllowed', `The method ${method} is not allowed on this resource.`) };
    const read = readAddress(visit.request.url);
    const path = read.ok ? read.address.path : visit.request.url;
    const meeting = this.#faults.meet(visit.request, path);
    if (meeting.kind === 'unreadable') return { response: badRequest(`x-sandbox-fault: ${meeting.message}.`) };
    const fault = meeting.kind === 'fault' ? meeting.fault : undefined;
    const met = { authority: this.#authority, path, caller: visit.caller };
    const refusal = fault === undefined ? undefined : refusalOf(fault, met);
    if (refusal !== undefined) return fault?.kind === 'reset' ? { response: refusal, fault } : { response: refusal };
    const response = read.ok ? this.#seen(visit, read.address, fault) : this.#outside(visit, read.response);
    if (fault === undefined) return { response };
    return { response: lostReply(fault) ?? response, fault };
  }

  #outside({ request }: Visit, otherwise: GraphResponse): GraphResponse {
    this.#world.reviews.settle();
    return this.#options.outside?.(request) ?? otherwise;
  }

  /** The response of replicas that may lag behind. */
  #seen(visit: Visit, address: Address, fault: Fault | undefined): GraphResponse {
    const { replicas } = this.#faults;
    const isRead = visit.request.method === 'GET';
    const hidden = replicas.refusal(address) ?? this.#unseen(visit, address);
    if (hidden !== undefined) return hidden;
    const lag = fault?.kind === 'lag' && !isRead ? fault : undefined;
    const before = lag === undefined ? undefined : this.#before(visit, address);
    const response = this.#served(visit, address);
    if (isRead) return replicas.asSeen(address, response);
    if (lag === undefined || response.status >= 300) return response;
    const id = property(response.body, 'id');
    const appId = property(response.body, 'appId');
    if (visit.request.method === 'POST' && typeof id === 'string') {
      replicas.hide(id, lag);
      if (typeof appId === 'string') replicas.hide(appId, lag);
    } else if (before !== undefined) replicas.keep(address, before, lag);
    return response;
  }

  /** A service principal of an application that does not exist on a replica yet. */
  #unseen({ request: { method, body } }: Visit, { segments }: Address): GraphResponse | undefined {
    if (method !== 'POST' || segments.length !== 1 || !/^servicePrincipals$/i.test(segments[0] ?? '')) return undefined;
    const appId = property(body, 'appId');
    return typeof appId === 'string' && this.#faults.replicas.isHidden(appId) ? noApplication(appId) : undefined;
  }

  /** The response to a read of the same place. */
  #before({ request, caller, inBatch }: Visit, address: Address) {
    if (request.method === 'POST') return undefined;
    const { headers, url } = request;
    return this.#served({ request: { method: 'GET', url, headers }, caller, inBatch }, address).body;
  }

  #served(visit: Visit, address: Address): GraphResponse {
    const { request, caller } = visit;
    if (caller === undefined) return unauthenticated('Access token is empty.', this.#authority);
    if (isStranger(this.#world, caller)) return unknownIdentity;
    if (isTooDeep(request.body)) return badRequest('Unable to read JSON request payload: the body is nested too deep.');
    if (isBatch(address)) return this.#batch(visit, address, caller);
    const { match, countOnly } = this.#find(request, address);
    if (match.kind === 'wrong-method' && match.alone) return labeled(unclaimed(match, request, address), modeled);
    if (match.kind !== 'found') return this.#typed(visit, address, caller) ?? unclaimed(match, request, address);
    const left = match.route.leaves?.(this.#world.store, address.segments.join('/').toLowerCase());
    const isTyped = isDelta(address) || left === 'object';
    const typed = isTyped ? this.#typed(visit, address, caller) : undefined;
    if (typed !== undefined) return typed;
    const refused =
      admissionFault(match.route, caller, { method: request.method, segments: address.segments }) ?? bodyFault(request);
    if (refused !== undefined) return labeled(refused, modeled);
    this.#world.reviews.settle();
    const call = { ...this.#call(visit, address, caller), params: match.params, ...(countOnly ? { countOnly } : {}) };
    const response = match.route.handle(call);
    const uncounted = countOnly && response.status === 200 && response.text === undefined;
    if (uncounted) return badRequest("Resource not found for the segment '$count': this is no collection.");
    const isPart = left === 'list';
    return this.#completed(visit, address, { caller, response: labeled(response, modeled), isPart });
  }

  #call({ request }: Visit, address: Address, caller: Caller): GraphCall {
    const { version, query, path } = address;
    const { headers, body } = request;
    return { version, params: {}, query, headers, body, path, caller, world: this.#world };
  }

  #typed(visit: Visit, address: Address, caller: Caller): GraphResponse | undefined {
    const { typed } = this.#options;
    if (typed === undefined) return undefined;
    this.#world.reviews.settle();
    return typed.handle({ request: visit.request, address, call: this.#call(visit, address, caller) });
  }

  /** The response of a pack, unless the typed layer has more: objects of a seed, or properties that the pack lacks. */
  #completed(visit: Visit, address: Address, { caller, response, isPart }: PackResponse): GraphResponse {
    const { typed } = this.#options;
    if (typed === undefined) return response;
    const { method } = visit.request;
    if (method !== 'GET' && response.status < 300) typed.changed(address);
    if (method !== 'GET' && response.status !== 501) return response;
    const knowsMore = response.status < 300 ? isPart : isBeyondPack(response);
    const more = knowsMore ? this.#typed(visit, address, caller) : undefined;
    if (more !== undefined && (more.status < 300 || more.status === 410)) return more;
    const isSeeded = !isWorkedOutBy(address.query) && typed.isGiven(address, response.body);
    return isSeeded ? labeled(response, { source: 'seeded' }) : response;
  }

  /** A path that ends in `/$count` returns the number of items in the collection. */
  #find({ method }: SandboxRequest, { version, segments }: Address) {
    const match = this.#routes({ version, method, segments });
    if (match.kind === 'found' || method !== 'GET' || segments.at(-1)?.toLowerCase() !== '$count') {
      return { match, countOnly: false };
    }
    return { match: this.#routes({ version, method, segments: segments.slice(0, -1) }), countOnly: true };
  }

  #batch({ request, inBatch }: Visit, { version }: Address, caller: Caller): GraphResponse {
    if (inBatch) return badRequest('A batch cannot hold another one.');
    if (request.method !== 'POST') return graphError(405, 'MethodNotAllowed', 'A batch is sent with POST.');
    const refused = bodyFault(request);
    if (refused !== undefined) return refused;
    const labels: (ResponseLabel | undefined)[] = [];
    const response = batchResponse(request.body, version, (inner) => {
      const { response: part } = this.#respond({ request: inner, caller, inBatch: true });
      labels.push(part.label);
      return withMarks(part, this.#marks(inner));
    });
    return labeled(response, leastOf(labels));
  }
}

type PackResponse = {
  readonly caller: Caller;
  readonly response: GraphResponse;
  /** A list with more objects than those of its pack. */
  readonly isPart: boolean;
};

function unclaimed(
  match: Exclude<RouteMatch, { readonly kind: 'found' }>,
  { method }: SandboxRequest,
  { version, segments }: Address,
): GraphResponse {
  switch (match.kind) {
    case 'unknown':
      return badRequest(`Resource not found for the segment '${match.segment}'.`);
    case 'other-version':
      return badRequest(`Resource not found for the segment '${segments.at(-1) ?? ''}' in ${version}.`);
    case 'wrong-method':
      return {
        ...graphError(405, 'MethodNotAllowed', `The method ${method} is not allowed on this resource.`),
        headers: { allow: match.allowed.join(', ') },
      };
    default:
      return match satisfies never;
  }
}

/** A function's name where a pack expects an id. */
const isDelta = ({ segments }: Address): boolean =>
  /^(?:microsoft\.graph\.)?delta(?:\(\))?$/i.test(segments.at(-1) ?? '');

const isBatch = ({ segments }: Address): boolean => segments.length === 1 && segments[0]?.toLowerCase() === '$batch';
