import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import type { GivenObjects } from './given-objects.ts';
import type { Reached } from './given-path.ts';

const somewhen: JsonObject = { deletedDateTime: '2026-01-01T00:00:00Z' };

/** A response about the deleted items, with the time of deletion on each: where it is not shown, there is one. */
export function asDeleted(segments: readonly string[], body: Json | undefined): Json | undefined {
  if (!/^directory\/deletedItems\b/i.test(segments.join('/')) || !isJsonObject(body)) return body;
  const value = property(body, 'value');
  if (!Array.isArray(value)) return { ...somewhen, ...body };
  return { ...body, value: value.map((item) => (isJsonObject(item) ? { ...somewhen, ...item } : item)) };
}

type SentRequest = { readonly method: string; readonly segments: readonly string[]; readonly body: Json | undefined };

/** An object that is restored, or deleted permanently, is among the deleted items. */
export function noteDeleted(
  given: GivenObjects,
  reached: Reached | undefined,
  { method, segments, body }: SentRequest,
): void {
  const [, id, more] = /^directory\/deletedItems\/([^/]+)(\/restore)?$/i.exec(segments.join('/')) ?? [];
  if (id === undefined || given.isMade(id)) return;
  if (method === 'DELETE') given.note(`/users/${id}`, 'user', somewhen);
  else if (method === 'POST' && more !== undefined && reached?.kind === 'operation' && reached.on !== undefined)
    given.show(reached.on, { ...(isJsonObject(body) ? body : {}), id, ...somewhen });
}
