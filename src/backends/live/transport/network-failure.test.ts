import type { PeerCertificate } from 'node:tls';
import { expect, test } from 'vitest';
import { failureOf } from './network-failure.ts';
import { TlsRefusal } from './tls-refusal.ts';

const coded = (code: string, cause?: Error) => Object.assign(new Error('it failed', { cause }), { code });
const about = (started: boolean) => ({ host: 'graph.microsoft.com', started });

test.each([
  ...['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'].map((code) => [code, false, 'dns'] as const),
  ...[
    'CERT_HAS_EXPIRED',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ].map((code) => [code, false, 'tls'] as const),
  ...['EPROTO', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'HOSTNAME_MISMATCH', 'UND_ERR_PRX_TLS', 'UNABLE_TO_GET_CRL'].map(
    (code) => [code, false, 'tls'] as const,
  ),
  ...['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_CONNECT_TIMEOUT'].map((code) => [code, false, 'unreachable'] as const),
  ...['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'].map(
    (code) => [code, true, 'lost'] as const,
  ),
  ['HPE_INVALID_CONSTANT', true, 'unreadable'],
  ['FILE_CHANGED', true, 'changed'],
  ['PRIVATE_HOST', false, 'private'],
] as const)('%s, of a request that has left: %s, is %s', (code, started, kind) => {
  const failure = failureOf(coded(code), about(started));
  expect(failure).toMatchObject({ kind, unsent: !started });
  // Where a person looks for it, the code and the host are said.
  if (kind !== 'changed' && kind !== 'private') expect(failure.message).toContain(code);
  expect(failure.fix === undefined).toBe(kind !== 'tls');
});

test('the code may be that of a cause, or of the first of several attempts', () => {
  expect(failureOf(new Error('fetch failed', { cause: coded('ENOTFOUND') }), about(false)).kind).toBe('dns');
  const both = new AggregateError([coded('EAI_AGAIN'), coded('ECONNREFUSED')]);
  expect(failureOf(new Error('fetch failed', { cause: both }), about(false)).kind).toBe('dns');
  expect(failureOf(coded('', coded('EPIPE')), about(true)).kind).toBe('lost');
  expect(failureOf('a text', about(true))).toMatchObject({
    kind: 'unreadable',
    message: expect.stringContaining('unknown'),
  });
});

test('a certificate that is not trusted says who shows it', () => {
  const subject = { CN: 'other.example' } as PeerCertificate['subject'];
  const certificate = { subject, issuer: subject } as PeerCertificate;
  const refusal = new TlsRefusal('graph.microsoft.com', coded('CERT_HAS_EXPIRED'), certificate);
  const failure = failureOf(refusal, about(false));
  expect(failure).toMatchObject({ kind: 'tls', message: refusal.message });
  expect(failure.message).toContain('`other.example`');
});
