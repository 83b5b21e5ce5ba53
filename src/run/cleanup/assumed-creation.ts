import { defined } from '../../defined.ts';
import type { HttpRequest } from '../../http/message.ts';
import { isBatchUrl } from '../../http/plain-path.ts';
import { bodyJson } from '../../http/response-body.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { isDated, markOf } from '../plan/creation.ts';
import type { Intent, Reply } from '../ports.ts';
import type { LedgerStep } from './guarded-delete.ts';
import { type MayCreate, mayCreate } from './kind-of-post.ts';

/** A part of a request that may create something, and the reply to that part. */
export type MayBeCreated = {
  readonly intent: Intent;
  readonly replyOf: (reply: Reply) => Reply;
  /** Set if the step does not declare that it creates something. */
  readonly by?: MayCreate;
};

/**
 * What would remain if the service did what the step does not expect: a POST to a collection or to an action, and
 * those within a batch. An object that is created below an object of the run is deleted
 * with it, unless the response shows another location.
 */
export function assumedCreations(request: HttpRequest, recorded: LedgerStep): readonly MayBeCreated[] {
  const { ledger, step, guarded } = recorded;
  if (guarded !== true || step.creates !== undefined) return [];
  const isOwn = (url: string) => ledger.ownersOf(url).some(({ state }) => state !== 'existed');
  const batch = partsOf(request);
  const parts: readonly Part[] = batch ?? [{ request, replyOf: (reply) => reply }];
  // No step states what the parts of a batch are expected to do.
  const succeeds = batch === undefined && step.call?.expectation.statuses.some((status) => status < 300) === true;
  return parts.flatMap(({ request: part, replyOf }) => {
    const [path = ''] = part.url.split('?', 1);
    const may = part.method === 'POST' && path.startsWith('/') ? mayCreate(path) : undefined;
    const by = may === 'collection' && isOwn(path) ? 'shown' : may;
    if (by === undefined) return [];
    // What is not known to create anything may show objects that were there before.
    const how = by === 'shown' && succeeds ? 'said' : by;
    return [{ intent: intentOf(path, part, recorded), replyOf, by: how }];
  });
}

function intentOf(path: string, request: PartRequest, { step, marks }: LedgerStep): Intent {
  const [, version = ''] = /^(\/[^/]+)\//.exec(path) ?? [];
  const guest = /\/invitations\/?$/i.test(path);
  return {
    step: step.id,
    actor: step.actor,
    method: 'POST',
    url: path,
    delete: `${guest ? `${version}/users` : path.replace(/\/+$/, '')}/\${id}`,
    captures: { id: guest ? '$.invitedUser.id' : '$.id' },
    ...defined({ mark: markOf(request, marks) }),
    ...(isDated(request.body) ? { dated: true } : {}),
  };
}

type PartRequest = Pick<HttpRequest, 'method' | 'url' | 'body'>;
type Part = { readonly request: PartRequest } & Pick<MayBeCreated, 'replyOf'>;

/** The POSTs of a batch. */
function partsOf({ method, url, body }: HttpRequest): readonly Part[] | undefined {
  if (method !== 'POST' || !isBatchUrl(url)) return undefined;
  const requests = property(body, 'requests');
  const [version = ''] = /^\/[^/]+\//.exec(url) ?? [];
  return (Array.isArray(requests) ? requests : []).flatMap((one): readonly Part[] => {
    if (!isJsonObject(one) || String(property(one, 'method')).toUpperCase() !== 'POST') return [];
    const request = {
      ...{ method: 'POST' as const, url: `${version}${String(property(one, 'url')).replace(/^\//, '')}` },
      ...defined({ body: property(one, 'body') }),
    };
    return [{ request, replyOf: (reply) => replyOfPart(reply, property(one, 'id')) }];
  });
}

function replyOfPart(reply: Reply, id: Json | undefined): Reply {
  if (reply.kind !== 'answered' || reply.response.status >= 300) return reply;
  const parsed = bodyJson(reply.response);
  const responses = parsed.ok ? property(parsed.value, 'responses') : undefined;
  const own = (Array.isArray(responses) ? responses : []).find(
    (one): one is JsonObject => isJsonObject(one) && String(property(one, 'id')) === String(id),
  );
  if (own === undefined) return { kind: 'blocked', reason: 'network', message: 'the batch does not say' };
  const response = {
    status: Number(property(own, 'status')),
    headers: {},
    text: JSON.stringify(property(own, 'body')),
  };
  return { ...reply, response };
}
