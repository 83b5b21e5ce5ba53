import { TlsRefusal } from './tls-refusal.ts';

/** Why no complete response arrived. */
export type Failure = {
  readonly kind: FailureKind;
  readonly message: string;
  readonly fix?: string;
  /** Not one byte of the request can have been sent. */
  readonly unsent: boolean;
};

export type FailureKind =
  | 'dns'
  | 'tls'
  /** A link that leads into this network. */
  | 'private'
  /** The file that was sent is not the one that was planned. */
  | 'changed'
  /** No connection. */
  | 'unreachable'
  /** The connection ended before the response was complete. */
  | 'lost'
  /** The received bytes are not valid HTTP. */
  | 'unreadable'
  | 'too-large'
  | 'deadline'
  | 'stopped';

const dnsCodes: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']);
const lostCodes: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT']);
const tlsCodes = /CERT|^ERR_TLS_|^ERR_SSL_|^EPROTO$|UNABLE_TO_|^HOSTNAME_MISMATCH$|^UND_ERR_PRX_TLS$|CRL/;

/**
 * The failure in an error of undici or Node. `started`: whether undici had begun to write the request to a connection;
 * only before that is it provably unsent.
 */
export function failureOf(error: unknown, about: { readonly host: string; readonly started: boolean }): Failure {
  const { host } = about;
  const code = codeOf(error);
  const unsent = !about.started;
  if (dnsCodes.has(code)) return { kind: 'dns', message: `cannot resolve \`${host}\` (${code})`, unsent };
  // All of it never arrived: the last block was kept back.
  if (code === 'FILE_CHANGED') return { kind: 'changed', message: 'the file changed while it was sent', unsent };
  if (code === 'PRIVATE_HOST') return { kind: 'private', message: `\`${host}\` is not a public address`, unsent };
  if (error instanceof TlsRefusal) return { kind: 'tls', message: error.message, unsent, fix: tlsFix };
  if (tlsCodes.test(code)) {
    return { kind: 'tls', message: `no secure connection to \`${host}\` (${code})`, unsent, fix: tlsFix };
  }
  if (unsent) return { kind: 'unreachable', message: `no connection to \`${host}\` (${code})`, unsent };
  if (lostCodes.has(code) || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return {
      kind: 'lost',
      message: `the connection to \`${host}\` ended before the response was complete (${code})`,
      unsent,
    };
  }
  return { kind: 'unreadable', message: `the response of \`${host}\` is not valid HTTP (${code})`, unsent };
}

const tlsFix =
  'name the certificate authority that you trust in `NODE_EXTRA_CA_CERTS`, or find out which proxy intercepts the connection';

/** The code of an error, or of the first of its causes that has one. */
function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string' && at.code !== '') return at.code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return error instanceof Error ? error.name : 'unknown error';
}
