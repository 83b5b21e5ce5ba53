import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { notFound } from '../../../service/graph-error.ts';
import { bothVersions, type GraphCall, type GraphResponse, type Route } from '../../../service/route.ts';
import type { ServicePrincipal } from '../directory.ts';
import { readApplications, readObjects } from '../directory-grants.ts';
import type { Application } from '../sandbox-directory.ts';
import { idFault } from '../user-access.ts';
import { applicationWire, servicePrincipalWire } from '../wire/application-wire.ts';
import { objectResponse } from '../wire/object-responses.ts';
import { expandedWire, listedObject } from '../wire/object-wire.ts';
import { type Reading, read, refused } from '../wire/reading.ts';
import { objectListRoutes } from './object-list-routes.ts';

const route = (path: string, permissions: Route['permissions'], handle: Route['handle']): Route => ({
  method: 'GET',
  path,
  versions: bothVersions,
  permissions,
  handle,
});

export const applicationRoutes: readonly Route[] = [
  route('/servicePrincipals', readApplications, (call) =>
    listResponse(call, {
      items: call.world.directory.servicePrincipals(),
      toWire: servicePrincipalWire,
      context: 'servicePrincipals',
      advanced: true,
    }),
  ),
  ...['/servicePrincipals/{objectId}', "/servicePrincipals(appId='{appId}')"].map((path) =>
    route(path, readApplications, getServicePrincipal),
  ),
  ...owners('/servicePrincipals/{objectId}', servicePrincipalOf),
  route('/applications', readApplications, (call) =>
    listResponse(call, {
      items: call.world.directory.applications(),
      toWire: applicationWire,
      context: 'applications',
      advanced: true,
    }),
  ),
  ...['/applications/{objectId}', "/applications(appId='{appId}')"].map((path) =>
    route(path, readApplications, getApplication),
  ),
  ...owners('/applications/{objectId}', applicationOf),
  route('/directoryObjects/{objectId}', readObjects, getObject),
];

function owners(path: string, find: (call: GraphCall) => Reading<{ readonly id: string }>): readonly Route[] {
  return objectListRoutes({
    path: `${path}/owners`,
    permissions: readApplications,
    casts: ['user', 'servicePrincipal'],
    idsOf: (call) => {
      const found = find(call);
      return found.ok ? read(call.world.directory.owners(found.value.id)) : found;
    },
  });
}

function servicePrincipalOf({ params, world }: GraphCall): Reading<ServicePrincipal> {
  const { objectId, appId } = params;
  const found =
    objectId === undefined
      ? world.directory.servicePrincipalByAppId(appId ?? '')
      : world.directory.servicePrincipal(objectId);
  return known(found, objectId ?? appId ?? '');
}

function applicationOf({ params, world }: GraphCall): Reading<Application> {
  const { objectId, appId } = params;
  const found = world.directory.application(objectId ?? appId ?? '');
  // By the one kind of id that the path asks for.
  const isMeant = objectId === undefined || found?.id === objectId.toLowerCase();
  return known(isMeant ? found : undefined, objectId ?? appId ?? '');
}

function known<T>(found: T | undefined, id: string): Reading<T> {
  return found === undefined ? refused(idFault(id) ?? notFound(id)) : read(found);
}

function getServicePrincipal(call: GraphCall): GraphResponse {
  const found = servicePrincipalOf(call);
  if (!found.ok) return found.response;
  return entityResponse(call, {
    item: found.value,
    toWire: servicePrincipalWire,
    context: 'servicePrincipals/$entity',
    expand: {
      owners: ({ id }) =>
        call.world.directory
          .owners(id)
          .map((owner) => listedObject(call.world, owner))
          .filter((object) => object !== undefined)
          .map((object) => expandedWire(call, object)),
    },
  });
}

function getApplication(call: GraphCall): GraphResponse {
  const found = applicationOf(call);
  if (!found.ok) return found.response;
  return entityResponse(call, { item: found.value, toWire: applicationWire, context: 'applications/$entity' });
}

function getObject(call: GraphCall): GraphResponse {
  const id = call.params['objectId'] ?? '';
  const object = listedObject(call.world, id.toLowerCase());
  return object === undefined ? (idFault(id) ?? notFound(id)) : objectResponse(call, object);
}
