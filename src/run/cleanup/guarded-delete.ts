import { defined } from '../../defined.ts';
import type { Source } from '../../diagnostics/source.ts';
import type { Values } from '../../format/template/values.ts';
import type { HttpRequest } from '../../http/message.ts';
import { isBatchUrl } from '../../http/plain-path.ts';
import { isJsonObject, property } from '../../json/json.ts';
import type { Creation } from '../plan/creation.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { Backend, Clock, Ledger, MadeEntry, Reply, SendContext } from '../ports.ts';
import { halted } from '../send/send-until-expected.ts';
import { isOneOf } from './own-objects.ts';
import { proveCreated } from './ownership.ts';
import { binUrl, isGone, keptUntil } from './recycle-bin.ts';

export type LedgerStep = {
  readonly step: PlannedStep;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly source: Source;
  readonly values: Values;
  readonly creation?: Creation;
  readonly marks: readonly string[];
  /** When the run began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** The service belongs to a user: only objects that this run provably created are deleted. */
  readonly guarded?: boolean;
  /** This step was allowed to delete objects that the run did not create. */
  readonly mayDeleteExisting?: boolean;
  /** The run was allowed to change objects that it did not create. */
  readonly mayChangeExisting?: boolean;
};

export type Deleting = { readonly backend: Backend; readonly recorded: LedgerStep; readonly context: SendContext };

/**
 * Sends the DELETE of a step if its object provably belongs to the run, and records in the ledger that the object is
 * gone.
 */
export async function sendDelete(request: HttpRequest, deleting: Deleting): Promise<Reply> {
  const { backend, recorded, context } = deleting;
  const refusal = await whyNotDeleted([request.url], deleting);
  if (refusal !== undefined) return refusal;
  const reply = await backend.send(request, context);
  // A 404 alone proves nothing: a new object may not be visible everywhere yet.
  if (reply.kind !== 'answered' || !isGone(reply.response.status)) return reply;
  for (const { id, state } of recorded.ledger.madeAt(request.url)) {
    if (state === 'open') await recorded.ledger.deleted(id, keptUntil(request.url, reply.response, recorded.clock));
  }
  return reply;
}

/** The urls that a batch deletes. */
export function deletedInBatch({ method, url, body }: HttpRequest): readonly string[] {
  if (method !== 'POST' || !isBatchUrl(url) || body === undefined || !isJsonObject(body)) return [];
  const requests = property(body, 'requests');
  return (Array.isArray(requests) ? requests : []).flatMap((one) => {
    if (!isJsonObject(one) || String(property(one, 'method')).toUpperCase() !== 'DELETE') return [];
    return [String(property(one, 'url') ?? '')];
  });
}

/** Why a request is not sent that deletes these; `undefined` where all of them are proved to be the run's own. */
export async function whyNotDeleted(urls: readonly string[], deleting: Deleting): Promise<Reply | undefined> {
  if (deleting.recorded.guarded !== true) return undefined;
  for (const url of urls) {
    const refusal = await whyNot(url, deleting);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

async function whyNot(url: string, { backend, recorded, context }: Deleting): Promise<Reply | undefined> {
  const { ledger, clock, step, startedMs, mayDeleteExisting = false } = recorded;
  const owner = ownerOf(url, ledger);
  if (owner === undefined) return mayDeleteExisting ? undefined : foreign(url);
  if (owner.state === 'existed') return notOurs(url, 'it existed before this run');
  // An object in the recycle bin under this url can only be the one that this run deleted.
  const bin = binUrl(owner.created);
  if (owner.state === 'gone' && bin !== undefined && isOneOf([bin], url)) return undefined;
  const halt = context.signal ?? context.halt;
  const { id, actor } = step;
  const proving = { backend, clock, step: id, actor, startedMs, ...defined({ halt }) };
  const proof = await proveCreated(owner.created, owner, proving);
  if (halt?.aborted === true && proof.kind === 'unproved')
    return { kind: 'blocked', reason: 'network', message: halted };
  switch (proof.kind) {
    case 'ours':
    case 'gone':
      return undefined;
    case 'foreign':
      await ledger.existed(owner.id, proof.why, owner.created);
      return notOurs(url, proof.why);
    case 'unproved':
      return { kind: 'blocked', reason: 'leftover', message: `not deleted: ${proof.why}`, fix: lookAtIt };
    default:
      return proof satisfies never;
  }
}

const lookAtIt =
  'look at it in the tenant; `cleanup` tries again, and `cleanup --forget` closes an entry without deleting';

/** The entry of the ledger whose object this url names or is below; entries of objects that still exist come first. */
export function ownerOf(url: string, ledger: Pick<Ledger, 'ownersOf'>): MadeEntry | undefined {
  const order = ['open', 'existed', 'gone'] as const;
  return ledger
    .ownersOf(url)
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.created.length - b.created.length)[0];
}

export function notOurs(url: string, why: string): Reply {
  return { kind: 'blocked', reason: 'not-ours', message: `${url.split('?', 1)[0]} is not this run\u2019s own: ${why}` };
}

function foreign(url: string): Reply {
  return {
    kind: 'blocked',
    reason: 'refused',
    message: `there is no proof that this run created what it would delete: ${url.split('?', 1)[0]}`,
    fix: 'in the step that creates it, capture its id and add `creates`',
  };
}
