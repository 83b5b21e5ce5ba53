import { defined } from '../../defined.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import type { DoctorPorts, Knocked } from './doctor-ports.ts';

/** Examined first: without it nothing can be read. */
export const graphLabel = 'Microsoft Graph responds';

/** The times of tokens are compared with the server's clock; Entra allows five minutes. */
const mostSkewMs = 5 * 60_000;

/** Whether Graph and the authority respond, know the tenant, and have the same time as this machine. */
export async function examineNetwork({ knock, now }: DoctorPorts): Promise<readonly DoctorFinding[]> {
  const beforeMs = now();
  const graph = await knock('graph');
  const afterMs = now();
  const authority = await knock('authority');
  return [reached(graphLabel, graph), authorityFinding(authority), clockFinding(graph, { beforeMs, afterMs })];
}

function reached(what: string, knocked: Knocked): DoctorFinding {
  if (knocked.kind === 'answered') return { area: 'network', what, state: 'there', why: `status ${knocked.status}` };
  const { message, fix } = knocked;
  return { area: 'network', what, state: 'missing', why: message, ...defined({ fix }) };
}

function authorityFinding(knocked: Knocked): DoctorFinding {
  const what = 'the authority knows the tenant';
  if (knocked.kind === 'trouble') return reached(what, knocked);
  if (knocked.status === 200) return { area: 'network', what, state: 'there', why: 'its configuration could be read' };
  return {
    area: 'network',
    what,
    state: 'missing',
    why: `it responded with ${knocked.status}`,
    fix: 'check `--tenant` and `REPLAY_CLOUD`',
    link: 'https://learn.microsoft.com/graph/deployments',
  };
}

function clockFinding(
  knocked: Knocked,
  { beforeMs, afterMs }: { readonly beforeMs: number; readonly afterMs: number },
): DoctorFinding {
  const base = { area: 'network', what: 'the clock of this machine is correct' } as const;
  const dateMs = knocked.kind === 'answered' ? Date.parse(knocked.headers['date'] ?? '') : Number.NaN;
  if (Number.isNaN(dateMs)) return { ...base, state: 'not-knowable', why: 'no response had a date' };
  // The header has whole seconds, and the response was made at some time between the two.
  const skewMs = dateMs + 1000 < beforeMs ? dateMs + 1000 - beforeMs : Math.max(0, dateMs - afterMs);
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const why = seconds === 0 ? 'the same as that of Graph' : `${seconds} s ${skewMs < 0 ? 'ahead of' : 'behind'} Graph`;
  if (Math.abs(skewMs) <= mostSkewMs) return { ...base, state: 'there', why };
  return { ...base, state: 'missing', why, fix: 'set the clock: sign-ins fail otherwise' };
}
