import type { JsonObject } from '../../../../json/json.ts';
import { wordsOf } from '../../../../words-of.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { graphError } from '../../../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../../../service/route.ts';
import type { Entity } from '../../../store/object-store.ts';
import { shippedModel } from '../../../typed/schema/shipped-model.ts';
import type { Group, User } from '../directory.ts';
import { groupNames, groupTemplate } from './group-wire.ts';
import { bareWire, expandedWire, listedObject, type ObjectKind, objectWire, shownNames } from './object-wire.ts';
import { userNames } from './user-wire.ts';

function userView(call: GraphCall) {
  const { store, directory } = call.world;
  return {
    advanced: true,
    toWire: ({ values }: User) => values,
    defaultSelect: userNames(call.version),
    properties: userProperties,
    expand: {
      manager: ({ id }: User) => {
        const manager = store.get(`users/${directory.managerOf(id)?.id}`);
        return manager === undefined ? null : expandedWire(call.version, manager);
      },
      memberOf: ({ id }: User) => expandedAll(call, directory.groupsOf(id)),
    },
  };
}

function groupView(call: GraphCall) {
  const { directory } = call.world;
  return {
    advanced: true,
    toWire: ({ values }: Group) => values,
    defaultSelect: ({ values }: Group) => groupNames(call.version, values),
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
    .map((object) => expandedWire(call.version, object));
}

/** 201, with the address that the directory has for new objects (observed). */
export function createdAt(
  { world }: GraphCall,
  response: GraphResponse,
  { id, type }: { readonly id: string; readonly type: 'User' | 'Group' },
): GraphResponse {
  const location = `${world.origin}/v2/${world.tenant.id}/directoryObjects/${id}/Microsoft.DirectoryServices.${type}`;
  return { ...response, status: 201, headers: { location } };
}

export function userResponse(call: GraphCall, user: User): GraphResponse {
  return entityResponse(call, { ...userView(call), item: user, context: 'users/$entity' });
}

export function usersResponse(call: GraphCall, users: readonly User[]): GraphResponse {
  return listResponse(call, { ...userView(call), items: users, context: 'users' });
}

export function groupResponse(call: GraphCall, group: Group): GraphResponse {
  return entityResponse(call, { ...groupView(call), item: group, context: 'groups/$entity' });
}

export function groupsResponse(call: GraphCall, groups: readonly Group[]): GraphResponse {
  return listResponse(call, { ...groupView(call), items: groups, context: 'groups' });
}

/** Any directory object, with its type. */
export function objectResponse(call: GraphCall, object: Entity): GraphResponse {
  return entityResponse(call, {
    item: object,
    toWire: objectWire,
    context: 'directoryObjects/$entity',
    defaultSelect: (one) => shownNames(call.version, one),
    ...namesFor(call),
  });
}

/** Lists of ids that are known to have only the directory's own objects in them. */
const plain = new WeakSet<readonly string[]>();

/** Directory objects of several types, by their ids; only those of the page are rendered. */
export function objectsResponse(call: GraphCall, ids: readonly string[]): GraphResponse {
  if (!plain.has(ids)) {
    // The properties of a device or a contact are those of the metadata.
    if (ids.some((id) => listedObject(call.world, id) === undefined)) return beyondDirectory;
    plain.add(ids);
  }
  return listed(call, { ids, toWire: objectWire, context: 'directoryObjects' });
}

const beyondDirectory = graphError(501, 'notModeled', 'Some of these objects are not of the directory.');

/** Directory objects of the type in the path. */
export function castResponse(call: GraphCall, ids: readonly string[], kind: ObjectKind): GraphResponse {
  const ofKind = ids.filter((id) => listedObject(call.world, id)?.type === kind);
  return listed(call, { ids: ofKind, toWire: bareWire, context: castContexts[kind], kind });
}

type Listed = {
  readonly ids: readonly string[];
  readonly toWire: (object: Entity) => JsonObject;
  readonly context: string;
  /** Where all are of one. */
  readonly kind?: ObjectKind;
};

function listed(call: GraphCall, { ids, toWire, context, kind }: Listed): GraphResponse {
  const objectOf = (id: string): Entity => {
    const object = listedObject(call.world, id);
    if (object === undefined) throw new Error(`a link leads to ${id}, which is not there`);
    return object;
  };
  return listResponse(call, {
    items: ids,
    toWire: (id) => toWire(objectOf(id)),
    defaultSelect: (id) => shownNames(call.version, objectOf(id)),
    context,
    advanced: true,
    ...namesFor(call, kind),
  });
}

/** What queries may name: what the type has; of objects of any type, what one of their types has. Beta has more. */
export function namesFor({ version }: GraphCall, kind?: ObjectKind): { readonly properties?: () => readonly string[] } {
  if (version === 'beta') return {};
  return { properties: () => (kind === 'user' ? userProperties : kind === 'group' ? groupProperties : ownNames(kind)) };
}

function ownNames(kind: string = 'directoryObject'): readonly string[] {
  const model = shippedModel();
  const types = [model.type(kind), ...(kind === 'directoryObject' ? model.derived(kind) : [])];
  return types.flatMap((type) => [...(type?.properties.values() ?? [])].map(({ name }) => name));
}

const castContexts: { readonly [kind in ObjectKind]: string } = {
  user: 'users',
  group: 'groups',
  servicePrincipal: 'servicePrincipals',
  application: 'applications',
  directoryRole: 'directoryRoles',
};

/** What queries may name of a user: all that is shown, and what exists and is never set here. */
const userProperties: readonly string[] = [
  ...userNames('beta'),
  ...wordsOf(`
    aboutMe authorizationInfo birthday customSecurityAttributes employeeOrgData hireDate imAddresses interests
    isManagementRestricted isResourceAccount lastPasswordChangeDateTime licenseAssignmentStates
    onPremisesDistinguishedName onPremisesDomainName onPremisesExtensionAttributes onPremisesProvisioningErrors
    onPremisesSamAccountName onPremisesUserPrincipalName passwordProfile provisionedPlans serviceProvisioningErrors
    signInActivity signInSessionsValidFromDateTime skills
  `),
];

const groupProperties: readonly string[] = [
  ...groupNames('v1.0', groupTemplate),
  ...groupNames('beta', groupTemplate),
  ...wordsOf(`
    allowExternalSenders assignedLabels assignedLicenses autoSubscribeNewMembers hasMembersWithLicenseErrors
    hideFromAddressLists hideFromOutlookClients isArchived isFavorite isSubscribedByMail licenseProcessingState
    unseenCount
  `),
];
