import { type Problem, problemsOf, type Result } from '../../diagnostics/problem.ts';
import type { LiveCommand } from './open-live-command.ts';

export type Refusable = {
  readonly opened: Pick<LiveCommand, 'unknown' | 'session'>;
  /** Why a new run may not start in the tenant: leftovers of earlier ones. */
  readonly dirty: readonly Problem[];
  readonly plans: Result<unknown>;
  /** Nothing will be sent: neither credentials nor the state of the tenant matter. */
  readonly dryRun?: boolean;
};

/**
 * Everything for which a live run is refused, in one list: what `run` prints before it sends anything, and what `doctor`
 * reports. What is refused at plan time comes with the plans; another kind of refusal is one more item here.
 */
export function liveRefusals({ opened, dirty, plans, dryRun = false }: Refusable): readonly Problem[] {
  const { unknown, session } = opened;
  const sending = dryRun ? [] : [...dirty, ...new Set(session.unsettled.values())];
  return [...unknown, ...sending, ...problemsOf(plans)];
}
