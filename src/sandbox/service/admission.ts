import { type Caller, permissionsOf } from './caller.ts';
import { badRequest, forbidden, graphError } from './graph-error.ts';
import type { GraphResponse, Route } from './route.ts';

export const defaultAuthority = 'https://login.microsoftonline.com/common/oauth2/authorize';

/** The response to a person without a (valid) token. `more` goes into the challenge, as RFC 6750 section 3 has it. */
export function unauthenticated(message: string, authority: string, more = ''): GraphResponse {
  return {
    ...graphError(401, 'InvalidAuthenticationToken', message),
    headers: { 'www-authenticate': `Bearer realm="", authorization_uri="${authority}"${more}` },
  };
}

/** Why a caller may not use a route. Says nothing about what is there. */
export function admissionFault(
  { path, permissions, refusal = forbidden() }: Route,
  caller: Caller,
): GraphResponse | undefined {
  if (caller.kind === 'application' && /^\/me(?:\/|$)/i.test(path)) {
    return badRequest('A /me request needs a signed-in user: delegated permissions.');
  }
  const held = new Set(permissionsOf(caller).map((name) => name.toLowerCase()));
  return permissions[caller.kind].some((name) => held.has(name.toLowerCase())) ? undefined : refusal;
}
