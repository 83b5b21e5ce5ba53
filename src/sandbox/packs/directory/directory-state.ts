import type { IdSource } from '../../service/id-source.ts';
import { type SandboxClock, timestampOf } from '../../service/sandbox-clock.ts';
import type { AccessPackageAssignment, Group, ServicePrincipal, User } from './directory.ts';
import { type ObjectTable, objectTable } from './object-table.ts';
import { type Relation, relation } from './relation.ts';
import type { Application, DeletedItem } from './sandbox-directory.ts';

/** All that the directory remembers, as plain tables; the functions beside it are the only ones that change it. */
export type DirectoryState = {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly users: ObjectTable<User>;
  readonly groups: ObjectTable<Group>;
  readonly servicePrincipals: ObjectTable<ServicePrincipal>;
  readonly applications: ObjectTable<Application>;
  readonly deleted: ObjectTable<DeletedItem>;
  readonly assignments: ObjectTable<AccessPackageAssignment>;
  /** User ids by user principal name in lower case. */
  readonly idByName: Map<string, string>;
  /** User ids by mail address in lower case. */
  readonly idByMail: Map<string, string>;
  readonly passwords: Map<string, string>;
  /** Group → members. */
  readonly members: Relation;
  /** Group, service principal or application → owners. */
  readonly owners: Relation;
  /** Role definition → holders. */
  readonly active: Relation;
  readonly eligible: Relation;
  /** Service principal → those who are assigned to it. */
  readonly assigned: Relation;
};

export function directoryState(clock: SandboxClock, ids: IdSource): DirectoryState {
  const users = objectTable<User>();
  const groups = objectTable<Group>();
  const servicePrincipals = objectTable<ServicePrincipal>();
  const applications = objectTable<Application>();
  const deleted = objectTable<DeletedItem>();
  // Everything that was not deleted is alive, role definitions among it.
  const isAlive = (id: string): boolean => !deleted.has(id);
  return {
    clock,
    ids,
    users,
    groups,
    servicePrincipals,
    applications,
    deleted,
    assignments: objectTable(),
    idByName: new Map(),
    idByMail: new Map(),
    passwords: new Map(),
    members: relation(isAlive),
    owners: relation(isAlive),
    active: relation(isAlive),
    eligible: relation(isAlive),
    assigned: relation(isAlive),
  };
}

export function relationsOf(state: DirectoryState): readonly Relation[] {
  return [state.members, state.owners, state.active, state.eligible, state.assigned];
}

/** The directory's times have no fractions of a second. */
export function wholeSeconds(timeMs: number): string {
  return timestampOf(Math.floor(timeMs / 1000) * 1000);
}
