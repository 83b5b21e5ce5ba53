import { timestampOf } from '../../../service/sandbox-clock.ts';
import type { ReviewedPrincipal } from '../review.ts';

export function timeOf(timeMs: number | null): string | null {
  return timeMs === null ? null : timestampOf(timeMs);
}

const collections = { user: 'users', group: 'groups', servicePrincipal: 'servicePrincipals' } as const;

/** Where a principal can be read; of v1.0 in both versions, as documented. */
export function principalLink({ kind, id }: ReviewedPrincipal, origin: string): string {
  return `${origin}/v1.0/${collections[kind]}/${id}`;
}
