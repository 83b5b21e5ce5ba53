import { type ErrorDetail, graphError } from '../../../service/graph-error.ts';
import type { GraphResponse } from '../../../service/route.ts';

/** The directory's 400. */
export const invalidRequest = (message: string, ...details: readonly ErrorDetail[]): GraphResponse =>
  graphError(400, 'Request_BadRequest', message, ...details);

export const invalidValue = (target: string, resource: string): GraphResponse =>
  invalidRequest(`Invalid value specified for property '${target}' of resource '${resource}'.`, {
    code: 'InvalidValue',
    target,
  });

export const conflict = (target: string): GraphResponse =>
  invalidRequest(`Another object with the same value for property ${target} already exists.`, {
    code: 'ObjectConflict',
    target,
  });
