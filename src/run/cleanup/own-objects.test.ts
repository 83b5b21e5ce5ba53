import { expect, test } from 'vitest';
import { isOneOf, sameObject } from './own-objects.ts';
import { relations } from './relations.ts';

const own = [
  '/v1.0/groups/g',
  '/v1.0/teams/t',
  '/v1.0/identityGovernance/entitlementManagement/accessPackages/p',
  '/v1.0/users/u',
  '/v1.0/me/mailFolders/drafts/childFolders/x/messages/m',
  '/v1.0/users/u2/events/e',
  '/v1.0/me/drive/items/f',
];

test('a captured value may be called as a property is that refers to others', () => {
  for (const name of relations) {
    const url = `/v1.0/users/\${${name}}`;
    expect(isOneOf([url], url), name).toBe(true);
    expect(isOneOf([url], `${url}/${name}/other`), name).toBe(false);
  }
});

test('an object that only the service can name does not belong to the run', () => {
  expect(isOneOf(['/v1.0/groups/', '/v1.0/microsoft.graph.group'], '/v1.0/users/u/owners')).toBe(false);
});

test.each([
  ['/v1.0/groups/g/drive/root:/plan.txt:/content', true],
  ['/v1.0/groups/g/drive/root:/owners/plan.txt:/content', true],
  ['/v1.0/groups/g/drive/root:/owners/plan.txt', true],
  ['/v1.0/groups/g/drive/root:/a:/lastModifiedByUser', false],
  ['/v1.0/groups/g/drive/items/i/children/c', true],
  ['/v1.0/groups/g/team/channels/c/messages/m', true],
  ['/v1.0/teams/t/channels/c/filesFolder', true],
  ['/v1.0/groups/g/sites/root/lists/l/items/i', true],
  ['/v1.0/identityGovernance/entitlementManagement/accessPackages/p/resourceRoleScopes/p', true],
  ['/v1.0/identityGovernance/entitlementManagement/accessPackages/p/incompatibleGroups/other', false],
  ['/v1.0/identityGovernance/entitlementManagement/accessPackages/p/incompatibleGroups/g', true],
  ['/v1.0/groups/g/owners/other', false],
  ['/v1.0/groups/g/owners/u', true],
  ['/v1.0/groups/g/OWNERS/other/$ref', true],
  ['/v1.0/groups/g/createdOnBehalfOf', false],
  ['/v1.0/users/u/oauth2PermissionGrants/other', false],
  ['/beta/users/u/transitiveReports/other', false],
  ['/v1.0/groups/g/members/other', false],
  ['/v1.0/teams/t/members/other', true],
  ["/v1.0/groups/g/members('other')", false],
  ["/v1.0/groups/g/owners('u')", true],
  ["/v1.0/groups/g/members(id='other')", false],
  ["/v1.0/groups/g/owners(userPrincipalName='a/b')", false],
  ["/v1.0/groups('g')", true],
  ["/v1.0/groups(id='g')/settings/s", true],
  ["/v1.0/groups(uniqueName='g')", false],
  ["/v1.0/groups('g')/members/other", false],
  ["/v1.0/groups('g')/calendarView(start='x')/a", true],
  ['/v1.0/groups/g/microsoft.graph.group/members/other', false],
  ['/v1.0/groups/g/Microsoft.Graph.Group/members/microsoft.graph.user/other', false],
  ['/v1.0/groups/g/microsoft.graph.group', true],
  ['/v1.0/groups/g/owners/graph.user/u', true],
  ['/v1.0/groups/g/owners/graph.user/other', false],
  ['/v1.0/groups/g/%6dembers/other', false],
  ['/v1.0/groups/g/%4Fwners/other/%24ref', true],
  ['/v1.0/groups/g/%6dembers%zz/other', true],
  ['/v1.0/%67roups/g', true],
  ['/v1.0/groups/g/%2e%2e/other', false],
  ['/v1.0/groups/g/%252e%252e/other', false],
  // As a lenient service could read a name.
  ['/v1.0/groups/g/members./other', false],
  ['/v1.0/groups/g/members%20/other', false],
  ['/v1.0/groups/g/members%00/other', false],
  ['/v1.0/groups/g/members;a=1/other', false],
  ['/v1.0/groups/g/%256dembers/other', false],
  ['/v1.0/groups/g/x:/members/other', false],
  ['/v1.0/groups/g/graph.group/members/other', false],
  ['/v1.0/directoryObjects/g/microsoft.graph.group/members/other', false],
  ['/v1.0/directory/deletedItems/g/microsoft.graph.group/members/other', false],
  ['/v1.0/groups/g/team/members/other', true],
  ['/v1.0/groups/g/team/channels/c/members/other', true],
  ['/v1.0/teams/t/primaryChannel/members/other', true],
  // By other names.
  ['/v1.0/Groups/g', true],
  ['/v1.0/Groups/g/Members/other/$REF', true],
  ['/v1.0/users/U2/events/e', false],
  ['/v1.0/teams/g', true],
  ['/v1.0/teams/g/channels/c', true],
  ['/v1.0/groups/t', true],
  ['/v1.0/directoryObjects/g', true],
  ['/v1.0/directoryObjects/u/microsoft.graph.user', true],
  ['/v1.0/directoryObjects/other', false],
  ['/v1.0/users/g', false],
  ['/v1.0/groups/u', false],
  ['/v1.0/oauth2PermissionGrants/u', false],
  ['/v1.0/me/messages/m', true],
  ['/v1.0/me/messages/m/attachments/a', true],
  ['/v1.0/me/messages/other', false],
  ['/v1.0/users/u2/messages/m', false],
  ['/v1.0/users/u2/events/e', true],
  ['/v1.0/users/u2/calendars/other/events/e', true],
  ['/v1.0/users/u2/calendar/events/other', false],
  ['/v1.0/me/drive/items/f:/plan.txt:/content', true],
  ['/v1.0/me/drive/items/f2:/plan.txt:/content', false],
  ['/v1.0/groups/g%2fx', false],
  ['/v1.0/groups/g/../other', false],
  ['/v1.0/groups/g\\x', false],
])('%s names an object of the run, or a part of one: %s', (url, isOwn) => expect(isOneOf(own, url)).toBe(isOwn));

test.each([
  ['/v1.0/groups/g', '/beta/Groups/g?$select=id', true],
  ['/v1.0/groups/g', '/v1.0/directoryObjects/g', true],
  ['/v1.0/directoryObjects/g', '/v1.0/groups/g', true],
  ['/v1.0/me/calendar/events/e', '/v1.0/me/events/e', true],
  ['/v1.0/groups/g', '/v1.0/users/g', false],
  ['/v1.0/groups/g', '/v1.0/groups/g/threads/t', false],
])('%s and %s name the same object: %s', (a, b, same) => expect(sameObject(a, b)).toBe(same));
