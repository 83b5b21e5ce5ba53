import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { isJsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';

/** A write of this run that the service accepted: what may not show everywhere yet. */
export type OwnWrite = {
  readonly kind: 'made' | 'removed';
  readonly atMs: number;
  /** Path without version and query, in segments, in lower case. */
  readonly path: readonly string[];
  /** The answer to a create: the id in it is looked for only when something is strange. */
  readonly created?: HttpResponse;
};

const mostKept = 500;

/** The writes of a run, so that a strange answer shortly after one of them can be told from a wrong one. */
export class OwnWrites {
  readonly #writes: OwnWrite[] = [];
  readonly #ids = new WeakMap<OwnWrite, string | undefined>();

  /** Notes an accepted write. */
  note(request: HttpRequest, response: HttpResponse, atMs: number): void {
    const { method, url } = request;
    if (method === 'GET' || method === 'HEAD' || response.status < 200 || response.status > 299) return;
    const kind = method === 'DELETE' ? 'removed' : 'made';
    this.#writes.push({ kind, atMs, path: segmentsOf(url), ...(method === 'POST' ? { created: response } : {}) });
    if (this.#writes.length > mostKept) this.#writes.shift();
  }

  /** The last write since then that has to do with this request: same object, its collection, or what lies below it. */
  lastRelated(request: HttpRequest, kind: OwnWrite['kind'] | 'any', sinceMs: number): OwnWrite | undefined {
    const path = segmentsOf(request.url);
    let text: string | undefined;
    const mentions = (write: OwnWrite): boolean => {
      const id = this.#idOf(write);
      text ??= mentionText(request);
      return id !== undefined && text.includes(id);
    };
    return this.#writes.findLast(
      (write) =>
        write.atMs >= sinceMs &&
        (kind === 'any' || write.kind === kind) &&
        (isWithin(path, write.path) || isWithin(write.path, path) || mentions(write)),
    );
  }

  #idOf(write: OwnWrite): string | undefined {
    if (write.created === undefined) return undefined;
    if (!this.#ids.has(write)) this.#ids.set(write, createdId(write.created));
    return this.#ids.get(write);
  }
}

/** A member's `@odata.id` names the object in the body, not in the url. */
function mentionText({ url, body }: HttpRequest): string {
  return (body === undefined ? url : `${url} ${JSON.stringify(body, bigintAsText)}`).toLowerCase();
}

const bigintAsText = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

function createdId({ text }: HttpResponse): string | undefined {
  const parsed = parseJson(text);
  const id = parsed.ok && isJsonObject(parsed.value) ? property(parsed.value, 'id') : undefined;
  // A short id would be found in any url.
  return typeof id === 'string' && id.length >= 8 ? id.toLowerCase() : undefined;
}

function segmentsOf(url: string): readonly string[] {
  const [path = ''] = url.toLowerCase().split(/[?#]/, 1);
  const [, ...segments] = path.split('/').filter(Boolean);
  return segments.filter((segment) => segment !== '$ref' && segment !== '$value');
}

function isWithin(path: readonly string[], above: readonly string[]): boolean {
  return above.length > 0 && above.every((segment, at) => path[at] === segment);
}
