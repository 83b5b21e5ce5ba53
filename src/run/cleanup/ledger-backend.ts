import { defined } from '../../defined.ts';
import type { Value } from '../../format/template/values.ts';
import type { HttpRequest } from '../../http/message.ts';
import { type Creation, fillGaps, intentOf, listedUrl } from '../plan/creation.ts';
import type { Adoption, Backend, Reply, SendContext } from '../ports.ts';
import { takeCaptures } from '../send/take-captures.ts';
import { assumedCreations, type MayBeCreated } from './assumed-creation.ts';
import { whyNotChanged } from './guarded-change.ts';
import { deletedInBatch, type LedgerStep, sendDelete, whyNotDeleted } from './guarded-delete.ts';
import type { MayCreate } from './kind-of-post.ts';
import { lookForCreated, olderThanRun } from './ownership.ts';
import { shownCreations } from './shown-creation.ts';

/**
 * Wraps the backend of one step so that a create is sent only after its intent is recorded in the ledger, and its
 * result is recorded before the response is checked. Nothing is deleted without proof.
 */
export function ledgerBackend(backend: Backend, recorded: LedgerStep): Backend {
  const { creation, ledger } = recorded;
  return {
    origin: backend.origin,
    close: backend.close,
    send: async (request, context) => {
      if (request.method === 'DELETE') return sendDelete(request, { backend, recorded, context });
      const deleting = { backend, recorded, context };
      const refusal =
        (await whyNotDeleted(deletedInBatch(request), deleting)) ?? (await whyNotChanged(request, deleting));
      if (refusal !== undefined) return refusal;
      if (request.method === 'GET' || request.method === 'HEAD') return backend.send(request, context);
      const creations =
        creation === undefined ? assumedCreations(request, recorded) : stated(creation, request, recorded);
      if (creations === undefined)
        return refused('what it creates could not be deleted: a value of the url for that is missing');
      const creates: Create[] = [];
      for (const one of creations) {
        const entry = await ledger.intend(one.intent);
        if (!entry.ok) {
          for (const { id } of creates) await ledger.notCreated(id);
          return refused(`it is not sent, because it cannot be recorded in the ledger (${entry.message})`);
        }
        creates.push({ ...one, id: entry.id, recorded });
      }
      const found = creates.find(({ intent }) => intent.find !== undefined);
      const adopt = found && (() => adoptLost(found, { backend, context }));
      const reply = await backend.send(request, { ...context, ...defined({ adopt }) });
      for (const one of creates) await noteReply(one.replyOf(reply), one);
      return reply;
    },
  };
}

function stated(creation: Creation, request: HttpRequest, recorded: LedgerStep): readonly MayBeCreated[] | undefined {
  const intent = intentOf(creation, request, recorded);
  return intent && [{ intent, replyOf: (reply) => reply }];
}

const makeRoom = 'free space for the ledger, or name another folder with `--ledger`';

function refused(message: string, fix = makeRoom): Reply {
  return { kind: 'blocked', reason: 'refused', message, fix };
}

type Create = MayBeCreated & { readonly id: number; readonly recorded: LedgerStep };

/**
 * Searches for the object of a create whose response was lost, and records it in the ledger once it provably belongs to
 * the run.
 */
async function adoptLost(
  { id, intent, recorded }: Create,
  { backend, context }: { readonly backend: Backend; readonly context: SendContext },
): Promise<Adoption> {
  const { ledger, clock, startedMs } = recorded;
  const { find = '', mark, dated } = intent;
  const halt = context.signal ?? context.halt;
  const { step, actor } = context;
  const proving = { backend, clock, step, actor, startedMs, ...defined({ halt, dated }) };
  const claim = { ...defined({ mark }), urlOf: listedUrl(intent) };
  const look = await lookForCreated(find, claim, proving);
  if (look.kind === 'none') return look;
  if (look.kind !== 'ours') return { kind: look.kind, message: look.why };
  const url = claim.urlOf(look.object);
  if (url === undefined)
    return { kind: 'unproved', message: 'it was found, but without the values that its url needs' };
  await ledger.created(id, url);
  const headers = look.reply.kind === 'answered' ? look.reply.response.headers : {};
  // An invitation creates a user: the object that was found is a valid response to the create only if it is from the
  // same collection.
  const same = find.split('?', 1)[0] === intent.url.split('?', 1)[0];
  return { kind: 'ours', url, headers, ...(same ? { object: look.object } : {}) };
}

async function noteReply(reply: Reply, create: Create): Promise<void> {
  const { recorded, intent, id } = create;
  const { ledger, guarded } = recorded;
  const urls = deleteUrls(reply, create);
  const verdict = verdictOf(reply, create, urls);
  const [url, ...others] = urls ?? [];
  if (verdict === 'not-created') await ledger.notCreated(id);
  if (verdict === 'existed')
    await ledger.existed(id, 'the service changed what was there, instead of creating it', url);
  if (verdict !== 'created' || url === undefined) return;
  const older =
    guarded === true ? olderThanRun(reply, { ...recorded, ...defined({ dated: intent.dated }) }) : undefined;
  if (older !== undefined) return ledger.existed(id, older, url);
  for (const other of others) {
    const entry = await ledger.intend(intent);
    if (!entry.ok) return;
    await ledger.created(entry.id, other);
  }
  await ledger.created(id, url);
}

/** What a reply proves about the create; `undefined` if the request may have been executed although it failed. */
function verdictOf(
  reply: Reply,
  create: Create,
  urls: readonly string[] | undefined,
): 'created' | 'existed' | 'not-created' | undefined {
  const needsShown = create.by === 'shown' || create.by === 'said';
  if (needsShown && (urls ?? []).length === 0) return 'not-created';
  if (reply.kind === 'blocked') {
    const { reason, unsent } = reply;
    const neverSent = unsent === true || reason === 'auth' || reason.startsWith('missing-');
    return neverSent ? 'not-created' : undefined;
  }
  const { status } = reply.response;
  const sent = reply.effort?.sent ?? 1;
  if (isUpdate(status, create) && sent === 1) return 'existed';
  if (status >= 200 && status < 300) return create.by === undefined ? 'created' : byChance(status, create.by, urls);
  // After a retry, "there is one already" may be our own.
  const unclear = status === 408 || status === 425 || (status === 409 && sent > 1);
  return status >= 400 && status < 500 && !unclear ? 'not-created' : undefined;
}

/**
 * A request that was accepted may still create the object; an action is known to have created one only if its response
 * shows it.
 */
function byChance(
  status: number,
  by: MayCreate,
  urls: readonly string[] | undefined,
): 'created' | 'not-created' | undefined {
  if (urls?.length === 0) return 'not-created';
  if (by === 'collection') return status === 201 ? 'created' : status === 202 ? undefined : 'not-created';
  if (by === 'said' && status !== 201) return 'not-created';
  if (urls !== undefined) return 'created';
  return status === 201 || status === 202 ? undefined : 'not-created';
}

/** An upsert returns 201 if it creates. An object below one of the run belongs to the run even if it was only updated. */
function isUpdate(status: number, { intent: { method, url }, recorded }: Create): boolean {
  if ((method !== 'PATCH' && method !== 'PUT') || (status !== 200 && status !== 204)) return false;
  const isOwn = recorded.ledger.ownersOf(url).some(({ state }) => state !== 'existed');
  return !/\/\$ref(?:\?|$)/.test(url) && !isOwn;
}

/**
 * The urls that delete the objects that the reply shows; `undefined` if it shows none. Objects that are deleted with
 * one of the run are not listed.
 */
function deleteUrls(reply: Reply, { intent, recorded, by }: Create): readonly string[] | undefined {
  if (reply.kind !== 'answered') return undefined;
  const { step, values, ledger } = recorded;
  if (by !== undefined) {
    if (reply.response.status >= 300) return undefined;
    const isOwn = (url: string) => ledger.ownersOf(url).some(({ state }) => state !== 'existed');
    return shownCreations(reply.response, intent)?.filter((url) => !isOwn(url));
  }
  const taken = takeCaptures(step.captures, reply.response, recorded);
  const url = fillGaps(intent.delete, new Map<string, Value>([...values, ...taken.values]));
  return url === undefined ? undefined : [url];
}
