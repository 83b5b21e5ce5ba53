import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { notFound } from '../../../service/graph-error.ts';
import { type GraphCall, type GraphResponse, type Route, route } from '../../../service/route.ts';
import type { Entity } from '../../../store/object-store.ts';
import { readLicenses, readOrganization } from '../directory-grants.ts';

/** The tenant, and its licenses. */
export const organizationRoutes: readonly Route[] = [
  route('GET', '/organization', readOrganization, (call) => list(call, 'organization')),
  route('GET', '/organization/{organizationId}', readOrganization, getOrganization),
  route('GET', '/subscribedSkus', readLicenses, (call) => list(call, 'subscribedSkus')),
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
