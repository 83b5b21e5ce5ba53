import { defined } from '../../../defined.ts';
import { isJsonObject } from '../../../json/json.ts';
import { parseJson } from '../../../json/parse-json.ts';

/** The requirements of a service for the next token. */
export type Challenge = {
  /** `insufficient_claims`, `invalid_token`. */
  readonly error?: string;
  /** The claims to request, as JSON. Never shown: they may name people. */
  readonly claims?: string;
};

/** The Bearer challenge of a `WWW-Authenticate` header (RFC 9110 section 11.6.1, RFC 6750 section 3). */
export function readChallenge(header: string | undefined): Challenge {
  const bearer = header === undefined ? -1 : header.search(/(?:^|[\s,])bearer\s/i);
  if (header === undefined || bearer === -1) return {};
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, token] of header.slice(bearer).matchAll(parameter)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? token ?? '');
  }
  const error = parameters.get('error');
  const claims = decodedClaims(parameters.get('claims'));
  return { ...defined({ error, claims }) };
}

const parameter = /([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/g;

/** Base64 or base64url of a JSON object. */
function decodedClaims(value: string | undefined): string | undefined {
  if (value === undefined || !/^[A-Za-z0-9+/_-]+=*$/.test(value)) return undefined;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const parsed = parseJson(text);
  return parsed.ok && isJsonObject(parsed.value) ? text : undefined;
}
