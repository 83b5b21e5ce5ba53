import { isJsonObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Address } from '../../service/read-request.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { Ground } from './ground.ts';
import type { Dialect, Pack } from './pack.ts';

/** The pack that translates a path of beta. */
export function dialectOf(packs: readonly Pack[], { version, segments }: Address): Dialect | undefined {
  const path = `${segments.join('/').toLowerCase()}/`;
  return version === 'beta'
    ? packs.find(({ beta }) => beta !== undefined && path.startsWith(`${beta.below}/`))?.beta
    : undefined;
}

type Spoken = { readonly address: Address; readonly body: Json | undefined };

/** A request of beta, translated to v1.0. */
export function toV1(dialect: Dialect, { address, body }: Spoken): Spoken {
  const names = new Map(Object.entries(dialect.names).map(([name, other]) => [name.toLowerCase(), other]));
  const known = (word: string): string => names.get(word.toLowerCase()) ?? word;
  const segments = address.segments.map(known);
  const query = [...address.query].map(([name, value]): [string, string] => [name, renamed(value, known)]);
  const to = segments.filter((one) => !/^[0-9a-f-]{20,}/i.test(one)).at(-1) ?? '';
  return {
    address: { version: 'v1.0', segments, path: `/${segments.join('/')}`, query: new URLSearchParams(query) },
    body: body !== undefined && isJsonObject(body) ? dialect.request(body, to) : body,
  };
}

/** Renames names in a query, except in quotes. */
function renamed(text: string, known: (word: string) => string): string {
  const parts = text.split(/('(?:[^']|'')*')/);
  return parts.map((part, at) => (at % 2 === 1 ? part : part.replace(/[A-Za-z]\w*/g, known))).join('');
}

/** Converts a response of v1.0 to beta. */
export function toBeta(
  dialect: Dialect,
  response: GraphResponse,
  { segments, ground }: { readonly segments: readonly string[]; readonly ground: Ground },
): GraphResponse {
  const { body } = response;
  if (body === undefined || response.status >= 400) return response;
  const back = new Map(Object.entries(dialect.names).map(([name, other]) => [other, name]));
  const link = (text: string): string =>
    text
      .replace('/v1.0/', '/beta/')
      .replace(/[A-Za-z]\w*/g, (word) => (word === 'id' ? word : (back.get(word) ?? word)));
  const spoken = (value: Json, name: string): Json => {
    if (Array.isArray(value)) return value.map((one) => spoken(one, name));
    if (!isJsonObject(value)) return value;
    const inner = Object.entries(value).map(([key, one]): [string, Json] => [
      key,
      key.includes('@odata.') && typeof one === 'string' && key !== '@odata.type' ? link(one) : spoken(one, key),
    ]);
    return dialect.response(Object.fromEntries(inner), name, ground);
  };
  const name = segments.filter((one) => !/^[0-9a-f-]{20,}/i.test(one)).at(-1) ?? '';
  const { value, ...rest } = body;
  const said = Array.isArray(value) ? { ...rest, value } : body;
  const whole = Object.entries(said).map(([key, one]): [string, Json] => {
    if (key === 'value' && Array.isArray(one)) return [key, spoken(one, name)];
    return [key, key.startsWith('@odata.') && typeof one === 'string' ? link(one) : one];
  });
  const object: JsonObject = Object.fromEntries(whole);
  return { ...response, body: Array.isArray(value) ? object : objectOf(spoken(body, name), body) };
}

const objectOf = (value: Json, otherwise: JsonObject): JsonObject => (isJsonObject(value) ? value : otherwise);
