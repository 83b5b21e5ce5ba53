import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aboutStep,
  certificates,
  outcome,
  promising,
  trial,
  withServer,
} from '../../../../test/support/backends/sample-live-server.ts';
import { defined } from '../../../defined.ts';
import type { Template } from '../../../format/template/template.ts';
import { isUnchanged } from '../../../http/file-bytes.ts';
import { type BodyPieces, inFile } from '../../../http/in-file.ts';
import type { Binary, HttpRequest } from '../../../http/message.ts';
import { payloadOf } from '../../../http/payload.ts';
import { readFileBody } from '../../../run/plan/content/file-body.ts';
import { fillContent } from '../../../run/send/fill-content.ts';

const mebibyte = 1024 * 1024;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'large-bodies-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** Bytes in which no block is another one. */
const some = (size: number): Buffer =>
  Buffer.from(Uint32Array.from({ length: size / 4 }, (_, at) => at * 2_654_435_761).buffer);

/** A file as it is planned. */
function planned(name: string, bytes: Buffer, range?: string): Binary {
  writeFileSync(join(folder, name), bytes);
  const read = readFileBody(join(folder, 'a.scenario.yaml'), name, defined({ range }));
  if (!read.ok || Buffer.isBuffer(read.content)) throw new Error('it is in memory');
  return read.content;
}

const put = (bytes: Binary): HttpRequest => ({
  method: 'PUT',
  url: '/v1.0/a',
  headers: { 'content-type': 'application/octet-stream' },
  bytes,
});

/** What a server received: whether it was whole, how much, and its hash. */
async function uploaded(bytes: Binary) {
  const received: { size: number; hash: string; whole: boolean }[] = [];
  const { certificate, key } = (await certificates()).server;
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const hash = createHash('sha256');
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      hash.update(chunk);
    });
    request.on('close', () => received.push({ size, hash: hash.digest('hex'), whole: request.complete }));
    request.on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const { backend } = await trial(`https://localhost:${port}`);
  const reply = outcome(await backend.send(put(bytes), promising(201)));
  await backend.close();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { reply, received };
}

describe('a large file', () => {
  test('is sent from where it is, all of it or a part', async () => {
    const bytes = some(3 * mebibyte);
    const whole = planned('whole.bin', bytes);
    expect(whole.base64).toBeUndefined();
    expect(await uploaded(whole)).toEqual({
      reply: '201',
      received: [{ size: bytes.length, hash: sha256(bytes), whole: true }],
    });
    const part = bytes.subarray(1_000, 2_000_000);
    const sent = await uploaded(planned('part.bin', bytes, '1000-1999999'));
    expect(sent).toEqual({ reply: '201', received: [{ size: part.length, hash: sha256(part), whole: true }] });
  });

  test('as a part of multipart is sent from where it is, with the same boundary as from memory', async () => {
    const bytes = some(2 * mebibyte);
    const text: Template = { parts: ['a caption'] };
    const file = planned('part-of.bin', bytes);
    const parts = (content: Buffer | BodyPieces) => ({
      kind: 'multipart' as const,
      type: 'multipart/form-data',
      parts: [
        { name: 'caption', content: text },
        { name: 'a', fileName: 'a.bin', type: 'application/octet-stream', content },
      ],
    });
    const filled = fillContent(parts(file[inFile] ?? []), new Map(), undefined);
    const inMemory = fillContent(parts(bytes), new Map(), undefined);
    expect(filled?.headers).toEqual(inMemory?.headers);
    const whole = Buffer.from(inMemory?.bytes?.base64 ?? '', 'base64');
    expect(filled?.bytes).toMatchObject({ size: whole.length, sha256: sha256(whole) });
    expect(filled?.bytes?.base64).toBeUndefined();
    if (filled?.bytes === undefined) throw new Error('there is no body');
    expect(await uploaded(filled.bytes)).toEqual({
      reply: '201',
      received: [{ size: whole.length, hash: sha256(whole), whole: true }],
    });
    expect(payloadOf({ ...put(filled.bytes), method: 'POST' })).toEqual(whole);
    appendFileSync(join(folder, 'part-of.bin'), 'x');
    expect(isUnchanged(filled.bytes)).toBe(false);
  });

  test('that changed after the plan is noticed before it is sent', () => {
    const file = planned('changed.bin', some(2 * mebibyte));
    expect(isUnchanged(file)).toBe(true);
    appendFileSync(join(folder, 'changed.bin'), 'x');
    expect(isUnchanged(file)).toBe(false);
    rmSync(join(folder, 'changed.bin'));
    expect(isUnchanged(file)).toBe(false);
  });

  test.each([
    ['other bytes', some(2 * mebibyte).fill(1, mebibyte, mebibyte + 1)],
    ['fewer bytes', some(mebibyte)],
    ['none', Buffer.alloc(0)],
  ])('with %s by the time it is sent never arrives as a whole', async (_, later) => {
    const file = planned('raced.bin', some(2 * mebibyte));
    writeFileSync(join(folder, 'raced.bin'), later);
    const { reply, received } = await uploaded(file);
    expect(reply).toBe('refused: the file changed while it was sent');
    expect(received.filter(({ whole }) => whole)).toEqual([]);
  });

  test('that is gone by then is not a crash', async () => {
    const file = planned('gone.bin', some(2 * mebibyte));
    rmSync(join(folder, 'gone.bin'));
    expect((await uploaded(file)).reply).toBe('refused: the file changed while it was sent');
    expect(file[inFile]).toMatchObject([{ path: expect.stringContaining('gone.bin') }]);
  });
});

/** Responds with so many bytes. */
async function downloaded(
  size: number,
  { type = 'application/zip', announced = size, sent = size, headers = {} } = {},
) {
  const block = some(mebibyte);
  let reply = '';
  let bytes: Binary | undefined;
  await withServer(
    (_, response) => {
      response.writeHead(200, { 'content-type': type, 'content-length': announced, ...headers });
      const push = (left: number): void => {
        if (left <= 0) return void (sent < announced ? response.destroy() : response.end());
        if (response.write(block.subarray(0, Math.min(left, block.length)))) setImmediate(push, left - block.length);
        else response.once('drain', () => push(left - block.length));
      };
      push(sent);
    },
    async (server) => {
      const { backend } = await trial(server.origin);
      const got = await backend.send(
        { method: 'GET', url: '/v1.0/a', headers: {} },
        { ...aboutStep, ...promising(200) },
      );
      reply = outcome(got);
      bytes = got.kind === 'answered' ? got.response.bytes : undefined;
      await backend.close();
    },
  );
  return { reply, bytes };
}

describe('a large response', () => {
  test('is known by its size and hash, and up to 8 MiB by its bytes', async () => {
    const block = some(mebibyte);
    const nine = Buffer.concat(Array.from({ length: 9 }, () => block));
    expect(await downloaded(9 * mebibyte)).toEqual({
      reply: '200',
      bytes: { size: nine.length, sha256: sha256(nine) },
    });
    const eight = await downloaded(8 * mebibyte);
    expect(eight.bytes?.base64).toHaveLength(4 * Math.ceil((8 * mebibyte) / 3));
  });

  test('of 64 MiB is accepted, and a larger one is not', async () => {
    expect((await downloaded(64 * mebibyte)).bytes).toMatchObject({ size: 64 * mebibyte });
    const more = 64 * mebibyte + 4;
    expect((await downloaded(more)).reply).toBe('network: the response is larger than 64 MiB');
  });

  test('of text or JSON has at most 8 MiB, even if it is compressed', async () => {
    const most = 'network: the response is larger than 8 MiB';
    expect((await downloaded(9 * mebibyte, { type: 'text/csv' })).reply).toBe(most);
    expect((await downloaded(9 * mebibyte, { type: 'application/json' })).reply).toBe(most);
    expect((await downloaded(9 * mebibyte, { headers: { 'content-encoding': 'gzip' } })).reply).toBe(most);
  });

  test('that ends too early is none, whatever had come of it', async () => {
    const { reply, bytes } = await downloaded(20 * mebibyte, { sent: 10 * mebibyte });
    expect(reply).toMatch(
      /^network: the connection to `localhost:\d+` ended before the response was complete \(.*\), 4 times$/,
    );
    expect(bytes).toBeUndefined();
  });
});
