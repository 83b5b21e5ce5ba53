/** The backend room: what answers. This file: the one shape that a recording and the sandbox share. */
import type { HttpRequest, HttpResponse } from '../http/message.ts';

/** Answers a request, or leaves it unanswered (`undefined`): a function, as everything that needs no network can be. */
export type Responder = (
  request: HttpRequest,
  about: RequestContext,
) => HttpResponse | undefined | Promise<HttpResponse | undefined>;

/** What a responder may know beyond the request. */
export type RequestContext = {
  /** The scenario's step, where the harness asks. Absent when a user's own code does. */
  readonly step?: string;
  /** The scenario's actor, where the harness asks: on whose behalf. */
  readonly actor?: string;
  /** The request's body where it is not JSON. */
  readonly text?: string;
};

/** Microsoft Graph's origin, which recordings and the sandbox stand in for. */
export const graphOrigin = 'https://graph.microsoft.com';
