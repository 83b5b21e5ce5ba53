import { property } from '../../../json/json.ts';
import { badRequest, notFound } from '../../service/graph-error.ts';
import { type GraphResponse, grant } from '../../service/route.ts';
import { ticksOf } from '../../service/sandbox-clock.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { TypeRules, Write } from '../../typed/pack/pack.ts';
import { packedId } from '../directory/packed-id.ts';

/** Those who are assigned without a role of the application's own have the role of zeros. */
const noRole = '00000000-0000-0000-0000-000000000000';

/** An assignment is the principal's as much as the application's: it is listed with both. */
export const assignmentRules: TypeRules = {
  access: {
    read: grant(
      'AppRoleAssignment.ReadWrite.All Application.Read.All Application.ReadWrite.All',
      'Directory.Read.All Directory.ReadWrite.All',
    ),
    write: grant('AppRoleAssignment.ReadWrite.All'),
  },
  required: ['principalId', 'resourceId', 'appRoleId'],
  context: 'appRoleAssignments',
  check: (write) => (write.kind === 'create' ? assignmentFault(write) : undefined),
  created: ({ entity, ground }) => {
    const { values } = entity;
    ground.world.directory.assignApp(text(entity, 'resourceId'), text(entity, 'principalId'));
    ground.change(entity, {
      ...described(ground, values),
      createdDateTime: ticksOf(ground.nowMs, text(entity, 'principalId')),
    });
    const made = ground.fresh(entity) ?? entity;
    for (const place of placesOf(ground, made)) {
      if (place !== parentOf(made)) ground.put({ type: made.type, in: place, id: made.id, values: made.values });
    }
  },
  removed: ({ entity, ground }) => {
    for (const place of placesOf(ground, entity)) {
      const other = ground.store.get(`${place}/${entity.id.toLowerCase()}`);
      if (other !== undefined) ground.remove(other);
    }
    // The directory records whether there is an assignment, not how many.
    const [resource, principal] = [text(entity, 'resourceId'), text(entity, 'principalId')];
    const left = ground.all(`serviceprincipals/${resource}/approleassignedto`);
    if (!left.some((one) => text(one, 'principalId') === principal))
      ground.world.directory.removeAppAssignment(resource, principal);
  },
};

const text = ({ values }: Entity, name: string): string => String(property(values, name) ?? '').toLowerCase();
const parentOf = ({ path }: Entity): string => path.slice(0, path.lastIndexOf('/'));

function placesOf({ world }: Ground, entity: Entity): readonly string[] {
  const principal = text(entity, 'principalId');
  const kind = world.directory.find(principal)?.kind ?? 'user';
  const set = { user: 'users', group: 'groups', servicePrincipal: 'serviceprincipals' }[kind];
  return [
    `serviceprincipals/${text(entity, 'resourceId')}/approleassignedto`,
    `${set}/${principal}/approleassignments`,
  ];
}

function described({ world: { directory } }: Ground, values: Entity['values']) {
  const principal = directory.find(String(values['principalId']).toLowerCase());
  const kind = principal?.kind ?? 'user';
  return {
    principalDisplayName: principal?.value.displayName ?? null,
    principalType: `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`,
    resourceDisplayName: directory.servicePrincipal(String(values['resourceId']).toLowerCase())?.displayName ?? null,
    deletedDateTime: null,
  };
}

function assignmentFault({ entity, ground }: Write): GraphResponse | undefined {
  const { directory } = ground.world;
  const [principal, resource, role] = ['principalId', 'resourceId', 'appRoleId'].map((name) => text(entity, name));
  if (directory.find(principal ?? '') === undefined) return notFound(principal ?? '');
  if (directory.servicePrincipal(resource ?? '') === undefined) return notFound(resource ?? '');
  const own = ground.store.get(`serviceprincipals/${resource}`)?.values['appRoles'];
  const roles = Array.isArray(own) ? own.map((one) => String(Object(one)['id']).toLowerCase()) : [];
  const isRole = role === noRole ? roles.length === 0 : roles.includes(role ?? '');
  if (!isRole) return badRequest('Permission being assigned was not found on application.');
  const isThere = ground
    .all(`serviceprincipals/${resource}/approleassignedto`)
    .some((one) => text(one, 'principalId') === principal && text(one, 'appRoleId') === role);
  return isThere ? badRequest('Permission being assigned already exists on the object.') : undefined;
}

/** The assignments in the directory, and only those. */
export function followAssigned(ground: Ground): void {
  const { directory } = ground.world;
  for (const { id: resourceId } of directory.servicePrincipals()) {
    const place = `serviceprincipals/${resourceId}/approleassignedto`;
    const known = ground.all(place);
    const assigned = directory.appAssignments(resourceId);
    for (const one of known.filter((entity) => !assigned.includes(text(entity, 'principalId')))) {
      for (const at of placesOf(ground, one)) {
        const gone = ground.store.get(`${at}/${one.id.toLowerCase()}`);
        if (gone !== undefined) ground.remove(gone);
      }
    }
    for (const principalId of assigned) {
      if (known.some((entity) => text(entity, 'principalId') === principalId)) continue;
      const id = packedId(principalId, resourceId).replace(/-1$/, '');
      const values = { appRoleId: noRole, principalId, resourceId, createdDateTime: null };
      const all = { ...values, ...described(ground, values) };
      const made = ground.put({ type: 'appRoleAssignment', in: place, id, values: all });
      const [, other = ''] = placesOf(ground, made);
      ground.put({ type: 'appRoleAssignment', in: other, id, values: all });
    }
  }
}
