import { defined } from '../../../defined.ts';
import type { Headers, HttpRequest } from '../../../http/message.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';

/** A request and its response, with the ids that a page shows. */
export type ShownExchange = {
  readonly request: Pick<HttpRequest, 'method' | 'url' | 'body'>;
  readonly response: { readonly status: number; readonly headers?: Headers; readonly body?: Json };
};

/** The requests of a batch with their responses. */
export function unbatched(exchange: ShownExchange): readonly ShownExchange[] {
  const { request, response } = exchange;
  const version = /^\/(v1\.0|beta)\/\$batch$/i.exec(request.url)?.[1];
  if (version === undefined) return [exchange];
  const responses = listIn(response.body, 'responses');
  return listIn(request.body, 'requests').map((part): ShownExchange => {
    const own = responses.find((one) => String(property(one, 'id')) === String(property(part, 'id')));
    const [body, answer] = [property(part, 'body'), own && property(own, 'body')];
    const method = String(property(part, 'method') ?? 'GET').toUpperCase() as HttpRequest['method'];
    const url = `/${version}/${String(property(part, 'url') ?? '').replace(/^\//, '')}`;
    return {
      request: { method, url, ...defined({ body }) },
      response: {
        status: Number((own && property(own, 'status')) ?? 200),
        ...defined({ body: answer }),
      },
    };
  });
}

function listIn(body: Json | undefined, name: string): readonly JsonObject[] {
  const value = isJsonObject(body) ? property(body, name) : undefined;
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
