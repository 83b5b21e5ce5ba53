import { isJsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';

/** The scopes and roles in a token; empty if it cannot be decoded, since clients must not rely on that. */
export function grantsOf(token: string): readonly string[] {
  const [, payload = ''] = token.split('.');
  const parsed = parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
  if (!parsed.ok || !isJsonObject(parsed.value)) return [];
  const [scopes, roles] = [property(parsed.value, 'scp'), property(parsed.value, 'roles')];
  return [
    ...(typeof scopes === 'string' ? scopes.split(' ').filter(Boolean) : []),
    ...(Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : []),
  ];
}
