import { expect, test } from 'vitest';
import { typedTenant } from '../../../test/support/sandbox/typed-sandbox.ts';
import type { Json } from '../../json/json.ts';

const book = '/me/drive/items/b';
const sheet = `${book}/workbook/worksheets/s`;

test('what a function returns is read and changed in its own place', () => {
  const range = `${sheet}/range(address='A1:B2')`;
  const objects = [
    { path: book, properties: { name: 'b.xlsx' } },
    { path: sheet },
    { path: range, properties: { address: 'S!A1:B2', rowCount: 2 } },
    { path: `${range}/format/fill`, properties: { color: '#FFFFFF' } },
  ];
  const { send } = typedTenant({ seed: { version: 1, objects } });
  expect(send('GET', range).body).toMatchObject({ address: 'S!A1:B2', rowCount: 2 });
  expect(send('PATCH', range, { values: [['x']] })).toMatchObject({
    status: 200,
    body: { values: [['x']], rowCount: 2 },
  });
  expect(send('GET', range).body).toMatchObject({ values: [['x']] });
  expect(send('GET', `${range}/format/fill`).body).toMatchObject({ color: '#FFFFFF' });
  // Another place is another object, and what no one put anywhere is of the declared type.
  expect(send('GET', `${sheet}/range(address='C1')`).body['address']).toBeNull();
  expect(send('PATCH', `${sheet}/range(address='C1')`, { formulas: [['=1']] }).body['formulas']).toEqual([['=1']]);
});

test("the caller's drive has a short name, and seeds reach below its root", () => {
  const objects = [{ path: '/me/drive/root/workbook/worksheets/s', properties: { name: 'Lamps' } }];
  const { send } = typedTenant({ seed: { version: 1, objects } });
  expect(send('GET', '/drive').body['id']).toBe(send('GET', '/me/drive').body['id']);
  expect(send('GET', '/drive/root/workbook/worksheets/s').body).toMatchObject({ name: 'Lamps' });
});

test('what is made in a folder names it, a change makes another change key, and ids look like those of their service', () => {
  const { send, create } = typedTenant();
  const folder = create('/me/contactFolders', { displayName: 'A' });
  expect(create(`/me/contactFolders/${folder.id}/contacts`, { givenName: 'Bo' }).body['parentFolderId']).toBe(
    folder.id,
  );
  const contact = create('/me/contacts', { givenName: 'Bo' });
  const changed = send('PATCH', `/me/contacts/${contact.id}`, { givenName: 'Cy' });
  expect(changed.body['changeKey']).toEqual(expect.any(String));
  expect(changed.body['changeKey']).not.toBe(contact.body['changeKey']);
  expect(create('/me/onenote/notebooks', { displayName: 'N' }).id).toMatch(/^1-[0-9a-f-]{36}$/);
});

test('a class does not say who made it, and a folder may be copied that has no name', () => {
  const { send } = typedTenant({
    seed: { version: 1, objects: [{ path: '/me/mailFolders/f' }, { path: '/me/mailFolders/g' }] },
  });
  const lesson = send('POST', '/education/classes', { displayName: 'A' }).id;
  const made = send('POST', `/education/classes/${lesson}/assignments`, { displayName: 'B' });
  expect(made.body['createdBy']).toMatchObject({ user: { displayName: null, id: expect.any(String) } });
  expect(send('POST', '/me/mailFolders/f/copy', { destinationId: 'g' }).status).toBe(201);
});

test('a change shows of which type an object is, where that is not the declared one', () => {
  const objects = [{ path: '/me/mailFolders/f', type: 'mailSearchFolder' }];
  const { send } = typedTenant({ seed: { version: 1, objects } });
  expect(send('PATCH', '/me/mailFolders/f', { displayName: 'S' })).toMatchObject({
    status: 200,
    body: { '@odata.type': '#microsoft.graph.mailSearchFolder', displayName: 'S' },
  });
});

test('a change of a complex property shows its members as they are spelled', () => {
  const { send } = typedTenant();
  const changed = send('PATCH', '/me/mailboxSettings', { automaticRepliesSetting: { status: 'Scheduled' } });
  expect(changed.body).toMatchObject({ automaticRepliesSetting: { status: 'scheduled' } });
});

test('changes come in pages of as many as `$top` says, and no page is longer than the client prefers', () => {
  const { create, send } = typedTenant();
  for (const displayName of ['A', 'B', 'C']) create('/me/todo/lists', { displayName });
  const page = send('GET', '/me/todo/lists/delta?$top=2').body;
  expect(page['value']).toHaveLength(2);
  expect(page['@odata.nextLink']).toContain('$skiptoken=');
  expect(page['@odata.deltaLink']).toBeUndefined();
  expect(send('GET', '/me/todo/lists/delta?$top=-1').status).toBe(400);
});

test('an app comes as a package', () => {
  const { sandbox } = typedTenant();
  const request = {
    method: 'POST',
    url: '/v1.0/appCatalogs/teamsApps',
    headers: { 'content-type': 'application/zip' },
  };
  const { status, text } = sandbox.handle({ ...request, method: 'POST', text: 'PK' }, sandbox.administrator);
  expect(status).toBe(201);
  expect(JSON.parse(text)).toMatchObject({ distributionMethod: 'organization' });
});

test('a body that is nested beyond reason is refused', () => {
  const { send } = typedTenant();
  let childFolders: Json = [];
  for (let level = 0; level < 9000; level++) childFolders = [{ displayName: 'A', childFolders }];
  expect(send('POST', '/me/mailFolders', { displayName: 'A', childFolders })).toMatchObject({
    status: 400,
    code: 'BadRequest',
  });
});

test('a filter looks into the objects of a relationship, and into what those refer to', () => {
  const apps = '/appCatalogs/teamsApps';
  const objects = [
    ...['a', 'b'].map((id) => ({ path: `${apps}/${id}`, properties: { displayName: id } })),
    ...['a', 'b'].map((id) => ({ path: `${apps}/${id}/appDefinitions/${id}1`, properties: { displayName: `${id}1` } })),
    { path: `${apps}/b/appDefinitions/b1/bot` },
  ];
  const { values } = typedTenant({ seed: { version: 1, objects } });
  const found = (filter: string) => values(`${apps}?$filter=${filter}`).map((one) => one['id']);
  expect(found("appDefinitions/any(a:a/displayName eq 'a1')")).toEqual(['a']);
  expect(found('appDefinitions/any(a:a/bot ne null)')).toEqual(['b']);
  expect(values(`${apps}?$filter=appDefinitions/any(a:a/bot ne null)`)[0]).not.toHaveProperty('appDefinitions');
});

test('a page of a list is as long as its seed says, where `$top` allows more', () => {
  const objects = ['a', 'b', 'c'].map((id) => ({ path: `/me/todo/lists/${id}` }));
  const pages = [{ request: '/me/todo/lists?$top=10', size: 2 }];
  const { send } = typedTenant({ seed: { version: 1, objects, pages } });
  const { body } = send('GET', '/me/todo/lists?$top=10');
  expect(body['value']).toHaveLength(2);
  expect(body['@odata.nextLink']).toEqual(expect.any(String));
});

test('an action makes of its object what its page says, and who did it', () => {
  const lesson = '/education/classes/c/assignments/a';
  const objects = [
    { path: '/education/classes/c' },
    { path: lesson, properties: { displayName: 'A', status: 'draft' } },
    { path: `${lesson}/submissions/s`, properties: { status: 'working' } },
    { path: '/solutions/bookingBusinesses/b', properties: { displayName: 'B' } },
  ];
  const { send } = typedTenant({ seed: { version: 1, objects } });
  const published = send('POST', `${lesson}/publish`);
  expect(published).toMatchObject({ status: 200, label: 'typed', body: { displayName: 'A', status: 'published' } });
  expect(published.body['lastModifiedDateTime']).toEqual(expect.any(String));
  expect(send('POST', `${lesson}/submissions/s/submit`).body).toMatchObject({
    status: 'submitted',
    submittedBy: { user: { displayName: null } },
  });
  expect(send('GET', `${lesson}/submissions/s`).body).toMatchObject({ status: 'submitted' });
  expect(send('POST', '/solutions/bookingBusinesses/b/publish').status).toBe(204);
  expect(send('GET', '/solutions/bookingBusinesses/b').body).toMatchObject({ isPublished: true });
});

test('an assignment refers to a category of its class, and to a rubric of its teacher', () => {
  const address = (path: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0${path}` });
  const [lesson, category, rubric] = [
    '/education/classes/c/assignments/a',
    '/education/classes/c/assignmentCategories/k',
    '/education/me/rubrics/r',
  ] as const;
  const objects = ['/education/classes/c', lesson, category, rubric].map((path) => ({ path }));
  const { send, values } = typedTenant({ seed: { version: 1, objects } });
  expect(send('POST', `${lesson}/categories/$ref`, address(category)).status).toBe(204);
  expect(values(`${lesson}/categories`).map((one) => one['id'])).toEqual(['k']);
  expect(send('PUT', `${lesson}/rubric/$ref`, address(rubric)).status).toBe(204);
  expect(send('GET', `${lesson}/rubric`).id).toBe('r');
  expect(send('PUT', `${lesson}/rubric/$ref`, address(rubric)).status).toBe(400);
  // Everything else that is inside of something is made there.
  expect(send('POST', `${lesson}/submissions/$ref`, address(category)).status).toBe(405);
});

test('a site is addressed by its host and path, and so is what is within it', () => {
  const { send } = typedTenant();
  const campaigns = '/sites/contoso.sharepoint.com:/sites/campaigns';
  expect(send('GET', '/sites/contoso.sharepoint.com:/').body).toMatchObject({ displayName: 'Contoso' });
  expect(send('GET', campaigns)).toMatchObject({ status: 200, body: { displayName: 'Campaigns' } });
  expect(send('POST', `${campaigns}:/lists`, { displayName: 'Owls' }).status).toBe(201);
  expect(send('GET', `${campaigns.toUpperCase()}/:/lists`).body['value']).toMatchObject([{ displayName: 'Owls' }]);
  expect(send('GET', `${campaigns}/nowhere`)).toMatchObject({ status: 404, code: 'itemNotFound' });
});
