import { expect, test } from 'vitest';
import { workloadOf } from './workload.ts';

/** Row by row: a resource in the wrong workload waits for what another one was throttled for, or does not wait. */
const below = {
  teams: 'teams chats teamwork users/1/teamwork groups/1/team me/chats teams/1/channels/2/messages',
  mailbox: `users/1/messages me/mailFolders me/events groups/1/calendar me/calendars me/contacts users/1/sendMail
    me/outlook`,
  files: 'drives sites shares drive groups/1/drive users/1/drives groups/1/sites',
  directory: `users groups me directory directoryObjects directoryRoles applications servicePrincipals organization
    subscribedSkus roleManagement domains devices invitations oauth2PermissionGrants users/1/manager`,
  identitygovernance: 'identityGovernance/accessReviews/definitions',
};
const rows = Object.entries(below).flatMap(([workload, paths]) => paths.split(/\s+/).map((path) => [path, workload]));

test.each(rows)('%s is %s, in any case and version', (path, workload) => {
  for (const url of [`/v1.0/${path}`, `/beta/${path?.toUpperCase()}?$top=1`, `/v1.0/${path}#x`]) {
    expect(workloadOf(url)).toBe(workload);
  }
});

test('a key in parentheses belongs to no name', () => {
  expect(workloadOf("/v1.0/users('messages')")).toBe('directory');
  expect(workloadOf("/v1.0/groups('1')/team")).toBe('teams');
});
