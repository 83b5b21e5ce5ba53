import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { createSecureContext, getCACertificates, type PeerCertificate, type SecureContext, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { isReservedAddress } from '../../../http/public-address.ts';
import { TlsRefusal } from './tls-refusal.ts';
import type { Trust } from './trust.ts';

const minVersion = 'TLSv1.2';

/** The options of every TLS connection, with or without a proxy. Nothing in the environment disables verification. */
export function tlsOptions({ authorities = [], connectMs = 10_000 }: Trust) {
  return {
    rejectUnauthorized: true,
    minVersion,
    timeout: connectMs,
    allowH2: false,
    secureContext: contextFor(authorities),
  } as const;
}

const contexts = new Map<string, SecureContext>();

/**
 * All connections that trust the same share one context, those of other tenants, too: reading the certificates of this
 * machine takes longer than a handshake.
 */
function contextFor(authorities: readonly string[]): SecureContext {
  const key = authorities.join('\n');
  const known = contexts.get(key) ?? readContext(authorities);
  contexts.set(key, known);
  return known;
}

function readContext(authorities: readonly string[]): SecureContext {
  // Node was started with most of them, and has them read already.
  const known = new Set(getCACertificates('extra').map((certificate) => certificate.trim()));
  const others = authorities.filter((authority) => !known.has(authority.trim()));
  const ca = others.length === 0 ? {} : { ca: [...getCACertificates('default'), ...others] };
  return createSecureContext({ minVersion, ...ca });
}

/** Why nothing is sent to a host that only resolves to addresses of this network. */
export class PrivateHost extends Error {
  readonly code = 'PRIVATE_HOST';
}

/**
 * Resolves a name for a connection. An address of this machine or its network is refused here, at the time of use,
 * because the name may have resolved to another address before (DNS rebinding).
 */
export const publicLookup =
  (resolve: typeof lookup): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const isPrivate = addresses.some(({ address }) => isReservedAddress(address));
      if (isPrivate) return callback(new PrivateHost(`\`${hostname}\` has an address that is not public`), '');
      const [first] = addresses;
      return options.all === true ? callback(null, addresses) : callback(null, first?.address ?? '', first?.family);
    });
  };

/** Whether a name has an address that is not public. Unknown if only a proxy can resolve it. */
export function isPrivateName(hostname: string, resolve: typeof lookup = lookup): Promise<boolean> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0) return Promise.resolve(isReservedAddress(literal));
  return new Promise((done) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      done(error === null && addresses.some(({ address }) => isReservedAddress(address)));
    });
  });
}

/** Connects; where a certificate is refused, the error names it. */
export function namingConnector({
  publicOnly = false,
  lookup: resolve = lookup,
  ...trust
}: Trust): buildConnector.connector {
  const connect = buildConnector({ ...tlsOptions(trust), ...(publicOnly ? { lookup: publicLookup(resolve) } : {}) });
  return (options, callback) => {
    // A literal address is never looked up.
    const literal = options.hostname.replace(/^\[|\]$/g, '');
    if (publicOnly && isIP(literal) !== 0 && isReservedAddress(literal)) {
      return callback(new PrivateHost(`\`${literal}\` is not public`), null);
    }
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
