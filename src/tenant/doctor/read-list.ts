import { isJsonObject, type JsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { ReadReply } from './doctor-ports.ts';

export type ReadList =
  | { readonly kind: 'list'; readonly items: readonly JsonObject[] }
  | { readonly kind: 'none'; readonly status?: number; readonly why: string };

/** The `value` of a response, or the reason why there is none. */
export function readList(reply: ReadReply): ReadList {
  if ('kind' in reply) return { kind: 'none', why: reply.message };
  if (reply.status !== 200) return { kind: 'none', status: reply.status, why: `Graph responded with ${reply.status}` };
  const parsed = parseJson(reply.text);
  const value = parsed.ok ? property(parsed.value, 'value') : undefined;
  if (!Array.isArray(value)) return { kind: 'none', why: 'the response is not a list' };
  return { kind: 'list', items: value.filter((item) => isJsonObject(item)) };
}

export function textIn(object: JsonObject, name: string): string | undefined {
  const value = property(object, name);
  return typeof value === 'string' ? value : undefined;
}
