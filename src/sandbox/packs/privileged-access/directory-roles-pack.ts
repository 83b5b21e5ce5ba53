import { graphError, notFound } from '../../service/graph-error.ts';
import type { Route } from '../../service/route.ts';
import type { Pack } from '../../typed/pack/pack.ts';
import { readRoles } from '../directory/directory-grants.ts';

const write: Route['permissions'] = {
  delegated: ['RoleManagement.ReadWrite.Directory'],
  application: ['RoleManagement.ReadWrite.Directory'],
};
const place = 'rolemanagement/directory/roleassignments';

/** Roles of the directory as they are assigned without schedule; reading them is the directory's own. */
export const directoryRolesPack: Pack = {
  name: 'directory roles',
  access: { read: readRoles, write, roles: { write: ['Global Administrator', 'Privileged Role Administrator'] } },
  types: {
    unifiedRoleAssignment: {
      never: ['update'],
      required: ['principalId', 'roleDefinitionId', 'directoryScopeId'],
      check: ({ kind, entity, ground }) => {
        if (kind === 'delete') return undefined;
        const { directory } = ground.world;
        const [principal, role] = ['principalId', 'roleDefinitionId'].map((name) =>
          String(entity.values[name]).toLowerCase(),
        );
        if (directory.find(principal ?? '') === undefined) return notFound(principal ?? '');
        const isHeld =
          entity.values['directoryScopeId'] === '/' &&
          directory.roleHolders(role ?? '', 'active').includes(principal ?? '');
        return isHeld
          ? graphError(
              400,
              'Request_BadRequest',
              'A conflicting object with one or more of the specified property values is present in the directory.',
            )
          : undefined;
      },
    },
    unifiedRoleDefinition: {
      standing: [{ where: { isBuiltIn: true }, reason: 'A built-in role cannot be changed.', unchanged: true }],
    },
  },
  // What a review took away is assigned no longer.
  follow: ({ store, world: { directory }, ...ground }) => {
    for (const one of store.inside(place)) {
      const [principal, role] = ['principalId', 'roleDefinitionId'].map((name) =>
        String(one.values[name]).toLowerCase(),
      );
      const isHeld = directory.roleHolders(role ?? '', 'active').includes(principal ?? '');
      if (!isHeld && one.values['directoryScopeId'] === '/') ground.remove(one);
    }
  },
};
