/** Examines a tenant through a live session: everything that leaves for Graph is a GET. */

import { defined } from '../defined.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import type { Value } from '../format/template/values.ts';
import { type InputSources, resolveInputs } from '../run/plan/inputs.ts';
import type { Backend } from '../run/ports.ts';
import type { DoctorFinding } from '../tenant/doctor/doctor-finding.ts';
import type { Knocked, ReadReply, SignedIn } from '../tenant/doctor/doctor-ports.ts';
import { type Examination, examine } from '../tenant/doctor/examine.ts';
import { needsOf } from '../tenant/doctor/tenant-needs.ts';
import type { LiveSession } from './live-session.ts';

export type ExaminationOptions = {
  readonly session: LiveSession;
  readonly sources: InputSources;
  readonly signal: AbortSignal;
  readonly refused: Examination['refused'];
};

export async function examineLive(
  scenarios: readonly Scenario[],
  { session, sources, signal, refused }: ExaminationOptions,
): Promise<readonly DoctorFinding[]> {
  const backend = session.backend([]);
  try {
    return await examine({
      needs: needsOf(scenarios),
      inputs: inputValues(scenarios, sources),
      refused,
      ports: {
        read: (actor, url) => readOnly(backend, { actor, url, signal }),
        signIn: (actor) => signIn(actor, session, signal),
        knock: (where) => knock(where, session, signal),
        now: session.clock.now,
      },
    });
  } finally {
    await backend.close();
  }
}

function inputValues(scenarios: readonly Scenario[], sources: InputSources): ReadonlyMap<string, Value> {
  const run = { id: 'doctor', now: '1970-01-01T00:00:00Z', password: '' };
  const values = new Map<string, Value>();
  for (const scenario of scenarios) {
    const resolved = resolveInputs({ scenario, run, against: 'live', sources }).values;
    for (const { name } of scenario.inputs) {
      const value = resolved.get(name);
      if (value !== undefined) values.set(name, value);
    }
  }
  return values;
}

type Reading = { readonly actor: string; readonly url: string; readonly signal: AbortSignal };

/** Refusals are findings, not obstacles. */
const expected: readonly number[] = [200, 400, 401, 402, 403, 404];

async function readOnly(backend: Backend, { actor, url, signal }: Reading): Promise<ReadReply> {
  const request = { method: 'GET', url, headers: { accept: 'application/json' } } as const;
  const reply = await backend.send(request, { step: 'doctor', actor, signal, stated: { statuses: expected } });
  if (reply.kind === 'answered') return reply.response;
  const { message, fix } = reply;
  return { kind: 'trouble', message, ...defined({ fix }) };
}

async function signIn(actor: string, { tokens, unsettled }: LiveSession, signal: AbortSignal): Promise<SignedIn> {
  const problem = unsettled.get(actor);
  if (problem !== undefined) {
    const { message, fix } = problem;
    return { kind: 'trouble', message, ...defined({ fix }) };
  }
  const granted = await tokens.get(actor, { signal });
  if (!granted.ok) return { kind: 'trouble', message: granted.message, fix: granted.fix };
  const { context, permissions, directoryRoles, objectId, userName } = granted.claims;
  const names = [objectId, userName].filter((name) => name !== undefined);
  return { kind: 'signed-in', context, permissions, names, directoryRoles };
}

const knockDeadlineMs = 15_000;

/** Without a token: only the response and its time matter. */
async function knock(where: 'graph' | 'authority', session: LiveSession, signal: AbortSignal): Promise<Knocked> {
  const { cloud, config, wire } = session;
  const target = {
    graph: { origin: cloud.graphOrigin, path: '/v1.0/' },
    authority: { origin: cloud.authority, path: `/${config.tenant}/v2.0/.well-known/openid-configuration` },
  }[where];
  const request = { ...target, method: 'GET', headers: { accept: 'application/json' } } as const;
  const delivery = await wire.exchange(request, { deadlineMs: knockDeadlineMs, signal });
  if (delivery.kind === 'failed') {
    const { message, fix } = delivery.failure;
    return { kind: 'trouble', message, ...defined({ fix }) };
  }
  const { status, headers } = delivery.response;
  return { kind: 'answered', status, headers };
}
