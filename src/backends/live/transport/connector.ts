import { getCACertificates, type PeerCertificate, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { TlsRefusal } from './tls-refusal.ts';
import type { Trust } from './trust.ts';

/** What every TLS connection is made with, through a proxy or not. Nothing in the environment switches checking off. */
export function tlsOptions({ authorities = [], connectMs = 10_000 }: Trust) {
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    timeout: connectMs,
    allowH2: false,
    ...(authorities.length === 0 ? {} : { ca: [...getCACertificates('default'), ...authorities] }),
  } as const;
}

/** Connects; where a certificate is refused, the error names it. */
export function namingConnector(trust: Trust): buildConnector.connector {
  const connect = buildConnector(tlsOptions(trust));
  return (options, callback) => {
    let certificate: PeerCertificate | undefined;
    const socket: unknown = connect(options, (...[error, connected]) => {
      if (error === null) callback(null, connected);
      else callback(certificate === undefined ? error : new TlsRefusal(options.hostname, error, certificate), null);
    });
    // First of all listeners: the next one checks the certificate, and with a refused one the socket forgets it.
    if (socket instanceof TLSSocket) {
      socket.prependListener('secure', () => {
        certificate = socket.getPeerCertificate();
      });
    }
  };
}
