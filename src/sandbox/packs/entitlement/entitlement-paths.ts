import { graphError } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import { assignmentsPlace, personOf as personBehind } from '../directory/package-assignments.ts';

const root = 'identitygovernance/entitlementmanagement';

/** The places of objects of entitlement management. */
export const places = {
  catalogs: `${root}/catalogs`,
  packages: `${root}/accesspackages`,
  policies: `${root}/assignmentpolicies`,
  requests: `${root}/assignmentrequests`,
  assignments: assignmentsPlace,
  subjects: `${root}/subjects`,
  approvals: `${root}/accesspackageassignmentapprovals`,
} as const;

/** Beta shows who made it; v1.0 does not. */
export const madeBy = { '~createdBy': 'caller-name()' } as const;

/** With the capital A that the service has in it. */
export const unauthorized = (message: string): GraphResponse => graphError(403, 'UnAuthorized', message);

export const isDelivered = ({ values }: Entity): boolean => values['state'] === 'delivered';

/** Assignments that are in force, of a package, a policy or a person. */
export function inForce(ground: Ground, property: 'accessPackage' | 'assignmentPolicy', id: string): readonly Entity[] {
  return ground
    .all(places.assignments)
    .filter((one) => isDelivered(one) && ground.target(one, property) === id.toLowerCase());
}

/** The subject of a person; created if there is none yet. */
export function subjectOf(ground: Ground, userId: string): Entity {
  const known = ground.all(places.subjects).find(({ values }) => values['objectId'] === userId);
  if (known !== undefined) return known;
  const user = ground.world.directory.user(userId);
  return ground.put({
    type: 'accessPackageSubject',
    in: places.subjects,
    values: {
      objectId: userId,
      displayName: user?.displayName ?? null,
      email: user?.mail ?? null,
      principalName: user?.userPrincipalName ?? null,
      subjectType: 'user',
      subjectLifecycle: 'governed',
    },
  });
}

/** The person of a subject. */
export const personOf = ({ store }: Ground, of: Entity, property: 'target' | 'requestor'): string =>
  personBehind(store, of, property);
