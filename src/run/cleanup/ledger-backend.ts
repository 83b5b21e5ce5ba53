import type { Source } from '../../diagnostics/source.ts';
import type { Value, Values } from '../../format/template/values.ts';
import type { HttpRequest } from '../../http/message.ts';
import { parseJson } from '../../json/parse-json.ts';
import { type Creation, fillGaps, intentOf } from '../plan/creation.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { Backend, Clock, Intent, Ledger, Reply, SendContext } from '../ports.ts';
import { takeCaptures } from '../send/take-captures.ts';
import { isGone, isOneOf, keptUntil, sameObject } from './recycle-bin.ts';

export type NotedStep = {
  readonly step: PlannedStep;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly source: Source;
  readonly values: Values;
  readonly creation?: Creation;
  readonly marks: readonly string[];
  /** The service is somebody's own: only what this run is proved to have created is deleted. */
  readonly guarded?: boolean;
};

/**
 * The backend of one step, with the ledger beside it: a create is sent only when its intent is written down, and what the
 * answer says of it is written down before anybody judges the answer.
 */
export function notedBackend(backend: Backend, noted: NotedStep): Backend {
  const { creation, ledger } = noted;
  return {
    origin: backend.origin,
    close: backend.close,
    send: async (request, context) => {
      if (request.method === 'DELETE') return sendDelete(request, context, { backend, noted });
      if (creation === undefined || request.method === 'GET' || request.method === 'HEAD') {
        return backend.send(request, context);
      }
      const intent = intentOf(creation, request, noted);
      if (intent === undefined) return refused('nobody could delete what it creates: the url for that has no value');
      const entry = ledger.intend(intent);
      if (!entry.ok) return refused(`its intent cannot be written down (${entry.message}), and so it is not sent`);
      const reply = await backend.send(request, context);
      noteReply(reply, entry.id, { intent, noted });
      return reply;
    },
  };
}

const makeRoom = 'make room for the ledger, or name another folder with `--ledger`';

function refused(message: string, fix = makeRoom): Reply {
  return { kind: 'blocked', reason: 'refused', message, fix };
}

function foreign(url: string): Reply {
  const message = `nothing proves that this run created what it would delete: ${url.split('?', 1)[0]}`;
  return refused(message, 'capture the id from the answer to the create, and say there how it is deleted: `creates`');
}

type Sending = { readonly backend: Backend; readonly noted: NotedStep };

async function sendDelete(request: HttpRequest, context: SendContext, { backend, noted }: Sending): Promise<Reply> {
  const { guarded = false, ledger } = noted;
  if (guarded && !isOneOf(ledger.made(), request.url)) return foreign(request.url);
  const reply = await backend.send(request, context);
  // A 404 alone proves nothing: what was just created may not be seen everywhere yet.
  if (reply.kind !== 'answered' || !isGone(reply.response.status)) return reply;
  for (const { id, created } of noted.ledger.open()) {
    if (created !== undefined && sameObject(created, request.url)) {
      noted.ledger.deleted(id, keptUntil(request.url, reply.response, noted.clock));
    }
  }
  return reply;
}

function noteReply(reply: Reply, id: number, about: { readonly intent: Intent; readonly noted: NotedStep }): void {
  const { ledger } = about.noted;
  const verdict = verdictOf(reply);
  if (verdict === 'not-created') ledger.notCreated(id);
  const url = verdict === 'created' ? deleteUrl(reply, about) : undefined;
  if (url !== undefined) ledger.created(id, url);
}

/** What a reply says about the create. Nothing, where the request may have come through all the same. */
function verdictOf(reply: Reply): 'created' | 'not-created' | undefined {
  if (reply.kind === 'blocked') {
    const { reason, unsent } = reply;
    const neverSent = unsent === true || reason === 'auth' || reason.startsWith('missing-');
    return neverSent ? 'not-created' : undefined;
  }
  const { status } = reply.response;
  if (status >= 200 && status < 300) return 'created';
  // After a retry, "there is one already" may be our own.
  const unclear = status === 408 || status === 425 || (status === 409 && (reply.effort?.sent ?? 1) > 1);
  return status >= 400 && status < 500 && !unclear ? 'not-created' : undefined;
}

function deleteUrl(
  reply: Reply,
  { intent, noted }: { readonly intent: Intent; readonly noted: NotedStep },
): string | undefined {
  if (reply.kind !== 'answered') return undefined;
  const parsed = parseJson(reply.response.text);
  const { step, values } = noted;
  const taken = takeCaptures(step.captures, parsed.ok ? parsed.value : undefined, noted);
  const known = new Map<string, Value>([...values, ...taken.values]);
  return fillGaps(intent.delete, known);
}
