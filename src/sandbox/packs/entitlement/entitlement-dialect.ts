import { defined } from '../../../defined.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Dialect } from '../../typed/pack/pack.ts';
import { places } from './entitlement-paths.ts';

/** Beta has longer names for the same objects, ids in place of references, and policies of another form. */
export const entitlementDialect: Dialect = {
  below: 'identitygovernance/entitlementmanagement',
  names: {
    accessPackageCatalogs: 'catalogs',
    accessPackageCatalog: 'catalog',
    accessPackageResources: 'resources',
    accessPackageResource: 'resource',
    accessPackageResourceRoles: 'resourceRoles',
    accessPackageResourceRole: 'role',
    accessPackageResourceScopes: 'resourceScopes',
    accessPackageResourceScope: 'scope',
    accessPackageResourceRoleScopes: 'resourceRoleScopes',
    accessPackageResourceRequests: 'resourceRequests',
    accessPackageAssignmentPolicies: 'assignmentPolicies',
    accessPackageAssignmentPolicy: 'assignmentPolicy',
    accessPackageAssignmentRequests: 'assignmentRequests',
    accessPackageAssignments: 'assignments',
    accessPackageAssignment: 'assignment',
    catalogStatus: 'state',
    assignmentState: 'state',
    assignmentStatus: 'status',
    requestState: 'state',
    requestStatus: 'status',
    catalogId: 'catalog/id',
    accessPackageId: 'accessPackage/id',
    assignmentPolicyId: 'assignmentPolicy/id',
    targetId: 'target/objectId',
  },
  request: (body, to) => requests[to]?.(renamed(body)) ?? renamed(body),
  response: (object, name, ground) => {
    const respond = responses[name];
    const entity = ground.store.byId(String(property(object, 'id') ?? ''));
    return respond === undefined || entity === undefined ? object : respond(object, entity, ground);
  },
};

type Request = (body: JsonObject) => JsonObject;
type Respond = (object: JsonObject, entity: Entity, ground: Ground) => JsonObject;

const wordsOfBodies: readonly (readonly [beta: string, v1: string])[] = [
  ['accessPackageResourceRole', 'role'],
  ['accessPackageResourceScope', 'scope'],
  ['accessPackageResource', 'resource'],
  ['accessPackageAssignment', 'assignment'],
  ['catalogStatus', 'state'],
];

/** Properties of beta that v1.0 does not have, and that have no effect here. */
const ignored = new Set(['justification', 'executeImmediately', 'isRoleScopesVisible', 'resourceType', 'url']);

function renamed(body: JsonObject): JsonObject {
  const kept = Object.entries(body).filter(([name]) => !ignored.has(name));
  return Object.fromEntries(
    kept.map(([name, value]): [string, Json] => {
      const other = wordsOfBodies.find(([word]) => word === name)?.[1] ?? name;
      return [other, isJsonObject(value) ? renamed(value) : value];
    }),
  );
}

const referring = ({ catalogId, accessPackageId, ...rest }: JsonObject): JsonObject => ({
  ...rest,
  ...(catalogId !== undefined && { catalog: { id: catalogId } }),
  ...(accessPackageId !== undefined && { accessPackage: { id: accessPackageId } }),
});

const requests: { readonly [collection: string]: Request } = {
  resourceRequests: referring,
  accessPackages: referring,
  assignmentPolicies: (body) => policyToV1(referring(body)),
};

/** Who may request, for how long, and who approves, in v1.0's form. */
function policyToV1(body: JsonObject): JsonObject {
  const { durationInDays, expirationDateTime, requestorSettings, requestApprovalSettings, ...others } = body;
  const { canExtend: _, accessReviewSettings: __, ...rest } = others;
  const settings = requestorSettings !== undefined && isJsonObject(requestorSettings) ? requestorSettings : {};
  const approval =
    requestApprovalSettings !== undefined && isJsonObject(requestApprovalSettings) ? requestApprovalSettings : {};
  const scope = String(property(settings, 'scopeType') ?? 'NoSubjects');
  const allowed = property(settings, 'allowedRequestors');
  return {
    ...rest,
    allowedTargetScope: scopes.find(([beta]) => beta === scope)?.[1] ?? 'notSpecified',
    specificAllowedTargets: Array.isArray(allowed) ? allowed.map(subjectToV1) : [],
    expiration: expirationOf(durationInDays, expirationDateTime),
    requestorSettings: { enableTargetsToSelfAddAccess: property(settings, 'acceptRequests') ?? false },
    requestApprovalSettings: { isApprovalRequiredForAdd: property(approval, 'isApprovalRequired') ?? false },
  };
}

const scopes: readonly (readonly [beta: string, v1: string])[] = [
  ['NoSubjects', 'notSpecified'],
  ['SpecificDirectorySubjects', 'specificDirectoryUsers'],
  ['AllExistingDirectoryMemberUsers', 'allMemberUsers'],
  ['AllExistingDirectorySubjects', 'allDirectoryUsers'],
];

function expirationOf(days: Json | undefined, end: Json | undefined): JsonObject {
  if (typeof end === 'string') return { type: 'afterDateTime', endDateTime: end };
  return typeof days === 'number' && days > 0
    ? { type: 'afterDuration', duration: `P${days}D` }
    : { type: 'noExpiration' };
}

function subjectToV1(subject: Json): Json {
  if (!isJsonObject(subject)) return subject;
  const { id, isBackup: _, ...rest } = subject;
  const isGroup = String(property(subject, '@odata.type')).toLowerCase().endsWith('groupmembers');
  return { ...rest, [isGroup ? 'groupId' : 'userId']: id ?? null };
}

function subjectToBeta(subject: Json): Json {
  if (!isJsonObject(subject)) return subject;
  const { '@odata.type': type = null, userId, groupId, ...rest } = subject;
  return { '@odata.type': type, isBackup: false, id: userId ?? groupId ?? null, ...rest };
}

const by: Respond = (_, { values }) => {
  const by = property(values, '~createdBy') ?? 'Azure AD';
  return { createdBy: by, modifiedBy: by };
};

const refer = (ground: Ground, entity: Entity, name: string): string | null => ground.target(entity, name) ?? null;

/** `userAdd` is `UserAdd` in beta, and `pendingApproval` `PendingApproval`. */
const capital = (value: Json | undefined): Json =>
  typeof value === 'string' ? value.slice(0, 1).toUpperCase() + value.slice(1) : (value ?? null);

const policy: Respond = ({ expiration, requestorSettings, requestApprovalSettings, ...object }, entity, ground) => {
  const { allowedTargetScope, specificAllowedTargets, ...rest } = object;
  for (const name of ['reviewSettings', 'automaticRequestSettings', 'notificationSettings'])
    delete (rest as { [name: string]: Json })[name];
  const lasts = expiration !== undefined && isJsonObject(expiration) ? property(expiration, 'duration') : null;
  const [, days] = typeof lasts === 'string' ? (/^P(\d+)D$/.exec(lasts) ?? []) : [];
  const settings = requestorSettings !== undefined && isJsonObject(requestorSettings) ? requestorSettings : {};
  const approval =
    requestApprovalSettings !== undefined && isJsonObject(requestApprovalSettings) ? requestApprovalSettings : {};
  const isRequired = property(approval, 'isApprovalRequiredForAdd') === true;
  return {
    ...rest,
    accessPackageId: refer(ground, entity, 'accessPackage'),
    canExtend: false,
    durationInDays: days === undefined ? 0 : Number(days),
    expirationDateTime: property(expiration, 'endDateTime') ?? null,
    accessReviewSettings: null,
    requestorSettings: {
      scopeType: scopes.find(([, v1]) => v1 === allowedTargetScope)?.[0] ?? 'NoSubjects',
      acceptRequests: property(settings, 'enableTargetsToSelfAddAccess') ?? false,
      allowedRequestors: Array.isArray(specificAllowedTargets) ? specificAllowedTargets.map(subjectToBeta) : [],
    },
    requestApprovalSettings: {
      isApprovalRequired: isRequired,
      isApprovalRequiredForExtension: false,
      isRequestorJustificationRequired: false,
      approvalMode: isRequired ? 'SingleStage' : 'NoApproval',
      approvalStages: [],
    },
    ...by(object, entity, ground),
  };
};

const catalog: Respond = ({ state, catalogType, ...rest }, entity, ground) => ({
  ...rest,
  catalogType: capital(catalogType),
  catalogStatus: capital(state),
  ...by(rest, entity, ground),
});

const resource: Respond = (
  { attributes: _, createdDateTime, modifiedDateTime: __, ...rest },
  { values },
  { world },
) => {
  const originId = String(property(values, 'originId'));
  const group = world.directory.group(originId);
  const kind = group?.groupTypes.includes('Unified') === true ? 'O365 Group' : 'Security Group';
  return {
    ...rest,
    url: `https://account.activedirectory.windowsazure.com/r?tenantId=${world.tenant.id}#/manageMembership?objectType=Group&objectId=${originId}`,
    resourceType: group === undefined ? 'Application' : kind,
    isPendingOnboarding: false,
    addedBy: property(values, '~createdBy') ?? 'Azure AD',
    addedOn: createdDateTime ?? null,
  };
};

const role: Respond = ({ type: _, resource: inner, ...rest }) => ({
  ...rest,
  ...defined({ accessPackageResource: inner }),
});

const accessPackage: Respond = (object, entity, ground) => ({
  ...object,
  catalogId: refer(ground, entity, 'catalog'),
  isRoleScopesVisible: false,
  ...by(object, entity, ground),
});

/** An accepted request has no date yet, as in the tutorial. */
const request: Respond = ({ state, status, requestType, createdDateTime, completedDateTime, answers: _, ...rest }) => ({
  ...rest,
  createdDateTime: status === 'Accepted' ? null : (createdDateTime ?? null),
  completedDate: completedDateTime ?? null,
  requestType: capital(requestType),
  requestState: capital(state),
  requestStatus: status === 'Delivered' ? 'FulfilledNotificationTriggered' : capital(status),
  isValidationOnly: false,
  expirationDateTime: null,
});

const resourceRequest: Respond = ({ state, requestType, ...rest }, entity, ground) => ({
  ...rest,
  catalogId: refer(ground, entity, 'catalog'),
  executeImmediately: false,
  requestType: capital(requestType),
  requestState: capital(state),
  requestStatus: 'Fulfilled',
  isValidationOnly: false,
  expirationDateTime: null,
  justification: '',
});

const assignment: Respond = ({ state, status, ...rest }, { id }, ground) => {
  const entity = ground.store.get(`${places.assignments}/${id.toLowerCase()}`);
  if (entity === undefined) return rest;
  const accessPackage = ground.store.byId(ground.target(entity, 'accessPackage') ?? '');
  const subject = ground.store.byId(ground.target(entity, 'target') ?? '');
  return {
    ...rest,
    catalogId: accessPackage === undefined ? null : refer(ground, accessPackage, 'catalog'),
    accessPackageId: refer(ground, entity, 'accessPackage'),
    assignmentPolicyId: refer(ground, entity, 'assignmentPolicy'),
    targetId: (subject && property(subject.values, 'objectId')) ?? null,
    assignmentState: capital(state),
    assignmentStatus: capital(status),
    isExtended: false,
  };
};

const stamped: Respond = (object, entity, ground) => ({
  ...object,
  modifiedDateTime: property(object, 'createdDateTime') ?? null,
  ...by(object, entity, ground),
});

const responses: { readonly [name: string]: Respond } = {
  catalogs: catalog,
  catalog,
  resources: resource,
  resource,
  resourceRoles: role,
  role,
  accessPackages: accessPackage,
  accessPackage,
  resourceRoleScopes: stamped,
  assignmentPolicies: policy,
  assignmentPolicy: policy,
  assignmentRequests: request,
  resourceRequests: resourceRequest,
  assignments: assignment,
  assignment,
};
