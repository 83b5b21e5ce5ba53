import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';

/** The kinds of keys that sign; `openssl dgst -sha256` and, for Ed25519, `openssl pkeyutl -rawin` check the same. */
const digestOf: { readonly [kind: string]: 'sha256' | null } = { rsa: 'sha256', ec: 'sha256', ed25519: null };

/** The file of a pack's signature. */
export const signatureOf = (pack: string): string => `${pack}.sig`;

/** The bytes of a detached signature over a pack. `key`: a private key in PEM, without a passphrase. Problems: `key-unusable`. */
export function signPack(pack: Uint8Array, key: Source): Result<Uint8Array> {
  const read = readKey(key, 'private');
  return read.ok ? success(sign(read.value.digest, pack, read.value.key)) : read;
}

/** Whether a signature is that of the key's owner over this pack. Problems: `key-unusable`, `signature-wrong`. */
export function verifySignature(pack: Uint8Array, signature: Uint8Array, { key, file }: Verifying): readonly Problem[] {
  const read = readKey(key, 'public');
  if (!read.ok) return read.problems;
  if (verify(read.value.digest, pack, read.value.key, signature)) return [];
  const message = 'this is not a signature of this key over the pack';
  const fix = 'do not rely on the pack; get key and signature from its maker';
  return [{ code: 'signature-wrong', message, at: placeOfFile(file), fix }];
}

type Verifying = {
  /** A public key, a certificate or a private key, in PEM. */
  readonly key: Source;
  /** The file of the signature, for messages. */
  readonly file: string;
};

type UsableKey = { readonly key: KeyObject; readonly digest: 'sha256' | null };

function readKey({ path, text }: Source, half: 'private' | 'public'): Result<UsableKey> {
  const unusable = (message: string, fix: string) =>
    failure([{ code: 'key-unusable', message, at: placeOfFile(path), fix }]);
  let key: KeyObject;
  try {
    key = half === 'private' ? createPrivateKey(text) : createPublicKey(text);
  } catch (error) {
    const isLocked = error instanceof Error && 'code' in error && error.code === 'ERR_MISSING_PASSPHRASE';
    if (isLocked) return unusable('the key has a passphrase', 'use one without, from a folder that only you can read');
    return unusable(`this is not a ${half} key in PEM`, 'make one: `openssl genpkey -algorithm ed25519 -out key.pem`');
  }
  const digest = digestOf[key.asymmetricKeyType ?? ''];
  if (digest === undefined)
    return unusable(`a key of type ${key.asymmetricKeyType} cannot sign`, 'use Ed25519, EC or RSA');
  return success({ key, digest });
}
