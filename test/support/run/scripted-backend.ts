import type { HttpRequest } from '../../../src/http/message.ts';
import type { Json } from '../../../src/json/json.ts';
import { prettyJson } from '../../../src/json/pretty.ts';
import type { Backend, Reply, SendContext } from '../../../src/run/ports.ts';

/** A response of a scripted backend: a status and a body, a whole reply, or a function of the request. */
export type ScriptedReply = readonly [status: number, body?: Json] | Reply | ((request: HttpRequest) => Reply);

export type Sent = {
  readonly step: string;
  readonly actor: string;
  readonly request: HttpRequest;
  readonly withoutCredentials?: true;
};

/** A backend for tests: answers each step's requests in order (the last response again), and remembers what was sent. */
export function scriptedBackend(replies: {
  readonly [step: string]: readonly ScriptedReply[];
}): Backend & { readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const used = new Map<string, number>();
  return {
    sent,
    origin: 'https://graph.microsoft.com',
    send: async (request: HttpRequest, { step, actor, withoutCredentials }: SendContext) => {
      sent.push({ step, actor, request, ...(withoutCredentials === undefined ? {} : { withoutCredentials }) });
      const at = used.get(step) ?? 0;
      used.set(step, at + 1);
      const mine = replies[step] ?? [];
      const reply = mine[Math.min(at, mine.length - 1)];
      if (reply === undefined)
        return { kind: 'blocked', reason: 'network', message: `no response is scripted for ${step}` };
      if (typeof reply === 'function') return reply(request);
      return 'kind' in reply ? reply : answered(...reply);
    },
    close: async () => {},
  };
}

/** A JSON response. */
export function answered(status: number, body?: Json): Reply {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  return { kind: 'answered', response: { status, headers, text: body === undefined ? '' : prettyJson(body) } };
}
