import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

const fixtures = relative(process.cwd(), fileURLToPath(new URL('../fixtures', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

async function said(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, streams);
  return { code, out: out(), err: err() };
}

beforeAll(async () => {
  await said('run', fixtures, '-r', `json=${at('result.json')}`);
});

test('a pack is made of a stored result, and verified', async () => {
  const made = await said('report', at('result.json'), '--pack', at('e.zip'));
  // The runs' own code: one of the fixtures differs.
  expect(made).toMatchObject({ code: 1, err: '' });
  const digest = /sha256 ([0-9a-f]{64})\n$/.exec(made.out)?.[1];
  const verified = await said('report', '--verify', at('e.zip'));
  expect(verified).toMatchObject({ code: 0, err: '' });
  expect(verified.out).toContain(`as it was made · 2 scenarios against recorded`);
  expect(verified.out).toContain(`sha256 ${digest}\n`);
});

test('a pack that was changed is not evidence: exit code 2', async () => {
  await said('report', at('result.json'), '--pack', at('c.zip'));
  const bytes = readFileSync(at('c.zip'));
  writeFileSync(at('c.zip'), Buffer.from(bytes.toString('latin1').replace('"exitCode": 1', '"exitCode": 0'), 'latin1'));
  const verified = await said('report', '--verify', at('c.zip'), at('e.zip'));
  expect(verified.code).toBe(2);
  expect(verified.err).toContain('pack-changed');
  expect(verified.out).toContain('e.zip: as it was made');
});

test('a result whose secret the search finds becomes no pack', async () => {
  const result = readFileSync(at('result.json'), 'utf8');
  const secret = `eyJ${'hbGciOiJSUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${'c2lnbmF0dXJlLW9mLXRoZS10b2tlbg'}`;
  writeFileSync(at('leak.json'), result.replace(/"runId": "[^"]*"/, `"runId": "${secret}"`));
  const made = await said('report', at('leak.json'), '--pack', at('leak.zip'));
  expect(made.code).toBe(2);
  expect(made.err).toContain('secret-found');
  expect(readdirSync(folder)).not.toContain('leak.zip');
});

test('no file is looked at that is not named like a scenario', async () => {
  const result = readFileSync(at('result.json'), 'utf8');
  writeFileSync(at('passwd.json'), result.replaceAll(/"file": "[^"]*\.scenario\.yaml"/g, '"file": "/etc/passwd"'));
  await said('report', at('passwd.json'), '--pack', at('passwd.zip'));
  expect(readFileSync(at('passwd.zip'), 'latin1')).not.toMatch(/"file": "\/etc\/passwd",\s*"sha256"/);
});

test.each([
  [['--verify'], '`--verify` needs a pack'],
  [['--verify', 'x.zip', '-r', 'json'], '`--verify` and `--reporter` cannot be used together'],
  [['x.json', '--tenant', 'id'], '`--tenant` needs `--pack`'],
  [['--verify', '/dev/zero'], 'this is not a regular file'],
  [['--verify', join(fixtures, '..')], 'no file matches'],
])('`report %s` is refused', async (args, message) => {
  const { code, err } = await said('report', ...args);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

test('a pack is signed by a key of the user, and the signature is verified', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  writeFileSync(at('key.pem'), privateKey);
  writeFileSync(at('key.pub'), publicKey);
  const made = await said('report', at('result.json'), '--pack', at('s.zip'), '--sign', at('key.pem'));
  expect(made).toMatchObject({ code: 1, err: '' });
  expect(made.out).toContain(`written: ${at('s.zip.sig')}\n`);
  const verified = await said('report', '--verify', at('s.zip'), '--key', at('key.pub'));
  expect(verified).toMatchObject({ code: 0, err: '' });
  expect(verified.out).toContain(`signed with the key of ${at('key.pub')}`);
  writeFileSync(at('s.zip.sig'), Buffer.alloc(64));
  const forged = await said('report', '--verify', at('s.zip'), '--key', at('key.pub'));
  expect(forged).toMatchObject({ code: 2, out: '' });
  expect(forged.err).toContain('s.zip.sig:1:1: signature-wrong');
  rmSync(at('s.zip.sig'));
  expect((await said('report', '--verify', at('s.zip'), '--key', at('key.pub'))).err).toContain('signature-wrong');
});

test('a key that cannot sign makes no pack', async () => {
  writeFileSync(at('none.pem'), 'no key');
  const made = await said('report', at('result.json'), '--pack', at('n.zip'), '--sign', at('none.pem'));
  expect(made.err).toContain('key-unusable');
  expect(readdirSync(folder).filter((name) => name.startsWith('n.zip'))).toEqual([]);
});

test('the output of the doctor is in the pack, and on its page', async () => {
  const readiness = { version: 1, examinedAt: '2026-11-22T08:30:00.000Z', findings: [] };
  writeFileSync(at('readiness.json'), JSON.stringify(readiness));
  await said('report', at('result.json'), '--pack', at('r.zip'), '--readiness', at('readiness.json'));
  const { 'readiness.json': kept, 'report.html': page } = unzipSync(readFileSync(at('r.zip')));
  expect(JSON.parse(Buffer.from(kept ?? []).toString())).toEqual(readiness);
  expect(Buffer.from(page ?? []).toString()).toContain('Readiness of the tenant');
  expect((await said('report', '--verify', at('r.zip'))).code).toBe(0);
});
