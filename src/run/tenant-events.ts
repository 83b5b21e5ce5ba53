import type { RunEvent, RunListener } from './result.ts';

/** A listener of the runs in one tenant of many: what they say carries its name. */
export function inTenant(listener: RunListener, tenant: string | undefined): RunListener {
  if (tenant === undefined) return listener;
  return (event) => listener(named(event, tenant));
}

function named(event: RunEvent, tenant: string): RunEvent {
  switch (event.kind) {
    case 'scenario-started':
    case 'step-started':
    case 'step-waiting':
    case 'step-exchanged':
    case 'step-ended':
      return { ...event, tenant };
    case 'scenario-ended':
      return { ...event, scenario: { tenant, ...event.scenario } };
    case 'run-started':
    case 'run-ended':
      return event;
    default:
      return event satisfies never;
  }
}

/** By what scenarios of a run differ: the same file runs in many tenants. */
export function scenarioKey({ tenant, file }: { readonly tenant?: string; readonly file: string }): string {
  return tenant === undefined ? file : `${tenant}\0${file}`;
}
