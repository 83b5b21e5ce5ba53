import type { Headers, HttpRequest } from '../../../http/message.ts';
import type { Json } from '../../../json/json.ts';

/** A request and its response, with the ids that a page shows. */
export type ShownExchange = {
  readonly request: Pick<HttpRequest, 'method' | 'url' | 'body'>;
  readonly response: { readonly status: number; readonly headers?: Headers; readonly body?: Json };
};
