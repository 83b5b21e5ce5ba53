import { isJsonObject } from '../../../json/json.ts';
import { propertyNamed } from '../../odata/property-at.ts';
import { badRequest, graphError } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { TypeRules, Write } from '../../typed/pack/pack.ts';
import { staying } from './delivery.ts';
import { inForce, madeBy, personOf, places, subjectOf } from './entitlement-paths.ts';
import { givenBy, grant, revoke } from './granted-access.ts';

export const packageRules: TypeRules = {
  required: ['displayName', 'catalog/id'],
  initial: madeBy,
  check: ({ kind, entity, ground }) => {
    const isUsed = kind === 'delete' && staying(ground, 'accessPackage', entity.id).length > 0;
    return isUsed ? badRequest('The access package has assignments. Remove them first.') : undefined;
  },
  removed: ({ entity, ground }) => {
    for (const one of ground.all(places.policies)) {
      if (ground.target(one, 'accessPackage') === undefined || isOf(ground, one, entity)) ground.remove(one);
    }
  },
};

const isOf = (ground: Ground, one: Entity, accessPackage: Entity): boolean =>
  ground.target(one, 'accessPackage') === accessPackage.id.toLowerCase();

/** A role of a resource in a package. Its parts are shown only if they are expanded. */
export const roleScopeRules: TypeRules = {
  required: ['role/originId', 'role/resource/id', 'scope/originId'],
  initial: madeBy,
  // The resource is named by what it is, too: it is the catalog's.
  read: (body) => {
    const role = propertyNamed(body, 'role');
    const resource = isJsonObject(role) ? propertyNamed(role, 'resource') : null;
    if (!isJsonObject(role) || !isJsonObject(resource)) return body;
    return { ...body, role: { ...role, resource: { id: propertyNamed(resource, 'id') } } };
  },
  created: ({ entity, ground }) => {
    for (const one of assignmentsOf(ground, entity)) grant(ground, one);
  },
  check: roleScopeFault,
};

function roleScopeFault({ kind, given, entity, ground }: Write): GraphResponse | undefined {
  const [packageId = ''] = entity.path.split('/').slice(3);
  if (kind === 'delete') {
    // Here, because later it is unknown what it granted.
    for (const one of assignmentsOf(ground, entity)) revoke(ground, one, givenBy(ground, entity));
    return undefined;
  }
  const accessPackage = ground.store.get(`${places.packages}/${packageId}`);
  const catalogId = accessPackage && ground.target(accessPackage, 'catalog');
  const resource = ground.store.get(
    `${places.catalogs}/${catalogId ?? ''}/resources/${String(given('role/resource/id')).toLowerCase()}`,
  );
  if (resource === undefined) return graphError(404, 'ResourceNotFound', 'The resource was not found in the catalog.');
  // A seed gives a resource as its page shows it, which is without its roles.
  if (resource.origin === 'seeded') return undefined;
  const hasRole = ground
    .all(`${resource.path}/roles`)
    .some(({ values }) => values['originId'] === given('role/originId'));
  return hasRole ? undefined : graphError(404, 'RoleNotFound', 'The role was not found.');
}

function assignmentsOf(ground: Ground, { path }: Entity): readonly Entity[] {
  const [packageId = ''] = path.split('/').slice(3);
  return inForce(ground, 'accessPackage', packageId);
}

export const policyRules: TypeRules = {
  required: ['displayName', 'accessPackage/id'],
  initial: {
    ...madeBy,
    allowedTargetScope: 'notSpecified',
    specificAllowedTargets: [],
    expiration: { type: 'noExpiration', endDateTime: null, duration: null },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: false,
      isApprovalRequiredForUpdate: false,
      isRequestorJustificationRequired: false,
      stages: [],
    },
    reviewSettings: null,
    automaticRequestSettings: null,
    notificationSettings: null,
  },
  replaced: { status: 200 },
  check: ({ kind, entity, ground }) => {
    const isUsed = kind === 'delete' && staying(ground, 'assignmentPolicy', entity.id).length > 0;
    return isUsed ? badRequest('The policy has assignments. Remove them first.') : undefined;
  },
  created: ({ entity, ground }) => {
    const accessPackage = ground.store.byId(ground.target(entity, 'accessPackage') ?? '');
    if (accessPackage !== undefined) ground.refer(entity, 'catalog', ground.target(accessPackage, 'catalog'));
  },
};

/** The catalog that every tenant has; and the packages that the directory's assignments are of. */
export function beginCatalogs(ground: Ground): void {
  const stamps = { createdDateTime: ground.now, modifiedDateTime: ground.now };
  const general = ground.put({
    type: 'accessPackageCatalog',
    in: places.catalogs,
    values: {
      displayName: 'General',
      description: 'Built-in catalog.',
      catalogType: 'serviceDefault',
      state: 'published',
      isExternallyVisible: true,
      ...stamps,
    },
  });
  const assignments = ground.all(places.assignments).filter(({ origin }) => origin !== 'seeded');
  for (const one of assignments) {
    // If a seed fills a collection, there are no other objects in it.
    if (assignments.length < ground.all(places.assignments).length) {
      ground.remove(one);
      continue;
    }
    const [packageId = '', policyId = ''] = [
      ground.target(one, 'accessPackage'),
      ground.target(one, 'assignmentPolicy'),
    ];
    if (ground.store.byId(packageId) === undefined) {
      const values = { displayName: 'Seeded package', description: null, isHidden: false, ...stamps };
      const refers = { catalog: general.id };
      ground.put({ type: 'accessPackage', in: places.packages, id: packageId, values, refers });
    }
    if (ground.store.byId(policyId) === undefined) {
      const values = { ...policyRules.initial, '~createdBy': null, displayName: 'Seeded policy', ...stamps };
      const refers = { accessPackage: packageId, catalog: general.id };
      ground.put({ type: 'accessPackageAssignmentPolicy', in: places.policies, id: policyId, values, refers });
    }
    ground.refer(one, 'target', subjectOf(ground, personOf(ground, one, 'target')).id);
  }
}
