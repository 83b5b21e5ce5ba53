import { isJsonObject, type JsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { ReadAnswer } from './doctor-ports.ts';

export type ReadList =
  | { readonly kind: 'list'; readonly items: readonly JsonObject[] }
  | { readonly kind: 'none'; readonly status?: number; readonly why: string };

/** The `value` of a response, or why there is none. */
export function readList(answer: ReadAnswer): ReadList {
  if ('kind' in answer) return { kind: 'none', why: answer.message };
  if (answer.status !== 200) return { kind: 'none', status: answer.status, why: `Graph answered ${answer.status}` };
  const parsed = parseJson(answer.text);
  const value = parsed.ok && isJsonObject(parsed.value) ? property(parsed.value, 'value') : undefined;
  if (!Array.isArray(value)) return { kind: 'none', why: 'the response is not a list' };
  return { kind: 'list', items: value.filter((item) => isJsonObject(item)) };
}

export function textIn(object: JsonObject, name: string): string | undefined {
  const value = property(object, name);
  return typeof value === 'string' ? value : undefined;
}
