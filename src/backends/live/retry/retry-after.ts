import { httpDateMs } from '../transport/http-date.ts';

/**
 * The wait that a service demands, in milliseconds, rounded up; `undefined` where it does not say so in a form HTTP
 * knows (RFC 9110 section 10.2.3), with the fractions and exponents that Graph has been seen to send. A date is read
 * against the server's own `Date`, because the two clocks need not agree. Never shortened; may be `Infinity`.
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
