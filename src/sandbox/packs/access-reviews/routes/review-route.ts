import type { Method } from '../../../../http/message.ts';
import type { JsonObject } from '../../../../json/json.ts';
import { badRequest, graphError } from '../../../service/graph-error.ts';
import {
  type ApiVersion,
  bothVersions,
  type GraphCall,
  type GraphResponse,
  type Route,
} from '../../../service/route.ts';
import { licenseRefusal } from '../scope/review-access.ts';

export const definitionsPath = '/identityGovernance/accessReviews/definitions';

const read = ['AccessReview.Read.All', 'AccessReview.ReadWrite.All'];
const write = ['AccessReview.ReadWrite.All'];

const permissions = {
  read: { delegated: read, application: read },
  write: { delegated: write, application: write },
  decide: { delegated: write, application: [] },
  own: { delegated: read, application: [] },
};

/** The service of reviews has no code for it (observed). */
const notPermitted = graphError(403, '', 'Attempted to perform an unauthorized operation.');

/** A route of access reviews: with the permissions of its kind, and for tenants that have a license. */
export function reviewRoute(route: {
  readonly method: Method;
  readonly path: string;
  readonly kind: keyof typeof permissions;
  readonly versions?: readonly ApiVersion[];
  readonly handle: (call: GraphCall) => GraphResponse;
}): Route {
  return {
    method: route.method,
    path: route.path,
    versions: route.versions ?? bothVersions,
    permissions: permissions[route.kind],
    refusal: notPermitted,
    handle: (call) => licenseRefusal(call) ?? route.handle(call),
  };
}

/** `filterByCurrentUser(on='reviewer')`, which is the only value there is. */
export function filterRefusal({ params }: GraphCall): GraphResponse | undefined {
  if (params['on']?.toLowerCase() === 'reviewer') return undefined;
  return badRequest(`filterByCurrentUser(on='${params['on'] ?? ''}'): the only supported value is 'reviewer'.`);
}

/** Functions say of each item what it is. */
export function typed(name: string, wire: JsonObject): JsonObject {
  return { '@odata.type': `#microsoft.graph.${name}`, ...wire };
}
