import type { Call, Step } from './scenario.ts';

/** The call of a step: its own, or the unattended one of a manual step. */
export function callOf({ action }: Pick<Step, 'action'>): Call | undefined {
  return action.kind === 'manual' ? action.unattended : action.call;
}
