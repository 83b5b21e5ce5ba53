import { defined } from '../../../defined.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { bodyJson } from '../../../http/response-body.ts';
import { type Json, property } from '../../../json/json.ts';

/** A write of this run that the service accepted, and that may not be visible everywhere yet. */
export type OwnWrite = {
  readonly kind: 'made' | 'removed';
  readonly atMs: number;
  /** Path without version and query, in segments, in lower case. */
  readonly path: readonly string[];
  /** The body that was sent. */
  readonly body?: Json;
  /** The id in the response to a create, in lower case; parsed only when a response is suspicious. */
  readonly id: () => string | undefined;
};

const mostKept = 500;

/** The writes of a run, to distinguish a response that lags behind them from a wrong one. */
export class OwnWrites {
  readonly #writes: OwnWrite[] = [];

  /** Notes an accepted write. */
  note(request: HttpRequest, response: HttpResponse, atMs: number): void {
    const { method, url, body } = request;
    if (method === 'GET' || method === 'HEAD' || response.status < 200 || response.status > 299) return;
    const kind = method === 'DELETE' ? 'removed' : 'made';
    const id = method === 'POST' ? once(() => createdId(response)) : () => undefined;
    this.#writes.push({ kind, atMs, path: segmentsOf(url), id, ...defined({ body }) });
    if (this.#writes.length > mostKept) this.#writes.shift();
  }

  /** The writes since then that concern this request: to the same object, its collection, or an object below it. */
  related(request: HttpRequest, sinceMs: number): readonly OwnWrite[] {
    const path = segmentsOf(request.url);
    let text: string | undefined;
    const mentions = (write: OwnWrite): boolean => {
      const id = write.id();
      text ??= mentionText(request);
      return id !== undefined && text.includes(id);
    };
    return this.#writes.filter(
      (write) => write.atMs >= sinceMs && (isWithin(path, write.path) || isWithin(write.path, path) || mentions(write)),
    );
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A member's `@odata.id` names the object in the body, not in the url. */
function mentionText({ url, body }: HttpRequest): string {
  return (body === undefined ? url : `${url} ${JSON.stringify(body, bigintAsText)}`).toLowerCase();
}

const bigintAsText = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

function createdId(response: HttpResponse): string | undefined {
  const parsed = bodyJson(response);
  const id = parsed.ok ? property(parsed.value, 'id') : undefined;
  // A short id would be found in any url.
  return typeof id === 'string' && id.length >= 8 ? id.toLowerCase() : undefined;
}

/** The segments of a path without version and query, in lower case; for a captured link, those of its source. */
export function segmentsOf(url: string): readonly string[] {
  const [path = ''] = url.toLowerCase().split(/[?#]/, 1);
  const [, ...segments] = path.split('/').filter(Boolean);
  return segments.filter((segment) => segment !== '$ref' && segment !== '$value');
}

function isWithin(path: readonly string[], above: readonly string[]): boolean {
  return above.length > 0 && above.every((segment, at) => path[at] === segment);
}
