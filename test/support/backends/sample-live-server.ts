import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type LiveBackendOptions, liveBackend } from '../../../src/backends/live/live-backend.ts';
import type { LiveEvent } from '../../../src/backends/live/live-event.ts';
import type { LiveTokenSource } from '../../../src/backends/live/live-token-source.ts';
import { throttleState } from '../../../src/backends/live/retry/throttle-state.ts';
import type { HttpRequest } from '../../../src/http/message.ts';
import type { Json } from '../../../src/json/json.ts';
import type { Backend, Clock, Reply, SendContext } from '../../../src/run/ports.ts';
import { makeCertificates } from '../../../src/sandbox/server/make-certificates.ts';

/** What a test's server got. */
type Got = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Which connection it arrived on, from 1. */
  readonly connection: number;
};

export type Handler = (got: Got, response: ServerResponse, nth: number) => void;

export type LiveServer = { readonly origin: string; readonly got: Got[]; readonly close: () => Promise<void> };

let made: ReturnType<typeof makeCertificates> | undefined;
/** Certificates of this test process. */
export const certificates = () => (made ??= makeCertificates(performance.timeOrigin));

/** A real HTTPS server for tests, which answers as it is reported and remembers what it got. */
export async function liveServer(handler: Handler): Promise<LiveServer> {
  const { server: own } = await certificates();
  const got: Got[] = [];
  const connections = new Map<Socket, number>();
  const server = createServer({ cert: own.certificate, key: own.key }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers, socket } = request;
    const connection = connections.get(socket) ?? connections.size + 1;
    connections.set(socket, connection);
    const one = { method, url, headers, body: Buffer.concat(chunks).toString(), connection };
    got.push(one);
    handler(one, response, got.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://localhost:${port}`,
    got,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body?: unknown, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

/** A clock that sleeps by jumping, and remembers how far. */
export function jumpingClock(startMs = Date.parse('2026-11-20T08:00:00Z')): Clock & { readonly slept: number[] } {
  let nowMs = startMs;
  const slept: number[] = [];
  return {
    slept,
    now: () => nowMs,
    sleep: async (ms) => {
      slept.push(ms);
      nowMs += ms;
    },
  };
}

/** Tokens for tests: `token-1`, and the next one after each refresh or challenge. */
function countingTokens(): LiveTokenSource & { readonly wishes: { readonly claims?: string }[]; refreshed: number } {
  const wishes: { readonly claims?: string }[] = [];
  const source = {
    wishes,
    refreshed: 0,
    get: async (_: string, { claims }: { readonly claims?: string }) => {
      wishes.push(claims === undefined ? {} : { claims });
      if (claims !== undefined) source.refreshed++;
      return { ok: true, token: `token-${source.refreshed + 1}`, expiresAtMs: Number.POSITIVE_INFINITY } as const;
    },
    refresh: () => {
      source.refreshed++;
    },
  };
  return source;
}

export type Trial = {
  readonly backend: Backend;
  readonly clock: Clock & { readonly slept: number[] };
  readonly tokens: ReturnType<typeof countingTokens>;
  readonly events: LiveEvent[];
};

/** A live backend before a test's server. */
export async function trial(origin: string, options: Partial<LiveBackendOptions> = {}): Promise<Trial> {
  const { ca } = await certificates();
  const [clock, tokens, events] = [jumpingClock(), countingTokens(), [] as LiveEvent[]];
  const backend = liveBackend({
    origin: { origin },
    wire: { authorities: [ca] },
    tokens,
    clock,
    random: () => 0.5,
    throttle: throttleState(),
    listener: (event) => events.push(event),
    ...options,
  });
  return { backend, clock, tokens, events };
}

export const aboutStep: SendContext = { step: 'a-step', actor: 'admin' };

/** The context of a step that expected these statuses, and is content with any body. */
export function promising(...statuses: number[]): SendContext {
  return {
    ...aboutStep,
    stated: { statuses, broken: ({ status }) => (statuses.includes(status) ? [] : ['status']) },
  };
}

/** The response, or the reason why there is none, in one line. */
export function outcome(reply: Reply): string {
  return reply.kind === 'answered' ? `${reply.response.status}` : `${reply.reason}: ${reply.message}`;
}

/** Ends what a test opened, whatever was received of it. */
export async function withServer(handler: Handler, use: (server: LiveServer) => Promise<void>): Promise<void> {
  const server = await liveServer(handler);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

export const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: { accept: 'application/json' } });

export const send = (method: HttpRequest['method'], url: string, body?: Json): HttpRequest => ({
  method,
  url,
  headers: { accept: 'application/json', 'content-type': 'application/json' },
  ...(body === undefined ? {} : { body }),
});
