import type { PeerCertificate } from 'node:tls';

/** A certificate that this machine does not trust: its subject and its issuer. */
export class TlsRefusal extends Error {
  override readonly name = 'TlsRefusal';

  constructor(host: string, cause: Error, certificate: PeerCertificate | undefined) {
    const code = 'code' in cause ? String(cause.code) : cause.name;
    const shown = certificate && { subject: nameOf(certificate.subject), issuer: nameOf(certificate.issuer) };
    const whose = shown ? `: the certificate is for ${shown.subject}, issued by ${shown.issuer}` : '';
    super(`the certificate of \`${host}\` is not trusted (${code})${whose}`, { cause });
  }
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const shown = name?.CN ?? name?.O;
  return shown === undefined ? 'no one named' : `\`${[shown].flat().join(', ')}\``;
}
