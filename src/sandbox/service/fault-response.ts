import type { HttpResponse } from '../../http/message.ts';
import { unauthenticated } from './admission.ts';
import type { Caller } from './caller.ts';
import type { BrokenBody, Fault } from './fault.ts';
import { forbidden, graphError } from './graph-error.ts';
import type { ResponseLabel } from './response-label.ts';
import type { GraphResponse } from './route.ts';

/** The response of a fault that keeps a request from being served; `undefined` where it is served first. */
export function refusalOf(fault: Fault, { authority, path, caller }: Met): GraphResponse | undefined {
  switch (fault.kind) {
    case 'throttled': {
      const [code, message] = throttled(path, caller);
      return waiting(429, code, message, fault.retryAfterSeconds);
    }
    case 'conflict':
      return graphError(
        409,
        'Directory_ConcurrencyViolation',
        'The request could not be completed due to concurrent requests being made to the tenant. Try again.',
      );
    case 'unavailable':
      return waiting(fault.status ?? 503, 'serviceNotAvailable', 'Service unavailable', fault.retryAfterSeconds);
    case 'reset':
      return graphError(503, 'serviceNotAvailable', 'The connection was closed. Nothing was done.');
    case 'redirect':
      return { status: fault.status ?? 307, headers: { location: fault.location ?? '/v1.0/elsewhere' } };
    case 'expired-token':
      return unauthenticated('Lifetime validation failed, the token is expired.', authority);
    case 'claims-challenge':
      return unauthenticated(
        'Continuous access evaluation asks for a new token.',
        authority,
        `, error="insufficient_claims", claims="${Buffer.from(fault.claims ?? newerToken).toString('base64')}"`,
      );
    case 'missing-consent':
      return forbidden();
    case 'captive-portal':
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, text: portal };
    case 'gateway-timeout':
    case 'dropped':
    case 'lag':
    case 'truncated':
    case 'drip':
    case 'gzip-bomb':
      return undefined;
    default:
      return fault satisfies never;
  }
}

/** The response to a served request, after its faults. */
export function lostReply(fault: Fault): GraphResponse | undefined {
  return fault.kind === 'gateway-timeout' || fault.kind === 'dropped'
    ? { ...graphError(504, 'UnknownError', ''), headers: { 'cache-control': 'private' } }
    : undefined;
}

/** Reports and the logs of the directory have their own message (observed). */
function throttled(path: string, caller: Caller | undefined): readonly [code: string, message: string] {
  const workload = /^\/(reports|auditLogs)(?:\/|$)/i.exec(path)?.[1];
  return workload === undefined
    ? [
        'TooManyRequests',
        `Too many requests from Identifier:${caller?.appId ?? ''} under category:throttle.sandbox.app.`,
      ]
    : [
        'UnknownError',
        'This request is throttled. Please try again after the value specified in the Retry-After header.',
      ];
}

/** Where a fault is met: by whom, at which path within the version. */
type Met = { readonly authority: string; readonly path: string; readonly caller: Caller | undefined };

export type SandboxResponse = HttpResponse & {
  readonly broken?: BrokenBody;
  /** How much it is worth as evidence; none where a fault kept the request from being served. */
  readonly label?: ResponseLabel;
};

const mebibyte = 1024 * 1024;

/** How a fault breaks a response on its way. */
export function breakBody(response: SandboxResponse, fault: Fault): SandboxResponse {
  const whole = response.text;
  switch (fault.kind) {
    case 'dropped':
    case 'reset':
      return { ...response, broken: { kind: 'dropped' } };
    case 'truncated': {
      const sentBytes = Math.floor(Buffer.byteLength(whole) / 2);
      const text = Buffer.from(whole).subarray(0, sentBytes).toString();
      return { ...response, text, broken: { kind: 'truncated', whole, sentBytes } };
    }
    case 'drip':
      return { ...response, broken: { kind: 'drip', whole, bytesPerSecond: fault.bytesPerSecond ?? 16 } };
    case 'gzip-bomb': {
      const bytes = fault.bytes ?? 1024 * mebibyte;
      const padding = ' '.repeat(Math.min(bytes, mebibyte));
      return { ...response, text: whole + padding, broken: { kind: 'gzip-bomb', whole, bytes } };
    }
    default:
      return response;
  }
}

function waiting(status: number, code: string, message: string, seconds: number | undefined): GraphResponse {
  const response = graphError(status, code, message);
  return seconds === undefined ? response : { ...response, headers: { 'retry-after': String(seconds) } };
}

const newerToken = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';

const portal = `<!doctype html>
<html lang="en"><head><title>Sign in to the network</title></head>
<body><form action="/sign-in" method="post"><p>Welcome. Accept the terms to continue.</p><button>Accept</button></form></body></html>
`;
