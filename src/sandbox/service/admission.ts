import type { Method } from '../../http/message.ts';
import { allowing, shippedPermissions } from '../../metadata/permission-index.ts';
import type { World } from '../world.ts';
import { type Caller, holdsOneOf } from './caller.ts';
import { badRequest, forbidden, graphError } from './graph-error.ts';
import type { GraphResponse, Route } from './route.ts';

export const defaultAuthority = 'https://login.microsoftonline.com/common/oauth2/authorize';

/** Graph's own client id, which a challenge names. */
const graphClientId = '00000003-0000-0000-c000-000000000000';

/** The response to a request without a (valid) token. `more` goes into the challenge, as RFC 6750 section 3 has it. */
export function unauthenticated(message: string, authority: string, more = ''): GraphResponse {
  return {
    ...graphError(401, 'InvalidAuthenticationToken', message),
    headers: {
      'www-authenticate': `Bearer realm="", authorization_uri="${authority}", client_id="${graphClientId}"${more}`,
    },
  };
}

/** The requested operation; `segments` within the version. */
type Wanted = { readonly method: Method; readonly segments: readonly string[] };

/** An application of this tenant's that signs in to it and has no service principal in it (observed). */
export function isStranger({ directory }: World, caller: Caller): boolean {
  if (caller.kind === 'delegated') return false;
  // Applications without a directory are those of tests.
  return (
    directory.application(caller.appId) !== undefined && directory.servicePrincipalByAppId(caller.appId) === undefined
  );
}

export const unknownIdentity: GraphResponse = graphError(
  401,
  'Authorization_IdentityNotFound',
  'The identity of the calling application could not be established.',
);

/** Why a caller may not use a route. It does not reveal whether an object exists. */
export function admissionFault(
  { path, permissions, refusal = forbidden() }: Route,
  caller: Caller,
  wanted: Wanted,
): GraphResponse | undefined {
  if (caller.kind === 'application' && /^\/me(?:\/|$)/i.test(path)) {
    return badRequest('A /me request needs a signed-in user: delegated permissions.');
  }
  return isPermitted(permissions, caller, wanted) ? undefined : refusal;
}

/** Whether a caller has a permission that the service's table lists for the request; without a row, one of the given ones. */
export function isPermittedByTable(others: Route['permissions'], caller: Caller, wanted: Wanted): boolean {
  const known = allowing(shippedPermissions(), { ...wanted, context: caller.kind })?.permissions;
  return holdsOneOf(caller, known ?? others[caller.kind]);
}

/** Whether a caller has a permission that a pack requires, or one that the service's table lists for the request. */
export function isPermitted(permissions: Route['permissions'], caller: Caller, wanted: Wanted): boolean {
  if (holdsOneOf(caller, permissions[caller.kind])) return true;
  // The table is loaded only for those who would be refused.
  return holdsOneOf(caller, allowing(shippedPermissions(), { ...wanted, context: caller.kind })?.permissions ?? []);
}
