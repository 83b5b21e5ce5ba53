import { httpDateMs } from '../transport/http-date.ts';

/**
 * The wait that a service requires, in milliseconds, rounded up; `undefined` if it states none in a form of HTTP (RFC
 * 9110 section 10.2.3), including the fractions and exponents that Graph has been seen to send. A date is compared with
 * the server's own `Date`, because the two clocks need not agree. Never shortened; may be `Infinity`.
 */
export function retryAfterMs(
  headers: { readonly [name: string]: string | undefined },
  nowMs: number,
): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined) return undefined;
  if (/^(?:\d+(?:\.\d+)?(?:e\+?\d+)?|infinity)$/i.test(value)) return inMs(value);
  const untilMs = httpDateMs(value);
  if (untilMs === undefined) return undefined;
  const waitMs = untilMs - (httpDateMs(headers['date'] ?? '') ?? nowMs);
  return waitMs > 0 ? waitMs : undefined;
}

function inMs(seconds: string): number | undefined {
  const ms = /^i/i.test(seconds) ? Number.POSITIVE_INFINITY : Math.ceil(Number(seconds) * 1000);
  return ms > 0 ? ms : undefined;
}
