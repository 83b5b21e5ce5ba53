// The certificate library builds on a container that needs this first.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** PEM texts; keys are PKCS #8. */
export type Certificates = {
  /** The authority that clients trust. Its key was discarded, so no other certificate can be issued. */
  readonly ca: string;
  readonly server: { readonly certificate: string; readonly key: string };
  /** For applications that sign in with a certificate. */
  readonly client: { readonly certificate: string; readonly key: string };
};

const lifetimeMs = 365 * 24 * 3_600_000;
/** Clocks differ: a certificate begins a little before it is made. */
const earlierMs = 3_600_000;

const elliptic = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** Entra accepts assertions of RSA keys only. */
const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
};

/** Makes an authority, a certificate of it for `localhost`, and a self-signed one for clients. */
export async function makeCertificates(nowMs: number): Promise<Certificates> {
  const validity = { notBefore: new Date(nowMs - earlierMs), notAfter: new Date(nowMs + lifetimeMs) };
  const [authority, server, client] = await Promise.all([keyPair(elliptic), keyPair(elliptic), keyPair(rsa)]);
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=tutorial-replay sandbox authority',
    keys: authority,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const leaf = await X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=localhost',
    issuer: ca.subject,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const own = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=tutorial-replay sandbox client',
    keys: client,
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
  });
  return {
    ca: pem(ca),
    server: { certificate: pem(leaf), key: keyText(server) },
    client: { certificate: pem(own), key: keyText(client) },
  };
}

async function keyPair(algorithm: typeof elliptic | typeof rsa): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function pem(certificate: { readonly toString: (format: 'pem') => string }): string {
  return `${certificate.toString('pem')}\n`;
}

function keyText({ privateKey }: webcrypto.CryptoKeyPair): string {
  return KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
}
