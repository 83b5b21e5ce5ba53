import type { JsonObject } from '../../../json/json.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import { packedId } from '../directory/packed-id.ts';
import { roleDefinitions } from '../directory/seed/role-definitions.ts';
import { activeRole, holdingOf, isWide } from './holding-kind.ts';

const root = 'rolemanagement/directory';
export const assignmentsPlace = `${root}/roleassignments`;

/** The role whose permissions every other built-in role also has. */
const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';

/** Adds the roles that every tenant has, and the collection of assignments, which are derived from their members. */
export function beginRoles(ground: Ground): void {
  const { store, world } = ground;
  const base = { revision: 1, origin: 'modeled' } as const;
  for (const { id, displayName, description, actions } of roleDefinitions) {
    const path = `${root}/roledefinitions/${id}`;
    const values = {
      id,
      description,
      displayName,
      isBuiltIn: true,
      isEnabled: true,
      resourceScopes: ['/'],
      templateId: id,
      version: '1',
      rolePermissions: [{ allowedResourceActions: actions, condition: null }],
    };
    const inherited = id === directoryReaders ? [] : [{ id: directoryReaders }];
    const context = `#roleManagement/directory/roleDefinitions('${id}')/inheritsPermissionsFrom`;
    const draws = (_: Entity, version: string): JsonObject => ({
      ...values,
      'inheritsPermissionsFrom@odata.context': `${world.origin}/${version}/$metadata${context}`,
      inheritsPermissionsFrom: inherited,
    });
    if (store.get(path) === undefined) store.set({ id, type: 'unifiedRoleDefinition', path, values, draws, ...base });
  }
  const holds = (_: Entity, collection: string): readonly Entity[] =>
    `${root}/${collection}` === assignmentsPlace ? heldRoles(ground) : [];
  store.set({ id: 'directory', type: 'rbacApplication', path: root, values: {}, holds, ...base });
}

/** One assignment for each principal with a role, in the whole tenant or in one scope. */
function heldRoles(ground: Ground): readonly Entity[] {
  const { directory } = ground.world;
  const wide = directory
    .roleDefinitions()
    .flatMap(({ id: roleDefinitionId }) =>
      directory
        .roleHolders(roleDefinitionId, 'active')
        .map((principalId) => ({ principalId, roleDefinitionId, directoryScopeId: '/' })),
    );
  const scoped = ground.all(activeRole.instances).flatMap(({ values }) => {
    const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = values;
    const scope = typeof directoryScopeId === 'string' ? { directoryScopeId } : { appScopeId: appScopeId ?? null };
    const isScoped = !isWide(holdingOf(activeRole, values));
    return isScoped ? [{ principalId: String(principalId), roleDefinitionId: String(roleDefinitionId), ...scope }] : [];
  });
  return [...wide, ...scoped].map((values) => {
    const { principalId, roleDefinitionId } = values;
    const id = packedId(roleDefinitionId, principalId, holdingOf(activeRole, values).scope);
    const path = `${assignmentsPlace}/${id.toLowerCase()}`;
    return { id, type: 'unifiedRoleAssignment', path, values: { id, ...values }, revision: 1, origin: 'modeled' };
  });
}
