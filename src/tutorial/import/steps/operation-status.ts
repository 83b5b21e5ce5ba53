import { isJsonObject, type Json } from '../../../json/json.ts';
import type { PageResponse } from '../../page/page.ts';

/** Words with which the service says that an operation is not over, and that it failed. */
const running = /^(?:not ?started|in ?progress|running|pending|queued|waiting)$/i;
const failed = /^(?:failed|failure|canceled|cancelled|error)$/i;

/** How far a response says that an operation is; `undefined` where it names none. */
export function operationStatus(body: Json | undefined): 'running' | 'failed' | 'over' | undefined {
  const status = isJsonObject(body) ? body.status : undefined;
  if (typeof status !== 'string') return undefined;
  return running.test(status) ? 'running' : failed.test(status) ? 'failed' : 'over';
}

/** What a response of a page says in JSON. */
export const jsonOf = (response: PageResponse | undefined): Json | undefined =>
  response?.body?.kind === 'json' ? response.body.value : undefined;
