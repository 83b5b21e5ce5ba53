import type { TokenCredentialOptions } from '@azure/identity';
import { defined } from '../../defined.ts';
import type { SendSignIn } from './sign-in-request.ts';

type HttpClient = NonNullable<TokenCredentialOptions['httpClient']>;
type PipelineRequest = Parameters<HttpClient['sendRequest']>[0];
type PipelineHeaders = PipelineRequest['headers'];

/** Lets @azure/identity send through our own connections, so that proxy and certificates are the same for all calls. */
export function identityHttp(send: SendSignIn): HttpClient {
  return {
    sendRequest: async (request) => {
      const signal = abortSignalOf(request);
      const response = await send({
        method: request.method === 'GET' ? 'GET' : 'POST',
        url: request.url,
        headers: request.headers.toJSON(),
        ...(request.body === undefined || request.body === null ? {} : { body: String(request.body) }),
        ...defined({ signal }),
      });
      return { request, status: response.status, headers: headersOf(response.headers), bodyAsText: response.text };
    },
  };
}

/** The pipeline has its own type of signal. */
function abortSignalOf({ abortSignal }: PipelineRequest): AbortSignal | undefined {
  if (abortSignal === undefined) return undefined;
  const controller = new AbortController();
  if (abortSignal.aborted) controller.abort();
  else abortSignal.addEventListener('abort', () => controller.abort());
  return controller.signal;
}

function headersOf(headers: { readonly [name: string]: string }): PipelineHeaders {
  const map = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    get: (name) => map.get(name.toLowerCase()),
    has: (name) => map.has(name.toLowerCase()),
    set: (name, value) => void map.set(name.toLowerCase(), String(value)),
    delete: (name) => void map.delete(name.toLowerCase()),
    toJSON: () => Object.fromEntries(map),
    [Symbol.iterator]: () => map.entries(),
  };
}
