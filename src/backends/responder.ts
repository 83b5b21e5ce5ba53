/** The backend room: everything that answers requests. This file: the interface that recordings and the sandbox share. */
import type { HttpRequest, HttpResponse } from '../http/message.ts';

/** Answers a request, or leaves it unanswered (`undefined`): a function, as everything that needs no network can be. */
export type Responder = (
  request: HttpRequest,
  about: RequestContext,
) => HttpResponse | undefined | Promise<HttpResponse | undefined>;

/** What a responder may use besides the request. */
export type RequestContext = {
  /** The scenario's step, where the harness sends the request. Absent for a user's own code. */
  readonly step?: string;
  /** The scenario's actor on whose behalf the harness sends the request. */
  readonly actor?: string;
  /** The request's body where it is not JSON. */
  readonly text?: string;
};

/** Microsoft Graph's origin, for which recordings and the sandbox answer. */
export const graphOrigin = 'https://graph.microsoft.com';
