import { addDuration, type IsoDuration } from '../../../../format/template/duration.ts';
import type { Recommendation, ReviewedPrincipal } from '../review.ts';

/**
 * What the service advises: to keep the access of people who signed in within the look-back before the review began, to
 * take that of others. There is nothing to go by where advice is off, or the principal is no person.
 */
export function recommend(
  principal: ReviewedPrincipal,
  {
    enabled,
    lookBack,
    startMs,
  }: { readonly enabled: boolean; readonly lookBack: IsoDuration; readonly startMs: number },
): Recommendation {
  if (!enabled || principal.kind !== 'user') return 'NoInfoAvailable';
  if (principal.lastSignInDateTime === null) return 'Deny';
  const limitMs = addDuration(startMs, { months: -lookBack.months, milliseconds: -lookBack.milliseconds });
  return Date.parse(principal.lastSignInDateTime) >= limitMs ? 'Approve' : 'Deny';
}
