import type { JsonObject } from '../../../json/json.ts';
import type { ClientSecret } from '../../store/client-secrets.ts';
import type { Entity } from '../../store/object-store.ts';
import type { AccessPackageAssignment, Directory, Group, ServicePrincipal, User } from './directory.ts';

/** An app registration. It signs in with its secrets and acts with the permissions an administrator consented to. */
export type Application = {
  /** Object id. */
  readonly id: string;
  /** Client id. */
  readonly appId: string;
  readonly displayName: string;
  readonly secrets: readonly ClientSecret[];
  /** Application permissions, such as `AccessReview.Read.All`. */
  readonly permissions: readonly string[];
};

/** The directory with all that its own routes do with it. */
export type SandboxDirectory = Directory & {
  readonly addUser: (values: JsonObject) => User;
  /** A member or a guest, by mail address. */
  readonly userByMail: (address: string) => User | undefined;
  /** For sign-in with user name and password; `undefined` where none was ever set. */
  readonly passwordOf: (userId: string) => string | undefined;
  readonly setPassword: (userId: string, password: string) => void;
  readonly setManager: (userId: string, managerId: string | undefined) => void;
  readonly directReports: (userId: string) => readonly string[];

  readonly addGroup: (values: JsonObject) => Group;
  readonly updateGroup: (id: string, changes: JsonObject) => void;
  readonly groupByUniqueName: (uniqueName: string) => Group | undefined;
  /** The mail-enabled group that has the alias. */
  readonly mailGroup: (mailNickname: string) => Group | undefined;
  readonly addMember: (groupId: string, principalId: string) => boolean;
  readonly addOwner: (id: string, principalId: string) => boolean;
  readonly removeOwner: (id: string, principalId: string) => boolean;
  readonly isMember: (groupId: string, principalId: string) => boolean;
  readonly isOwner: (id: string, principalId: string) => boolean;
  /** Groups a person is directly in. */
  readonly groupsOf: (principalId: string) => readonly string[];
  readonly transitiveGroupsOf: (principalId: string) => readonly string[];
  /** Groups, service principals and applications. */
  readonly ownedBy: (principalId: string) => readonly string[];

  readonly applications: () => readonly Application[];
  /** By object id or client id. */
  readonly application: (id: string) => Application | undefined;
  readonly servicePrincipals: () => readonly ServicePrincipal[];
  readonly servicePrincipalByAppId: (appId: string) => ServicePrincipal | undefined;
  readonly assignApp: (servicePrincipalId: string, principalId: string) => void;
  readonly addAccessPackageAssignment: (assignment: AccessPackageAssignment) => void;
  readonly accessPackageAssignment: (id: string) => AccessPackageAssignment | undefined;
  /** A role has its own object in the tenant once it is held, or activated. */
  readonly activateRole: (roleId: string) => void;
  /** The principal's own roles, by definition id. */
  readonly assignRole: (roleId: string, principalId: string, kind: 'active' | 'eligible') => void;
  readonly unassignRole: (roleId: string, principalId: string, kind: 'active' | 'eligible') => void;
  readonly rolesHeldBy: (principalId: string, kind: 'active' | 'eligible') => readonly string[];

  /** Users and groups that were deleted less than 30 days ago, the oldest first. */
  readonly deletedItems: () => readonly Entity[];
  readonly deletedItem: (id: string) => Entity | undefined;
  /** `taken`: another user has the user principal name now. */
  readonly restore: (id: string) => 'restored' | 'taken' | 'unknown';
  /** For good. */
  readonly purge: (id: string) => boolean;
};
