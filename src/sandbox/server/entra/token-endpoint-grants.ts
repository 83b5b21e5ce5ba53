import { randomBytes } from 'node:crypto';
import type { User } from '../../packs/directory/directory.ts';
import type { AppRegistration } from './app-registration.ts';
import { proveClient, same } from './client-proof.ts';
import type { Entra } from './entra.ts';
import { type EntraError, entraError, missingParameter } from './entra-error.ts';
import { applicationScope, delegatedScope, type GrantedScope, graphResources } from './token-scope.ts';

/** The subject and scope of a token. */
export type TokenGrant = {
  readonly kind: 'grant';
  readonly app: AppRegistration;
  readonly scope: GrantedScope;
  /** Absent for an app-only token. */
  readonly user?: User;
};

type GrantRequest = { readonly form: URLSearchParams; readonly app: AppRegistration; readonly proven: boolean };
type GrantRule = (request: GrantRequest, entra: Entra) => TokenGrant | EntraError;

const rules = new Map<string, GrantRule>([
  ['client_credentials', clientCredentials],
  ['password', password],
  ['refresh_token', refreshToken],
  ['authorization_code', authorizationCode],
  // MSAL's name for it, and the standard's.
  ['device_code', deviceCode],
  ['urn:ietf:params:oauth:grant-type:device_code', deviceCode],
]);

/** Decides about a request for a token. */
export async function grantOf(
  form: URLSearchParams,
  tenantName: string,
  entra: Entra,
): Promise<TokenGrant | EntraError> {
  const type = form.get('grant_type');
  if (type === null) return missingParameter('grant_type');
  const rule = rules.get(type);
  if (rule === undefined) return entraError('unsupported-grant', `Tokens are not granted for \`${type}\`.`);
  const app = appOf(form, entra);
  if (app.kind === 'error') return app;
  const proof = await proveClient(form, app.registration, {
    audiences: [tenantName, entra.tenant.id].flatMap((name) => assertionAudiences(name, entra)),
    now: entra.now,
  });
  if (typeof proof === 'object') return proof;
  return rule({ form, app: app.registration, proven: proof === 'proven' }, entra);
}

const malformed = entraError('wrong-refresh-token', 'Invalid request. Request is malformed or invalid.');

type FoundApp = { readonly kind: 'app'; readonly registration: AppRegistration };

export function appOf(form: URLSearchParams, { apps, tenant }: Entra): FoundApp | EntraError {
  const id = form.get('client_id');
  if (id === null) return missingParameter('client_id');
  const registration = apps.get(id);
  return registration === undefined
    ? entraError(
        'unknown-app',
        `Application with identifier '${id}' was not found in the directory '${tenant.id}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
      )
    : { kind: 'app', registration };
}

function assertionAudiences(tenant: string, { origin }: Entra): readonly string[] {
  return [`${origin}/${tenant}/oauth2/v2.0/token`, `${origin}/${tenant}/v2.0`, `${origin}/${tenant}/`];
}

function clientCredentials({ form, app, proven }: GrantRequest, { origin, tenant }: Entra): TokenGrant | EntraError {
  if (!proven) {
    const message = 'An application that asks for itself sends client_secret or client_assertion.';
    return entraError('no-client-proof', message);
  }
  if (app.objectId === undefined) {
    const message = `The client application ${app.appId} is missing service principal in the tenant ${tenant.id}.`;
    return entraError('no-principal', message);
  }
  const scope = applicationScope(form.get('scope'), app, graphResources(origin));
  return scope.kind === 'error' ? scope : { kind: 'grant', app, scope };
}

function password({ form, app }: GrantRequest, entra: Entra): TokenGrant | EntraError {
  const [name, given] = [form.get('username'), form.get('password')];
  if (name === null || given === null) {
    return missingParameter(name === null ? 'username' : 'password');
  }
  const user = entra.user(name);
  if (user === undefined) return entraError('unknown-user', `The account ${name} is not in this tenant.`);
  if (!same(entra.passwordOf(user), given)) return entraError('wrong-password', 'The password is not right.');
  return userGrant(user, app, { text: form.get('scope'), entra });
}

function deviceCode({ form, app }: GrantRequest, entra: Entra): TokenGrant | EntraError {
  const code = form.get('device_code');
  if (code === null) return missingParameter('device_code');
  const poll = entra.devices.poll(code, app.appId);
  switch (poll.kind) {
    case 'unknown':
      return entraError('wrong-code', 'No device waits with this code.');
    case 'expired':
      return entraError('expired-code', 'The code has expired.');
    case 'declined':
      return entraError('authorization-declined', 'The person declined.');
    case 'pending':
      return entraError(
        'authorization-pending',
        'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
      );
    case 'approved': {
      const user = poll.user === undefined ? entra.administrator() : entra.user(poll.user);
      if (user === undefined) return entraError('unknown-user', 'The person who answered is not in this tenant.');
      return userGrant(user, app, { text: poll.code.scope, entra });
    }
    default:
      return poll satisfies never;
  }
}

function authorizationCode({ form, app }: GrantRequest, entra: Entra): TokenGrant | EntraError {
  const [code, redirectUri, verifier] = [form.get('code'), form.get('redirect_uri'), form.get('code_verifier')];
  if (code === null) return missingParameter('code');
  if (redirectUri === null) return missingParameter('redirect_uri');
  if (verifier === null) return missingParameter('code_verifier');
  if (!/^[\w.-]+$/.test(code)) return malformed;
  const agreed = entra.authorizations.take(code, { appId: app.appId, redirectUri, verifier });
  const user = agreed === undefined ? undefined : entra.user(agreed.userId);
  if (agreed === undefined || user === undefined) {
    return entraError('wrong-authorization', 'The code is used, is over, or was given to another user.');
  }
  return userGrant(user, app, { text: form.get('scope') ?? agreed.scope, entra });
}

function refreshToken({ form, app }: GrantRequest, entra: Entra): TokenGrant | EntraError {
  const token = entra.refreshTokens.get(form.get('refresh_token') ?? '');
  const user = token?.appId === app.appId ? entra.user(token.userId) : undefined;
  if (user === undefined) return malformed;
  return userGrant(user, app, { text: form.get('scope'), entra });
}

type UserScope = { readonly text: string | null; readonly entra: Entra };

function userGrant(user: User, app: AppRegistration, { text, entra }: UserScope): TokenGrant | EntraError {
  if (!user.accountEnabled) return entraError('disabled-user', `The account ${user.userPrincipalName} is disabled.`);
  const scope = delegatedScope(text, app, graphResources(entra.origin));
  return scope.kind === 'error' ? scope : { kind: 'grant', app, scope, user };
}

export function newRefreshToken(user: User, app: AppRegistration, { refreshTokens }: Entra): string {
  const token = randomBytes(32).toString('base64url');
  refreshTokens.set(token, { appId: app.appId, userId: user.id });
  return token;
}
