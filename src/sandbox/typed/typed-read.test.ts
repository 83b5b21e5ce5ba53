import { describe, expect, test } from 'vitest';
import { typedTenant } from '../../../test/support/sandbox/typed-sandbox.ts';
import type { JsonObject } from '../../json/json.ts';

const unified: JsonObject = {
  displayName: 'Crew',
  mailNickname: 'crew',
  mailEnabled: true,
  securityEnabled: false,
  groupTypes: ['Unified'],
};
const governance = '/identityGovernance/entitlementManagement';

function tenantWithTeam() {
  const tenant = typedTenant();
  const { id } = tenant.create('/groups', unified);
  tenant.send('PUT', `/groups/${id}/team`, { memberSettings: { allowCreateUpdateChannels: true } });
  return { ...tenant, id };
}

describe('$expand', () => {
  test('takes options of its own, and continues within what it expands', () => {
    const { create, send } = typedTenant();
    const catalog = create(`${governance}/catalogs`, { displayName: 'Sales' });
    for (const displayName of ['Lamp', 'Desk', 'Door']) {
      create(`${governance}/accessPackages`, { displayName, catalog: { id: catalog.id } });
    }
    const within = "$select=displayName;$filter=startswith(displayName,'D');$orderby=displayName desc;$top=1";
    const path = `${governance}/catalogs/${catalog.id}?$expand=accessPackages(${within};$expand=catalog($select=id))`;
    expect(send('GET', path).body['accessPackages']).toEqual([{ displayName: 'Door', catalog: { id: catalog.id } }]);
    expect(send('GET', path.replace('=catalog(', '=nothing('))).toMatchObject({
      status: 400,
      code: 'ExpandNotSupported',
    });
  });

  test('of the managers of a user goes up to the top, or by so many levels', () => {
    const { send } = typedTenant();
    const path = '/users/AlexM@contoso.com?$select=displayName&$expand=manager';
    const lead = { displayName: 'Casey Lund', manager: { displayName: 'Robin Ashdown' } };
    expect(send('GET', `${path}($levels=max;$select=displayName)`).body).toMatchObject({ manager: lead });
    const { manager } = send('GET', `${path}($levels=1;$select=displayName)`).body;
    expect(manager).not.toHaveProperty('manager');
    expect(manager).toMatchObject({ displayName: 'Casey Lund' });
    expect(send('GET', `${path}($levels=all)`).status).toBe(400);
    expect(send('GET', '/users?$expand=directReports($levels=2)').status).toBe(501);
  });

  test('names a relationship of a derived type behind it', () => {
    const { create, send } = typedTenant();
    const { id } = create('/me/messages', { subject: 'x' });
    expect(send('GET', `/me/messages/${id}?$expand=microsoft.graph.eventMessage/event`).status).toBe(200);
    expect(send('GET', `/me/messages/${id}?$expand=event`).status).toBe(400);
  });

  test('needs no $ where files are, and does elsewhere', () => {
    const { send } = typedTenant();
    expect(send('GET', '/me/drive/root?select=id').body).not.toHaveProperty('name');
    expect(send('GET', '/me/messages?select=id').body).not.toEqual({ value: [] });
  });
});

test('a filter looks at properties of the type that it names', () => {
  const { create, values, send, id } = tenantWithTeam();
  const member = { '@odata.type': '#microsoft.graph.aadUserConversationMember', roles: [] };
  const userIds = values('/users?$top=2').map((user) => String(user['id']));
  for (const userId of userIds) create(`/teams/${id}/members`, { ...member, userId });
  const filter = `microsoft.graph.aadUserConversationMember/userId eq '${userIds[0]}'`;
  expect(values(`/teams/${id}/members?$filter=${filter}`)).toMatchObject([{ userId: userIds[0] }]);
  expect(send('GET', `/teams/${id}/members?$filter=userId eq 'x'`).status).toBe(400);
  // Teams says how many there are without being asked.
  expect(send('GET', `/teams/${id}/members`).body['@odata.count']).toBe(2);
});

test('ids of new objects look as those of the service do', () => {
  const { create, id } = tenantWithTeam();
  expect(create(`/teams/${id}/channels`, { displayName: 'News' }).id).toMatch(/^19:[0-9a-f]{32}@thread\.tacv2$/);
  const ids = ['a', 'b'].map((subject) => create('/me/messages', { subject }).id);
  expect(ids[0]).toMatch(/^AAMk[\w=-]{100,}$/);
  expect(new Set(ids).size).toBe(2);
  const channel = create(`/teams/${id}/channels`, { displayName: 'Talk' });
  const said = ['a', 'b'].map(
    (content) => create(`/teams/${id}/channels/${encodeURIComponent(channel.id)}/messages`, { body: { content } }).id,
  );
  expect(said.map(Number)).toEqual([Number(said[0]), Number(said[0]) + 1]);
});

test('a complex value is of the derived type whose properties it has', () => {
  const { create } = typedTenant();
  const chat = create('/chats', { chatType: 'group' });
  const from = { user: { id: 'x', displayName: 'Ann', userIdentityType: 'aadUser' } };
  const made = create(`/chats/${encodeURIComponent(chat.id)}/messages`, { from, body: { content: 'x' } });
  expect(made.body['from']).toMatchObject({
    user: { '@odata.type': '#microsoft.graph.teamworkUserIdentity', userIdentityType: 'aadUser' },
  });
});

describe('permissions', () => {
  test('are those of the service’s table besides those that a pack names', () => {
    const { sendAs, id, sandbox } = tenantWithTeam();
    const admin = sandbox.administrator.kind === 'delegated' ? sandbox.administrator.userId : '';
    expect(sendAs(admin, ['TeamMember.Read.All'])('GET', `/teams/${id}/members`).status).toBe(200);
    expect(sendAs(admin, ['Mail.Read'])('GET', `/teams/${id}/members`).status).toBe(403);
    expect(sendAs(admin, ['Mail.Read'])('DELETE', `/groups/${id}`).status).toBe(403);
  });

  test('of a subscription are those of its resource', () => {
    const { sendAs, sandbox } = typedTenant();
    const admin = sandbox.administrator.kind === 'delegated' ? sandbox.administrator.userId : '';
    const body = {
      changeType: 'created',
      notificationUrl: 'https://example.com/x',
      resource: 'me/messages',
      expirationDateTime: '2026-01-02T00:00:00Z',
    };
    expect(sendAs(admin, ['Mail.Read'])('POST', '/subscriptions', body).status).toBe(201);
    expect(sendAs(admin, ['Calendars.Read'])('POST', '/subscriptions', body).status).toBe(403);
  });
});

test('a report is a file elsewhere', () => {
  const { send, sandbox } = typedTenant();
  const request = { method: 'GET', url: "/v1.0/reports/getTeamsUserActivityCounts(period='D7')", headers: {} } as const;
  const { status, headers } = sandbox.handle(request, sandbox.administrator);
  expect(status).toBe(302);
  const file = sandbox.handle({ method: 'GET', url: headers['location'] ?? '', headers: {} }, undefined);
  expect(file).toMatchObject({ status: 200, headers: { 'content-type': 'application/octet-stream' } });
  expect(file.label?.source).toBe('typed');
  expect(send('GET', "/reports/getNothing(period='D7')").status).toBe(400);
});

describe('a delta in pages', () => {
  test('shows everything once, then what changed', () => {
    const { send, create, values } = typedTenant();
    const all = values('/groups').length;
    const next = (said: ReturnType<typeof send>, name: string) => String(said.body[`@odata.${name}Link`]);
    const prefer = { prefer: 'odata.maxpagesize=2' };
    const seen: JsonObject[] = [];
    let page = send('GET', '/groups/delta?$select=id', undefined, prefer);
    for (; page.body['@odata.nextLink'] !== undefined; ) {
      seen.push(...(page.body['value'] as JsonObject[]));
      page = send('GET', next(page, 'next').replace('https://graph.microsoft.com', ''), undefined, prefer);
    }
    seen.push(...(page.body['value'] as JsonObject[]));
    expect([seen.length, new Set(seen.map(({ id }) => id)).size]).toEqual([all, all]);
    const { id } = create('/groups', unified);
    const link = next(page, 'delta').replace('https://graph.microsoft.com', '');
    expect(send('GET', link).body['value']).toMatchObject([{ id }]);
  });

  test('and lists, as long as a seed has it', () => {
    const { send, values } = typedTenant({ seed: { version: 1, pages: [{ request: '/users?$select=id', size: 2 }] } });
    expect(values('/users?$select=id')).toHaveLength(2);
    expect(send('GET', '/users?$select=id').body).toHaveProperty('@odata.nextLink');
    expect(values('/users').length).toBeGreaterThan(2);
  });
});

test('a function result has its own place, and keeps what is written there', () => {
  const sheet = '/me/drive/items/book/workbook/worksheets/Sheet1';
  const { send } = typedTenant({
    seed: { version: 1, objects: [{ path: '/me/drive/items/book' }, { path: sheet }] },
  });
  expect(send('PATCH', `${sheet}/range(address='A1')/format`, { columnWidth: 30 }).status).toBeLessThan(300);
  expect(send('GET', `${sheet}/range(address='A1')/format`).body).toMatchObject({ columnWidth: 30 });
  expect(send('GET', `${sheet}/range(address='B1')/format`).body).toMatchObject({ columnWidth: null });
  expect(send('GET', `${sheet}/range(other='A1')/format`).status).toBe(501);
});

test('an item that clients name is replaced by PUT', () => {
  const { send, create } = typedTenant();
  create('/external/connections', { id: 'desk', name: 'Desk' });
  const put = (value: string) =>
    send('PUT', '/external/connections/desk/items/a', { content: { value, type: 'text' } });
  expect([put('x').status, put('y').status]).toEqual([201, 200]);
  expect(send('GET', '/external/connections/desk/items/a').body).toMatchObject({ content: { value: 'y' } });
});

test('teams and chats take query options without `$`, as beta does', () => {
  const { values, create } = typedTenant();
  for (const topic of ['A', 'B']) create('/chats', { topic, chatType: 'group', members: [] });
  expect(values('/chats?top=1')).toHaveLength(1);
  expect(values('/groups?top=1').length).toBeGreaterThan(1);
});

test('a read-only property may be sent again unchanged', () => {
  const { send, create } = typedTenant();
  create('/directory/attributeSets', { id: 'Site' });
  const kind = { isCollection: false, isSearchable: true, usePreDefinedValuesOnly: false };
  const definition = { attributeSet: 'Site', name: 'Dock', type: 'String', status: 'Available', ...kind };
  const path = `/directory/customSecurityAttributeDefinitions/${create('/directory/customSecurityAttributeDefinitions', definition).id}`;
  expect(send('PATCH', path, { name: 'Dock', description: 'a' }).status).toBeLessThan(300);
  expect(send('PATCH', path, { name: 'Other' }).status).toBe(400);
});

test('a default expansion includes the default expansions of its target', () => {
  const request = '/identityGovernance/appConsent/appConsentRequests/a/userConsentRequests/u';
  const { values } = typedTenant({
    seed: {
      version: 1,
      objects: [
        { path: '/identityGovernance/appConsent/appConsentRequests/a' },
        { path: request, properties: { reason: 'Work' } },
        { path: `${request}/approval` },
        { path: `${request}/approval/stages/s`, properties: { displayName: 'First' } },
      ],
    },
  });
  const [shown] = values('/identityGovernance/appConsent/appConsentRequests');
  expect(shown).toMatchObject({
    userConsentRequests: [{ reason: 'Work', approval: { stages: [{ displayName: 'First' }] } }],
  });
});
