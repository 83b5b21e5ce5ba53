import type { Route } from '../../service/route.ts';

/** Permissions of the directory's routes, as the permission tables of Graph's reference list them: least first. */
type Grants = Route['permissions'];

const same = (...names: readonly string[]): Grants => ({ delegated: names, application: names });

const allUsers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

export const readUsers: Grants = {
  delegated: ['User.ReadBasic.All', ...allUsers],
  application: ['User.ReadBasic.All', ...allUsers],
};
/** `User.Read` is enough for oneself only. */
export const readUser: Grants = {
  delegated: ['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', ...allUsers],
  application: ['User.ReadBasic.All', ...allUsers],
};
/** What it takes, beside reading users, to read when they signed in. */
export const readSignIns = 'AuditLog.Read.All';
export const createUsers = same('User.ReadWrite.All', 'Directory.ReadWrite.All');
export const updateUsers: Grants = {
  delegated: ['User.ReadWrite', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
  application: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
};
export const deleteUsers = same('User.ReadWrite.All');
export const readManagers = same(...allUsers);
export const readMemberships: Grants = {
  delegated: ['User.Read', 'GroupMember.Read.All', 'Group.Read.All', ...allUsers],
  application: ['GroupMember.Read.All', 'Group.Read.All', ...allUsers],
};
export const invite = same('User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All');

export const readGroups = same(
  'GroupMember.Read.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
);
export const readMembers = same(
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
);
export const createGroups: Grants = {
  delegated: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  application: ['Group.Create', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
};
export const updateGroups = same('Group.ReadWrite.All', 'Directory.ReadWrite.All');
export const deleteGroups = same('Group.ReadWrite.All');
export const writeMembers = same('GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All');

export const readObjects = same('Directory.Read.All', 'Directory.ReadWrite.All');
export const readApplications = same(
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
);
export const readOrganization: Grants = {
  delegated: ['User.Read', 'Organization.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  application: ['Organization.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
};
export const readLicenses = same(
  'LicenseAssignment.Read.All',
  'Organization.Read.All',
  'Organization.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
);
export const readRoles = same(
  'RoleManagement.Read.Directory',
  'RoleManagement.Read.All',
  'RoleManagement.ReadWrite.Directory',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
);

export const readDeletedUsers = same(...allUsers);
export const readDeletedGroups = same(
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
);
export const readDeleted: Grants = same(...new Set([...readDeletedUsers.delegated, ...readDeletedGroups.delegated]));
/** Which of them is needed depends on what was deleted. */
export const restoreDeleted = same('User.DeleteRestore.All', 'User.ReadWrite.All', 'Group.ReadWrite.All');
