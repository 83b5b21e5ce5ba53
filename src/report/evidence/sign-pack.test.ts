import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { signPack, verifySignature } from './sign-pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'sign-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pem = ({ publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }) => ({
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
});
const pairs = {
  ed25519: pem(generateKeyPairSync('ed25519')),
  ec: pem(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  rsa: pem(generateKeyPairSync('rsa', { modulusLength: 2048 })),
};
const source = (text: string) => ({ path: 'key.pem', text });
const pack = Buffer.from('a pack');

function signed(bytes: Uint8Array, key: string): Uint8Array {
  const signature = signPack(bytes, source(key));
  if (!signature.ok) throw new Error(signature.problems[0]?.message);
  return signature.value;
}
const codes = (bytes: Uint8Array, signature: Uint8Array, key: string) =>
  verifySignature(bytes, signature, { key: source(key), file: 'e.zip.sig' }).map(({ code }) => code);

describe.each(Object.entries(pairs))('a key of type %s', (kind, { privateKey, publicKey }) => {
  const signature = signed(pack, privateKey);

  test('signs a pack, and its public half proves it', () => {
    expect(codes(pack, signature, publicKey)).toEqual([]);
  });

  test('does not prove another pack, another signature or another key', () => {
    expect(codes(Buffer.from('A pack'), signature, publicKey)).toEqual(['signature-wrong']);
    expect(codes(pack, signature.subarray(1), publicKey)).toEqual(['signature-wrong']);
    expect(codes(pack, new Uint8Array(), publicKey)).toEqual(['signature-wrong']);
    const other = pem(generateKeyPairSync('ed25519')).publicKey;
    expect(codes(pack, signature, other)).toEqual(['signature-wrong']);
  });

  test.skipIf(!existsSync('/usr/bin/openssl'))(
    'openssl checks the same signature (skipped where there is none)',
    () => {
      const file = (name: string, content: string | Uint8Array) => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      const [data, mark, key] = [file('p', pack), file('p.sig', signature), file('k.pem', publicKey)];
      const args =
        kind === 'ed25519'
          ? ['pkeyutl', '-verify', '-rawin', '-in', data, '-sigfile', mark, '-pubin', '-inkey', key]
          : ['dgst', '-sha256', '-verify', key, '-signature', mark, data];
      expect(execFileSync('/usr/bin/openssl', args, { encoding: 'utf8' })).toMatch(/Verified OK|Verified Successfully/);
    },
  );
});

test.each([
  ['nothing', ''],
  ['a public key', pairs.ed25519.publicKey],
  ['a key that does not sign', pem(generateKeyPairSync('x25519')).privateKey],
  [
    'a key with a passphrase',
    generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString(),
  ],
])('%s signs nothing, and is shown nowhere', (_, key) => {
  const refused = signPack(pack, source(key));
  expect(refused).toMatchObject({ ok: false, problems: [{ code: 'key-unusable', at: { file: 'key.pem' } }] });
  expect(JSON.stringify(refused)).not.toContain('PRIVATE');
});
