import type { RunEvent, RunListener, RunOfScenario } from './result.ts';

/** A listener of the runs in one of many tenants: its events carry the name of the tenant. */
export function inTenant(listener: RunListener, tenantName: string | undefined): RunListener {
  if (tenantName === undefined) return listener;
  return (event) => listener(named(event, tenantName));
}

function named(event: RunEvent, tenantName: string): RunEvent {
  switch (event.kind) {
    case 'scenario-started':
    case 'step-started':
    case 'step-waiting':
    case 'step-exchanged':
    case 'step-ended':
      return { ...event, tenantName };
    case 'scenario-ended':
      return { ...event, scenario: { tenantName, ...event.scenario } };
    case 'run-started':
    case 'run-ended':
      return event;
    default:
      return event satisfies never;
  }
}

/** The key that distinguishes scenarios of a run: the same file runs in many tenants, and once for each of its rows. */
export function scenarioKey({ tenantName, file, row }: RunOfScenario): string {
  const own = row === undefined ? file : `${file}#${row}`;
  return tenantName === undefined ? own : `${tenantName}\0${own}`;
}

/** As reports head it: where many tenants run, the tenant first. */
export function scenarioTitle({ tenantName, title }: { readonly tenantName?: string; readonly title: string }): string {
  return tenantName === undefined ? title : `${tenantName}: ${title}`;
}
