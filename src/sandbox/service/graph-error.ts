import { isJsonObject } from '../../json/json.ts';
import type { GraphResponse } from './route.ts';

/**
 * An error as Graph answers it: `{ error: { code, message } }`. The service adds `innerError` with date and request ids
 * when it sends. Codes are those of the errors page and of the directory (`Request_ResourceNotFound`, …).
 */
export function graphError(
  status: number,
  code: string,
  message: string,
  ...details: readonly ErrorDetail[]
): GraphResponse {
  return { status, body: { error: { code, message, ...(details.length === 0 ? {} : { details }) } } };
}

/** What is wrong with one property: `ObjectConflict`, `InvalidValue` (observed). */
export type ErrorDetail = { readonly code: string; readonly target: string };

/** A response with the sandbox's own message in `innerError`, where the service gives less detail. */
export function hinted(response: GraphResponse, hint: string): GraphResponse {
  const error = response.body?.['error'];
  const inner = isJsonObject(error ?? null) ? { ...Object(error), innerError: { message: hint } } : {};
  return { ...response, body: { error: inner } };
}

export const badRequest = (message: string): GraphResponse => graphError(400, 'BadRequest', message);

export const notFound = (id: string): GraphResponse =>
  graphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const forbidden = (message = 'Insufficient privileges to complete the operation.'): GraphResponse =>
  graphError(403, 'Authorization_RequestDenied', message);

/** A service principal of an application that does not exist, or not yet on a replica. */
export const noApplication = (appId: string): GraphResponse =>
  graphError(
    400,
    'Request_BadRequest',
    `The appId '${appId}' of the service principal does not reference a valid application object.`,
    { code: 'NoBackingApplicationObject', target: 'appId' },
  );

export const conflict = (message: string): GraphResponse => graphError(409, 'Conflict', message);

export const notImplemented = (message: string): GraphResponse => graphError(501, 'NotImplemented', message);
