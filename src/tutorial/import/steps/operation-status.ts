import { isJsonObject, type Json } from '../../../json/json.ts';
import type { PageResponse } from '../../page/page.ts';

/** Words for the states of an operation: running, and failed. */
const running = /^(?:not ?started|in ?progress|running|pending|queued|waiting)$/i;
const failed = /^(?:failed|failure|canceled|cancelled|error)$/i;

/** The state of an operation in a response; `undefined` if there is none. */
export function operationStatus(body: Json | undefined): 'running' | 'failed' | 'over' | undefined {
  const status = isJsonObject(body) ? body.status : undefined;
  if (typeof status !== 'string') return undefined;
  return running.test(status) ? 'running' : failed.test(status) ? 'failed' : 'over';
}

/** The JSON of a response on a page. */
export const jsonOf = (response: PageResponse | undefined): Json | undefined =>
  response?.body?.kind === 'json' ? response.body.value : undefined;
