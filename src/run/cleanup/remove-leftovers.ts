import { defined } from '../../defined.ts';
import type { Exchange } from '../../http/message.ts';
import type { Backend, Clock, Ledger, OpenEntry } from '../ports.ts';
import { halted, type PolledReply, type PollOptions, pauseMs, sendUntilExpected } from '../send/send-until-expected.ts';
import { findCreated } from './find-created.ts';
import { proveCreated } from './ownership.ts';
import { binUrl, isGone, keptUntil } from './recycle-bin.ts';

/** The result of removing one leftover. */
export type Removal = {
  readonly entry: OpenEntry;
  readonly outcome:
    | { readonly kind: 'deleted' }
    /** Another caller deleted it, or a deletion whose response was lost. */
    | { readonly kind: 'gone' }
    | { readonly kind: 'not-created' }
    /** It provably existed before the run: it stays, and does not belong to the run. */
    | { readonly kind: 'existed'; readonly message: string }
    | { readonly kind: 'left'; readonly message: string };
  /** The last exchange. */
  readonly exchange?: Exchange;
  readonly attempts: number;
};

export type Removing = {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly ledger: Ledger;
  /** When the run began, in milliseconds since 1970 by its own clock. */
  readonly startedMs: number;
  /** When aborted, requests that were sent get their responses; objects that are not deleted by then stay in the ledger. */
  readonly halt?: AbortSignal;
  /** Reported each before it is tried, and after. */
  readonly begin?: (entry: OpenEntry, name: string) => void;
  readonly done?: (removal: Removal, name: string) => void;
};

/**
 * Deletes the objects that the ledger lists as existing, newest first, by the actor who created each. Only an object
 * that provably belongs to this run is deleted; any other is left and reported.
 */
export async function removeLeftovers(removing: Removing): Promise<readonly Removal[]> {
  const removals: Removal[] = [];
  for (const entry of removing.ledger.open().toReversed()) {
    if (removing.halt?.aborted === true) break;
    const name = `leftover-${removals.length + 1}`;
    removing.begin?.(entry, name);
    const removal = await removeOne(entry, name, removing);
    removals.push(removal);
    removing.done?.(removal, name);
  }
  return removals;
}

async function removeOne(entry: OpenEntry, name: string, removing: Removing): Promise<Removal> {
  const { clock, ledger, halt } = removing;
  let sent = 0;
  // Every request is counted, including reads.
  const backend: Backend = {
    ...removing.backend,
    send: (request, context) => {
      sent += 1;
      return removing.backend.send(request, context);
    },
  };
  const options: PollOptions = {
    backend,
    clock,
    step: name,
    actor: entry.actor,
    ...defined({ halt }),
  };
  const result = await attempt(entry, options, { ledger, startedMs: removing.startedMs });
  const isCut = halt?.aborted === true && result.outcome.kind === 'left';
  return { entry, ...result, ...(isCut ? { outcome: { kind: 'left', message: halted } } : {}), attempts: sent };
}

type Attempted = Omit<Removal, 'entry' | 'attempts'>;
type Noting = Pick<Removing, 'ledger' | 'startedMs'>;

async function attempt(entry: OpenEntry, options: PollOptions, { ledger, startedMs }: Noting): Promise<Attempted> {
  const { id, created } = entry;
  if (created === undefined) {
    const found = await findCreated(entry, { ...options, startedMs });
    if (found.kind === 'unknown') return left(found.message, found.reply);
    if (found.kind === 'found') {
      await ledger.created(id, found.url);
      return remove(found.url, { id, ledger, options });
    }
    await ledger.notCreated(id);
    return { outcome: { kind: 'not-created' } };
  }
  const proof = await proveCreated(created, entry, { ...options, startedMs });
  switch (proof.kind) {
    case 'ours':
      return remove(created, { id, ledger, options });
    case 'gone':
      await ledger.deleted(id);
      return { outcome: { kind: 'gone' }, ...exchangeOf(proof.reply) };
    case 'foreign':
      await ledger.existed(id, proof.why, created);
      return { outcome: { kind: 'existed', message: proof.why }, ...exchangeOf(proof.reply) };
    case 'unproved':
      return left(proof.why, proof.reply);
    default:
      return proof satisfies never;
  }
}

type Deleting = { readonly id: number; readonly ledger: Ledger; readonly options: PollOptions };

async function remove(url: string, { id, ledger, options }: Deleting): Promise<Attempted> {
  let reply = await sendUntilExpected('DELETE', url, options);
  for (let missing = 1; reply.kind === 'answered' && reply.response.status === 404; missing++) {
    if (missing === 2) {
      await ledger.deleted(id);
      return { outcome: { kind: 'gone' }, ...exchangeOf(reply) };
    }
    // A new object may not be visible everywhere yet: one 404 proves nothing.
    await options.clock.sleep(pauseMs, options.halt);
    reply = await sendUntilExpected('DELETE', url, options);
  }
  if (reply.kind === 'unanswered') return left(reply.message, reply);
  const { status } = reply.response;
  if (!isGone(status)) return left(`the service answered its deletion with ${status}`, reply);
  await ledger.deleted(id, keptUntil(url, reply.response, options.clock));
  return { outcome: { kind: 'deleted' }, ...exchangeOf(reply) };
}

function left(message: string, reply: PolledReply | undefined): Attempted {
  return { outcome: { kind: 'left', message }, ...(reply !== undefined && exchangeOf(reply)) };
}

function exchangeOf(reply: PolledReply): { readonly exchange?: Exchange } {
  return reply.kind === 'answered' ? { exchange: { request: reply.request, response: reply.response } } : {};
}

/** The result of purging one object from the recycle bin. */
export type Purge = {
  readonly url: string;
  readonly until: string;
  readonly purged: boolean;
  readonly message?: string;
};

/** Deletes from the recycle bin the objects that this run deleted. */
export async function purgeKept({ backend, clock, ledger, halt }: Removing): Promise<readonly Purge[]> {
  const purges: Purge[] = [];
  for (const { id, url, until, actor } of ledger.kept()) {
    const bin = binUrl(url);
    if (bin === undefined) continue;
    if (halt?.aborted === true) break;
    const options = {
      backend,
      clock,
      step: `purge-${purges.length + 1}`,
      actor,
      ...defined({ halt }),
    };
    let reply = await sendUntilExpected('DELETE', bin, options);
    if (reply.kind === 'answered' && reply.response.status === 404) {
      await clock.sleep(pauseMs, halt);
      reply = await sendUntilExpected('DELETE', bin, options);
    }
    const gone = reply.kind === 'answered' && (isGone(reply.response.status) || reply.response.status === 404);
    if (gone) await ledger.purged(id);
    const message = reply.kind === 'answered' ? `the service answered with ${reply.response.status}` : reply.message;
    purges.push({ url, until, purged: gone, ...(gone ? {} : { message }) });
  }
  return purges;
}
