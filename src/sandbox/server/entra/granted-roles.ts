import { isJsonObject, property } from '../../../json/json.ts';
import type { Entity } from '../../store/object-store.ts';
import type { World } from '../../world.ts';
import { graphAppId } from './token-scope.ts';

const text = ({ values }: Entity, name: string): string => String(property(values, name) ?? '').toLowerCase();

/** The roles of Graph that app role assignments gave to a service principal, by its object id. */
export function grantedRoles({ store }: World, principalId: string): readonly string[] {
  return store.inside(`serviceprincipals/${principalId.toLowerCase()}/approleassignments`).flatMap((assignment) => {
    const resource = store.get(`serviceprincipals/${text(assignment, 'resourceId')}`);
    const roles = resource !== undefined && text(resource, 'appId') === graphAppId ? resource.values['appRoles'] : [];
    return (Array.isArray(roles) ? roles : []).flatMap((role) => {
      const isIt = isJsonObject(role) && String(role['id']).toLowerCase() === text(assignment, 'appRoleId');
      return isIt && typeof role['value'] === 'string' ? [role['value']] : [];
    });
  });
}
