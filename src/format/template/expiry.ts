import { addDuration, type IsoDuration } from './duration.ts';

/** Until when something is valid: a day (an RFC 3339 full-date), or a duration after it was made. */
export type Expiry =
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'after'; readonly duration: IsoDuration };

/** Valid until `expires`, that day included; without it, always. RFC 3339 full-dates. */
export type Expiring = { readonly date: string; readonly expires?: string };

type ExpiryOptions = { readonly expiry: Expiry | undefined; readonly old: Expiring | undefined };

/** The last valid day of something made on a date: as requested, or with the same lifetime as the one it replaces. */
export function expiresOn(date: string, { expiry, old }: ExpiryOptions): string | undefined {
  switch (expiry?.kind) {
    case 'date':
      return expiry.date;
    case 'after':
      return dayOf(addDuration(Date.parse(date), expiry.duration));
    case undefined:
      return old?.expires === undefined
        ? undefined
        : dayOf(Date.parse(date) + Date.parse(old.expires) - Date.parse(old.date));
    default:
      return expiry satisfies never;
  }
}

/** Whether its last valid day has passed; `today` is an RFC 3339 full-date, in UTC. */
export function isExpired({ expires }: Pick<Expiring, 'expires'>, today: string): boolean {
  return expires !== undefined && expires < today;
}

const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
