import type { Recording } from '../../format/recording/recording.ts';
import type { Backend } from '../../run/ports.ts';
import { mswBackend, toHandlers } from '../msw-backend.ts';
import { graphOrigin } from '../responder.ts';
import { recordedResponder } from './recorded-responder.ts';

/**
 * A backend that replays a recording: MSW handlers answer, and every response names the request for which it was
 * recorded. Offline.
 */
export function recordedBackend(recording: Recording): Backend {
  const recorded = recordedResponder(recording);
  const backend = mswBackend(toHandlers(recorded.responder, graphOrigin, recorded.knowsOrigin));
  return {
    ...backend,
    send: async (request, context) => {
      const exchange = recorded.next(context.step);
      const reply = await backend.send(request, context);
      if (reply.kind === 'blocked' || exchange === undefined) return reply;
      const { bytes } = exchange.response;
      // Only a summary of a large body is recorded, which handlers cannot return.
      const response =
        bytes === undefined || bytes.base64 !== undefined ? reply.response : { ...reply.response, bytes };
      return {
        ...reply,
        response,
        recorded: { request: exchange.request, remaining: recorded.remaining(context.step) },
      };
    },
  };
}
