import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { notFound } from '../../../service/graph-error.ts';
import { bothVersions, type GraphCall, type GraphResponse, type Route } from '../../../service/route.ts';
import type { Entity } from '../../../store/object-store.ts';
import { readLicenses, readOrganization } from '../directory-grants.ts';

const route = (path: string, permissions: Route['permissions'], handle: Route['handle']): Route => ({
  method: 'GET',
  path,
  versions: bothVersions,
  permissions,
  handle,
});

/** What the tenant is, and what it is licensed for. */
export const organizationRoutes: readonly Route[] = [
  route('/organization', readOrganization, (call) => list(call, 'organization')),
  route('/organization/{organizationId}', readOrganization, getOrganization),
  route('/subscribedSkus', readLicenses, (call) => list(call, 'subscribedSkus')),
];

const toWire = ({ values }: Entity) => values;

function list(call: GraphCall, context: string): GraphResponse {
  return listResponse(call, { items: call.world.store.inside(context.toLowerCase()), toWire, context });
}

function getOrganization(call: GraphCall): GraphResponse {
  const id = call.params['organizationId'] ?? '';
  const item = call.world.store.get(`organization/${id.toLowerCase()}`);
  return item === undefined ? notFound(id) : entityResponse(call, { item, toWire, context: 'organization/$entity' });
}
