/**
 * The directory of the sandbox: people, groups, applications and roles, and their memberships. This file: its types,
 * and the queries for access reviews.
 */
import type { JsonObject } from '../../../json/json.ts';
import type { ClientSecret } from '../../store/client-secrets.ts';

/** Objects as they are stored, with named properties for rules. Only `values` is shown. */
type Stored = { readonly id: string; readonly displayName: string; readonly values: JsonObject };

export type User = Stored & {
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly userType: 'Member' | 'Guest';
  readonly accountEnabled: boolean;
  /** RFC 3339; null for a person who never signed in. */
  readonly lastSignInDateTime: string | null;
};

export type Group = Stored & {
  readonly description: string | null;
  readonly mailNickname: string;
  readonly mailEnabled: boolean;
  readonly securityEnabled: boolean;
  /** `Unified`: a Microsoft 365 group; `DynamicMembership`. */
  readonly groupTypes: readonly string[];
  /** On-premises synced groups cannot be changed by applying decisions. */
  readonly onPremisesSyncEnabled: boolean;
};

export type ServicePrincipal = Stored & { readonly appId: string; readonly secrets: readonly ClientSecret[] };

/** A directory role, by its template's id. */
export type RoleDefinition = { readonly id: string; readonly displayName: string };

/** A person who has an access package. */
export type AccessPackageAssignment = {
  readonly id: string;
  readonly accessPackageId: string;
  readonly assignmentPolicyId: string;
  readonly targetId: string;
};

export type DirectoryObject =
  | { readonly kind: 'user'; readonly value: User }
  | { readonly kind: 'group'; readonly value: Group }
  | { readonly kind: 'servicePrincipal'; readonly value: ServicePrincipal };

/** Reading and changing the directory. Deleted users and groups are kept for 30 days and are not found by these names. */
export type Directory = {
  readonly find: (id: string) => DirectoryObject | undefined;
  /** By id or user principal name. */
  readonly user: (idOrName: string) => User | undefined;
  readonly group: (id: string) => Group | undefined;
  readonly servicePrincipal: (id: string) => ServicePrincipal | undefined;
  readonly users: () => readonly User[];
  readonly groups: () => readonly Group[];
  /** Ids, in the order in which they were added. */
  readonly members: (groupId: string) => readonly string[];
  /** Members of members, too; each once; groups themselves included, as Graph lists them. */
  readonly transitiveMembers: (groupId: string) => readonly string[];
  /** The owners of a group or a service principal. */
  readonly owners: (id: string) => readonly string[];
  readonly removeMember: (groupId: string, principalId: string) => boolean;
  /** Properties by the names of the metadata. */
  readonly updateUser: (id: string, changes: JsonObject) => void;
  readonly managerOf: (userId: string) => User | undefined;
  /** Moves a user or group to the deleted items. */
  readonly delete: (id: string) => boolean;
  readonly roleDefinitions: () => readonly RoleDefinition[];
  /** Ids of the principals that have a role, actively or (`eligible`) after a request. */
  readonly roleHolders: (roleId: string, kind: 'active' | 'eligible') => readonly string[];
  /** Display names of the directory roles that a user has. */
  readonly rolesOf: (userId: string) => readonly string[];
  readonly removeRole: (roleId: string, principalId: string) => boolean;
  readonly appAssignments: (servicePrincipalId: string) => readonly string[];
  readonly removeAppAssignment: (servicePrincipalId: string, principalId: string) => boolean;
  readonly accessPackageAssignments: () => readonly AccessPackageAssignment[];
  readonly removeAccessPackageAssignment: (id: string) => boolean;
};
