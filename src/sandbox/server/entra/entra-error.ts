import { defined } from '../../../defined.ts';
import type { JsonObject } from '../../../json/json.ts';

type Row = {
  readonly error: string;
  readonly code: number;
  readonly status?: 401;
  readonly suberror?: string;
  /** No page explains it (observed). */
  readonly unexplained?: true;
};

/** Why Entra gives no token: OAuth's `error`, Entra's AADSTS number, and words for people. */
export type EntraError = Omit<Row, 'status'> & {
  readonly kind: 'error';
  readonly status: 400 | 401;
  readonly message: string;
};

/** All errors. Clients use `error` and the number, not the message. Observed errors have Entra's message. */
const rows = {
  'missing-parameter': { error: 'invalid_request', code: 900144 },
  'wrong-form': { error: 'invalid_request', code: 9002325 },
  'unknown-tenant': { error: 'invalid_request', code: 90002 },
  'unsupported-grant': { error: 'unsupported_grant_type', code: 70003 },
  'unknown-app': { error: 'unauthorized_client', code: 700016 },
  'no-client-proof': { error: 'invalid_client', code: 7000218, status: 401 },
  'wrong-secret': { error: 'invalid_client', code: 7000215, status: 401 },
  'expired-secret': { error: 'invalid_client', code: 7000222, status: 401 },
  'no-principal': { error: 'invalid_client', code: 7000229, status: 401 },
  'wrong-assertion': { error: 'invalid_client', code: 700027, status: 401 },
  'assertion-time': { error: 'invalid_client', code: 700024, status: 401 },
  'unknown-federation': { error: 'invalid_client', code: 700211, status: 401 },
  'wrong-scope': { error: 'invalid_scope', code: 70011 },
  'app-scope': { error: 'invalid_scope', code: 1002012 },
  'unknown-resource': { error: 'invalid_resource', code: 500011 },
  'no-consent': { error: 'invalid_grant', code: 65001, suberror: 'consent_required', unexplained: true },
  'wrong-password': { error: 'invalid_grant', code: 50126 },
  'unknown-user': { error: 'invalid_grant', code: 50034 },
  'disabled-user': { error: 'invalid_grant', code: 50057 },
  'wrong-refresh-token': { error: 'invalid_grant', code: 9002313 },
  'authorization-pending': { error: 'authorization_pending', code: 70016, unexplained: true },
  'authorization-declined': { error: 'authorization_declined', code: 70017 },
  'expired-code': { error: 'expired_token', code: 70020 },
  'wrong-redirect': { error: 'invalid_request', code: 50011 },
  'wrong-authorization': { error: 'invalid_grant', code: 70008 },
  'wrong-code': { error: 'bad_verification_code', code: 70018 },
} as const satisfies { readonly [name: string]: Row };

export type EntraErrorName = keyof typeof rows;

export function entraError(name: EntraErrorName, message: string): EntraError {
  const row: Row = rows[name];
  return { ...row, kind: 'error', status: row.status ?? 400, message };
}

export const missingParameter = (name: string): EntraError =>
  entraError('missing-parameter', `The request body must contain the following parameter: '${name}'.`);

/** The unique ids in an error's body. */
export type ErrorContext = {
  readonly traceId: string;
  readonly correlationId: string;
  readonly nowMs: number;
  readonly origin: string;
};

/** The body of an error as Entra's token endpoint writes it. */
export function entraErrorBody(error: EntraError, { traceId, correlationId, nowMs, origin }: ErrorContext): JsonObject {
  const timestamp = new Date(nowMs).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  return {
    error: error.error,
    error_description:
      `AADSTS${error.code}: ${error.message} ` +
      `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [error.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    ...(error.unexplained === true ? {} : { error_uri: `${origin}/error?code=${error.code}` }),
    ...defined({ suberror: error.suberror }),
  };
}
