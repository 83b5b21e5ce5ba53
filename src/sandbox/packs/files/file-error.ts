import { graphError } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';

/** Errors of files, with the codes of https://learn.microsoft.com/onedrive/developer/rest-api/concepts/errors. */
export const itemNotFound = graphError(404, 'itemNotFound', 'The resource could not be found.');
export const nameTaken = graphError(409, 'nameAlreadyExists', 'An item with this name exists already.');
export const invalidRequest = (message: string): GraphResponse => graphError(400, 'invalidRequest', message);
export const invalidRange = (message: string): GraphResponse => graphError(416, 'invalidRange', message);
export const accessDenied = graphError(403, 'accessDenied', 'Access denied: the caller has no permission for this.');
export const notAllowed = (method: string, allowed: readonly string[]): GraphResponse => ({
  ...graphError(405, 'MethodNotAllowed', `The method ${method} is not allowed on this resource.`),
  headers: { allow: allowed.join(', ') },
});
