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

const security = {
  displayName: 'Building security group',
  mailNickname: 'buildingsecurity',
  mailEnabled: false,
  securityEnabled: true,
};
const unified = { ...security, mailNickname: 'campaign', mailEnabled: true, groupTypes: ['Unified'] };
const bind = (...ids: readonly string[]) => ids.map((id) => `https://graph.microsoft.com/beta/users/${id}`);
const ref = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });
const idsOf = (items: readonly JsonObject[]) => items.map(({ id }) => id);

describe('a new group', () => {
  test('has properties whose names are compared without regard to case, each of them once', () => {
    const { send } = sampleService();
    const { mailNickname, ...rest } = unified;
    const written = { ...rest, mailNickName: mailNickname, groupTypes: ['unified'] };
    const created = send('POST', '/v1.0/groups', { body: written });
    expect(created).toMatchObject({ status: 201, body: { mailNickname, groupTypes: ['Unified'] } });
    expect(send('PATCH', `/v1.0/groups/${idOf(created)}`, { body: { DisplayName: 'Other' } }).status).toBe(204);
    expect(send('GET', `/v1.0/groups/${idOf(created)}`).body).toMatchObject({ displayName: 'Other' });
    expect(send('POST', '/v1.0/groups', { body: { ...security, DISPLAYNAME: 'x' } }).status).toBe(400);
  });

  test('is shown in beta with every property of the documentation, most of them null', () => {
    const { send } = sampleService();
    const created = send('POST', '/beta/groups', {
      body: {
        ...security,
        description: 'Building security group',
        groupTypes: [],
        'owners@odata.bind': bind(sampleIds.casey, sampleIds.admin),
        'members@odata.bind': bind(sampleIds.alex, sampleIds.jamie),
      },
    });
    expect(created.status).toBe(201);
    const { id, securityIdentifier, ...rest } = created.body;
    expect(securityIdentifier).toMatch(/^S-1-12-1(?:-\d{1,10}){4}$/);
    expect(rest).toEqual({
      '@odata.context': 'https://graph.microsoft.com/beta/$metadata#groups/$entity',
      deletedDateTime: null,
      classification: null,
      createdDateTime: '2027-01-01T12:00:00Z',
      createdByAppId: 'de8bc8b5-d9f9-48b1-a8ad-b748da725064',
      description: 'Building security group',
      displayName: 'Building security group',
      expirationDateTime: null,
      groupTypes: [],
      infoCatalogs: [],
      isAssignableToRole: null,
      isManagementRestricted: null,
      mail: null,
      mailEnabled: false,
      mailNickname: 'buildingsecurity',
      membershipRule: null,
      membershipRuleProcessingState: null,
      onPremisesDomainName: null,
      onPremisesLastSyncDateTime: null,
      onPremisesNetBiosName: null,
      onPremisesSamAccountName: null,
      onPremisesSecurityIdentifier: null,
      onPremisesSyncEnabled: null,
      preferredDataLocation: null,
      preferredLanguage: null,
      proxyAddresses: [],
      renewedDateTime: '2027-01-01T12:00:00Z',
      resourceBehaviorOptions: [],
      resourceProvisioningOptions: [],
      securityEnabled: true,
      theme: null,
      visibility: null,
      writebackConfiguration: { isEnabled: null, onPremisesGroupType: null },
      onPremisesProvisioningErrors: [],
    });
    expect(idsOf(itemsOf(send('GET', `/v1.0/groups/${id}/owners`)))).toEqual([sampleIds.casey, sampleIds.admin]);
    expect(idsOf(itemsOf(send('GET', `/v1.0/groups/${id}/members`)))).toEqual([sampleIds.alex, sampleIds.jamie]);
  });

  test('has an address and is public where it is a Microsoft 365 group', () => {
    const created = sampleService().send('POST', '/v1.0/groups', { body: unified });
    expect(created.body).toMatchObject({ mail: 'campaign@contoso.com', visibility: 'Public', uniqueName: null });
    expect(created.body).not.toHaveProperty('createdByAppId');
  });

  test('belongs to anyone who made it without naming owners, and to no one where an application did', () => {
    const { send } = sampleService();
    const mine = idOf(send('POST', '/v1.0/groups', { as: signedIn(sampleIds.alex), body: security }));
    expect(idsOf(itemsOf(send('GET', `/v1.0/groups/${mine}/owners`)))).toEqual([sampleIds.alex]);
    const nobodys = idOf(send('POST', '/v1.0/groups', { as: application(), body: security }));
    expect(itemsOf(send('GET', `/v1.0/groups/${nobodys}/owners`))).toEqual([]);
  });

  test.each([
    [{ mailNickname: undefined }, "A value is required for property 'mailNickname' of resource 'Group'."],
    [{ mailNickname: 'a@b' }, "Invalid value specified for property 'mailNickname' of resource 'Group'."],
    [{ mailNickname: 'x'.repeat(65) }, "Invalid value specified for property 'mailNickname' of resource 'Group'."],
    [{ securityEnabled: 'yes' }, "Property 'securityEnabled' must be an Edm.Boolean."],
    [{ securityEnabled: false }, "Invalid value specified for property 'securityEnabled' of resource 'Group'."],
    [{ mailEnabled: true }, /^The service does not currently support writes of mail-enabled groups/],
    [{ groupTypes: ['Round'] }, "Invalid value specified for property 'groupTypes' of resource 'Group'."],
    [{ groupTypes: ['DynamicMembership'] }, "A value is required for property 'membershipRule'."],
    [{ colour: 'red' }, "Invalid property 'colour'."],
    [{ 'members@odata.bind': ['nonsense'] }, /^Invalid value 'nonsense' in 'members@odata\.bind'/],
    [
      { 'members@odata.bind': bind(sampleIds.alex, sampleIds.alex) },
      /can only be present once as an add\/remove change\.$/,
    ],
    [{ 'members@odata.bind': bind(...Array.from({ length: 21 }, () => sampleIds.alex)) }, /up to 20/],
    [{ 'owners@odata.bind': [`groups/${sampleIds.partners}`] }, /^A group cannot own a group/],
  ])('is refused with %o', (change, message) => {
    const { send, world } = sampleService();
    const before = world.directory.groups().length;
    const body = changed(security, change);
    const refused = send('POST', '/v1.0/groups', { body });
    expect([refused.status, codeOf(refused)]).toEqual([400, 'Request_BadRequest']);
    if (typeof message === 'string') expect(messageOf(refused)).toBe(message);
    else expect(messageOf(refused)).toMatch(message);
    expect(world.directory.groups()).toHaveLength(before);
  });

  test('is refused with a person who is not there, or is something else', () => {
    const { send } = sampleService();
    for (const url of ['users/1c7f92e5-0000-8063-a7f1-96e0b5d3c284', `users/${sampleIds.partners}`]) {
      const refused = send('POST', '/v1.0/groups', { body: { ...security, 'members@odata.bind': [url] } });
      expect([refused.status, codeOf(refused)]).toEqual([404, 'Request_ResourceNotFound']);
    }
  });

  test('is refused the alias of another Microsoft 365 group, but not of a security group', () => {
    const { send } = sampleService();
    expect(send('POST', '/v1.0/groups', { body: unified }).status).toBe(201);
    expect(messageOf(send('POST', '/v1.0/groups', { body: unified }))).toBe(
      'Another object with the same value for property mailNickname already exists.',
    );
    expect(send('POST', '/v1.0/groups', { body: security }).status).toBe(201);
    expect(send('POST', '/v1.0/groups', { body: security }).status).toBe(201);
  });
});

describe('a group', () => {
  test('is found by id only; what is no id gets a 400', () => {
    const { send } = sampleService();
    expect(send('GET', `/v1.0/groups/${sampleIds.facilities}`).body).toMatchObject({ displayName: 'Facilities' });
    expect(messageOf(send('GET', '/v1.0/groups/facilities'))).toBe("Invalid object identifier 'facilities'.");
    expect(send('GET', '/v1.0/groups/1c7f92e5-0000-8063-a7f1-96e0b5d3c284').status).toBe(404);
  });

  test('is found by a filter of its alias or its type', () => {
    const { send } = sampleService();
    const byAlias = send('GET', "/beta/groups?$filter=mailNickname eq 'nightshift'");
    expect(idsOf(itemsOf(byAlias))).toEqual([sampleIds.nightShift]);
    const byType = send('GET', "/v1.0/groups?$filter=groupTypes/any(c:c eq 'Unified')&$select=displayName");
    expect(itemsOf(byType)).toEqual([{ displayName: 'Partner Campaigns' }, { displayName: 'Partner Archive' }]);
  });

  test('lists members of members, groups among them, and casts them', () => {
    const { send } = sampleService();
    const path = `/v1.0/groups/${sampleIds.facilities}`;
    const all = itemsOf(send('GET', `${path}/transitiveMembers`));
    expect(all.map((item) => item['@odata.type'])).toEqual([
      '#microsoft.graph.user',
      '#microsoft.graph.user',
      '#microsoft.graph.group',
      '#microsoft.graph.user',
      '#microsoft.graph.user',
    ]);
    expect(all[0]).not.toHaveProperty('createdDateTime');
    expect(all[2]).toHaveProperty('createdDateTime');
    const users = send('GET', `${path}/transitiveMembers/microsoft.graph.user`);
    expect(itemsOf(users)).toHaveLength(4);
    expect(users.body['@odata.context']).toBe('https://graph.microsoft.com/v1.0/$metadata#users');
    expect(itemsOf(users)[0]).not.toHaveProperty('@odata.type');
    const count = send('GET', `${path}/members/$count`, { headers: { consistencylevel: 'eventual' } });
    expect(count.text).toBe('3');
  });

  test('gets members and owners by reference, and loses them', () => {
    const { send } = sampleService();
    const path = `/v1.0/groups/${sampleIds.nightShift}`;
    expect(send('POST', `${path}/members/$ref`, { body: ref(sampleIds.alex) }).status).toBe(204);
    expect(messageOf(send('POST', `${path}/members/$ref`, { body: ref(sampleIds.alex) }))).toBe(
      "One or more added object references already exist for the following modified properties: 'members'.",
    );
    expect(send('DELETE', `${path}/members/${sampleIds.alex}/$ref`).status).toBe(204);
    expect(send('DELETE', `${path}/members/${sampleIds.alex}/$ref`).status).toBe(404);
    expect(send('DELETE', `${path}/owners/${sampleIds.casey}/$ref`).status).toBe(400);
    expect(send('POST', `${path}/owners/$ref`, { body: ref(sampleIds.morgan) }).status).toBe(204);
    expect(send('DELETE', `${path}/owners/${sampleIds.casey}/$ref`).status).toBe(204);
    expect(idsOf(itemsOf(send('GET', `${path}/owners`)))).toEqual([sampleIds.morgan]);
  });

  test('takes up to 20 members in a PATCH, all or none', () => {
    const { send } = sampleService();
    const path = `/v1.0/groups/${sampleIds.nightShift}`;
    const some = {
      'members@odata.bind': [...bind(sampleIds.alex), 'directoryObjects/00000000-1111-8000-8000-000000000000'],
    };
    expect(send('PATCH', path, { body: some }).status).toBe(404);
    expect(itemsOf(send('GET', `${path}/members`))).toHaveLength(2);
    expect(send('PATCH', path, { body: { 'members@odata.bind': bind(sampleIds.alex, sampleIds.sam) } }).status).toBe(
      204,
    );
    expect(itemsOf(send('GET', `${path}/members`))).toHaveLength(4);
    const many = { 'members@odata.bind': bind(...Array.from({ length: 21 }, (_, index) => `u${index}@contoso.com`)) };
    expect(send('PATCH', path, { body: many }).status).toBe(400);
  });

  test('keeps what a PATCH does not name', () => {
    const { send } = sampleService();
    const path = `/v1.0/groups/${sampleIds.facilities}`;
    expect(send('PATCH', path, { body: { displayName: 'Buildings', classification: 'Low' } }).status).toBe(204);
    expect(send('GET', path).body).toMatchObject({
      displayName: 'Buildings',
      classification: 'Low',
      mailNickname: 'facilities',
      description: expect.stringContaining('Everybody'),
    });
    expect(send('PATCH', path, { body: { 'owners@odata.bind': bind(sampleIds.alex) } }).status).toBe(400);
    expect(send('PATCH', path, { body: { mailEnabled: true } }).status).toBe(400);
  });

  test('is changed by its owners and by administrators, not by other members', () => {
    const { send } = sampleService();
    const path = `/v1.0/groups/${sampleIds.nightShift}`;
    const body = { description: 'By night' };
    expect(send('PATCH', path, { as: signedIn(sampleIds.jamie), body }).status).toBe(403);
    expect(send('PATCH', path, { as: signedIn(sampleIds.casey), body }).status).toBe(204);
    expect(send('DELETE', path, { as: signedIn(sampleIds.jamie) }).status).toBe(403);
    expect(send('DELETE', `${path}/members/${sampleIds.taylor}/$ref`, { as: signedIn(sampleIds.jamie) }).status).toBe(
      403,
    );
    expect(send('DELETE', `${path}/members/${sampleIds.jamie}/$ref`, { as: signedIn(sampleIds.jamie) }).status).toBe(
      204,
    );
    const members = application(['GroupMember.ReadWrite.All']);
    expect(send('PATCH', path, { as: members, body: { 'members@odata.bind': bind(sampleIds.sam) } }).status).toBe(204);
    expect(send('PATCH', path, { as: members, body }).status).toBe(403);
  });

  test('that is synced from elsewhere does not change', () => {
    const { send } = sampleService();
    const path = `/v1.0/groups/${sampleIds.finance}`;
    expect(send('PATCH', path, { body: { displayName: 'X' } }).status).toBe(400);
    expect(send('POST', `${path}/members/$ref`, { body: ref(sampleIds.alex) }).status).toBe(403);
    expect(send('DELETE', `${path}/members/${sampleIds.jordan}/$ref`).status).toBe(403);
  });

  test('of Microsoft 365 accepts only users', () => {
    const { send } = sampleService();
    const refused = send('POST', `/v1.0/groups/${sampleIds.partners}/members/$ref`, {
      body: ref(sampleIds.nightShift),
    });
    expect([refused.status, messageOf(refused)]).toEqual([400, 'Members of a Microsoft 365 group are users.']);
  });
});

describe('PATCH by unique name', () => {
  const url = "/v1.0/groups(uniqueName='gtt-1')";
  const headers = { prefer: 'create-if-missing' };

  test('creates the group once, and then changes it', () => {
    const { send } = sampleService();
    expect(send('PATCH', url, { body: security }).status).toBe(404);
    const created = send('PATCH', url, { body: security, headers });
    expect([created.status, created.body['uniqueName']]).toEqual([201, 'gtt-1']);
    expect(send('PATCH', url, { body: { ...security, displayName: 'Again' }, headers }).status).toBe(204);
    expect(send('GET', url).body).toMatchObject({ id: idOf(created), displayName: 'Again' });
    expect(send('PATCH', `/v1.0/groups/${idOf(created)}`, { body: { uniqueName: 'other' } }).status).toBe(400);
    expect(send('DELETE', url).status).toBe(204);
    expect(send('GET', url).status).toBe(404);
  });
});
