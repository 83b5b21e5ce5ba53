import { expect, test } from 'vitest';
import { defined } from '../../../defined.ts';
import type { Method } from '../../../http/message.ts';
import type { Json } from '../../../json/json.ts';
import { createSandbox } from '../../create-sandbox.ts';
import { shippedModel } from '../../typed/schema/shipped-model.ts';
import { givenOf } from './given-of.ts';
import type { ShownExchange } from './shown/shown-exchange.ts';

const [group, user, made, app] = ['1', '2', '3', '4'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`);
const tuple = [group ?? '', user ?? '', made ?? '', app ?? ''] as const;
const [groupId, userId, madeId, appId] = tuple;

const shown = (
  method: Method,
  url: string,
  status: number,
  more: { body?: Json; response?: Json } = {},
): ShownExchange => ({
  request: { method, url, ...defined({ body: more.body }) },
  response: { status, ...defined({ body: more.response }) },
});

const seedOf = (...exchanges: readonly ShownExchange[]) => givenOf(exchanges, shippedModel());
const pathsOf = (...exchanges: readonly ShownExchange[]) =>
  seedOf(...exchanges)
    .objects?.map(({ path }) => path)
    .slice(1);

test('objects that a page reads, changes and refers to are in the seed; objects that it creates are not, nor parts of those', () => {
  const paths = pathsOf(
    shown('POST', '/v1.0/groups', 201, {
      body: { displayName: 'A', 'owners@odata.bind': [`https://graph.microsoft.com/v1.0/users/${userId}`] },
      response: { id: madeId, displayName: 'A' },
    }),
    shown('PATCH', `/v1.0/groups/${madeId}`, 204, { body: { displayName: 'B' } }),
    shown('GET', `/v1.0/groups/${madeId}/threads`, 200, { response: { value: [{ id: 't', topic: 'x' }] } }),
    shown('DELETE', `/v1.0/groups/${groupId}`, 204),
  );
  expect(paths).toEqual([`/users/${userId}`, `/groups/${groupId}`]);
});

test('an object whose id no path can have is not in the seed', () => {
  const event = (id: string) => ({ id, subject: 'Lunch' });
  const list = { value: [event(' AAMkA1='), event('AAMkA2=')] };
  const paths = pathsOf(shown('GET', `/v1.0/users/${userId}/calendar/events`, 200, { response: list }));
  expect(paths?.filter((path) => path.includes('AAMk'))).toEqual([`/users/${userId}/calendar/events/AAMkA2=`]);
});

test('a list says what its items are, and where objects of the directory live', () => {
  const { objects } = seedOf(
    shown('GET', `/v1.0/groups/${groupId}/members?$filter=accountEnabled ne true`, 200, {
      response: { value: [{ '@odata.type': '#microsoft.graph.user', id: userId, displayName: 'Ann', noSuch: 1 }] },
    }),
  );
  expect(objects?.slice(1)).toEqual([
    { path: `/groups/${groupId}`, type: 'group', references: { members: [userId] } },
    { path: `/users/${userId}`, type: 'user', properties: { accountEnabled: false, displayName: 'Ann' } },
  ]);
});

test('`/me` is the user whom the page shows there, and a name is that of whom it shows by it', () => {
  const seed = seedOf(
    shown('GET', '/v1.0/me', 200, { response: { id: userId, displayName: 'Ann' } }),
    shown('GET', '/v1.0/users/bo@contoso.com/manager', 200, { response: { id: userId } }),
    shown('GET', '/v1.0/users', 200, { response: { value: [{ id: madeId, userPrincipalName: 'bo@contoso.com' }] } }),
  );
  expect(seed.roles).toEqual([{ role: 'Global Administrator', active: [userId] }]);
  expect(seed.tenant?.domains).toEqual(['contoso.com']);
  expect(seed.objects).toEqual([
    { path: `/users/${userId}`, type: 'user', properties: { displayName: 'Ann' } },
    {
      path: `/users/${madeId}`,
      type: 'user',
      properties: { userPrincipalName: 'bo@contoso.com' },
      references: { manager: userId },
    },
  ]);
});

test('functions and actions are responses, and what only a run knows in them is left open', () => {
  const { responses } = seedOf(
    shown('POST', '/v1.0/groups', 201, { body: { displayName: 'A' }, response: { id: madeId } }),
    // Returns nothing: the response needs no seed.
    shown('POST', `/v1.0/groups/${madeId}/renew`, 204),
    shown('POST', `/v1.0/groups/${madeId}/validateProperties`, 204, { body: { mood: 'good' } }),
    shown('POST', '/v1.0/search/query', 200, { body: { requests: [1] }, response: { value: [1] } }),
    shown('POST', '/v1.0/search/query', 200, { body: { requests: [2] }, response: { value: [2] } }),
    shown('GET', '/v1.0/groups/delta', 200, { response: { value: [{ id: groupId }] } }),
  );
  expect(responses).toEqual([
    { request: 'POST /v1.0/groups/*/validateProperties', status: 204 },
    { request: 'POST /v1.0/search/query', sent: { requests: [1] }, status: 200, body: { value: [1] } },
    { request: 'POST /v1.0/search/query', sent: { requests: [2] }, status: 200, body: { value: [2] } },
  ]);
});

test('a service principal needs its application, and a batch is its requests', () => {
  const paths = pathsOf(
    shown('POST', '/v1.0/servicePrincipals', 201, { body: { appId }, response: { id: madeId, appId } }),
    shown('POST', '/v1.0/$batch', 200, {
      body: { requests: [{ id: '1', method: 'GET', url: `/groups/${groupId}` }] },
      response: { responses: [{ id: '1', status: 200, body: { id: groupId } }] },
    }),
  );
  expect(paths).toEqual([expect.stringMatching(/^\/applications\/[0-9a-f-]{36}$/), `/groups/${groupId}`]);
});

test('contradictions are left out: a seed that was written can be loaded', () => {
  const seed = seedOf(
    shown('GET', `/v1.0/groups/${groupId}/members`, 200, { response: { value: [{ id: groupId, groupTypes: [] }] } }),
    shown('GET', '/v1.0/me/messages', 200, { response: { value: [{ id: 'a', isRead: 'often', subject: 'S' }] } }),
  );
  const sandbox = createSandbox({ seed });
  const request = { method: 'GET' as const, url: '/v1.0/me/messages', headers: {} };
  expect(JSON.parse(sandbox.handle(request, sandbox.administrator).text).value).toMatchObject([
    { id: 'a', subject: 'S' },
  ]);
});

test('a list that continues is as long as what is known of it, and there is one more; one that is followed is as long as it is shown', () => {
  const users = [
    { id: userId, displayName: 'Ann' },
    { id: madeId, displayName: 'Bo' },
  ];
  const link = 'https://graph.microsoft.com/v1.0/x';
  const shownOnce = seedOf(shown('GET', '/v1.0/users', 200, { response: { '@odata.nextLink': link, value: users } }));
  expect(shownOnce.pages).toEqual([{ request: '/users', size: 2 }]);
  expect(shownOnce.objects).toHaveLength(3);
  const followed = seedOf(
    shown('GET', '/v1.0/groups/delta?$select=id', 200, {
      response: { '@odata.nextLink': link, value: [{ id: groupId }] },
    }),
    shown('GET', '/v1.0/groups/delta?$skiptoken=x', 200, { response: { value: [{ id: madeId }] } }),
    shown('GET', '/v1.0/groups/delta?$deltatoken=x', 200, { response: { value: [{ id: appId }] } }),
  );
  expect(followed.pages).toEqual([{ request: '/groups/delta?$select=id', size: 1 }]);
  // What changed after a delta was not there before.
  expect(followed.objects?.slice(1).map(({ path }) => path)).toEqual([`/groups/${groupId}`, `/groups/${madeId}`]);
});

test('a change shows what it leaves as it was, and a delta who is a member', () => {
  const { objects } = seedOf(
    shown('PATCH', `/v1.0/groups/${groupId}`, 200, {
      body: { displayName: 'B' },
      response: { id: groupId, displayName: 'B', description: 'x', lastModifiedDateTime: '2026-01-01T00:00:00Z' },
    }),
    shown('GET', '/v1.0/groups/delta', 200, {
      response: {
        value: [{ id: groupId, 'members@delta': [{ id: userId }, { id: appId, '@removed': { reason: 'deleted' } }] }],
      },
    }),
  );
  expect(objects?.[1]).toEqual({
    path: `/groups/${groupId}`,
    type: 'group',
    properties: { description: 'x' },
    references: { members: [userId] },
  });
});

test('an object that refers to one that the page creates is created as well, and a value keeps the members of its type', () => {
  const catalog = `/v1.0/identityGovernance/entitlementManagement/catalogs/${appId}/resources`;
  const { objects } = seedOf(
    shown('POST', '/v1.0/groups', 201, { body: { displayName: 'A' }, response: { id: madeId } }),
    shown('GET', catalog, 200, {
      response: {
        value: [
          { id: groupId, originId: madeId },
          { id: userId, originId: appId },
        ],
      },
    }),
    shown('GET', '/v1.0/me/messages/m', 200, {
      response: { id: 'm', from: { emailAddress: { name: 'Ann', color: 'red' }, mood: 'good' } },
    }),
  );
  expect(objects?.map(({ path }) => path).filter((path) => path.includes('/resources/'))).toEqual([
    `${catalog.replace('/v1.0', '')}/${userId}`,
  ]);
  expect(objects?.at(-1)?.properties).toMatchObject({ from: { emailAddress: { name: 'Ann' } } });
});

test('a team brings its group, a review whom it shows as members, and a guest is of another domain', () => {
  const decisions = `/v1.0/identityGovernance/accessReviews/definitions/${appId}/instances/${appId}/decisions`;
  const { objects, tenant } = seedOf(
    shown('GET', `/v1.0/teams/${madeId}`, 200, { response: { id: madeId, displayName: 'Crew' } }),
    shown('POST', '/v1.0/invitations', 201, {
      body: { invitedUserEmailAddress: 'x@fabrikam.com' },
      response: { invitedUser: { id: '5' } },
    }),
    shown('GET', decisions, 200, {
      response: {
        value: [
          {
            id: 'd',
            principal: {
              '@odata.type': '#microsoft.graph.userIdentity',
              id: userId,
              userPrincipalName: 'x@fabrikam.com',
            },
            resource: { id: groupId, type: 'group' },
          },
        ],
      },
    }),
  );
  const byPath = new Map(objects?.map((one) => [one.path, one]));
  expect(byPath.get(`/groups/${madeId}`)).toMatchObject({ references: { team: madeId } });
  expect(byPath.get(`/groups/${groupId}`)).toMatchObject({ references: { members: [userId] } });
  expect(tenant?.domains).toEqual(['contoso.com']);
});

test('results that packs compute are not stored, and users whom an action names exist', () => {
  const workflows = '/v1.0/identityGovernance/lifecycleWorkflows/workflows';
  const { objects, responses } = seedOf(
    shown('POST', workflows, 201, { body: { displayName: 'A' }, response: { id: madeId } }),
    shown('POST', `${workflows}/${madeId}/activate`, 204, { body: { subjects: [{ id: userId }] } }),
    shown('GET', `${workflows}/${madeId}/userProcessingResults`, 200, {
      response: { value: [{ id: appId, subject: { id: userId } }] },
    }),
  );
  expect(responses).toEqual([]);
  expect(objects?.map(({ path }) => path)).toContain(`/users/${userId}`);
});

test('a user with the recommendation to keep access signed in recently', () => {
  const decisions = `/v1.0/identityGovernance/accessReviews/definitions/${appId}/instances/${appId}/decisions`;
  const decision = (id: string, recommendation: string) => ({
    id: `d${id}`,
    recommendation,
    principal: { '@odata.type': '#microsoft.graph.userIdentity', id, userPrincipalName: `u${id[0]}@contoso.com` },
  });
  const { users, objects } = seedOf(
    shown('GET', decisions, 200, { response: { value: [decision(userId, 'Approve'), decision(groupId, 'Deny')] } }),
  );
  expect(users).toMatchObject([{ id: userId, lastSignIn: 'P1D' }]);
  expect(objects?.map(({ path }) => path)).toContain(`/users/${groupId}`);
});

test('files that are named are in the drive, with their folders; new ones are not', () => {
  const { objects } = seedOf(
    shown('GET', '/v1.0/me/drive/root:/plans/book.xlsx:/workbook/worksheets', 200, {
      response: { value: [{ id: 'Sheet1', name: 'Sheet1' }] },
    }),
    shown('PUT', '/v1.0/me/drive/root:/plans/new.txt:/content', 201, { response: { id: '5', name: 'new.txt' } }),
  );
  const items = objects?.filter(({ type }) => type === 'driveItem') ?? [];
  expect(items.map(({ properties }) => properties?.['name'])).toEqual(['plans', 'book.xlsx']);
  expect(items[1]?.properties?.['parentReference']).toEqual({ id: items[0]?.path.split('/').at(-1) });
  expect(objects?.at(-1)?.path).toBe(`${items[1]?.path}/workbook/worksheets/Sheet1`);
});

test('a value that the service gave a new object is a default, unless it was sent, generated or changed since', () => {
  const events = '/v1.0/me/events';
  const { defaults, objects } = seedOf(
    shown('POST', events, 201, {
      body: { subject: 'Tea', start: { dateTime: '2026-01-01T10:00:00' } },
      response: {
        id: 'e1',
        createdDateTime: '2026-01-01T00:00:00Z',
        subject: 'Coffee',
        start: { dateTime: '2026-01-01T10:00:00', timeZone: 'UTC' },
        showAs: 'busy',
        noSuch: 1,
      },
    }),
    shown('PATCH', `${events}/e1`, 200, { body: { importance: 'high' }, response: { id: 'e1', importance: 'high' } }),
    shown('GET', `${events}/e1`, 200, {
      response: { id: 'e1', showAs: 'free', importance: 'high', sensitivity: 'normal' },
    }),
  );
  expect(defaults).toEqual([
    {
      path: '/me/events',
      type: 'event',
      properties: { start: { timeZone: 'UTC' }, showAs: 'busy', sensitivity: 'normal' },
    },
  ]);
  expect(objects).toHaveLength(1);
});

test('several examples of one request keep what each was sent, and the id of what was made may be any', () => {
  const list = '/v1.0/me/todo/lists';
  const { defaults, responses } = seedOf(
    shown('POST', list, 201, { body: { displayName: 'A' }, response: { id: 'l1', wellknownListName: 'none' } }),
    shown('POST', `${list}/l1/tasks`, 201, { body: { title: 'A' }, response: { id: 't', importance: 'low' } }),
    shown('POST', `${list}/l1/tasks`, 201, { body: { title: 'B' }, response: { id: 'u', importance: 'high' } }),
    shown('POST', '/v1.0/me/getMailTips', 200, { body: {}, response: { value: [{ isModerated: true }] } }),
    shown('POST', '/v1.0/me/getMailTips', 200, { body: {}, response: { value: [] } }),
  );
  expect(defaults?.map(({ path, sent }) => [path, sent])).toEqual([
    ['/me/todo/lists', undefined],
    ['/me/todo/lists/*/tasks', { title: 'A' }],
    ['/me/todo/lists/*/tasks', { title: 'B' }],
  ]);
  expect(responses).toHaveLength(2);
});

test('a placeholder for an enumeration or a GUID is a value of that type', () => {
  const { objects } = seedOf(
    shown('GET', '/v1.0/contracts', 200, { response: { value: [{ id: 'c', customerId: 'customerId-value' }] } }),
    shown('GET', '/v1.0/identityProtection/riskyUsers', 200, {
      response: { value: [{ id: userId, riskLevel: 'String' }] },
    }),
  );
  expect(objects?.slice(1).map(({ properties }) => properties)).toEqual([
    { customerId: expect.stringMatching(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/) },
    { riskLevel: 'low' },
  ]);
});

test('what a filter asks of the items of a list is in the objects that it finds', () => {
  const filter = "identities/any(c:c/issuerAssignedId eq 'ann' and c/issuer eq 'contoso.com') and displayName eq 'Ann'";
  const { objects } = seedOf(
    shown('GET', `/v1.0/users?$filter=${filter}`, 200, { response: { value: [{ id: userId }] } }),
  );
  expect(objects?.at(-1)?.properties).toEqual({
    identities: [{ issuerAssignedId: 'ann', issuer: 'contoso.com' }],
    displayName: 'Ann',
  });
});
