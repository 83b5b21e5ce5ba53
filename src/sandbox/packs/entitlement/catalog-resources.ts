import { property } from '../../../json/json.ts';
import { badRequest, graphError, notFound } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { TypeRules, Write } from '../../typed/pack/pack.ts';
import { holdsOrOwns } from '../directory/privileges.ts';
import { madeBy, places } from './entitlement-paths.ts';

export const catalogRules: TypeRules = {
  required: ['displayName'],
  initial: madeBy,
  fixed: ['catalogType'],
  check: ({ kind, entity, ground }) => {
    if (kind !== 'delete') return undefined;
    if (property(entity.values, 'catalogType') === 'serviceDefault')
      return badRequest('A built-in catalog cannot be deleted.');
    const holds = ground.all(places.packages).some((one) => ground.target(one, 'catalog') === entity.id.toLowerCase());
    return holds ? badRequest('The catalog has access packages. Delete them first.') : undefined;
  },
};

export const resourceRequestRules: TypeRules = {
  required: ['requestType', 'catalog/id', 'resource'],
  check: (write) => {
    switch (write.given('requestType')) {
      case 'adminAdd':
        return addFault(write);
      case 'adminRemove':
        return removeFault(write);
      default:
        return badRequest('The request type of a resource is adminAdd or adminRemove.');
    }
  },
  created: (write) => {
    const { entity, ground, given } = write;
    const catalogId = String(given('catalog/id')).toLowerCase();
    const found = resourceOf(ground, catalogId, write);
    // The parts of the request become the resource.
    for (const inside of ['catalog', 'resource']) ground.store.remove(`${entity.path}/${inside}`);
    if (given('requestType') === 'adminRemove') {
      if (found !== undefined) removeResource(ground, catalogId, found);
      return;
    }
    const resource = addResource(ground, catalogId, write);
    ground.refer(entity, 'catalog', catalogId);
    ground.refer(entity, 'resource', resource.id);
  },
};

/** Adding a resource to a catalog requires its owner, or a role that may change it (the reference states so for groups). */
const changers = {
  AadGroup: ['Global Administrator', 'Groups Administrator', 'User Administrator', 'Directory Writers'],
  AadApplication: ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator'],
} as const;

function addFault({ given, ground, call }: Write): GraphResponse | undefined {
  const { directory } = ground.world;
  const [originId, system] = [String(given('resource/originId')), given('resource/originSystem')];
  if (system === 'SharePointOnline') return undefined;
  if (system !== 'AadGroup' && system !== 'AadApplication')
    return badRequest(`'${String(system)}' is no origin of resources: AadGroup, AadApplication, SharePointOnline.`);
  const found = system === 'AadGroup' ? directory.group(originId) : directory.servicePrincipal(originId);
  if (found === undefined) return notFound(originId);
  if (!holdsOrOwns(call, changers[system], found.id))
    return graphError(400, 'CallerNotResourceOwner', 'The caller is not the resource owner.');
  const isThere = ground
    .all(resourcesOf(String(given('catalog/id'))))
    .some(({ values }) => values['originId'] === originId);
  return isThere ? graphError(400, 'ResourceAlreadyOnboarded', 'The resource is in the catalog.') : undefined;
}

function removeFault(write: Write): GraphResponse | undefined {
  const { given, ground } = write;
  const found = resourceOf(ground, String(given('catalog/id')).toLowerCase(), write);
  if (found === undefined) return graphError(404, 'ResourceNotFound', 'The resource was not found.');
  const isUsed = ground
    .all(places.packages)
    .flatMap((one) => ground.all(`${one.path}/resourcerolescopes`))
    .some((one) => ground.store.links(`${one.path}/role/resource`).includes(found.id.toLowerCase()));
  return isUsed
    ? graphError(400, 'InvalidDeleteResourceHasEntitlements', 'The resource has entitlements and cannot be removed.')
    : undefined;
}

const resourcesOf = (catalogId: string): string => `${places.catalogs}/${catalogId.toLowerCase()}/resources`;

function resourceOf(ground: Ground, catalogId: string, { given }: Write): Entity | undefined {
  const [id, originId] = [given('resource/id'), given('resource/originId')];
  return ground
    .all(resourcesOf(catalogId))
    .find((one) => one.id === id || (id === undefined && property(one.values, 'originId') === originId));
}

/** With the roles it has to give, and its one scope. */
function addResource(ground: Ground, catalogId: string, { given, call }: Write): Entity {
  const [originId, originSystem] = [String(given('resource/originId')), String(given('resource/originSystem'))];
  const { directory } = ground.world;
  const group = originSystem === 'AadGroup' ? directory.group(originId) : undefined;
  const name = group?.displayName ?? directory.servicePrincipal(originId)?.displayName ?? given('resource/displayName');
  const by = call.caller.kind === 'delegated' ? directory.user(call.caller.userId)?.userPrincipalName : undefined;
  const stamps = { createdDateTime: ground.now, modifiedDateTime: ground.now, '~createdBy': by ?? null };
  const displayName = name ?? null;
  const description = given('resource/description') ?? group?.description ?? null;
  const resource = ground.put({
    type: 'accessPackageResource',
    in: resourcesOf(catalogId),
    values: { displayName, description, originId, originSystem, attributes: [], ...stamps },
  });
  const catalog = `${places.catalogs}/${catalogId}`;
  for (const role of group === undefined ? ['User'] : ['Member', 'Owner']) {
    // A catalog lists the roles of its resources, and a resource its own: they are the same.
    const values = { displayName: role, description: null, originSystem, originId: `${role}_${originId}`, type: null };
    const refers = { resource: resource.id };
    const id = ground.ids.uuid();
    for (const place of [`${resource.path}/roles`, `${catalog}/resourceroles`])
      ground.put({ type: 'accessPackageResourceRole', in: place, id, values, refers });
  }
  const scope = { displayName: 'Root', description: 'Root Scope', originId, originSystem, isRootScope: true };
  const id = ground.ids.uuid();
  for (const place of [`${resource.path}/scopes`, `${catalog}/resourcescopes`])
    ground.put({ type: 'accessPackageResourceScope', in: place, id, values: scope, refers: { resource: resource.id } });
  return resource;
}

function removeResource(ground: Ground, catalogId: string, resource: Entity): void {
  for (const place of ['resourceroles', 'resourcescopes']) {
    const listed = ground.all(`${places.catalogs}/${catalogId}/${place}`);
    for (const one of listed.filter((entity) => ground.target(entity, 'resource') === resource.id.toLowerCase())) {
      ground.remove(one);
    }
  }
  ground.remove(resource);
}
