import { badRequest, graphError, notFound } from '../../service/graph-error.ts';
import { grant } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Pack } from '../../typed/pack/pack.ts';
import { readRoles } from '../directory/directory-grants.ts';
import { packedId } from '../directory/packed-id.ts';
import { roleDefinitions } from '../directory/seed/role-definitions.ts';
import { assignmentsPlace, beginRoles } from './built-in-roles.ts';
import {
  activeRole,
  endHolding,
  type Holding,
  holders,
  holdForever,
  holdingOf,
  instanceOf,
  isHeld,
  isWide,
  unknownScope,
} from './holding-kind.ts';

const write = grant('RoleManagement.ReadWrite.Directory');
/** Roles within entitlement management, by the ids that every tenant has. */
const entitlementRoles = [
  ['ae79f266-94d4-4dab-b730-feca7e132178', 'Catalog owner'],
  ['44272f93-9762-48e8-af59-1b5351b1d6b3', 'Catalog reader'],
  ['ba92d953-d8e0-4e39-a797-0cbedb0a89e8', 'Catalog creator'],
  ['7f480852-ebdc-47d4-87de-0d8498384a83', 'Access package manager'],
  ['e2182095-804a-4656-ae11-64734e9b7ae5', 'Access package assignment manager'],
] as const;
const conflicting = graphError(
  400,
  'Request_BadRequest',
  'A conflicting object with one or more of the specified property values is present in the directory.',
);
/** Roles are returned in one page, regardless of the requested size (observed). */
const unpaged = (message: string) => graphError(400, 'Request_UnsupportedQuery', message);

/** Roles of the directory, and who is assigned them without schedule. */
export const directoryRolesPack: Pack = {
  name: 'directory roles',
  access: { read: readRoles, write, roles: { write: ['Global Administrator', 'Privileged Role Administrator'] } },
  types: {
    unifiedRoleAssignment: {
      removed: ({ entity, ground }) => {
        if (isOfDirectory(entity)) endHolding(ground, activeRole, holdingOf(activeRole, entity.values));
      },
      never: ['update'],
      required: ['principalId', 'roleDefinitionId'],
      idFrom: ({ roleDefinitionId, principalId, directoryScopeId, appScopeId }) =>
        packedId(String(roleDefinitionId), String(principalId), String(directoryScopeId ?? appScopeId)),
      check: ({ kind, entity, given, ground }) => {
        if (kind === 'delete') return undefined;
        const holding = holdingOf(activeRole, entity.values);
        if (ground.world.directory.find(holding.principalId) === undefined) return notFound(holding.principalId);
        if (typeof given('directoryScopeId') !== 'string' && typeof given('appScopeId') !== 'string')
          return badRequest("A value is required for one of 'directoryScopeId' and 'appScopeId'.");
        const unknown = unknownScope(ground, holding);
        if (unknown !== undefined) return notFound(unknown);
        return isOfDirectory(entity) && heldNow(ground, holding) ? conflicting : undefined;
      },
      // The holder of a role is assigned it: the assignment is derived from that.
      created: ({ entity, ground }) => {
        if (!isOfDirectory(entity)) return;
        ground.remove(entity);
        holdForever(ground, activeRole, holdingOf(activeRole, entity.values));
      },
    },
    // The roles of the tenant are those that are assigned, or that were read by their templates.
    directoryRole: {
      never: ['update', 'delete'],
      required: ['roleTemplateId'],
      names: { roleTemplateId: ['directoryroletemplates'] },
      idFrom: '{roleTemplateId}',
      check: ({ kind, entity, ground }) =>
        kind === 'create' && ground.store.get(entity.path) !== undefined ? conflicting : undefined,
      created: ({ entity, ground }) => {
        ground.remove(entity);
        ground.world.directory.activateRole(entity.id);
      },
    },
    directoryRoleTemplate: { never: ['create', 'update', 'delete'] },
    unifiedRoleDefinition: {
      required: ['displayName', 'isEnabled', 'rolePermissions'],
      refusedOptions: [
        { when: /^\$top=1?\d$/, refusal: unpaged('This resource requires a minimum page size of 20.') },
        { when: /^\$top=/, refusal: unpaged('Invalid/unsupported query request') },
      ],
      standing: [{ where: { isBuiltIn: true }, reason: 'A built-in role cannot be changed.', unchanged: true }],
    },
  },
  begin: (ground) => {
    beginRoles(ground);
    for (const { id, displayName, description } of roleDefinitions) {
      const values = { displayName, description, deletedDateTime: null };
      ground.put({ type: 'directoryRoleTemplate', in: 'directoryroletemplates', id, values });
    }
    for (const [id, displayName] of entitlementRoles) {
      const values = { displayName, description: displayName, isBuiltIn: true, isEnabled: true, templateId: id };
      const more = { version: '1.0', resourceScopes: ['/'], rolePermissions: [] };
      const place = 'rolemanagement/entitlementmanagement/roledefinitions';
      ground.put({ type: 'unifiedRoleDefinition', in: place, id, values: { ...values, ...more } });
    }
  },
  plain: ['directoryRole.delta'],
  // An assignment that a review removed stays removed, even if a seed added it.
  followed: holders,
  follow: (ground) => {
    for (const one of ground.store.inside(assignmentsPlace)) {
      const holding = holdingOf(activeRole, one.values);
      if (isWide(holding) && !isHeld(ground, activeRole, holding)) ground.remove(one);
    }
  },
};

/** Roles of entitlement management are assigned in their own way. */
const isOfDirectory = ({ path }: Entity): boolean => path.startsWith(`${assignmentsPlace}/`);

const heldNow = (ground: Ground, holding: Holding): boolean =>
  isWide(holding) ? isHeld(ground, activeRole, holding) : instanceOf(ground, activeRole, holding) !== undefined;
