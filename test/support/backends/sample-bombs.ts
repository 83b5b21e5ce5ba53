/** For a test: meets gzip bombs in a process of its own, and says how much memory that took. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { constants, createBrotliCompress, createGzip, gzipSync } from 'node:zlib';
import { liveBackend } from '../../../src/backends/live/live-backend.ts';
import { monotonicClock } from '../../../src/backends/live/monotonic-clock.ts';
import { throttleState } from '../../../src/backends/live/retry/throttle-state.ts';
import type { HttpRequest } from '../../../src/http/message.ts';

const quickBrotli = () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 3 } });

async function bomb(make: typeof createGzip | typeof quickBrotli): Promise<Buffer> {
  const [stream, chunks, zeros] = [make(), [] as Buffer[], Buffer.alloc(1024 * 1024)];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (let at = 0; at < 512; at++) if (!stream.write(zeros)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'end');
  return Buffer.concat(chunks);
}

const gzipped = await bomb(createGzip);
const bodies = new Map([
  ['/gzip', ['gzip', gzipped]],
  ['/br', ['br', await bomb(quickBrotli)]],
  ['/five', ['gzip,gzip,gzip,gzip,gzip', [1, 2, 3, 4].reduce((body) => gzipSync(body), gzipped)]],
] as const);

const server = createServer((request, response) => {
  const [encoding, body] = bodies.get((request.url ?? '') as '/gzip') ?? ['identity', Buffer.alloc(0)];
  response.writeHead(200, { 'content-encoding': encoding });
  response.end(body);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

const backend = liveBackend({
  origin: { origin: `http://127.0.0.1:${port}` },
  tokens: { get: async () => ({ ok: true, token: 'token', expiresAtMs: Number.POSITIVE_INFINITY }), refresh: () => {} },
  clock: monotonicClock(0),
  random: () => 0,
  throttle: throttleState(),
});
const send = async (url: string) => {
  const request: HttpRequest = { method: 'GET', url, headers: {} };
  const reply = await backend.send(request, { step: 'bomb', actor: 'admin' });
  return reply.kind === 'answered' ? `${reply.response.status}` : `${reply.reason}: ${reply.message}`;
};

await send('/warm-up');
globalThis.gc?.();
const before = process.memoryUsage.rss();
let most = before;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 5);
const outcomes: string[] = [];
for (let round = 0; round < 3; round++) for (const url of bodies.keys()) outcomes.push(await send(url));
clearInterval(watch);
most = Math.max(most, process.memoryUsage.rss());
const extraMiB = Math.round((most - before) / 1024 / 1024);
process.stdout.write(`${JSON.stringify({ rssBeforeMiB: Math.round(before / 1024 / 1024), extraMiB, outcomes })}\n`);
await backend.close();
server.close();
