import { describe, expect, test } from 'vitest';
import { ids } from '../../test/support/sandbox/sample-tenant.ts';
import { typedTenant } from '../../test/support/sandbox/typed-sandbox.ts';
import type { Method } from '../http/message.ts';
import type { Json } from '../json/json.ts';

/**
 * What the service was seen to answer, in public recordings and threads, word for word: statuses, codes and messages. What
 * packs refuse in codes of their own is in their tests.
 */
const reviews = '/identityGovernance/accessReviews';
const stranger = '00000000-1111-4222-8333-444444444444';

type Row = readonly [
  what: string,
  status: number,
  code: string,
  message: string,
  request: readonly [Method, string, Json?],
];

test.each<Row>([
  [
    'a role definition by pages',
    400,
    'Request_UnsupportedQuery',
    'This resource requires a minimum page size of 20.',
    ['GET', '/roleManagement/directory/roleDefinitions?$top=1'],
  ],
  [
    'of any size',
    400,
    'Request_UnsupportedQuery',
    'Invalid/unsupported query request',
    ['GET', '/roleManagement/directory/roleDefinitions?$top=999'],
  ],
  [
    'deleted items of all kinds',
    400,
    'Request_UnsupportedQuery',
    'Searches against this resource are not supported. Only specific instances can be queried.',
    ['GET', '/directory/deletedItems'],
  ],
  [
    'removing a person who is no member',
    404,
    'Request_ResourceNotFound',
    `Resource '${ids.nightShift}' does not exist`,
    ['DELETE', `/groups/${ids.nightShift}/members/${ids.drew}/$ref`],
  ],
  [
    'a service principal of no application',
    400,
    'Request_BadRequest',
    `The appId '${stranger}' of the service principal does not reference a valid application object.`,
    ['POST', '/servicePrincipals', { appId: stranger }],
  ],
  ['an unknown segment', 400, 'BadRequest', "Resource not found for the segment 'elsewhere'", ['GET', '/elsewhere']],
])('%s: %d %s', (_, status, code, message, [method, path, body]) => {
  const said = typedTenant().send(method, path, body);
  expect([said.status, said.code]).toEqual([status, code]);
  expect(said.text).toContain(message);
});

describe('a missing permission', () => {
  test.each([
    [`${reviews}/definitions`, '', 'Attempted to perform an unauthorized operation.'],
    [`${reviews}/historyDefinitions`, '', 'Attempted to perform an unauthorized operation.'],
    [
      '/identityGovernance/entitlementManagement/assignments',
      'UnAuthorized',
      'User is not authorized to perform the operation.',
    ],
    ['/roleManagement/directory/roleAssignmentScheduleRequests', 'UnknownError', 'PermissionScopeNotGranted'],
    [
      '/identityGovernance/lifecycleWorkflows/workflows',
      'Access denied',
      'Insufficient privileges to complete the operation.',
    ],
    ['/identityProtection/riskyUsers', 'Forbidden', 'required scopes are missing'],
    ['/groups', 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  ])('%s has the code `%s`', (path, code, message) => {
    const said = typedTenant().sendAs(ids.admin, ['User.Read'])('GET', path);
    expect([said.status, said.code]).toEqual([403, code]);
    expect(said.text).toContain(message);
  });
});

test('what is wrong with one property is in the details', () => {
  const { send } = typedTenant();
  const group = { displayName: 'x', mailNickname: 'a b', mailEnabled: false, securityEnabled: true };
  const detail = (body: Json) => Object(Object(Object(body)['error'])['details'])[0];
  expect(detail(send('POST', '/groups', group).body)).toEqual({ code: 'InvalidValue', target: 'mailNickname' });
  const unified = { ...group, mailNickname: 'partnerarchive', mailEnabled: true, groupTypes: ['Unified'] };
  expect(detail(send('POST', '/groups', unified).body)).toEqual({ code: 'ObjectConflict', target: 'mailNickname' });
  const passwordProfile = { password: 'Correct-horse-1' };
  const user = {
    accountEnabled: true,
    displayName: 'x',
    mailNickname: 'x',
    userPrincipalName: 'admin@contoso.com',
    passwordProfile,
  };
  expect(detail(send('POST', '/users', user).body)).toEqual({ code: 'ObjectConflict', target: 'userPrincipalName' });
});

test('an invitation is pending, also of a guest who accepted', () => {
  const { send } = typedTenant();
  const invitation = { invitedUserEmailAddress: 'kim@fabrikam.com', inviteRedirectUrl: 'https://myapps.microsoft.com' };
  expect(send('POST', '/invitations', invitation).body).toMatchObject({
    status: 'PendingAcceptance',
    invitedUser: { id: ids.kim },
  });
});

test('a series without end ends on the last day that there is', () => {
  const { create } = typedTenant();
  const made = create(`${reviews}/definitions`, {
    displayName: 'x',
    scope: {
      '@odata.type': '#microsoft.graph.accessReviewQueryScope',
      query: `/groups/${ids.nightShift}/transitiveMembers`,
      queryType: 'MicrosoftGraph',
    },
    reviewers: [{ query: `/users/${ids.admin}`, queryType: 'MicrosoftGraph' }],
    settings: {
      instanceDurationInDays: 3,
      recurrence: { pattern: { type: 'weekly', interval: 1 }, range: { type: 'noEnd', startDate: '2026-01-01' } },
    },
  });
  expect(made.body).toMatchObject({ settings: { recurrence: { range: { type: 'noEnd', endDate: '9999-12-31' } } } });
});

describe('the documentation has', () => {
  const group = {
    displayName: 'x',
    mailNickname: 'x',
    mailEnabled: false,
    securityEnabled: true,
    isAssignableToRole: true,
  };

  test('groups for roles made by those who assign roles, once and for all', () => {
    const { sendAs, create, send } = typedTenant();
    expect(sendAs(ids.morgan)('POST', '/groups', group).status).toBe(403);
    expect(sendAs(ids.admin, ['Group.ReadWrite.All'])('POST', '/groups', group).status).toBe(403);
    const dynamic = { groupTypes: ['DynamicMembership'], membershipRule: 'user.department -eq "x"' };
    expect(send('POST', '/groups', { ...group, ...dynamic }).status).toBe(400);
    const { id } = create('/groups', group);
    expect(send('PATCH', `/groups/${id}`, { isAssignableToRole: false }).status).toBe(400);
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${ids.alex}` };
    expect(sendAs(ids.morgan)('POST', `/groups/${id}/members/$ref`, member).status).toBe(403);
    expect(send('POST', `/groups/${id}/members/$ref`, member).status).toBe(204);
  });

  test.each(['Ab1-', 'abcdefgh1', 'ABCDEFGH-', `Ab1-${'x'.repeat(260)}`])('no password such as %s', (password) => {
    const { send } = typedTenant();
    const user = { accountEnabled: true, displayName: 'x', mailNickname: 'x', userPrincipalName: 'x@contoso.com' };
    expect(send('POST', '/users', { ...user, passwordProfile: { password } }).text).toContain('password complexity');
    expect(send('PATCH', `/users/${ids.alex}`, { passwordProfile: { password } }).status).toBe(400);
  });
});
