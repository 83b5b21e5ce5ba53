import type { JsonObject } from '../../../json/json.ts';
import type { User } from '../../packs/directory/directory.ts';
import type { AppRegistration } from './app-registration.ts';
import { deviceInterval } from './device-codes.ts';
import type { Entra } from './entra.ts';
import type { EntraError } from './entra-error.ts';
import { appOf, grantOf, newRefreshToken, type TokenGrant } from './token-endpoint-grants.ts';
import { delegatedScope, graphResources } from './token-scope.ts';
import { tokenLifetime } from './token-signer.ts';

type TokenEndpointResult = { readonly kind: 'body'; readonly body: JsonObject } | EntraError;

/** `POST /{tenant}/oauth2/v2.0/token`. */
export async function tokenResponse(
  form: URLSearchParams,
  tenantName: string,
  entra: Entra,
): Promise<TokenEndpointResult> {
  const grant = await grantOf(form, tenantName, entra);
  if (grant.kind === 'error') return grant;
  const { app, scope, user } = grant;
  const access = await entra.signer.sign(accessClaims(grant), { audience: scope.audience });
  const base = { token_type: 'Bearer', expires_in: tokenLifetime, ext_expires_in: tokenLifetime, access_token: access };
  if (user === undefined) return { kind: 'body', body: base };
  return {
    kind: 'body',
    body: {
      ...base,
      scope: scope.permissions.map((name) => `${scope.audience}/${name}`).join(' '),
      ...(scope.offline ? { refresh_token: newRefreshToken(user, app, entra) } : {}),
      ...(scope.openid ? { id_token: await entra.signer.sign(idClaims(user), { audience: app.appId }) } : {}),
      ...(form.get('client_info') === '1' ? { client_info: clientInfo(user, entra) } : {}),
    },
  };
}

/** `POST /{tenant}/oauth2/v2.0/devicecode`. */
export function deviceCodeResponse(form: URLSearchParams, entra: Entra): TokenEndpointResult {
  const app = appOf(form, entra);
  if (app.kind === 'error') return app;
  const scope = delegatedScope(form.get('scope'), app.registration, graphResources(entra.origin));
  if (scope.kind === 'error') return scope;
  const { userCode, deviceCode, expiresMs } = entra.devices.start(app.registration.appId, form.get('scope') ?? '');
  const page = `${entra.origin}/devicelogin`;
  return {
    kind: 'body',
    body: {
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: page,
      expires_in: Math.floor((expiresMs - entra.now()) / 1000),
      interval: deviceInterval,
      message: `To sign in, approve the code ${userCode} as described at ${page}.`,
    },
  };
}

function accessClaims({ app, scope, user }: TokenGrant): { readonly [claim: string]: unknown } {
  const base = { appid: app.appId, app_displayname: app.displayName, ver: '1.0' };
  if (user === undefined) return { ...base, ...applicationIdentity(app), roles: scope.permissions };
  const { id, userPrincipalName, displayName } = user;
  const identity = { oid: id, sub: id, upn: userPrincipalName, unique_name: userPrincipalName, name: displayName };
  return { ...base, ...identity, idtyp: 'user', scp: scope.permissions.join(' ') };
}

function applicationIdentity({ objectId }: AppRegistration): { readonly [claim: string]: unknown } {
  return { oid: objectId, sub: objectId, idtyp: 'app' };
}

function idClaims({ id, userPrincipalName, displayName }: User): { readonly [claim: string]: unknown } {
  return { oid: id, sub: id, preferred_username: userPrincipalName, name: displayName, ver: '2.0' };
}

function clientInfo({ id }: User, { tenant }: Entra): string {
  return Buffer.from(JSON.stringify({ uid: id, utid: tenant.id })).toString('base64url');
}
