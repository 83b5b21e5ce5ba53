import { describe, expect, test } from 'vitest';
import type { StepDocument } from '../../format/scenario/print-scenario.ts';
import { readPage } from '../page/read-page.ts';
import { type Imported, importTutorial } from './import-tutorial.ts';

const id = (n: number) => `aaaaaaaa-bbbb-4ccc-8ddd-00000000000${n}`;
const root = 'https://graph.microsoft.com/v1.0';
const json = (value: unknown) =>
  value === undefined ? '' : `content-type: application/json\n\n${JSON.stringify(value)}`;
const requestBlock = (line: string, body?: unknown) =>
  `\`\`\`http\n${line.replace(' /', ` ${root}/`)}\n${json(body)}\n\`\`\`\n`;
const responseBlock = (status: number, body?: unknown) => `\`\`\`http\nHTTP/1.1 ${status} X\n${json(body)}\n\`\`\`\n`;

function imported(...parts: readonly string[]): Imported {
  const page = readPage({ path: 'page.md', text: ['# A page', ...parts].join('\n\n') });
  const found = importTutorial(page, { run: { id: 'abcdefghijklm', password: 'x' }, today: '2026-11-22' });
  if (found === undefined) throw new Error('nothing was imported');
  return found;
}

function only(...parts: readonly string[]): StepDocument {
  const [step, ...others] = imported(...parts).document.steps;
  if (step === undefined || others.length > 0) throw new Error('one step was expected');
  return step;
}

describe('a response', () => {
  test.each([
    ['id', id(1), '<uuid>'],
    ['createdDateTime', '2023-05-04T08:15:30.123Z', '<datetime>'],
    ['lastSeenDateTime', '5/4/2023 8:15', '<string>'],
    ['lastSeenDateTime', '2023-05-04T08:15', '<matches ^[\\w+/=~-]{7,}:\\d+$>'],
    ['lastSeenDateTime', 'datetime-value', '<datetime>'],
    ['id', `TOR_${id(1)}`, '<matches ^TOR_[0-9A-Fa-f-]{36}$>'],
    ['id', '19:12b76eea88574bd1969dca37e2b7a819@thread.skype', '<matches ^\\d+:[0-9A-Fa-f]{32}@thread\\.skype$>'],
    ['id', 'AAMkADlAABhbftjAAA4vAAAAAA=', '<matches ^[\\w+/=~-]{14,}$>'],
    ['id', 'AAMkADlAABh...', '<matches ^[\\w+/=~-]{6,}\\S*$>'],
    ['requestId', '...', '<matches ^\\S*$>'],
    ['key', 'pptx', 'pptx'],
    ['id', 'id-value', '<matches ^\\S+$>'],
    ['city', 'string-value', '<string>'],
    ['thumbprint', '0EB255CC895477798BA418B378255204304897AD', '<matches ^[0-9A-Fa-f]{40}$>'],
    ['ipAddress', '203.0.113.7', '<matches ^[0-9A-Fa-f.:/]+$>'],
    ['message', 'It is there already.', 'It is there already.'],
    ['building', 'Studio E', 'Studio E'],
    ['dueDate', '2023-05-04', '<date>'],
    ['dueDate', '2023-02-30', '2023-02-30'],
    ['mail', 'ida@fabrikam.example', '<email>'],
    ['owner', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
    ['link', `https://example.test/${id(1)}`, '<url>'],
    ['securityIdentifier', 'S-1-12-1-1-2-3-4', '<matches ^S-1-12-1->'],
    ['@odata.etag', 'W/"1"', '<matches ^(?:W/)?".*"$>'],
    ['status', 'InProgress', 'InProgress'],
    ['text', '<uuid>', '\\<uuid>'],
    ['text', 'costs ${5}', 'costs $${5}'],
    ['count', 3, 3],
    ['mail', null, null],
  ])('with %s %o expects %o', (key, value, expectation) => {
    const { response } = only(requestBlock('GET /things'), responseBlock(200, { [key]: value }));
    expect(response?.body).toEqual({ [key]: expectation });
  });

  test('does not say where a person signs in from', () => {
    const at = (value: object) => only(requestBlock('GET /signIns'), responseBlock(200, value)).response?.body;
    const location = { city: 'Bern' };
    expect(at({ ipAddress: '203.0.113.7', location })).toMatchObject({ location: { city: '<string>' } });
    expect(at({ location })).toEqual({ location });
    const country = { countryOrRegion: 'CH' };
    expect(at({ ipAddress: '203.0.113.7', location: country })).toMatchObject({
      location: { countryOrRegion: '<matches ^[A-Z]{2}$>' },
    });
  });

  test('names the person whom the request names, and of others, to whom it refers, only that they have a name', () => {
    const ida = { displayName: 'Ida Holm', userPrincipalName: 'ida@fabrikam.example' };
    const at = (value: object) => only(requestBlock('GET /things'), responseBlock(200, value)).response?.body;
    expect(at({ ...ida, surname: 'Holm' })).toMatchObject({ displayName: 'Ida Holm', surname: 'Holm' });
    expect(at({ value: [ida] })).toMatchObject({ value: [{ displayName: 'Ida Holm' }] });
    expect(at({ createdBy: ida })).toMatchObject({ createdBy: { displayName: '<string>' } });
    expect(at({ resource: { ...ida, jobTitle: 'Clerk' } })).toMatchObject({ resource: { displayName: 'Ida Holm' } });
  });

  test('repeats what was sent, and states that', () => {
    const body = { displayName: 'A <b>', on: '2023-05-04', text: '<uuid>' };
    const { request, response } = only(requestBlock('POST /things', body), responseBlock(201, { id: id(1), ...body }));
    expect(request?.body).toMatchObject({ displayName: 'A <b> ${run.id}', on: '${run.today}', text: '<uuid>' });
    expect(response?.body).toMatchObject({ displayName: 'A <b> ${run.id}', on: '${run.today}', text: '\\<uuid>' });
  });

  test('does not know the id of what it creates, though the page showed it before', () => {
    const made = [requestBlock('POST /groups', {}), responseBlock(201, { id: id(1) })];
    const { document, defects } = imported(...made, ...made);
    expect(document.steps.map(({ response }) => response?.body)).toEqual([{ id: '<uuid>' }, { id: '<uuid>' }]);
    expect(defects.map(({ code }) => code)).toEqual(['page-same-id']);
  });

  test('of several objects expects no order, and of one object is captured by a filter', () => {
    const list = {
      value: [
        { id: id(1), displayName: 'a' },
        { id: id(2), displayName: 'b' },
      ],
    };
    const { document } = imported(
      requestBlock('GET /groups'),
      responseBlock(200, list),
      requestBlock(`GET /groups/${id(2)}`),
      responseBlock(200, {}),
    );
    expect(document.steps[0]?.response?.body).toMatchObject({ value: { '<contains>': [{}, {}] } });
    expect(document.steps[0]?.capture).toEqual({ groupId: "$.value[?@.displayName == 'b'].id" });
  });

  test('of one object is preferred to one of several', () => {
    const several = responseBlock(200, { value: [{ id: id(1) }, { id: id(2) }] });
    const { document } = imported(
      requestBlock('GET /groups'),
      several,
      requestBlock('GET /groups?$top=1'),
      responseBlock(200, { value: [{ id: id(2) }] }),
      requestBlock(`GET /groups/${id(2)}`),
      responseBlock(200, {}),
    );
    expect(document.steps.map(({ capture }) => capture)).toEqual([undefined, { groupId: '$.value[0].id' }, undefined]);
  });

  test('204 has no body, whatever the page shows', () => {
    expect(only(requestBlock('POST /things/x/renew'), responseBlock(204, { id: id(1) })).response).toEqual({
      status: 204,
    });
  });
});

describe('what is created', () => {
  const review = (query: string) => [
    requestBlock('POST /identityGovernance/accessReviews/definitions', { scope: { query } }),
    responseBlock(201, { id: id(7) }),
  ];

  test('is found by what the run created, and never by what is the reader’s', () => {
    const own = imported(
      requestBlock('POST /groups', {}),
      responseBlock(201, { id: id(1) }),
      ...review(`/groups/${id(1)}`),
    );
    expect(own.document.steps[1]?.creates).toMatchObject({ find: expect.stringContaining("'/groups/${groupId}'") });
    expect(only(...review(`/groups/${id(2)}`)).creates).not.toHaveProperty('find');
  });

  test('is not found by a name that no url can hold', () => {
    const step = only(requestBlock('POST /groups', { mailNickname: 'a\\b' }), responseBlock(201, { id: id(1) }));
    expect(step.creates).toEqual({ delete: '/v1.0/groups/${groupId}' });
  });

  test('is deleted last, wherever the page deletes it', () => {
    const { document } = imported(
      ...[requestBlock('POST /groups', {}), responseBlock(201, { id: id(1) }), '## Clean up resources'],
      ...[
        requestBlock(`DELETE /groups/${id(1)}`),
        responseBlock(204),
        '## Afterwards',
        requestBlock('GET /groups'),
        responseBlock(200, { value: [] }),
      ],
    );
    expect(document.steps.map((step) => step.id)).toEqual(['create-group', 'list-groups']);
    expect(document.cleanup?.map((step) => step.id)).toEqual(['delete-group']);
  });

  test('while cleaning up has no name for the steps, which run before', () => {
    const { document } = imported(
      ...['## Clean up resources', requestBlock('POST /groups', {}), responseBlock(201, { id: id(1) })],
      ...['## Afterwards', requestBlock(`GET /groups/${id(1)}`), responseBlock(200, {})],
    );
    expect(document.steps.map(({ request }) => request?.url)).toEqual(['/v1.0/groups/${group2Id}']);
    expect(document.inputs).toHaveProperty('group2Id');
  });

  test('by no one is deleted by a person', () => {
    expect(only(requestBlock('DELETE /groups/club'), responseBlock(204)).manual?.prompt).toContain(
      'DELETE /v1.0/groups/club',
    );
  });
});

test('a page about everybody asks to be allowed', () => {
  const scope = {
    instanceEnumerationScope: { query: '/groups?$filter=x' },
    settings: { mailNotificationsEnabled: true },
  };
  const step = only(
    requestBlock('POST /identityGovernance/accessReviews/definitions', scope),
    responseBlock(201, { id: id(1) }),
  );
  expect(step.labels).toEqual(['sends-mail', 'tenant-wide']);
});

test.each([
  ['POST /me/sendmail', {}, ['sends-mail']],
  ['POST /me/messages/x1/microsoft.graph.forward?$x=1', {}, ['sends-mail']],
  ['POST /me/messages', {}, undefined],
  ['POST /me/events', { attendees: [{ emailAddress: { address: 'ida@fabrikam.example' } }] }, ['sends-mail']],
  ['POST /me/events', { subject: 'A', attendees: [] }, undefined],
  ['POST /me/events/x1/accept', { sendResponse: true }, ['sends-mail']],
  ['POST /me/drive/items/x1/invite', { sendInvitation: true }, ['sends-mail']],
  ['POST /me/drive/items/x1/invite', { sendInvitation: false }, undefined],
])('%s with %j makes the service write: %j', (line, body, labels) => {
  expect(only(requestBlock(line, body), responseBlock(202)).labels).toEqual(labels);
});

test('a date far from the day of the run is so many whole years away', () => {
  const range = { startDate: '2023-05-04', endDate: '2025-05-04', later: '2023-08-04', before: '2023-05-01' };
  expect(only(requestBlock('POST /things', { range }), responseBlock(200)).request?.body).toEqual({
    range: {
      startDate: '${run.today}',
      endDate: '${run.today + P2Y}',
      later: '${run.today + P3M}',
      before: '${run.today - P3D}',
    },
  });
});

test('a time that only ends, ends after the day of the run', () => {
  const body = { expirationDateTime: '2023-05-04T10:00:00Z' };
  const { request } = only(requestBlock('POST /subscriptions/x/renew', body), responseBlock(200));
  expect(request?.body).toEqual({ expirationDateTime: '${run.now + P1D}' });
});

test('a subscription ends after an hour, whatever it is to', () => {
  const body = { resource: 'me/messages', expirationDateTime: '2023-05-04T10:00:00Z' };
  const ends = (line: string) => only(requestBlock(line, body), responseBlock(201)).request?.body;
  expect(ends('POST /subscriptions')).toMatchObject({ expirationDateTime: '${run.now + PT1H}' });
  expect(ends('PATCH /subscriptions/x')).toMatchObject({ expirationDateTime: '${run.now + PT1H}' });
});

test('a step whose url is long has an id that is none the longer', () => {
  const { id: made } = only(requestBlock(`DELETE /${'services-of-managed-a-'.repeat(5)}uri/x/ref`), responseBlock(204));
  expect(made.length).toBeLessThanOrEqual(90);
  expect(made).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
});

describe('a list on a page may be partial', () => {
  test('a list of which another response shows more holds at least what it shows', () => {
    const [all, some] = imported(
      ...[
        requestBlock('GET /groups'),
        responseBlock(200, { '@odata.count': 1, value: [{ id: id(1), displayName: 'A' }] }),
      ],
      ...[
        requestBlock("GET /groups?$filter=displayName eq 'B'"),
        responseBlock(200, { value: [{ id: id(2), displayName: 'B' }] }),
      ],
    ).document.steps;
    expect(all?.response?.body).toMatchObject({ '@odata.count': '<integer>', value: { '<contains>': [{}] } });
    expect(some?.response?.body).toMatchObject({ value: { '<contains>': [{}] } });
  });

  test('a list that says that there are more holds at least what it shows, unless it was cut by the request or continues', () => {
    const listBlock = (more: object) =>
      responseBlock(200, { '@odata.count': 9, ...more, value: [{ id: id(1), displayName: 'A' }] });
    const shown = (url: string, more = {}) => only(requestBlock(`GET ${url}`), listBlock(more)).response?.body;
    const open = { '@odata.count': '<integer>', value: { '<contains>': [{}] } };
    expect(shown('/groups?$count=true')).toMatchObject(open);
    expect(shown('/groups?$count=true&$top=1')).toMatchObject({ '@odata.count': 9, value: [{}] });
    expect(shown('/me/calendars', { '@odata.nextLink': 'https://x.test/?$skiptoken=1' })).toMatchObject({
      value: [{}],
    });
  });

  test('a list of which another one shows more of a type holds at least what it shows', () => {
    const [all, some] = imported(
      ...[requestBlock('GET /groups/1/memberOf'), responseBlock(200, { value: [{ id: id(1) }] })],
      ...[requestBlock('GET /groups/1/memberOf/microsoft.graph.group'), responseBlock(200, { value: [{ id: id(2) }] })],
    ).document.steps;
    expect(all?.response?.body).toMatchObject({ value: { '<contains>': [{}] } });
    expect(some?.response?.body).toMatchObject({ value: [{}] });
  });

  test('HTML that a mailbox makes a page of has in it what was sent', () => {
    const content = '<b>Does 5 pm (late) work?</b>';
    const page = `<html>\r\n<head></head><body>${content}</body></html>`;
    const shown = (sent: string) =>
      only(
        requestBlock('POST /me/events', { body: { content: sent } }),
        responseBlock(201, { id: id(1), body: { content: page } }),
      );
    const [, matcher = ''] = /"content":"(<matches .*>)"/.exec(JSON.stringify(shown(content).response?.body)) ?? [];
    const written: string = JSON.parse(`"${matcher}"`);
    const pattern = new RegExp(written.slice('<matches '.length, -1), 'v');
    expect([page, content, '<html>Planted</html>'].map((text) => pattern.test(text))).toEqual([true, true, false]);
    expect(shown('Another text').response?.body).toMatchObject({ body: { content: `\\${page}` } });
  });

  test('and the lists within its things are as they are shown', () => {
    const members = [{ id: id(3) }, { id: id(4) }];
    const [all] = imported(
      ...[requestBlock('GET /groups'), responseBlock(200, { value: [{ id: id(1), members }] })],
      ...[requestBlock('GET /groups?$top=1'), responseBlock(200, { value: [{ id: id(2) }] })],
    ).document.steps;
    expect(all?.response?.body).toMatchObject({ value: { '<contains>': [{ members: { '<unordered>': [{}, {}] } }] } });
  });

  test.each([
    ['{ "value": [ { "name": "a" }, ... ] }', { value: { '<contains>': [{ name: 'a' }] } }],
    ['{ "value": [ { "name": "a", ... } ] }', { value: [{ name: 'a' }] }],
    ['{ "value": [ { "name": "a" } // ...\n ] }', { value: { '<contains>': [{ name: 'a' }] } }],
  ])('an ellipsis leaves out items where it stands among them: %s', (shown, body) => {
    const response = `\`\`\`http\nHTTP/1.1 200 OK\ncontent-type: application/json\n\n${shown}\n\`\`\`\n`;
    expect(only(requestBlock('GET /things'), response).response?.body).toEqual(body);
  });

  test.each(['/users', '/groups?$select=id', '/subscribedSkus', '/directoryRoles?$select=id', '/applicationTemplates'])(
    'each tenant has more in %s',
    (url) => {
      const value = [{ id: id(1), displayName: 'A' }];
      const shownOf = (path: string) =>
        only(requestBlock(`GET ${path}`), responseBlock(200, { value }))?.response?.body;
      expect(shownOf(url)).toMatchObject({ value: { '<contains>': [{}] } });
      expect(shownOf(`${url.split('?')[0]}?$filter=displayName eq 'A'`)).toMatchObject({ value: [{}] });
    },
  );

  test('a list alone is as it is shown', () => {
    const value = [{ id: id(1), displayName: 'A' }];
    expect(only(requestBlock('GET /me/calendars'), responseBlock(200, { value })).response?.body).toMatchObject({
      value: [{ displayName: 'A' }],
    });
  });

  test('ids and links of something new are the service’s, whatever their form', () => {
    const body = { id: 'guid', webUrl: 'https://example.com/a', displayName: 'guid' };
    const { response } = only(requestBlock('POST /groups', { displayName: 'A' }), responseBlock(201, body));
    expect(response?.body).toMatchObject({ id: '<matches ^\\S+$>', webUrl: '<url>', displayName: 'guid' });
  });

  test('contexts are addresses, and those beside properties are not expected', () => {
    const body = { '@odata.context': `${root}/$metadata#x`, 'owners@odata.context': `${root}/$metadata#y`, id: id(1) };
    const { response } = only(requestBlock(`GET /groups/${id(1)}`), responseBlock(200, body));
    expect(response?.body).toEqual({ '@odata.context': '<url>', id: expect.anything() });
  });
});

test('a request that none of the page’s permissions allows adds its least one, and reports it', () => {
  const page =
    '## Permissions\n\n|Type|Permissions|\n|:--|:--|\n|Delegated (work or school account)|Group.ReadWrite.All|\n';
  const { document, comments } = imported(
    page,
    requestBlock('GET /groups'),
    requestBlock('POST /users', { displayName: 'A' }),
  );
  expect(document.actors['admin']?.permissions).toEqual(['Group.ReadWrite.All', 'User.ReadWrite.All']);
  expect(comments).toContainEqual({
    path: ['actors', 'admin'],
    text: expect.stringContaining('POST /users, which User.ReadWrite.All allows'),
  });
});

describe('a read waits where the page shows', () => {
  const created = [
    requestBlock('POST /reviews', { displayName: 'A' }),
    responseBlock(201, { id: id(1), status: 'NotStarted' }),
  ];
  const waits = (...parts: readonly string[]) => imported(...parts).document.steps.at(-1)?.eventually !== undefined;

  test('another state than that of what was created', () => {
    const read = requestBlock(`GET /reviews/${id(1)}/instances`);
    expect(waits(...created, read, responseBlock(200, { value: [{ id: id(2), status: 'InProgress' }] }))).toBe(true);
    expect(waits(...created, read, responseBlock(200, { value: [{ id: id(2), status: 'NotStarted' }] }))).toBe(false);
    const other = requestBlock(`GET /reviews/${id(3)}/instances`);
    expect(waits(...created, other, responseBlock(200, { value: [{ id: id(2), status: 'InProgress' }] }))).toBe(false);
  });

  test('that what an action began is done', () => {
    const begun = [requestBlock(`POST /flows/${id(1)}/activate`, { subjects: [] }), responseBlock(204)];
    const read = requestBlock(`GET /flows/${id(1)}/results`);
    expect(waits(...begun, read, responseBlock(200, { value: [{ id: id(2), processingStatus: 'completed' }] }))).toBe(
      true,
    );
    expect(waits(...begun, read, responseBlock(200, { value: [{ id: id(2), processingStatus: 'queued' }] }))).toBe(
      false,
    );
  });
});

test.each<readonly [string, unknown, string | undefined]>([
  ['no request', [], 'it contains no requests'],
  ['a body without its type', [{ id: '1', method: 'POST', url: '/groups', body: {} }], 'Content-Type'],
  ['a url with the version', [{ id: '1', method: 'GET', url: '/v1.0/me' }], 'a url begins with `/v1.0/`'],
  ['a right request', [{ id: '1', method: 'GET', url: '/me' }], undefined],
])('a batch that the service refuses is for a person: %s', (_, requests, why) => {
  const step = only(requestBlock('POST /$batch', { requests }), responseBlock(200, { responses: [] }));
  const prompt = step.manual?.prompt;
  if (why === undefined) expect(prompt).toBeUndefined();
  else expect(prompt).toContain(why);
});
