import type { Call, Step } from './scenario.ts';

/** What a step sends: its own call, or the unattended one of a step for a person. */
export function callOf({ action }: Pick<Step, 'action'>): Call | undefined {
  return action.kind === 'manual' ? action.unattended : action.call;
}
