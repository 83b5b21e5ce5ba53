import { createHash, type Hash } from 'node:crypto';
import { lookup } from 'node:dns';
import type { Readable } from 'node:stream';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { defined } from '../../../defined.ts';
import { isTextType } from '../../../http/content-type.ts';
import type { Headers, HttpResponse, Method } from '../../../http/message.ts';
import { readContent } from '../../../http/read-content.ts';
import { isPrivateName, namingConnector, PrivateHost, publicLookup, tlsOptions } from './connector.ts';
import { decodeBody, tooLarge } from './decode-body.ts';
import { type Failure, failureOf } from './network-failure.ts';
import type { Trust } from './trust.ts';

/**
 * The only connection to the network: connections are kept for reuse, with one request at a time on each. Token
 * requests may use it, too.
 */
export type Wire = {
  readonly settings: WireSettings;
  /** Sends once and reads the whole response. Does not follow redirects, does not retry, never throws. */
  readonly exchange: (request: WireRequest, limits: WireLimits) => Promise<Delivery>;
  /** Later requests use new connections. */
  readonly renew: () => void;
  readonly close: () => Promise<void>;
};

type WireRequest = {
  readonly origin: string;
  readonly method: Method;
  readonly path: string;
  readonly headers: Headers;
  readonly body?: string | Uint8Array | Readable;
};

type WireLimits = {
  /** Until the last byte has arrived, in real time. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
};

type ReadLimits = WireLimits & { readonly mostBytes: number; readonly mostStreamed: number };

export type Delivery =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type WireSettings = Trust & {
  /** Where requests go through, and which hosts are spared (as `NO_PROXY` has it). */
  readonly proxy?: { readonly url: string; readonly except?: string };
  readonly connections?: number;
  /** The largest body, in bytes, both encoded and decoded. */
  readonly mostBytes?: number;
  /** The same of a body that is not text: past `mostBytes` only its size and hash are kept. */
  readonly mostStreamed?: number;
};

export function openWire(settings: WireSettings = {}): Wire {
  const mostBytes = settings.mostBytes ?? 8 * 1024 * 1024;
  const mostStreamed = settings.mostStreamed ?? Math.max(mostBytes, 64 * 1024 * 1024);
  let dispatcher = openDispatcher(settings);
  const retired = new Set<Promise<void>>();
  const send: Wire['exchange'] = (request, limits) =>
    exchange(dispatcher, request, { ...limits, mostBytes, mostStreamed });
  // If a proxy connects for us, a name is looked up before the request is sent; without a proxy, when the connection is
  // made.
  const isLookedUp = settings.proxy !== undefined && settings.publicOnly === true;
  return {
    settings,
    exchange: isLookedUp
      ? async (request, limits) => (await privateFailure(request, settings)) ?? send(request, limits)
      : send,
    renew: () => {
      // Requests in progress are completed; then the old connections close.
      const closing = dispatcher.close().finally(() => retired.delete(closing));
      retired.add(closing);
      dispatcher = openDispatcher(settings);
    },
    close: async () => {
      await dispatcher.destroy();
      await Promise.allSettled(retired);
    },
  };
}

async function privateFailure(request: WireRequest, settings: WireSettings): Promise<Delivery | undefined> {
  const { hostname, host } = new URL(request.origin);
  if (!(await isPrivateName(hostname, settings.lookup))) return undefined;
  const failure = failureOf(new PrivateHost(), { host, started: false });
  return { kind: 'failed', failure };
}

function openDispatcher({
  proxy,
  connections = 32,
  mostBytes: _,
  mostStreamed: __,
  ...trust
}: WireSettings): Dispatcher {
  // The deadline covers headers and body together, unlike undici's.
  const options = { pipelining: 1, headersTimeout: 0, bodyTimeout: 0, allowH2: false, connections };
  if (proxy === undefined) return new Agent({ ...options, connect: namingConnector(trust) });
  const tls = tlsOptions(trust);
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: proxy.url,
    httpsProxy: proxy.url,
    noProxy: proxy.except ?? '',
    // Hosts that are spared the proxy are connected to from here.
    connect: trust.publicOnly === true ? { ...tls, lookup: publicLookup(trust.lookup ?? lookup) } : tls,
    requestTls: tls,
    proxyTls: tls,
  });
}

/** How long a write that was sent may still take after the run is stopped. */
const heardOutMs = 5_000;

function exchange(dispatcher: Dispatcher, request: WireRequest, limits: ReadLimits): Promise<Delivery> {
  return new Promise((resolve) => {
    const reader = new Reader(request, limits, resolve);
    if (limits.signal?.aborted === true) return reader.stop('stopped');
    try {
      dispatcher.dispatch({ ...request, body: request.body ?? null, headers: { ...request.headers } }, reader);
    } catch (error) {
      reader.onResponseError(undefined, error);
    }
  });
}

/** Reads one response, and ends once: with the response, or with the reason why there is none. */
class Reader implements Dispatcher.DispatchHandler {
  readonly #origin: string;
  readonly #limits: ReadLimits;
  readonly #resolve: (delivery: Delivery) => void;
  #timer: NodeJS.Timeout;
  readonly #stopped = () => this.#stopSoon();
  readonly #reads: boolean;
  #controller: Dispatcher.DispatchController | undefined;
  #ended = false;
  #status = 0;
  #headers: Headers = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** More of this body may arrive than is kept. */
  #mayStream = false;
  /** A body that is too large to keep is hashed. */
  #hash: Hash | undefined;

  constructor({ origin, method }: WireRequest, limits: ReadLimits, resolve: (delivery: Delivery) => void) {
    this.#origin = origin;
    this.#reads = method === 'GET' || method === 'HEAD';
    this.#limits = limits;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.stop('deadline'), limits.deadlineMs);
    limits.signal?.addEventListener('abort', this.#stopped);
  }

  get #most(): number {
    return this.#mayStream ? this.#limits.mostStreamed : this.#limits.mostBytes;
  }

  get #host(): string {
    return new URL(this.#origin).host;
  }

  /** Called just before undici writes the request: from here on it may have been sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new Error('no one waits for it'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: NodeJS.Dict<string | string[]>): void {
    this.#status = status;
    this.#headers = flat(headers);
    const {
      'content-type': type = '',
      'content-encoding': encoding,
      'content-length': announced = '0',
    } = this.#headers;
    this.#mayStream = type !== '' && !isTextType(type) && encoding === undefined;
    if (Number(announced) > this.#most) this.stop('too-large');
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#most) {
      this.stop('too-large');
      return;
    }
    if (this.#hash === undefined && this.#bytes <= this.#limits.mostBytes) {
      this.#chunks.push(chunk);
      return;
    }
    if (this.#hash === undefined) {
      this.#hash = createHash('sha256');
      for (const one of this.#chunks) this.#hash.update(one);
      this.#chunks = [];
    }
    this.#hash.update(chunk);
  }

  onResponseEnd(): void {
    const encoding = this.#headers['content-encoding'];
    if (this.#hash !== undefined) {
      const bytes = { size: this.#bytes, sha256: this.#hash.digest('hex') };
      this.#end({ kind: 'answered', response: { status: this.#status, headers: this.#headers, text: '', bytes } });
      return;
    }
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    if (encoding === undefined) this.#complete(body);
    else void this.#decode(body, encoding);
  }

  /** The time this takes is bounded by the cap. */
  async #decode(body: Buffer, encoding: string): Promise<void> {
    const decoded = await decodeBody(body, encoding, this.#limits.mostBytes);
    if (decoded.ok) this.#complete(decoded.body);
    else this.#fail({ ...decoded, unsent: false });
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: unknown): void {
    this.#fail(failureOf(error, { host: this.#host, started: this.#controller !== undefined }));
  }

  stop(kind: 'stopped' | 'deadline' | 'too-large'): void {
    const { deadlineMs } = this.#limits;
    const message = {
      stopped: 'the run was stopped before the response arrived',
      deadline: `the response of \`${this.#host}\` did not arrive within ${deadlineMs / 1000} s`,
      'too-large': tooLarge(this.#most),
    }[kind];
    const unsent = this.#controller === undefined;
    this.#fail({ kind, message, unsent });
    this.#controller?.abort(new Error(message));
  }

  /** A write that was sent may complete for a while: its outcome is then known, and nothing has to be looked for. */
  #stopSoon(): void {
    const hasLeft = !this.#reads && this.#controller !== undefined;
    clearTimeout(this.#timer);
    if (!hasLeft) this.stop('stopped');
    else this.#timer = setTimeout(() => this.stop('stopped'), Math.min(heardOutMs, this.#limits.deadlineMs));
  }

  #complete(body: Buffer): void {
    const response = { status: this.#status, headers: this.#headers, ...readContent(body, this.#headers) };
    this.#end({ kind: 'answered', response });
  }

  #fail({ kind, message, fix, unsent }: Failure): void {
    this.#end({ kind: 'failed', failure: { kind, message, unsent, ...defined({ fix }) } });
  }

  #end(delivery: Delivery): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#limits.signal?.removeEventListener('abort', this.#stopped);
    this.#chunks = [];
    // undici frees the connection one turn after the response: the caller sooner would open another one.
    queueMicrotask(() => setImmediate(this.#resolve, delivery));
  }
}

function flat(headers: NodeJS.Dict<string | string[]>): Headers {
  const result: { [name: string]: string } = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) result[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return result;
}
