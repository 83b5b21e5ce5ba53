import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import { textOf } from '../../typed/pack/ground.ts';
import { isDelivered, personOf, places } from './entitlement-paths.ts';

/** A role in a package, and the group or application that grants it. */
type Given = { readonly role: string; readonly on: string };

/** Assigns a person the roles of their package. Groups only: the effect in applications is not modeled. */
export function grant(ground: Ground, assignment: Entity): void {
  const person = personOf(ground, assignment, 'target');
  const { directory } = ground.world;
  for (const { role, on } of rolesOf(ground, assignment)) {
    if (directory.group(on) === undefined) continue;
    if (role.startsWith('Owner_')) directory.addOwner(on, person);
    else directory.addMember(on, person);
  }
}

/** Removes them, unless another package of the person grants them. */
export function revoke(ground: Ground, assignment: Entity, roles = rolesOf(ground, assignment)): void {
  const person = personOf(ground, assignment, 'target');
  const { directory } = ground.world;
  const others = ground
    .all(places.assignments)
    .filter((one) => one.id !== assignment.id && isDelivered(one) && personOf(ground, one, 'target') === person)
    .flatMap((one) => rolesOf(ground, one).map(({ role }) => role));
  for (const { role, on } of roles.filter((one) => !others.includes(one.role))) {
    if (role.startsWith('Owner_')) directory.removeOwner(on, person);
    else directory.removeMember(on, person);
  }
}

function rolesOf(ground: Ground, assignment: Entity): readonly Given[] {
  return ground
    .all(`${places.packages}/${ground.target(assignment, 'accessPackage') ?? ''}/resourcerolescopes`)
    .flatMap((one) => givenBy(ground, one));
}

/** The access that a role of a package grants. */
export function givenBy(ground: Ground, roleScope: Entity): readonly Given[] {
  const role = ground.store.get(`${roleScope.path}/role`);
  const resource = role && ground.store.byId(ground.target(role, 'resource') ?? '');
  return role === undefined || resource === undefined
    ? []
    : [{ role: textOf(role, 'originId'), on: textOf(resource, 'originId') }];
}
