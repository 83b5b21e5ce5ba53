import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openServerFolder } from './server-folder.ts';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'server-folder-'));
});
afterEach(() => rm(place, { recursive: true }));

const start = Date.parse('2026-03-01T08:00:00Z');
const day = 86_400_000;

async function open(path: string, nowMs = start) {
  const opened = await openServerFolder(path, nowMs);
  if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join());
  return opened.value;
}

test('is made on first use, for its user alone, and only there', async () => {
  const path = join(place, 'deep', 'sandbox');
  const folder = await open(path);
  const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
  expect(await mode(path)).toBe('700');
  const names = await readdir(path);
  expect(names).toHaveLength(7);
  expect(await Promise.all(names.map((name) => mode(join(path, name))))).toEqual(names.map(() => '600'));
  expect(await readdir(join(place, 'deep'))).toEqual(['sandbox']);

  const ca = new X509Certificate(await readFile(folder.paths.ca));
  const server = new X509Certificate(folder.server.certificate);
  expect(server.checkIssued(ca) && server.verify(ca.publicKey)).toBe(true);
  expect([server.checkIP('127.0.0.1'), server.checkHost('localhost'), server.checkHost('example.com')]).toEqual([
    '127.0.0.1',
    'localhost',
    undefined,
  ]);
  // No one can make another certificate that its users would trust.
  const texts = await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')));
  const keys = texts.join('').match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g) ?? [];
  expect(keys).toHaveLength(3);
  expect(keys.filter((key) => ca.checkPrivateKey(createPrivateKey(key)))).toEqual([]);
});

test('is the same the next time', async () => {
  const path = join(place, 'sandbox');
  const first = await open(path);
  expect(await open(path, start + 100 * day)).toEqual(first);
});

test('is closed again to those who could read it', async () => {
  const path = join(place, 'sandbox');
  await open(path);
  await chmod(path, 0o755);
  await open(path);
  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

test('gets new certificates before the old ones end, and keeps its secrets', async () => {
  const path = join(place, 'sandbox');
  const before = await open(path);
  const after = await open(path, start + 364.5 * day);
  expect(after.server.certificate).not.toBe(before.server.certificate);
  expect(new X509Certificate(after.server.certificate).validToDate.getTime()).toBeGreaterThan(start + 700 * day);
  expect(after).toMatchObject({
    secretKey: before.secretKey,
    federatedToken: before.federatedToken,
    tokenKey: before.tokenKey,
  });
  expect(await readdir(place)).toEqual(['sandbox']);
});

test('is made whole again where something is missing', async () => {
  const path = join(place, 'sandbox');
  await open(path);
  await rm(join(path, 'server.pem'));
  expect((await open(path)).server.certificate).toContain('BEGIN CERTIFICATE');
  expect(await readdir(place)).toEqual(['sandbox']);
});

test('is one and the same for all that start at once', async () => {
  const path = join(place, 'sandbox');
  const folders = await Promise.all([1, 2, 3].map(() => open(path)));
  expect(new Set(folders.map(({ server }) => server.certificate)).size).toBe(1);
  const ca = new X509Certificate(await readFile(folders[0]?.paths.ca ?? ''));
  expect(new X509Certificate(folders[2]?.server.certificate ?? '').verify(ca.publicKey)).toBe(true);
  expect(await readdir(place)).toEqual(['sandbox']);
});

test('may be empty, but holds nothing of others', async () => {
  const path = join(place, 'mine');
  await mkdir(path);
  await open(path);
  await writeFile(join(path, 'notes.txt'), 'mine');
  expect(await openServerFolder(path, start)).toMatchObject({
    ok: false,
    problems: [{ code: 'usage', message: expect.stringContaining('notes.txt') }],
  });
  const file = join(path, 'notes.txt');
  expect(await openServerFolder(file, start)).toMatchObject({ ok: false, problems: [{ code: 'file-unreadable' }] });
});
