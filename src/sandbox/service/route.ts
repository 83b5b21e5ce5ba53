/** The service of the sandbox: routes, permissions, errors, batches and faults. This file: what a route is. */
import type { Headers, Method } from '../../http/message.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { World } from '../world.ts';
import type { Caller } from './caller.ts';
import type { ResponseLabel } from './response-label.ts';

export type ApiVersion = 'v1.0' | 'beta';

/** A request for a route, with everything that a route needs. */
export type GraphCall = {
  readonly version: ApiVersion;
  /** The values of the path's `{names}`, decoded. */
  readonly params: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly body: Json | undefined;
  /** The path within the version, decoded, without query: what `@odata.context` and `@odata.nextLink` are made of. */
  readonly path: string;
  readonly caller: Caller;
  readonly world: World;
  /** Only the number of items is requested: the path ended in `/$count`, which the service has removed. */
  readonly countOnly?: boolean;
};

export type GraphResponse = {
  readonly status: number;
  readonly headers?: Headers;
  readonly body?: JsonObject;
  /** A body that is not JSON, instead of `body`: `/$count`, downloads. Needs a `content-type` header. */
  readonly text?: string;
  /** Bytes, instead of `body` and `text`. Needs a `content-type` header. */
  readonly content?: Buffer;
  /** How much it is worth as evidence; put on by the service. */
  readonly label?: ResponseLabel;
};

export type Route = {
  readonly method: Method;
  /**
   * Segments in Graph's own spelling; `{name}` stands for an id. `/groups/{groupId}/members/microsoft.graph.user`,
   * `/…/decisions/filterByCurrentUser(on='{on}')`. Matched without regard to case, as Graph does.
   */
  readonly path: string;
  readonly versions: readonly ApiVersion[];
  /** Any one of them is enough; an empty list: the context is not supported. From the permissions table. */
  readonly permissions: { readonly delegated: readonly string[]; readonly application: readonly string[] };
  /** The error for a caller without any of them; default: `Authorization_RequestDenied`, as in the directory. */
  readonly refusal?: GraphResponse;
  /** Its path has no other route: other methods are 405. */
  readonly alone?: true;
  /** Objects of a seed, by lower-case place, that the typed layer serves instead of the pack. */
  readonly leaves?: (store: ObjectStore, place: string) => 'object' | 'list' | undefined;
  readonly handle: (call: GraphCall) => GraphResponse;
};

export const bothVersions: readonly ApiVersion[] = ['v1.0', 'beta'];
export const betaOnly: readonly ApiVersion[] = ['beta'];

/** A route of both versions, without more. */
export const route = (
  method: Method,
  path: string,
  permissions: Route['permissions'],
  handle: Route['handle'],
): Route => ({ method, path, versions: bothVersions, permissions, handle });

/** Permissions for users and applications alike, the least first; a text may have several names between blanks. */
export function grant(...names: readonly string[]): Route['permissions'] {
  return grants(names.join(' '), names.join(' '));
}

/** The same where users and applications need others. */
export function grants(delegated: string, application: string): Route['permissions'] {
  const [ofUsers = [], ofApplications = []] = [delegated, application].map((names) => names.split(' '));
  return { delegated: ofUsers, application: ofApplications };
}

export const ok = (body: JsonObject): GraphResponse => ({ status: 200, body });
export const created = (body: JsonObject): GraphResponse => ({ status: 201, body });
export const noContent: GraphResponse = { status: 204 };
