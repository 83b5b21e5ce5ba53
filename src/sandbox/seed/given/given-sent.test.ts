import { expect, test } from 'vitest';
import { defined } from '../../../defined.ts';
import type { Method } from '../../../http/message.ts';
import type { Json } from '../../../json/json.ts';
import { createSandbox } from '../../create-sandbox.ts';
import { shippedModel } from '../../typed/schema/shipped-model.ts';
import { givenOf } from './given-of.ts';

/** Requests of pages, sent to a sandbox with the seed that the page implies. */

const idOf = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const [me, user, group] = [idOf('1'), idOf('2'), idOf('3')];

type Sent = readonly [method: Method, url: string, status: number, more?: { body?: Json; shown?: Json }];

function tenantOf(...sent: readonly Sent[]) {
  const exchanges = sent.map(([method, url, status, { body, shown } = {}]) => ({
    request: { method, url: `/v1.0${url}`, ...defined({ body }) },
    response: { status, ...defined({ body: shown }) },
  }));
  const seed = givenOf(exchanges, shippedModel());
  const sandbox = createSandbox({ seed });
  const send = (method: Method, url: string, body?: Json) => {
    const request = { method, url: `/v1.0${url}`, headers: {}, ...defined({ body }) };
    const { status, text } = sandbox.handle(request, sandbox.administrator);
    return { status, body: text.startsWith('{') ? JSON.parse(text) : undefined };
  };
  return { seed, send };
}

test('the sender of a create is the creator in its response', () => {
  const body = { displayName: 'A', description: 'a' };
  const shown = { id: 'x', ...body, createdBy: { user: { id: me, displayName: 'Ann' } } };
  const list = '/sites/root/lists';
  const { seed, send } = tenantOf(['POST', list, 201, { body, shown }]);
  expect(seed.roles).toEqual([{ role: 'Global Administrator', active: [me] }]);
  expect(send('GET', '/me').body).toMatchObject({ id: me, displayName: 'Ann' });
});

test('a user whose groups are read is a member of those in the response', () => {
  const { send } = tenantOf(['POST', `/users/${user}/getMemberGroups`, 200, { body: {}, shown: { value: [group] } }]);
  expect(send('POST', `/users/${user}/getMemberGroups`, { securityEnabledOnly: false }).body.value).toEqual([group]);
  expect(send('GET', `/groups/${group}/members`).body.value).toMatchObject([{ id: user }]);
});

test('a user whose groups are shown by a placeholder is a member of one of the kind that is asked for', () => {
  const body = { securityEnabledOnly: true };
  const { send } = tenantOf(['POST', `/users/${user}/getMemberGroups`, 200, { body, shown: { value: ['String'] } }]);
  expect(send('POST', `/users/${user}/getMemberGroups`, body).body.value).toEqual([
    expect.stringMatching(/^[\da-f-]{36}$/),
  ]);
});

test('an object among the deleted items, restored or deleted permanently was deleted', () => {
  const deleted = '/directory/deletedItems';
  const { send } = tenantOf(
    ['GET', `${deleted}/microsoft.graph.group`, 200, { shown: { value: [{ id: group, displayName: 'Gone' }] } }],
    ['POST', `${deleted}/${user}/restore`, 200, { shown: { '@odata.type': '#microsoft.graph.user', id: user } }],
    ['DELETE', `${deleted}/${me}`, 204],
  );
  expect(send('GET', `${deleted}/microsoft.graph.group`).body.value).toMatchObject([
    { id: group, displayName: 'Gone' },
  ]);
  expect(send('GET', `/groups/${group}`).status).toBe(404);
  expect(send('POST', `${deleted}/${user}/restore`).body).toMatchObject({ id: user });
  expect(send('DELETE', `${deleted}/${me}`).status).toBe(204);
});

test('an object known only by its base type gets a derived type that has its properties', () => {
  const { seed, send } = tenantOf(
    ['GET', '/me/messages/m/attachments/a/$value', 200],
    ['GET', '/me/messages/m/attachments/b', 200, { shown: { id: 'b', sourceUrl: 'https://x.test' } }],
    ['DELETE', '/identity/conditionalAccess/namedLocations/c', 204],
  );
  const types = seed.objects?.slice(-3).map(({ type }) => type);
  expect(types?.[0]).toBe('fileAttachment');
  expect(send('GET', '/me/messages/m/attachments/a/$value').status).toBe(200);
  expect(send('GET', '/me/messages/m/attachments/a').body['@odata.type']).toBe('#microsoft.graph.fileAttachment');
  expect(send('DELETE', '/identity/conditionalAccess/namedLocations/c').status).toBe(204);
});

test('a file whose bytes are elsewhere is there, and so is an object whose id has spaces', () => {
  const overviews = '/admin/serviceAnnouncement/healthOverviews';
  const { send } = tenantOf(
    ['GET', '/me/drive/items/01ABC/content', 302],
    ['GET', `${overviews}/Microsoft%20365%20suite`, 200, { shown: { service: 'Microsoft 365 suite' } }],
  );
  expect(send('GET', '/me/drive/items/01ABC/content').status).toBe(302);
  const report = "/reports/getTeamsUserActivityCounts(period='D7')";
  const reported = tenantOf(['GET', report, 302]);
  expect(reported.seed.responses).toEqual([]);
  expect(reported.send('GET', report).status).toBe(302);
  expect(send('GET', `${overviews}/Microsoft%20365%20suite`).body).toMatchObject({ service: 'Microsoft 365 suite' });
});

test('a file is put into a drive by its name, where the drive is known by its id only', () => {
  const file = '/drives/b!1/items/01FOLDER:/a.txt:/content';
  const { send } = tenantOf(['PUT', file, 201, { shown: { id: 'n', name: 'a.txt' } }]);
  expect(send('PUT', file, 'text')).toMatchObject({ status: 201, body: { name: 'a.txt' } });
  expect(send('GET', '/drives/b!1/items/01FOLDER:/a.txt').body).toMatchObject({ name: 'a.txt' });
  expect(send('GET', '/drives/b!2/root:/a.txt').status).toBeGreaterThanOrEqual(404);
});

test('what only a derived type has is given with it: the event of a message, the domains of a federation', () => {
  const federations = '/directory/federationConfigurations';
  const domains = [{ id: 'contoso.com' }];
  const shown = {
    value: [{ '@odata.type': '#microsoft.graph.samlOrWsFedExternalDomainFederation', id: 'f', domains }],
  };
  const { send } = tenantOf(
    [
      'GET',
      '/me/messages/m?$expand=microsoft.graph.eventMessage/event',
      200,
      {
        shown: { '@odata.type': '#microsoft.graph.eventMessage', id: 'm', event: { id: 'e', subject: 'Tea' } },
      },
    ],
    ['GET', federations, 200, { shown }],
  );
  const message = send('GET', '/me/messages/m?$expand=microsoft.graph.eventMessage/event').body;
  expect(message.event).toMatchObject({ id: 'e', subject: 'Tea' });
  expect(send('GET', federations).body.value[0].domains).toMatchObject(domains);
});

test('the organizer of a new event is the caller, with the name and address in the response', () => {
  const emailAddress = { name: 'Megan Bowen', address: 'megan@fabrikam.com' };
  const { send } = tenantOf(['POST', '/me/events', 201, { body: {}, shown: { id: 'e', organizer: { emailAddress } } }]);
  expect(send('GET', '/me').body).toMatchObject({
    displayName: 'Megan Bowen',
    userPrincipalName: 'megan@fabrikam.com',
  });
  const made = send('POST', '/me/events', {
    subject: 'A',
    start: { dateTime: '2026-01-01T10:00:00', timeZone: 'UTC' },
  });
  expect(made.body).toMatchObject({ organizer: { emailAddress }, start: { dateTime: '2026-01-01T10:00:00.0000000' } });
});

test('a function of a workbook that is named in a drive responds as the page shows', () => {
  const median = '/me/drive/root:/book.xlsx:/workbook/functions/median';
  const shown = { '@odata.type': '#microsoft.graph.workbookFunctionResult', value: 30 };
  const { send } = tenantOf(['POST', median, 200, { body: { values: [1] }, shown }]);
  expect(send('POST', median, { values: [1] }).body).toMatchObject({ value: 30 });
});

test('unnamed files of one folder are two', () => {
  const [a, b] = ['/me/drive/items/01A', '/me/drive/items/01B'];
  const { send } = tenantOf(['PUT', `${a}/content`, 200], ['DELETE', b, 204]);
  expect(send('PUT', `${a}/content`, 'x').status).toBe(200);
});

test('a value of the request that a response repeats is as it was sent, whatever the page shows', () => {
  const invite = '/communications/calls/c/participants/invite';
  const body = { clientContext: 'own', participants: [{ identity: { user: { id: 'u', displayName: 'Ann' } } }] };
  const shown = {
    status: 'running',
    clientContext: 'other',
    participants: [{ identity: { user: { displayName: 'Bo' } } }],
  };
  const { send } = tenantOf(['POST', invite, 200, { body, shown }]);
  expect(send('POST', invite, body).body).toEqual({
    status: 'running',
    clientContext: 'own',
    participants: [{ identity: { user: { displayName: 'Ann' } } }],
  });
});

test('the requestor of a package exists, and the policy belongs to the package', () => {
  const governed = '/identityGovernance/entitlementManagement';
  const [policy, pack] = [idOf('5'), idOf('6')];
  const assignment = { targetId: user, assignmentPolicyId: policy, accessPackageId: pack };
  const body = { requestType: 'adminAdd', assignment };
  const { send } = tenantOf([
    'POST',
    `${governed}/assignmentRequests`,
    201,
    { body, shown: { id: 'r', requestType: 'adminAdd' } },
  ]);
  expect(send('GET', `/users/${user}`).status).toBe(200);
  expect(send('POST', `${governed}/assignmentRequests`, body)).toMatchObject({
    status: 201,
    body: { requestType: 'adminAdd' },
  });
});

test('objects read by their ids exist, each once', () => {
  const found = { '@odata.type': '#microsoft.graph.group', id: group, displayName: 'Crew' };
  const body = { ids: [group], types: ['group'] };
  const { send } = tenantOf(['POST', '/directoryObjects/getByIds', 200, { body, shown: { value: [found] } }]);
  expect(send('POST', '/directoryObjects/getByIds', body).body.value).toMatchObject([found]);
});

test('a user with roles among the groups holds them', () => {
  const admins = '729827e3-9c14-49f7-bb1b-9608f156bbb8';
  const ask = ['POST', `/users/${user}/checkMemberObjects`] as const;
  const body = { ids: [admins, group] };
  const { seed, send } = tenantOf([...ask, 200, { body, shown: { value: body.ids } }]);
  expect(send(...ask, body).body.value.toSorted()).toEqual(body.ids.toSorted());
  expect(seed.roles).toContainEqual({ role: 'Helpdesk Administrator', active: [user] });
});

test('a domain that a request adds was not there, whatever the page calls its own', () => {
  const body = { id: 'contoso.com' };
  const { send } = tenantOf(['POST', '/domains', 201, { body, shown: { ...body, isVerified: false } }]);
  expect(send('POST', '/domains', body).status).toBe(201);
});

test('an object without a time of creation has none', () => {
  const shown = { value: [{ '@odata.type': '#microsoft.graph.group', id: group, createdDateTime: null }] };
  const { send } = tenantOf(['GET', `/users/${user}/memberOf`, 200, { shown }]);
  expect(send('GET', `/users/${user}/memberOf`).body.value).toMatchObject([{ id: group, createdDateTime: null }]);
});

test('an application is called what is made inside of it says', () => {
  const url = `/applications/${group}/extensionProperties`;
  const body = { name: 'a', dataType: 'String', targetObjects: ['User'] };
  const { send } = tenantOf(['POST', url, 201, { body, shown: { id: user, ...body, appDisplayName: 'Boats' } }]);
  expect(send('POST', url, body).body).toMatchObject({ appDisplayName: 'Boats' });
});

test('a principal under review for a role holds it, even a group', () => {
  const role = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
  const url = '/identityGovernance/accessReviews/definitions/x/instances/y/decisions';
  const resource = { id: role, displayName: 'User Administrator', type: 'directoryRole' };
  const about = (id: string, type: string) => ({
    id: `of ${type}`,
    resource,
    principal: { id, displayName: type, type },
  });
  const { seed, send } = tenantOf(
    ['POST', '/identityGovernance/accessReviews/definitions', 201, { body: {}, shown: { id: 'x' } }],
    ['GET', url, 200, { shown: { value: [about(user, 'user'), about(group, 'group')] } }],
  );
  expect(seed.roles).toContainEqual({ role: 'User Administrator', active: [user, group] });
  expect(send('GET', `/groups/${group}`).body).toMatchObject({ displayName: 'group', isAssignableToRole: true });
});

test.each(['/users', '/users/delta'])('who reads all there are is one of them: %s', (list) => {
  const shown = { value: [user, group].map((id) => ({ id, displayName: id })) };
  const { send } = tenantOf(['GET', list, 200, { shown }]);
  expect(send('GET', list).body.value.map(({ id }: { id: string }) => id)).toEqual([user, group]);
});

test('a license that is assigned is available, and one that is removed was assigned', () => {
  const [added, removed] = [idOf('7'), idOf('8')];
  const body = { addLicenses: [{ skuId: added, disabledPlans: [] }], removeLicenses: [removed] };
  const { send } = tenantOf(['POST', `/users/${user}/assignLicense`, 200, { body, shown: { id: user } }]);
  const done = send('POST', `/users/${user}/assignLicense`, body);
  expect(done).toMatchObject({ status: 200, body: { assignedLicenses: [{ skuId: added }] } });
  expect(send('POST', `/users/${user}/assignLicense`, body).status).toBe(400);
});

test('a group is of the kind that a change names, and a team is put to a Microsoft 365 group', () => {
  const change = { groupTypes: ['Unified'], mailEnabled: true, description: 'Owls' };
  const team = { funSettings: { allowGiphy: true } };
  const { send } = tenantOf(
    ['PATCH', `/groups/${group}`, 204, { body: change }],
    ['PUT', `/groups/${user}/team`, 201, { body: team, shown: { id: user } }],
  );
  expect(send('PATCH', `/groups/${group}`, change).status).toBe(204);
  expect(send('PATCH', `/groups/${group}`, { groupTypes: [] }).status).toBe(400);
  expect(send('PUT', `/groups/${user}/team`, team).status).toBe(201);
});

test('a member that is added existed before, even if the response shows it', () => {
  const policy = '/policies/featureRolloutPolicies/p/appliesTo/$ref';
  const body = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${user}` };
  const { send } = tenantOf(['POST', policy, 201, { body, shown: { id: user } }]);
  expect(send('POST', policy, body).status).toBe(204);
});

test('a property that its type does not have falls alone, not with its object', () => {
  const tabs = '/teams/t/channels/c/tabs/b';
  const shown = { id: 'other', webUrl: 'https://x.test/b', 'teamsApp@odata.bind': 'https://x.test/a' };
  const { send } = tenantOf([
    'PATCH',
    tabs,
    200,
    { body: { displayName: 'B' }, shown: { ...shown, displayName: 'B' } },
  ]);
  expect(send('PATCH', tabs, { displayName: 'C' }).body).toMatchObject({
    displayName: 'C',
    webUrl: 'https://x.test/b',
  });
});

test('a review that a page shows as one’s own is listed', () => {
  const own = "/identityGovernance/accessReviews/definitions/filterByCurrentUser(on='reviewer')";
  const { send } = tenantOf(['GET', own, 200, { shown: { value: [{ id: group, displayName: 'All owls' }] } }]);
  expect(send('GET', own).body.value).toMatchObject([{ id: group, displayName: 'All owls' }]);
});

test('the root of a drive, and a folder whose items are not shown, are as a page shows them', () => {
  const [root, photos] = ['/me/drive/root', '/me/drive/items/f1'];
  const { send } = tenantOf(
    ['GET', root, 200, { shown: { id: 'r', name: 'Owls', size: 70, folder: { childCount: 3 }, root: {} } }],
    ['GET', photos, 200, { shown: { id: 'f1', name: 'Photos', size: 50, folder: { childCount: 2 } } }],
  );
  expect(send('GET', root).body).toMatchObject({ name: 'Owls', root: {} });
  expect(send('GET', photos).body).toMatchObject({ name: 'Photos', size: 50, folder: { childCount: 2 } });
  const expanded = send('GET', `${photos}?$expand=children,thumbnails`);
  expect(expanded).toMatchObject({ status: 200, body: { children: [], thumbnails: [] } });
  expect(send('GET', `${root}/children?$expand=thumbnails`).body.value).toMatchObject([{ thumbnails: [] }]);
});

test('a site is found by the host and path that a page asks for it by', () => {
  const hr = '/sites/x.test:/teams/hr';
  const { send } = tenantOf(
    ['GET', hr, 200, { shown: { id: 'x.test,1,2', displayName: 'HR', webUrl: 'https://elsewhere.test' } }],
    ['GET', `${hr}:/lists/l`, 200, { shown: { id: 'l', displayName: 'Leave' } }],
  );
  expect(send('GET', hr).body).toMatchObject({
    id: 'x.test,1,2',
    displayName: 'HR',
    webUrl: 'https://x.test/teams/hr',
  });
  expect(send('GET', `${hr}:/lists`)).toMatchObject({ status: 200 });
  const absent = { status: 404, body: { error: { code: 'itemNotFound' } } };
  expect(send('GET', '/sites/x.test:/teams/it')).toMatchObject(absent);
});
