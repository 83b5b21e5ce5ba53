import { defined } from '../../defined.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';

/** The claims of a token, unverified: only Graph can verify them. */
export type TokenClaims = {
  readonly audience: string;
  readonly tenant: string;
  readonly expiresAtMs: number;
  /** `delegated`: on behalf of a signed-in user. */
  readonly context: 'delegated' | 'application';
  /** `scp` or `roles`: the granted permissions. */
  readonly permissions: readonly string[];
  readonly appId?: string;
  /** Its subject: object id, and user principal name of a user. */
  readonly objectId?: string;
  readonly userName?: string;
  /** Template ids of the directory roles of the user. */
  readonly directoryRoles: readonly string[];
};

/** Reads the claims of an access token; `undefined` if it is not a JWT, or lacks a claim that every Entra token has. */
export function readTokenClaims(token: string): TokenClaims | undefined {
  const payload = token.split('.')[1];
  const parsed = payload === undefined ? undefined : parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
  if (parsed?.ok !== true || !isJsonObject(parsed.value)) return undefined;
  const claims = parsed.value;
  const [audience, tenant, expires] = [text(claims, 'aud'), text(claims, 'tid'), property(claims, 'exp')];
  if (audience === undefined || tenant === undefined || typeof expires !== 'number') return undefined;
  const scopes = text(claims, 'scp');
  const isApplication = text(claims, 'idtyp') === 'app' || scopes === undefined;
  return {
    audience,
    tenant,
    expiresAtMs: expires * 1000,
    context: isApplication ? 'application' : 'delegated',
    permissions: isApplication
      ? texts(property(claims, 'roles'))
      : (scopes ?? '').split(' ').filter((one) => one !== ''),
    directoryRoles: texts(property(claims, 'wids')),
    ...defined({ appId: text(claims, 'appid') ?? text(claims, 'azp') }),
    ...defined({ objectId: text(claims, 'oid') }),
    ...defined({ userName: text(claims, 'upn') ?? text(claims, 'preferred_username') ?? text(claims, 'unique_name') }),
  };
}

function text(claims: JsonObject, name: string): string | undefined {
  const value = property(claims, name);
  return typeof value === 'string' ? value : undefined;
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
