import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  aboutStep,
  get,
  json,
  outcome,
  promising,
  trial,
  withServer,
} from '../../../../test/support/backends/sample-live-server.ts';

const mebibyte = 1024 * 1024;
const block = Buffer.alloc(mebibyte, 7);
const whole = (bytes: Buffer): Buffer => bytes;
const chunk = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** That what was received of it is not kept, however much it is: freed memory is counted some time after it was freed. */
async function expectNothingKept(): Promise<void> {
  const held = () => {
    collect();
    return process.memoryUsage().arrayBuffers - heldBefore;
  };
  await expect.poll(held, { timeout: 10_000 }).toBeLessThan(24 * mebibyte);
}
let heldBefore = 0;

function begin(socket: Socket, headers: string): void {
  socket.on('error', () => {});
  socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\n${headers}\r\n\r\n`);
}

/** Writes 40 MiB as fast as they are taken. */
function pour(socket: Socket, form: (bytes: Buffer) => Buffer, end: () => void): void {
  let left = 40;
  const piece = form(block);
  const more = (): void => {
    if (left-- === 0) void expectNothingKept().finally(end);
    else if (socket.write(piece)) setImmediate(more);
    else socket.once('drain', more);
  };
  more();
}

const zipped = gzipSync(Buffer.alloc(mebibyte, 'abc'));
const damaged = Buffer.from(zipped);
damaged[damaged.length - 6] = (damaged.at(-6) ?? 0) ^ 1;
const encoded = (bytes: Buffer) => (socket: Socket) => {
  begin(socket, `content-encoding: gzip\r\ncontent-length: ${bytes.length}\r\nconnection: close`);
  socket.end(bytes);
};

const lost = /^network: the connection to `localhost:\d+` ended before the response was complete \(\w+\), 4 times$/;
const unreadable = /^network: the response of `localhost:\d+` is not valid HTTP \(HTTPParserError\)$/;
const notWhole = /^network: the compressed body is incomplete \(\w+\), 4 times$/;

test.each<[string, RegExp, (socket: Socket) => void]>([
  [
    'reset in the middle',
    lost,
    (socket) => {
      begin(socket, `content-length: ${64 * mebibyte}`);
      pour(socket, whole, () => socket.destroy());
    },
  ],
  [
    'in chunks, without the last one',
    lost,
    (socket) => {
      begin(socket, 'transfer-encoding: chunked');
      pour(socket, chunk, () => socket.end());
    },
  ],
  [
    'in chunks, of which one is no chunk',
    unreadable,
    (socket) => {
      begin(socket, 'transfer-encoding: chunked');
      pour(socket, chunk, () => socket.end('ZZZZ\r\nnothing\r\n'));
    },
  ],
  [
    'of a length that is none',
    unreadable,
    (socket) => {
      begin(socket, 'content-length: -5');
      socket.end('hello');
    },
  ],
  [
    'of two lengths',
    lost,
    (socket) => {
      begin(socket, 'content-length: 5, 7');
      socket.end('hello');
    },
  ],
  ['compressed, and cut', notWhole, encoded(zipped.subarray(0, -9))],
  ['compressed, and changed', notWhole, encoded(damaged)],
])('a response %s is not one, and the next request gets its own', async (_, reason, respond) => {
  await withServer(
    ({ url }, response) => {
      if (url === '/v1.0/next') json(response, 200, {});
      else if (response.socket !== null) respond(response.socket);
    },
    async ({ origin }) => {
      const { backend } = await trial(origin);
      const about = { ...aboutStep, ...promising(200) };
      collect();
      heldBefore = process.memoryUsage().arrayBuffers;
      expect(outcome(await backend.send(get('/v1.0/a'), about))).toMatch(reason);
      await expectNothingKept();
      expect(outcome(await backend.send(get('/v1.0/next'), about))).toBe('200');
      await backend.close();
    },
  );
});
