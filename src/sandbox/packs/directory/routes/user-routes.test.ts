import { describe, expect, test } from 'vitest';
import {
  application,
  changed,
  codeOf,
  idOf,
  itemsOf,
  messageOf,
  sampleIds,
  sampleService,
  signedIn,
} from '../../../../../test/support/sandbox/sample-service.ts';
import type { JsonObject } from '../../../../json/json.ts';

const newUser = {
  accountEnabled: true,
  displayName: 'Aline',
  mailNickname: 'aline',
  userPrincipalName: 'aline@contoso.com',
  passwordProfile: { forceChangePasswordNextSignIn: true, password: 'not-a-secret-1' },
};

describe('users', () => {
  test('are shown with a small set of properties in v1.0, and with all in beta', () => {
    const { send } = sampleService();
    const small = send('GET', `/v1.0/users/${sampleIds.alex}`);
    expect(small.status).toBe(200);
    expect(Object.keys(small.body).sort()).toEqual([
      '@odata.context',
      'businessPhones',
      'displayName',
      'givenName',
      'id',
      'jobTitle',
      'mail',
      'mobilePhone',
      'officeLocation',
      'preferredLanguage',
      'surname',
      'userPrincipalName',
    ]);
    expect(send('GET', `/beta/users/${sampleIds.alex}`).body).toMatchObject({
      userType: 'Member',
      accountEnabled: true,
    });
  });

  test('sign in with their user principal name', () => {
    const { send } = sampleService();
    const { identities } = send('GET', `/v1.0/users/${sampleIds.alex}?$select=identities,userPrincipalName`).body;
    expect(identities).toMatchObject([{ signInType: 'userPrincipalName', issuerAssignedId: 'AlexM@contoso.com' }]);
  });

  test('are found by user principal name, in any case, and by id', () => {
    const { send } = sampleService();
    expect(idOf(send('GET', '/v1.0/users/alexm@CONTOSO.com'))).toBe(sampleIds.alex);
    expect(idOf(send('GET', `/v1.0/users/${sampleIds.alex.toUpperCase()}`))).toBe(sampleIds.alex);
    const guest = encodeURIComponent('kim_fabrikam.com#EXT#@contoso.onmicrosoft.com');
    expect(idOf(send('GET', `/v1.0/users/${guest}`))).toBe(sampleIds.kim);
    const unknown = send('GET', '/v1.0/users/no-one@contoso.com');
    expect([unknown.status, codeOf(unknown)]).toEqual([404, 'Request_ResourceNotFound']);
  });

  test('can be filtered by what is not shown by default', () => {
    const guests = sampleService().send('GET', "/v1.0/users?$filter=userType eq 'Guest'");
    expect(itemsOf(guests).map(({ displayName }) => displayName)).toEqual([
      'Kim Rowe (Fabrikam)',
      'Lee Vane (Fabrikam)',
    ]);
    expect(itemsOf(guests)[0]).not.toHaveProperty('userType');
  });

  test('report their sign-ins only on request, to those who may read the audit log', () => {
    const { send } = sampleService();
    const url = `/v1.0/users/${sampleIds.alex}?$select=id,signInActivity`;
    expect(send('GET', url).body).toMatchObject({ signInActivity: { lastSignInDateTime: '2026-12-30T12:00:00Z' } });
    expect(send('GET', `/beta/users/${sampleIds.alex}`).body).not.toHaveProperty('signInActivity');
    const denied = send('GET', url, { as: application(['User.Read.All']) });
    expect([denied.status, codeOf(denied)]).toEqual([403, 'Authentication_MSGraphPermissionMissing']);
    expect(send('GET', `/v1.0/users/${sampleIds.taylor}?$select=signInActivity`).body).not.toHaveProperty(
      'signInActivity',
    );
  });

  test('are created with an id, and their password is never shown', () => {
    const { send, world } = sampleService();
    const created = send('POST', '/beta/users', { body: newUser });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      '@odata.context': 'https://graph.microsoft.com/beta/$metadata#users/$entity',
      displayName: 'Aline',
      userPrincipalName: 'aline@contoso.com',
      userType: 'Member',
      createdDateTime: '2027-01-01T12:00:00Z',
    });
    expect(created.text).not.toContain('not-a-secret-1');
    expect(send('GET', `/beta/users/${idOf(created)}`).text).not.toContain('not-a-secret-1');
    expect(world.directory.passwordOf(idOf(created))).toBe('not-a-secret-1');
  });

  test.each([
    [{ displayName: undefined }, "A value is required for property 'displayName' of resource 'User'."],
    [{ accountEnabled: null }, "Property 'accountEnabled' must be an Edm.Boolean."],
    [{ passwordProfile: undefined }, 'A password must be specified to create a new user.'],
    [{ userPrincipalName: 'aline@contoso.org' }, /^The domain portion of the userPrincipalName property is invalid/],
    [
      { userPrincipalName: 'ALEXM@contoso.com' },
      'Another object with the same value for property userPrincipalName already exists.',
    ],
    [{ mailNickname: 'a line' }, "Invalid value specified for property 'mailNickname' of resource 'User'."],
    [{ surname: 'a'.repeat(65) }, "Invalid value specified for property 'surname' of resource 'User'."],
    [{ ageGroup: 'Old' }, "Invalid value specified for property 'ageGroup' of resource 'User'."],
    [{ userType: 'Robot' }, "Invalid value specified for property 'userType' of resource 'User'."],
    [{ shoeSize: 43 }, "Invalid property 'shoeSize'."],
  ])('are not created with %o', (change, message) => {
    const { send, world } = sampleService();
    const before = world.directory.users().length;
    const body = changed(newUser, change);
    const refused = send('POST', '/v1.0/users', { body });
    expect([refused.status, codeOf(refused)]).toEqual([400, 'Request_BadRequest']);
    if (typeof message === 'string') expect(messageOf(refused)).toBe(message);
    else expect(messageOf(refused)).toMatch(message);
    expect(world.directory.users()).toHaveLength(before);
  });

  test('take values as long as their pages say', () => {
    const { send } = sampleService();
    const body = { ...newUser, surname: 'a'.repeat(64), ageGroup: 'Minor', consentProvidedForMinor: null };
    expect(send('POST', '/v1.0/users', { body }).status).toBe(201);
    const longer = { body: { jobTitle: 'a'.repeat(129) } };
    expect(send('PATCH', `/v1.0/users/${sampleIds.alex}`, longer).status).toBe(400);
  });

  test('change what is sent and keep the rest, and are found by a new name only', () => {
    const { send } = sampleService();
    const body = { jobTitle: 'Lead', userPrincipalName: 'alex.new@contoso.com' };
    expect(send('PATCH', `/v1.0/users/${sampleIds.alex}`, { body }).status).toBe(204);
    expect(send('GET', '/v1.0/users/alex.new@contoso.com').body).toMatchObject({ jobTitle: 'Lead', surname: 'Marlow' });
    expect(send('GET', '/v1.0/users/AlexM@contoso.com').status).toBe(404);
  });

  test('keep what a change of a complex value does not name', () => {
    const { send } = sampleService();
    const url = `/v1.0/users/${sampleIds.alex}`;
    const attributes = (body: JsonObject) => send('PATCH', url, { body: { customSecurityAttributes: body } }).status;
    expect(
      attributes({ Crew: { '@odata.type': '#Microsoft.DirectoryServices.CustomSecurityAttributeValue', Level: 2 } }),
    ).toBe(204);
    expect(attributes({ Crew: { Night: true }, Boats: { Name: 'Ada' } })).toBe(204);
    expect(send('GET', `${url}?$select=customSecurityAttributes`).body).toMatchObject({
      customSecurityAttributes: { Crew: { Level: 2, Night: true }, Boats: { Name: 'Ada' } },
    });
    expect(send('PATCH', url, { body: { identities: ['x'] } }).status).toBe(400);
  });

  test('are created, changed and deleted by administrators and applications only', () => {
    const { send } = sampleService();
    const [alex, morgan] = [signedIn(sampleIds.alex), signedIn(sampleIds.morgan)];
    expect(send('POST', '/v1.0/users', { as: alex, body: newUser }).status).toBe(403);
    expect(send('DELETE', `/v1.0/users/${sampleIds.taylor}`, { as: alex }).status).toBe(403);
    expect(send('PATCH', `/v1.0/users/${sampleIds.taylor}`, { as: alex, body: { city: 'X' } }).status).toBe(403);
    expect(send('PATCH', '/v1.0/me', { as: alex, body: { mobilePhone: '1' } }).status).toBe(204);
    expect(send('PATCH', '/v1.0/me', { as: alex, body: { jobTitle: 'Boss' } }).status).toBe(403);
    expect(send('POST', '/v1.0/users', { as: morgan, body: newUser }).status).toBe(201);
    expect(send('DELETE', `/v1.0/users/${sampleIds.taylor}`, { as: application() }).status).toBe(204);
  });

  test('cannot be listed by guests, nor looked at with User.Read but for oneself', () => {
    const { send } = sampleService();
    expect(send('GET', '/v1.0/users', { as: signedIn(sampleIds.kim) }).status).toBe(403);
    const modest = signedIn(sampleIds.alex, ['User.Read']);
    expect(send('GET', `/v1.0/users/${sampleIds.alex}`, { as: modest }).status).toBe(200);
    expect(send('GET', `/v1.0/users/${sampleIds.jamie}`, { as: modest }).status).toBe(403);
    expect(send('GET', '/v1.0/users', { as: modest }).status).toBe(403);
  });
});

describe('/me', () => {
  test('is the signed-in user, and no one for an application', () => {
    const { send } = sampleService();
    expect(idOf(send('GET', '/v1.0/me', { as: signedIn(sampleIds.sam) }))).toBe(sampleIds.sam);
    expect(send('GET', '/v1.0/me', { as: application() }).status).toBe(400);
  });

  test('has groups, nested groups and roles', () => {
    const { send } = sampleService();
    const as = signedIn(sampleIds.jamie);
    const direct = itemsOf(send('GET', '/v1.0/me/memberOf', { as }));
    expect(direct.map(({ id }) => id)).toEqual([sampleIds.nightShift]);
    expect(direct[0]).toMatchObject({ '@odata.type': '#microsoft.graph.group', securityEnabled: true });
    const all = itemsOf(send('GET', '/v1.0/me/transitiveMemberOf/microsoft.graph.group', { as }));
    expect(all.map(({ id }) => id)).toEqual([sampleIds.nightShift, sampleIds.facilities]);
    const roles = itemsOf(send('GET', '/v1.0/me/memberOf', { as: signedIn(sampleIds.sam) }));
    expect(roles).toMatchObject([{ '@odata.type': '#microsoft.graph.directoryRole', displayName: 'Security Reader' }]);
  });
});

describe('managers', () => {
  test('are read, set and taken away', () => {
    const { send } = sampleService();
    const path = `/v1.0/users/${sampleIds.taylor}/manager`;
    const none = send('GET', path);
    expect([none.status, messageOf(none)]).toEqual([404, expect.stringContaining("Resource 'manager' does not exist")]);
    const body = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${sampleIds.casey}` };
    expect(send('PUT', `${path}/$ref`, { body }).status).toBe(204);
    expect(send('GET', path).body).toMatchObject({ '@odata.type': '#microsoft.graph.user', id: sampleIds.casey });
    const reports = itemsOf(send('GET', `/v1.0/users/${sampleIds.casey}/directReports`));
    expect(reports.map(({ id }) => id)).toContain(sampleIds.taylor);
    expect(send('DELETE', `${path}/$ref`).status).toBe(204);
    expect(send('GET', path).status).toBe(404);
  });

  test('are expanded, and are users', () => {
    const { send } = sampleService();
    const expanded = send('GET', `/v1.0/users/${sampleIds.alex}?$expand=manager`);
    expect(expanded.body).toMatchObject({ manager: { id: sampleIds.casey } });
    const body = { '@odata.id': `https://graph.microsoft.com/v1.0/groups/${sampleIds.partners}` };
    expect(send('PUT', `/v1.0/users/${sampleIds.alex}/manager/$ref`, { body }).status).toBe(400);
    expect(send('PUT', `/v1.0/users/${sampleIds.alex}/manager/$ref`, { body: {} }).status).toBe(400);
  });
});

describe('invitations', () => {
  const body = {
    invitedUserDisplayName: 'John',
    invitedUserEmailAddress: 'john@tailspintoys.com',
    sendInvitationMessage: false,
    inviteRedirectUrl: 'https://myapps.microsoft.com',
  };

  test('create a guest, once', () => {
    const { send } = sampleService();
    const invited = send('POST', '/beta/invitations', { body });
    expect(invited.status).toBe(201);
    expect(invited.body).toMatchObject({
      '@odata.context': 'https://graph.microsoft.com/beta/$metadata#invitations/$entity',
      status: 'PendingAcceptance',
      inviteRedeemUrl: expect.stringMatching(/^https:\/\/login\.microsoftonline\.com\/redeem\?rd=https%3A/),
    });
    const { invitedUser } = invited.body;
    expect(send('POST', '/beta/invitations', { body }).body).toMatchObject({ invitedUser });
    expect(itemsOf(send('GET', "/beta/users?$filter=mail eq 'john@tailspintoys.com'"))).toMatchObject([
      {
        displayName: 'John',
        userType: 'Guest',
        userPrincipalName: 'john_tailspintoys.com#EXT#@contoso.onmicrosoft.com',
        externalUserState: 'PendingAcceptance',
      },
    ]);
  });

  test.each([
    [{ invitedUserEmailAddress: 'john' }, 'invitedUserEmailAddress'],
    [{ inviteRedirectUrl: 'somewhere' }, 'inviteRedirectUrl'],
    [{ inviteRedirectUrl: '' }, 'inviteRedirectUrl'],
    [{ invitedUserEmailAddress: 'alexm@contoso.com' }, sampleIds.alex],
    [{ invitedUserEmailAddress: 'someone@contoso.com' }, 'verified domain'],
  ])('are refused with %o', (change, mentioned) => {
    const refused = sampleService().send('POST', '/v1.0/invitations', { body: { ...body, ...change } });
    expect([refused.status, messageOf(refused)]).toEqual([400, expect.stringContaining(mentioned)]);
  });
});
