import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { aboutStep, get, outcome, trial, withServer } from '../../../../test/support/backends/sample-live-server.ts';
import { readContent } from '../../../http/read-content.ts';
import { decodeBody } from './decode-body.ts';

const text = '{"name":"Zoë"}';
const MiB = 1024 * 1024;

describe('a body is decoded', () => {
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['identity', Buffer.from(text)],
    ['', Buffer.from(`\ufeff${text}`)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['GZIP,gzip , gzip,gzip,gzip', [1, 2, 3, 4, 5].reduce((body) => gzipSync(body), Buffer.from(text))],
    ['gzip', Buffer.alloc(0), ''],
  ])('from %j', async (encoding, body, expected = text) => {
    const decoded = await decodeBody(body, encoding, MiB);
    expect(decoded.ok && readContent(decoded.body, { 'content-type': 'application/json' })).toEqual({ text: expected });
  });
});

describe('a body is refused', () => {
  test.each([
    ['gzip', gzipSync(Buffer.alloc(MiB + 1)), 'too-large'],
    ['br', brotliCompressSync(Buffer.alloc(MiB + 1)), 'too-large'],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(MiB + 1))), 'too-large'],
    ['gzip', gzipSync(text).subarray(0, 15), 'lost'],
    ['gzip', Buffer.from(text), 'lost'],
    ['zstd', Buffer.from(text), 'unreadable'],
    ['constructor', Buffer.from(text), 'unreadable'],
    [Array(6).fill('gzip').join(), Buffer.from(text), 'unreadable'],
    [Array(1_000).fill('gzip').join(), Buffer.from(text), 'unreadable'],
  ])('%.20s, %#', async (encoding, body, kind) => {
    expect(await decodeBody(body, encoding, MiB)).toMatchObject({ ok: false, kind });
  });
});

test.each([
  ['F17: an endless body', {}],
  ['F17: a body that says it is huge', { 'content-length': `${100 * MiB}` }],
])('%s is given up at 8 MiB', async (_, headers) => {
  let written = 0;
  await withServer(
    (__, response) => {
      response.writeHead(200, headers);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', more);
      more();
    },
    async ({ origin }) => {
      const { backend } = await trial(origin);
      expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toBe(
        'network: the response is larger than 8 MiB',
      );
      expect(written).toBeLessThan(40 * MiB);
      await backend.close();
    },
  );
});

test('F17: a body that only says it is huge is given up at once, though none of it arrives', async () => {
  await withServer(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': `${100 * MiB}` });
      response.flushHeaders();
    },
    async ({ origin }) => {
      const { backend } = await trial(origin);
      const reply = await backend.send(get('/v1.0/users'), aboutStep);
      expect(outcome(reply)).toBe('network: the response is larger than 8 MiB');
      await backend.close();
    },
  );
});

test('P9 F17: bombs of 512 MiB, wrapped up to five times, take less than 64 MiB more', async () => {
  const child = fileURLToPath(new URL('../../../../test/support/backends/sample-bombs.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', child], { timeout: 110_000 });
  process.stdout.write(`gzip bombs: ${stdout}`);
  const { outcomes, extraMiB } = JSON.parse(stdout);
  expect(outcomes).toEqual(Array(outcomes.length).fill('network: the response is larger than 8 MiB'));
  expect(extraMiB).toBeLessThan(64);
});
