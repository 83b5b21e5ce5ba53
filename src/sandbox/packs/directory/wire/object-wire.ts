import type { JsonObject } from '../../../../json/json.ts';
import type { ApiVersion, GraphCall } from '../../../service/route.ts';
import type { World } from '../../../world.ts';
import type { DirectoryObject, RoleDefinition } from '../directory.ts';
import type { Application } from '../sandbox-directory.ts';
import { roleDefinitions } from '../seed/role-definitions.ts';
import { applicationWire, servicePrincipalWire } from './application-wire.ts';
import { groupNames, groupWire } from './group-wire.ts';
import { userNames, userWire } from './user-wire.ts';

/** Everything that a list of directory objects may hold. */
export type ListedObject =
  | DirectoryObject
  | { readonly kind: 'application'; readonly value: Application }
  | { readonly kind: 'directoryRole'; readonly value: RoleDefinition };

export type ObjectKind = ListedObject['kind'];

/** What an id stands for: an object, an application, or a role definition's directory role. */
export function listedObject({ directory }: World, id: string): ListedObject | undefined {
  const found = directory.find(id);
  if (found !== undefined) return found;
  const application = directory.applications().find((one) => one.id === id);
  if (application !== undefined) return { kind: 'application', value: application };
  const role = roleDefinitions.find((one) => one.id === id);
  return role && { kind: 'directoryRole', value: role };
}

/** One object of its own type, without saying which. */
export function bareWire({ tenant }: World, object: ListedObject): JsonObject {
  switch (object.kind) {
    case 'user':
      return userWire(object.value);
    case 'group':
      return groupWire(object.value, tenant.domains[0] ?? tenant.id);
    case 'servicePrincipal':
      return servicePrincipalWire(object.value);
    case 'application':
      return applicationWire(object.value);
    case 'directoryRole':
      return roleWire(object.value);
    default:
      return object satisfies never;
  }
}

/** One object among others: it says of which type it is. */
export function objectWire(world: World, object: ListedObject): JsonObject {
  return { '@odata.type': `#microsoft.graph.${object.kind}`, ...bareWire(world, object) };
}

/** What is shown where no `$select` asks for more. */
export function shownNames(version: ApiVersion, object: ListedObject): readonly string[] {
  switch (object.kind) {
    case 'user':
      return userNames(version);
    case 'group':
      return groupNames(version, object.value);
    case 'servicePrincipal':
    case 'application':
      return principalNames[object.kind];
    case 'directoryRole':
      return roleNames;
    default:
      return object satisfies never;
  }
}

/** As a value inside another: an expanded owner or manager. */
export function expandedWire(call: GraphCall, object: ListedObject): JsonObject {
  const wire = objectWire(call.world, object);
  const shown = new Set(shownNames(call.version, object));
  return Object.fromEntries(Object.entries(wire).filter(([name]) => name.startsWith('@') || shown.has(name)));
}

function roleWire(role: RoleDefinition): JsonObject {
  return {
    // A role's object in a tenant has an id of its own; here it is the template's.
    id: role.id,
    deletedDateTime: null,
    description: roleDefinitions.find(({ id }) => id === role.id)?.description ?? null,
    displayName: role.displayName,
    roleTemplateId: role.id,
  };
}

const sample = { id: '', appId: '', displayName: '' };
const principalNames: { readonly [kind in 'servicePrincipal' | 'application']: readonly string[] } = {
  servicePrincipal: Object.keys(servicePrincipalWire(sample)),
  application: Object.keys(applicationWire({ ...sample, createdDateTime: '', permissions: [] })),
};
const roleNames: readonly string[] = Object.keys(roleWire(sample));
