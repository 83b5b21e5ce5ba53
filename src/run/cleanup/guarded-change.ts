import { defined } from '../../defined.ts';
import type { HttpRequest } from '../../http/message.ts';
import { isBatchUrl } from '../../http/plain-path.ts';
import { isJsonObject, property } from '../../json/json.ts';
import type { Ledger, MadeEntry, Reply } from '../ports.ts';
import { type Deleting, notOurs, ownerOf } from './guarded-delete.ts';
import { objectPath } from './own-objects.ts';
import { proveCreated } from './ownership.ts';

/** Entries that were proved to belong to the run: each is proved once. */
const proved = new WeakMap<Ledger, Set<number>>();

/**
 * Why a change is not sent to an object that the run recorded as created: the create returned an object that existed
 * before.
 */
export async function whyNotChanged(request: HttpRequest, deleting: Deleting): Promise<Reply | undefined> {
  const { recorded } = deleting;
  if (recorded.guarded !== true || recorded.mayChangeExisting === true) return undefined;
  for (const url of changedBy(request)) {
    const owner = ownerOf(url, recorded.ledger);
    const why = owner === undefined ? undefined : await whyTheirs(owner, deleting);
    if (why !== undefined) return notOurs(url, why);
  }
  return undefined;
}

async function whyTheirs(owner: MadeEntry, { backend, recorded, context }: Deleting): Promise<string | undefined> {
  const { ledger, clock, step, startedMs } = recorded;
  if (owner.state === 'existed') return 'it existed before this run';
  if (owner.state === 'gone' || !mayHaveExisted(owner)) return undefined;
  const known = proved.get(ledger) ?? new Set();
  proved.set(ledger, known);
  if (known.has(owner.id)) return undefined;
  const halt = context.signal ?? context.halt;
  const { id, actor } = step;
  const proving = { backend, clock, step: id, actor, startedMs, ...defined({ halt }) };
  const proof = await proveCreated(owner.created, owner, proving);
  if (proof.kind === 'ours') known.add(owner.id);
  if (proof.kind !== 'foreign') return undefined;
  await ledger.existed(owner.id, proof.why, owner.created);
  return proof.why;
}

/** An invitation returns the guest, who may have existed before; a collection returns the object that it added. */
function mayHaveExisted({ method, url, created }: MadeEntry): boolean {
  return method === 'POST' && objectPath(created).split('/').slice(0, -1).join('/') !== objectPath(url);
}

function changedBy({ method, url, body }: HttpRequest): readonly string[] {
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE') return [];
  const requests = isBatchUrl(url) ? property(body, 'requests') : undefined;
  if (!Array.isArray(requests)) return [url];
  return requests
    .filter(isJsonObject)
    .filter((one) => !/^(?:GET|HEAD|DELETE)$/i.test(String(property(one, 'method'))))
    .map((one) => String(property(one, 'url') ?? ''));
}
