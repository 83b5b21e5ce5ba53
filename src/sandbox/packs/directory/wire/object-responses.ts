import { graphOrigin } from '../../../../backends/responder.ts';
import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import type { GraphCall, GraphResponse } from '../../../service/route.ts';
import type { Group, User } from '../directory.ts';
import { groupNames } from './group-wire.ts';
import {
  bareWire,
  expandedWire,
  type ListedObject,
  listedObject,
  type ObjectKind,
  objectWire,
  shownNames,
} from './object-wire.ts';
import { userNames } from './user-wire.ts';

const userOf = (value: User): ListedObject => ({ kind: 'user', value });
const groupOf = (value: Group): ListedObject => ({ kind: 'group', value });

function userView(call: GraphCall) {
  const { directory } = call.world;
  return {
    toWire: (user: User) => bareWire(call.world, userOf(user)),
    defaultSelect: userNames(call.version),
    properties: userProperties,
    expand: {
      manager: ({ managerId }: User) => {
        const manager = managerId === null ? undefined : directory.user(managerId);
        return manager === undefined ? null : expandedWire(call, userOf(manager));
      },
      memberOf: ({ id }: User) => expandedAll(call, directory.groupsOf(id)),
    },
  };
}

function groupView(call: GraphCall) {
  const { directory } = call.world;
  return {
    toWire: (group: Group) => bareWire(call.world, groupOf(group)),
    defaultSelect: (group: Group) => groupNames(call.version, group),
    properties: groupProperties,
    expand: {
      members: ({ id }: Group) => expandedAll(call, directory.members(id)),
      owners: ({ id }: Group) => expandedAll(call, directory.owners(id)),
      transitiveMembers: ({ id }: Group) => expandedAll(call, directory.transitiveMembers(id)),
    },
  };
}

const mostExpanded = 20;

function expandedAll(call: GraphCall, ids: readonly string[]) {
  return ids
    .slice(0, mostExpanded)
    .map((id) => listedObject(call.world, id))
    .filter((object) => object !== undefined)
    .map((object) => expandedWire(call, object));
}

/** 201, with the address that the directory has for new objects (observed). */
export function createdAt(
  { origin = graphOrigin, world }: GraphCall,
  response: GraphResponse,
  { id, type }: { readonly id: string; readonly type: 'User' | 'Group' },
): GraphResponse {
  const location = `${origin}/v2/${world.tenant.id}/directoryObjects/${id}/Microsoft.DirectoryServices.${type}`;
  return { ...response, status: 201, headers: { location } };
}

export function userResponse(call: GraphCall, user: User): GraphResponse {
  return entityResponse(call, { ...userView(call), item: user, context: 'users/$entity' });
}

export function usersResponse(call: GraphCall, users: readonly User[]): GraphResponse {
  return listResponse(call, { ...userView(call), items: users, context: 'users', advanced: true });
}

export function groupResponse(call: GraphCall, group: Group): GraphResponse {
  return entityResponse(call, { ...groupView(call), item: group, context: 'groups/$entity' });
}

export function groupsResponse(call: GraphCall, groups: readonly Group[]): GraphResponse {
  return listResponse(call, { ...groupView(call), items: groups, context: 'groups', advanced: true });
}

/** Any directory object; it says of which type it is. */
export function objectResponse(call: GraphCall, object: ListedObject): GraphResponse {
  return entityResponse(call, {
    item: object,
    toWire: (one) => objectWire(call.world, one),
    context: 'directoryObjects/$entity',
    defaultSelect: (one) => shownNames(call.version, one),
  });
}

/** Directory objects of several types, by their ids: only those of the page are looked up. */
export function objectsResponse(call: GraphCall, ids: readonly string[]): GraphResponse {
  const wire = (object: ListedObject) => objectWire(call.world, object);
  return listResponse(call, { ...idView(call, wire), items: ids, context: 'directoryObjects' });
}

/** Directory objects of one type, which the path asked for. */
export function castResponse(call: GraphCall, ids: readonly string[], kind: ObjectKind): GraphResponse {
  const wire = (object: ListedObject) => bareWire(call.world, object);
  const items = ids.filter((id) => listedObject(call.world, id)?.kind === kind);
  return listResponse(call, { ...idView(call, wire), items, context: castContexts[kind] });
}

const castContexts: { readonly [kind in ObjectKind]: string } = {
  user: 'users',
  group: 'groups',
  servicePrincipal: 'servicePrincipals',
  application: 'applications',
  directoryRole: 'directoryRoles',
};

function idView(call: GraphCall, wire: (object: ListedObject) => JsonObject) {
  const objectOf = (id: string): ListedObject => {
    const object = listedObject(call.world, id);
    if (object === undefined) throw new Error(`a link leads to ${id}, which is not there`);
    return object;
  };
  return {
    toWire: (id: string) => wire(objectOf(id)),
    defaultSelect: (id: string) => shownNames(call.version, objectOf(id)),
    advanced: true,
  };
}

/** What queries may name of a user: all that is shown, and what exists and is never set here. */
const userProperties: readonly string[] = [
  ...userNames('beta'),
  'aboutMe',
  'authorizationInfo',
  'birthday',
  'customSecurityAttributes',
  'employeeOrgData',
  'hireDate',
  'imAddresses',
  'interests',
  'isManagementRestricted',
  'isResourceAccount',
  'lastPasswordChangeDateTime',
  'licenseAssignmentStates',
  'onPremisesDistinguishedName',
  'onPremisesDomainName',
  'onPremisesExtensionAttributes',
  'onPremisesProvisioningErrors',
  'onPremisesSamAccountName',
  'onPremisesUserPrincipalName',
  'passwordProfile',
  'provisionedPlans',
  'serviceProvisioningErrors',
  'signInActivity',
  'signInSessionsValidFromDateTime',
  'skills',
];

const sampleGroup: Group = {
  id: '',
  displayName: '',
  description: null,
  mailNickname: '',
  mailEnabled: false,
  securityEnabled: true,
  groupTypes: [],
  visibility: null,
  createdDateTime: '',
  createdByAppId: '',
  onPremisesSyncEnabled: null,
};

const groupProperties: readonly string[] = [
  ...groupNames('v1.0', sampleGroup),
  ...groupNames('beta', sampleGroup),
  'allowExternalSenders',
  'assignedLabels',
  'assignedLicenses',
  'autoSubscribeNewMembers',
  'hasMembersWithLicenseErrors',
  'hideFromAddressLists',
  'hideFromOutlookClients',
  'isArchived',
  'isSubscribedByMail',
  'licenseProcessingState',
  'unseenCount',
];
