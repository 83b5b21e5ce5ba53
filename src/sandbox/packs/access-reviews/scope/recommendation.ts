import { addDuration, type IsoDuration } from '../../../../format/template/duration.ts';
import type { Recommendation, ReviewedPrincipal } from '../review.ts';

/**
 * The service's recommendation: keep the access of people who signed in within the look-back period before the review
 * began, and remove that of others. None if recommendations are off, or if the principal is not a person.
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
