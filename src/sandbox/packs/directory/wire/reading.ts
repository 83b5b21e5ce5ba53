import { type ErrorDetail, graphError } from '../../../service/graph-error.ts';
import type { GraphResponse } from '../../../service/route.ts';

/** The data of a request, or the response that states why it is invalid. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly response: GraphResponse };

export const read = <T>(value: T): Reading<T> => ({ ok: true, value });
export const refused = (response: GraphResponse): { readonly ok: false; readonly response: GraphResponse } => ({
  ok: false,
  response,
});

/** The directory's 400. */
export const invalidRequest = (message: string, ...details: readonly ErrorDetail[]): GraphResponse =>
  graphError(400, 'Request_BadRequest', message, ...details);

export const invalidValue = (target: string, resource: string): GraphResponse =>
  invalidRequest(`Invalid value specified for property '${target}' of resource '${resource}'.`, {
    code: 'InvalidValue',
    target,
  });

export const taken = (target: string): GraphResponse =>
  invalidRequest(`Another object with the same value for property ${target} already exists.`, {
    code: 'ObjectConflict',
    target,
  });

/** The first refusal of several readings that need each other. */
export function firstRefusal(...readings: readonly Reading<unknown>[]): GraphResponse | undefined {
  for (const reading of readings) if (!reading.ok) return reading.response;
  return undefined;
}
