import type { AppRegistration } from './app-registration.ts';
import { type EntraError, entraError, missingParameter } from './entra-error.ts';

/** The granted scope of a token request. */
export type GrantedScope = {
  readonly kind: 'scope';
  /** The token's `aud`. */
  readonly audience: string;
  /** The token's `scp` or `roles`. */
  readonly permissions: readonly string[];
  readonly openid: boolean;
  readonly offline: boolean;
};

export const graphAppId = '00000003-0000-0000-c000-000000000000';
const openIdScopes = ['openid', 'profile', 'email', 'offline_access'];

/** Names that mean Microsoft Graph in a scope, and the audience of their tokens. */
export type Resources = ReadonlyMap<string, string>;

/** `https://graph.microsoft.com`, the app id of Graph, and the server's own origin. */
export function graphResources(origin: string): Resources {
  const graph = 'https://graph.microsoft.com';
  return new Map([
    [graph, graph],
    [graphAppId, graph],
    [origin, origin],
  ]);
}

/** The scope of an app-only token: `<resource>/.default`, and with it all permissions with consent. */
export function applicationScope(
  text: string | null,
  app: AppRegistration,
  resources: Resources,
): GrantedScope | EntraError {
  if (text === null || text === '') return missingParameter('scope');
  const { resource, name } = splitScope(text);
  if (text.includes(' ') || name !== '.default') {
    return entraError('app-scope', `An application asks for a resource followed by /.default, not for ${text}.`);
  }
  const audience = resources.get(resource);
  if (audience === undefined) return unknownResource(resource);
  return { kind: 'scope', audience, permissions: app.application, openid: false, offline: false };
}

/**
 * The scope of an application that asks for a user. Every permission must have been consented to, and the token carries
 * all of them, as Entra's do: not only those that were requested.
 */
export function delegatedScope(
  text: string | null,
  app: AppRegistration,
  resources: Resources,
): GrantedScope | EntraError {
  const names = (text ?? '').split(' ').filter((name) => name !== '');
  if (names.length === 0) return missingParameter('scope');
  const wanted = names.filter((name) => !openIdScopes.includes(name)).map(splitScope);
  const audiences = new Set(wanted.map(({ resource }) => resource));
  if (audiences.size > 1)
    return entraError('wrong-scope', `One token is for one resource: ${[...audiences].join(', ')}.`);
  const resource = wanted[0]?.resource ?? graphAppId;
  const audience = resources.get(resource);
  if (audience === undefined) return unknownResource(resource);
  const denied = wanted.find(({ name }) => name !== '.default' && !includes(app.delegated, name));
  if (denied !== undefined) {
    return entraError(
      'no-consent',
      `The user or administrator has not consented to use the application with ID '${app.appId}' named '${app.displayName}'. Send an interactive authorization request for this user and resource. What lacks is ${denied.name}.`,
    );
  }
  const openid = names.includes('openid');
  return { kind: 'scope', audience, permissions: app.delegated, openid, offline: names.includes('offline_access') };
}

function splitScope(text: string): { readonly resource: string; readonly name: string } {
  const at = text.lastIndexOf('/');
  // A permission without a resource is one of Graph.
  return at === -1 ? { resource: graphAppId, name: text } : { resource: text.slice(0, at), name: text.slice(at + 1) };
}

function includes(names: readonly string[], name: string): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

function unknownResource(resource: string): EntraError {
  return entraError('unknown-resource', `The resource ${resource} is not in this tenant.`);
}
