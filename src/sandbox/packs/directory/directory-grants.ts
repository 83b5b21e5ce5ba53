import { grant, grants } from '../../service/route.ts';

/** Permissions of the directory's routes, as the permission tables of Graph's reference list them: least first. */

const directory = 'Directory.Read.All Directory.ReadWrite.All';
const users = `User.Read.All User.ReadWrite.All ${directory}`;
const groups = 'Group.Read.All Group.ReadWrite.All';

export const readUsers = grant(`User.ReadBasic.All ${users}`);
/** `User.Read` is enough for oneself only. */
export const readUser = grants(`User.Read User.ReadWrite User.ReadBasic.All ${users}`, `User.ReadBasic.All ${users}`);
/** The permission to read sign-ins, in addition to reading users. */
export const readSignIns = 'AuditLog.Read.All';
export const createUsers = grant('User.ReadWrite.All Directory.ReadWrite.All');
export const updateUsers = grants(
  'User.ReadWrite User.ReadWrite.All Directory.ReadWrite.All',
  'User.ReadWrite.All Directory.ReadWrite.All',
);
export const deleteUsers = grant('User.ReadWrite.All');
export const readManagers = grant(users);
export const readMemberships = grants(
  `User.Read GroupMember.Read.All Group.Read.All ${users}`,
  `GroupMember.Read.All Group.Read.All ${users}`,
);
export const invite = grant('User.Invite.All User.ReadWrite.All Directory.ReadWrite.All');

export const readGroups = grant(`GroupMember.Read.All ${groups} ${directory}`);
export const readMembers = grant(`GroupMember.Read.All GroupMember.ReadWrite.All ${groups} ${directory}`);
export const createGroups = grants(
  'Group.ReadWrite.All Directory.ReadWrite.All',
  'Group.Create Group.ReadWrite.All Directory.ReadWrite.All',
);
export const updateGroups = grant('Group.ReadWrite.All Directory.ReadWrite.All');
export const deleteGroups = grant('Group.ReadWrite.All');
export const writeMembers = grant('GroupMember.ReadWrite.All Group.ReadWrite.All Directory.ReadWrite.All');

export const readObjects = grant(directory);
export const readRoles = grant(
  `RoleManagement.Read.Directory RoleManagement.Read.All RoleManagement.ReadWrite.Directory ${directory}`,
);

export const readDeletedUsers = grant(users);
export const readDeletedGroups = grant(`${groups} ${directory}`);
export const readDeleted = grant(`User.Read.All User.ReadWrite.All ${directory} ${groups}`);
/** Which of them is needed depends on what was deleted. */
export const restoreDeleted = grant('User.DeleteRestore.All User.ReadWrite.All Group.ReadWrite.All');
