import type { Directory } from '../../directory/directory.ts';
import type { Resource } from '../scope/scope.ts';

/** A resource as decisions show it. */
export type ShownResource = {
  readonly id: string;
  readonly displayName: string;
  readonly type: string;
  /** Its path in Graph; null where it has none of its own. */
  readonly path: string | null;
};

/** Undefined: people as such are reviewed, not their access to something. */
export function shownResource(resource: Resource, directory: Directory): ShownResource | undefined {
  const { id } = resource;
  switch (resource.kind) {
    case 'group':
      return { id, displayName: directory.group(id)?.displayName ?? '', type: 'group', path: `/groups/${id}` };
    case 'role':
      return {
        id,
        displayName: directory.roleDefinitions().find((role) => role.id === id)?.displayName ?? '',
        type: 'directoryRole',
        path: `/roleManagement/directory/roleDefinitions/${id}`,
      };
    case 'app':
      return {
        id,
        displayName: directory.servicePrincipal(id)?.displayName ?? '',
        type: 'servicePrincipal',
        path: `/servicePrincipals/${id}`,
      };
    case 'access-package':
      return { id, displayName: '', type: 'accessPackageAssignmentPolicy', path: null };
    case 'tenant':
      return undefined;
    default:
      return resource satisfies never;
  }
}
