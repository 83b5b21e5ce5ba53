import { expect, test } from 'vitest';
import { defined } from '../../../defined.ts';
import type { Headers, Method } from '../../../http/message.ts';
import type { Json } from '../../../json/json.ts';
import { shippedModel } from '../../typed/schema/shipped-model.ts';
import { givenOf } from './given-of.ts';

type More = { readonly body?: Json; readonly response?: Json; readonly headers?: Headers; readonly sends?: Headers };

const shown = (method: Method, url: string, status: number, { body, response, headers, sends }: More = {}) => ({
  request: { method, url, ...defined({ body, headers: sends }) },
  response: { status, ...defined({ body: response, headers }) },
});
const seedOf = (...exchanges: ReturnType<typeof shown>[]) => givenOf(exchanges, shippedModel());
/** The objects of a seed, but for its administrator, by the end of their paths. */
const byEnd = (...exchanges: ReturnType<typeof shown>[]) =>
  Object.fromEntries((seedOf(...exchanges).objects ?? []).map(({ path, ...rest }) => [path.split('/').at(-1), rest]));

const one = '11111111-0000-4000-8000-000000000000';
const two = '22222222-0000-4000-8000-000000000000';
const three = '33333333-0000-4000-8000-000000000000';
const sheet = '/v1.0/me/drive/items/b/workbook/worksheets/s';

test('a function result is an object in its place, even if it is changed or followed', () => {
  const { objects = [], responses } = seedOf(
    shown('GET', `${sheet}/range(address='A1:B2')/lastRow`, 200, { response: { address: 'S!A2:B2' } }),
    shown('PATCH', `${sheet}/range(address='A1:B2')`, 200, {
      body: { values: [['x']] },
      response: { values: [['x']], rowCount: 2 },
    }),
    shown('GET', `${sheet}/range(address='C1')/format/fill`, 200, { response: { color: '#FFFFFF' } }),
  );
  const ends = objects.map(({ path, properties }) => [path.split('/worksheets/s/')[1], properties]);
  expect(ends.slice(3)).toEqual([
    ["range(address='A1:B2')/lastRow()", { address: 'S!A2:B2' }],
    ["range(address='A1:B2')", { rowCount: 2 }],
    ["range(address='C1')/format/fill", { color: '#FFFFFF' }],
  ]);
  expect(responses).toEqual([]);
});

test('If-Match states the version of an object, and a response the next url', () => {
  const { objects = [], responses } = seedOf(
    shown('PATCH', '/v1.0/planner/tasks/t', 204, { body: { title: 'B' }, sends: { 'if-match': 'W/"abc"' } }),
    shown('POST', '/v1.0/print/printers/create', 202, {
      body: { displayName: 'P' },
      headers: { 'operation-location': 'https://graph.microsoft.com/v1.0/print/operations/o' },
    }),
    shown('POST', `/v1.0/teams/${one}/clone`, 202, {
      body: { displayName: 'C' },
      headers: { location: `/teams/${one}/operations/p` },
    }),
  );
  expect(objects.find(({ path }) => path === '/planner/tasks/t')?.properties).toEqual({ '@odata.etag': 'W/"abc"' });
  expect(responses?.map(({ headers }) => headers)).toEqual([
    { 'operation-location': 'https://graph.microsoft.com/v1.0/print/operations/o' },
    { location: `/teams/${one}/operations/p` },
  ]);
});

test('an assigned object exists, with the name in the response', () => {
  const seeds = byEnd(
    shown('POST', `/v1.0/groups/${one}/appRoleAssignments`, 201, {
      body: { principalId: one, resourceId: two, appRoleId: three },
      response: {
        id: 'x',
        principalId: one,
        principalDisplayName: 'Staff',
        resourceId: two,
        resourceDisplayName: 'App',
      },
    }),
    shown('POST', '/v1.0/identityProtection/riskyUsers/dismiss', 204, { body: { userIds: [three] } }),
  );
  expect(seeds[one]?.properties).toEqual({ displayName: 'Staff' });
  expect(seeds[two]).toMatchObject({ type: 'servicePrincipal', properties: { displayName: 'App' } });
  expect(seeds[two]?.properties?.['appRoles']).toMatchObject([{ id: three }]);
  expect(seeds[three]).toMatchObject({ type: 'user' });
});

test('credentials that are removed, folders that are moved to, and what a copy shows are there before', () => {
  const seeds = byEnd(
    shown('POST', `/v1.0/applications/${one}/removePassword`, 204, { body: { keyId: two } }),
    shown('PATCH', '/v1.0/me/drive/items/i', 200, { body: { parentReference: { id: 'f' } }, response: { id: 'i' } }),
    shown('POST', '/v1.0/me/messages/m/move', 201, {
      body: { destinationId: 'archive' },
      response: { id: 'new', subject: 'Lamps', parentFolderId: 'p' },
    }),
  );
  expect(seeds[one]?.properties).toEqual({ passwordCredentials: [{ keyId: two }] });
  expect(seeds['f']?.properties).toEqual({ folder: {} });
  expect(seeds['m']?.properties).toEqual({ subject: 'Lamps' });
});

test('a folder is there that a copy is to go to by its path', () => {
  const seeds = seedOf(
    shown('POST', '/v1.0/me/drive/items/i/copy', 202, { body: { parentReference: { path: '/drive/root:/Old' } } }),
  );
  expect(seeds.objects?.at(-1)?.properties).toMatchObject({ name: 'Old', folder: {} });
});

test('a change leaves the lists that it does not name, and a list has what it skips', () => {
  const { objects = [] } = seedOf(
    shown('PATCH', '/v1.0/me/contacts/c', 200, {
      body: { givenName: 'Bo' },
      response: {
        id: 'c',
        givenName: 'Bo',
        changeKey: 'k',
        emailAddresses: [{ name: 'Bo', address: 'bo@contoso.com' }],
      },
    }),
    shown('GET', '/v1.0/me/todo/lists?$top=2&$skip=2', 200, { response: { value: [{ id: 'l', displayName: 'L' }] } }),
  );
  expect(objects.find(({ path }) => path.endsWith('/contacts/c'))?.properties).toEqual({
    id: 'c',
    emailAddresses: [{ name: 'Bo', address: 'bo@contoso.com' }],
  });
  expect(objects.filter(({ path }) => path.includes('/todo/lists/'))).toHaveLength(3);
});

test('a change of a complex property leaves its other members, and actions tell how their objects are', () => {
  const governed = '/v1.0/identityGovernance/entitlementManagement';
  const { objects = [] } = seedOf(
    shown('PATCH', '/v1.0/me/mailboxSettings', 200, {
      body: { automaticRepliesSetting: { status: 'Scheduled' } },
      response: { automaticRepliesSetting: { status: 'scheduled', externalAudience: 'all' } },
    }),
    shown('POST', `${governed}/assignments/${one}/reprocess`, 202),
    shown('POST', `${governed}/assignmentRequests/${two}/cancel`, 204),
  );
  const [me] = objects;
  expect(me?.properties?.['mailboxSettings']).toEqual({ automaticRepliesSetting: { externalAudience: 'all' } });
  expect(objects.find(({ path }) => path.endsWith(one))?.properties).toEqual({ state: 'delivered' });
  expect(objects.find(({ path }) => path.endsWith('/requestor'))?.properties).toMatchObject({ subjectType: 'user' });
});

test('an object whose state an action sets has the other properties of the response', () => {
  const path = '/v1.0/education/classes/c/assignments/a';
  const { objects = [], responses } = seedOf(
    shown('POST', `${path}/publish`, 200, { response: { id: 'a', displayName: 'A', status: 'published' } }),
    // Another status than that of the service is the page's own.
    shown('POST', `/v1.0/teams/${one}/schedule/offerShiftRequests/o/approve`, 204, { body: { message: 'x' } }),
  );
  expect(objects.find((each) => each.path.endsWith('/a'))?.properties).toEqual({ displayName: 'A' });
  expect(responses?.map(({ status }) => status)).toEqual([204]);
});

test('what a PUT replaces was made before, one that makes something finds nothing there', () => {
  const reasons = '/v1.0/teams/30000000-0000-4000-8000-000000000000/schedule/timeOffReasons';
  const response = { id: 'TOR_1', displayName: 'Ill', createdDateTime: '2020-01-01T00:00:00Z' };
  const body = { displayName: 'Ill' };
  const seed = seedOf(
    shown('PUT', `${reasons}/TOR_1`, 200, { body, response }),
    shown('PUT', '/v1.0/me/activities/a', 201, { body, response: { ...response, id: 'a' } }),
  );
  const made = seed.objects?.filter(({ properties }) => properties?.['createdDateTime'] !== undefined);
  expect(made?.map(({ path }) => path)).toEqual([`${reasons.slice('/v1.0'.length)}/TOR_1`]);
});
