import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  fence,
  id,
  imported,
  requestBlock,
  responseBlock,
  root,
  urls,
} from '../../test/support/harness/sample-import.ts';
import type { StepDocument } from '../format/scenario/print-scenario.ts';

describe('a link of a response is followed', () => {
  const skip = (token: string) => `${root}/users/delta?$skiptoken=${token}`;

  test('to the next page and to what changed later', async () => {
    const { steps, version, outcomes, defects } = await imported(
      ...[requestBlock('GET /users/delta'), responseBlock(200, { '@odata.nextLink': skip('a_1'), value: [] })],
      ...[
        requestBlock('GET /users/delta?$skiptoken=a_1'),
        responseBlock(200, { '@odata.deltaLink': `${root}/users/delta?$deltatoken=b`, value: [] }),
      ],
      ...[requestBlock('GET /users/delta?$deltaToken=b'), responseBlock(200, { value: [] })],
    );
    expect(urls(steps)).toEqual(['/v1.0/users/delta', '${nextLink}', '${deltaLink}']);
    expect(steps[0]?.capture).toEqual({ nextLink: "$['@odata.nextLink']" });
    expect([version, outcomes, defects]).toEqual([2, ['passed', 'passed', 'passed'], []]);
  });

  test('where the page shows another token, as a guess for a person', async () => {
    const { steps, defects, summary } = await imported(
      ...[requestBlock('GET /users/delta'), responseBlock(200, { '@odata.nextLink': skip('a_1'), value: [] })],
      ...[requestBlock('GET /users/delta?$skiptoken=other'), responseBlock(200, { value: [] })],
    );
    expect(urls(steps)).toEqual(['/v1.0/users/delta', '${nextLink}']);
    expect(defects).toEqual(['page-unknown-id']);
    expect(summary).toMatch(
      /^needs you:(?:\n {2}.*)*list-users-2 \(line \d+\): no response of the page shows this token/m,
    );
  });

  test('which is expected to be a link, whatever ids are in it', async () => {
    const deltaLink = `${root}/teams/${id(1)}/messages/delta?$deltatoken=b`;
    const { steps } = await imported(
      ...[
        requestBlock(`GET /teams/${id(1)}/messages/delta`),
        responseBlock(200, { '@odata.deltaLink': deltaLink, value: [] }),
      ],
    );
    expect(steps[0]?.response?.body).toEqual({ '@odata.deltaLink': '<url>', value: [] });
  });

  test.each([
    ["(token='1230919')", '?token=1230919'],
    ["(token='1230919')", "?(token='1230919')"],
    ['?token=1230919', '(token=1230919)'],
  ])('to the changes of a drive, asked by %s and given by %s', async (sent, given) => {
    const { steps, outcomes } = await imported(
      ...[
        requestBlock('GET /me/drive/root/delta'),
        responseBlock(200, { '@odata.nextLink': `${root}/me/drive/root/delta${given}`, value: [] }),
      ],
      ...[requestBlock(`GET /me/drive/root/delta${sent}`), responseBlock(200, { value: [] })],
      ...[requestBlock('GET /me/drive/root/delta?token=latest'), responseBlock(200, { value: [] })],
    );
    expect(urls(steps)).toEqual(['/v1.0/me/drive/root/delta', '${nextLink}', '/v1.0/me/drive/root/delta?token=latest']);
    expect(outcomes).toEqual(['passed', 'passed', 'passed']);
  });

  test('and no link leads to another list', async () => {
    const { steps } = await imported(
      ...[requestBlock('GET /users/delta'), responseBlock(200, { '@odata.nextLink': skip('a_1'), value: [] })],
      ...[requestBlock('GET /groups/delta?$skiptoken=other'), responseBlock(200, { value: [] })],
    );
    expect(urls(steps)).toEqual(['/v1.0/users/delta', '/v1.0/groups/delta?$skiptoken=${pagingToken}']);
  });

  test('in part, where only `Location` says the id of what a request makes', async () => {
    const place = (prefix: string) => `${prefix}/teams('${id(1)}')/operations('${id(2)}')`;
    const { steps, inputs, outcomes, version } = await imported(
      ...[requestBlock('POST /teams', { displayName: 'A' }), responseBlock(202, undefined, `Location: ${place('')}`)],
      ...[requestBlock(`GET /teams/${id(1)}/channels`), responseBlock(200, { value: [] })],
      ...[requestBlock(`POST /chats`, { topic: 'x', teamId: id(1) }), responseBlock(200, {})],
    );
    expect(urls(steps)).toEqual(['/v1.0/teams', '/v1.0/teams/${teamId}/channels', '/v1.0/chats']);
    expect(steps[2]?.request?.body).toMatchObject({ teamId: '${teamId}' });
    expect(steps[0]?.capture).toEqual({ teamId: { header: 'Location', text: "teams\\('([^']+)'" } });
    expect([version, inputs, outcomes]).toEqual([2, undefined, ['passed', 'passed', 'passed']]);
  });

  test.each([
    ['the body says it as well', { id: id(1) }, { groupId: '$.id' }],
    ['only the header says it', undefined, { groupId: { header: 'Location', text: '/groups/([^/?]+)' } }],
  ])('or from the body, where %s', async (_, body, capture) => {
    const { steps, outcomes } = await imported(
      ...[
        requestBlock('POST /groups', { displayName: 'A' }),
        responseBlock(201, body, `Location: ${root}/groups/${id(1)}`),
      ],
      ...[requestBlock(`GET /groups/${id(1)}/members`), responseBlock(200, { value: [] })],
    );
    expect(steps[0]?.capture).toEqual(capture);
    expect(outcomes).toEqual(['passed', 'passed']);
  });

  test('and what the url of the request says already is no news', async () => {
    const { steps, inputs } = await imported(
      ...[
        requestBlock(`POST /groups/${id(3)}/renewals`, {}),
        responseBlock(202, undefined, `Location: ${root}/groups/${id(3)}/x`),
      ],
      ...[requestBlock(`GET /groups/${id(3)}`), responseBlock(200, { id: id(3) })],
    );
    expect(urls(steps)).toEqual(['/v1.0/groups/${groupId}/renewals', '/v1.0/groups/${groupId}']);
    expect(Object.keys(inputs ?? {})).toEqual(['groupId']);
  });

  test('in `Location`, whatever precedes the same id, as a guess', async () => {
    const { steps, summary } = await imported(
      ...[
        requestBlock('POST /a/b/copy', {}),
        responseBlock(202, undefined, `Location: ${root}/a/b/operations/${id(1)}`),
      ],
      ...[requestBlock(`GET /a/operations/${id(1)}`), responseBlock(200, { status: 'completed' })],
    );
    expect(urls(steps)).toEqual(['/v1.0/a/b/copy', '${operation}']);
    expect(summary).toMatch(/needs you:(?:\n {2}.*)*writes the address of the link before otherwise/);
  });

  test('in `Location`, and the operation is polled until it is over', async () => {
    const operation = `${root}/things/1/operations/${id(1)}`;
    const { steps, outcomes, recording } = await imported(
      ...[requestBlock('POST /things/1/copy', {}), responseBlock(202, undefined, `Location: ${operation}`)],
      ...[requestBlock(`GET /things/1/operations/${id(1)}`), responseBlock(200, { id: id(1), status: 'succeeded' })],
    );
    expect(steps[0]).toMatchObject({
      response: { status: 202, headers: { location: '<url>' } },
      capture: { operation: { header: 'Location' } },
    });
    expect(steps[1]).toMatchObject({ request: { url: '${operation}' }, eventually: { within: 'PT15M' } });
    const shown = recording.steps['get-operation']?.map(({ origin, response: { body } }) => [origin, body]);
    expect(shown).toEqual([
      ['derived', { id: id(1), status: 'running' }],
      ['documentation', { id: id(1), status: 'succeeded' }],
    ]);
    expect(outcomes).toEqual(['passed', 'passed']);
  });

  test('that stands alone, without a status', async () => {
    const operation = `${root}/things/operations/${id(2)}`;
    const { steps, outcomes } = await imported(
      ...['## Copy', requestBlock('POST /things/copy', {}), '### Response', fence(`Location: ${operation}`)],
      ...['## Look', requestBlock(`GET /things/operations/${id(2)}`), responseBlock(200, { status: 'succeeded' })],
    );
    expect(steps[0]?.response).toEqual({ status: 202, headers: { location: '<url>' } });
    expect(urls(steps)).toEqual(['/v1.0/things/copy', '${operation}']);
    expect(outcomes).toEqual(['passed', 'passed']);
  });

  test('while it runs as the page shows it, and to what it made', async () => {
    const operation = `/things/operations/${id(2)}`;
    const { steps, outcomes, recording } = await imported(
      ...[
        requestBlock('POST /things/copy', {}),
        responseBlock(202, undefined, `Operation-Location: ${root}${operation}`),
      ],
      ...[requestBlock(`GET ${operation}`), responseBlock(200, { status: 'notStarted' })],
      responseBlock(200, { status: 'succeeded', resourceLocation: `${root}/things/{key}` }),
      responseBlock(200, { status: 'failed' }),
      ...[requestBlock('GET /things/{key}'), responseBlock(200, { name: 'A' })],
    );
    expect(urls(steps)).toEqual(['/v1.0/things/copy', '${operation}', '${resourceLocation}']);
    expect(steps[1]?.response?.body).toEqual({ status: 'succeeded', resourceLocation: '<url>' });
    expect(recording.steps['get-operation']?.map(({ origin }) => origin)).toEqual(['documentation', 'documentation']);
    expect(outcomes).toEqual(['passed', 'passed', 'passed']);
  });

  test('only where its response does not name what was made', async () => {
    const { steps, version } = await imported(
      ...[requestBlock('POST /groups', {}), responseBlock(201, { id: id(1) }, `Location: ${root}/groups/${id(1)}`)],
      ...[requestBlock(`GET /groups/${id(1)}`), responseBlock(200, { id: id(1) })],
    );
    expect([version, steps[1]?.request?.url]).toEqual([undefined, '/v1.0/groups/${groupId}']);
  });
});

describe('an id that a page uses and does not show', () => {
  const made = [requestBlock('POST /policies/claimPolicies', {}), responseBlock(201, { id: id(1) })];
  const other = `${root}/policies/claimPolicies/${id(2)}`;

  test('is that of the only thing of its kind where it is in a link, and a line for a person', async () => {
    const { steps, cleanup, outcomes, summary } = await imported(
      ...made,
      ...[requestBlock('POST /me/claimPolicies/$ref', { '@odata.id': other }), responseBlock(204)],
      ...[requestBlock(`DELETE /policies/claimPolicies/${id(2)}`), responseBlock(204)],
    );
    expect(steps[1]?.request?.body).toEqual({ '@odata.id': `${root}/policies/claimPolicies/\${claimPolicyId}` });
    expect(urls(cleanup)).toEqual(['/v1.0/policies/claimPolicies/${claimPolicyId}']);
    expect(outcomes).toEqual(['passed', 'passed', 'passed']);
    expect(summary.match(/^ {2}\S+ \(line \d+\): no response of the page shows/gm)).toHaveLength(2);
  });

  test('is another thing’s where the page uses the id that it shows, too', async () => {
    const { steps } = await imported(
      ...made,
      ...[requestBlock('POST /me/claimPolicies/$ref', { '@odata.id': other }), responseBlock(204)],
      ...[requestBlock(`GET /policies/claimPolicies/${id(1)}`), responseBlock(200, {})],
    );
    expect(steps[1]?.request?.body).toEqual({ '@odata.id': `${root}/policies/claimPolicies/\${claimPolicy2Id}` });
    expect(urls(steps.slice(2))).toEqual(['/v1.0/policies/claimPolicies/${claimPolicyId}']);
  });
});

describe('what names a thing in a url', () => {
  test('may be an address: that of an earlier response, or the reader’s', async () => {
    const { steps, inputs } = await imported(
      ...[requestBlock('GET /me'), responseBlock(200, { userPrincipalName: 'ida@fabrikam.example' })],
      ...[requestBlock('GET /users/ida@fabrikam.example/messages'), responseBlock(200, {})],
      ...[requestBlock("GET /users('max@fabrikam.example')/manager"), responseBlock(200, {})],
    );
    expect(urls(steps).slice(1)).toEqual([
      '/v1.0/users/${userPrincipalName}/messages',
      "/v1.0/users('${userPrincipalName2}')/manager",
    ]);
    expect(inputs).toMatchObject({ userPrincipalName2: { example: 'max@fabrikam.example' } });
  });

  test('may be the id of a channel or a chat, however escaped', async () => {
    const channel = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';
    const { steps } = await imported(
      ...[requestBlock(`GET /teams/${id(1)}/channels/${channel}/messages`), responseBlock(200, { channelId: channel })],
      ...[requestBlock('POST /chats', {}), responseBlock(201, { id: '19:12b76eea88574bd1969dca37e2b7a819@thread.v2' })],
      ...[requestBlock('GET /chats/19%3A12b76eea88574bd1969dca37e2b7a819%40thread.v2'), responseBlock(200, {})],
    );
    expect(urls(steps)).toEqual([
      '/v1.0/teams/${teamId}/channels/${channelId}/messages',
      '/v1.0/chats',
      '/v1.0/chats/${chatId}',
    ]);
    expect(steps[0]?.response?.body).toEqual({ channelId: '${channelId}' });
  });

  test('may be a long number, and end in three signs', async () => {
    const { steps } = await imported(
      requestBlock('GET /me/chats/1615971548136/AAMkAGE1M2IyNGNm===/items/12'),
      responseBlock(200, {}),
    );
    expect(urls(steps)).toEqual(['/v1.0/me/chats/${chatId}/AAMkAGE1M2IyNGNm===/items/${itemId}']);
    const again = await imported(requestBlock('GET /me/messages/AAMkAGE1M2IyNGNm===/items'), responseBlock(200, {}));
    expect(urls(again.steps)).toEqual(['/v1.0/me/messages/${messageId}/items']);
  });

  test('may be what an annotation says, which looks like a word', async () => {
    const annotation = '<!-- { "blockType": "request", "name": "get", "sampleKeys": ["Sheet1", "AAMk="] } -->';
    const get = requestBlock('GET /me/drive/AAMk=/workbook/worksheets/Sheet1/charts');
    const { steps, outcomes } = await imported(`${annotation}\n${get}`, responseBlock(200, {}));
    expect(urls(steps)).toEqual(['/v1.0/me/drive/${driveId}/workbook/worksheets/${worksheetId}/charts']);
    expect(outcomes).toEqual(['passed']);
  });
});

test('a request with a `Host` header is sent to that host only', async () => {
  const token = fence('POST /common/oauth2/v2.0/token HTTP/1.1', 'Host: https://login.microsoftonline.com', '', 'a=b');
  const { steps, summary } = await imported(token, requestBlock('GET /me'), responseBlock(200, {}));
  expect(urls(steps)).toEqual(['/v1.0/me']);
  expect(summary).toContain('it is sent to login.microsoftonline.com');
});

test('the state of another thing in a list is nothing to wait for', async () => {
  const lamp = (n: number, state: string) => ({ id: id(n), state });
  const { steps } = await imported(
    ...[
      requestBlock('POST /lamps', {}),
      responseBlock(201, lamp(1, 'ready')),
      requestBlock('POST /lamps', {}),
      responseBlock(201, lamp(2, 'dark')),
    ],
    ...[requestBlock('GET /lamps'), responseBlock(200, { value: [lamp(2, 'dark'), lamp(1, 'ready')] })],
    ...[requestBlock(`GET /lamps/${id(2)}`), responseBlock(200, lamp(2, 'lit'))],
  );
  expect(steps.map(({ eventually }) => eventually !== undefined)).toEqual([false, false, false, true]);
});

test('a new password that the page publishes is one of the run', async () => {
  const { steps } = await imported(
    requestBlock('POST /a/reset', { newPassword: '29sdjfw#fajs' }),
    responseBlock(200, {}),
  );
  expect(steps[0]?.request?.body).toEqual({ newPassword: '${run.password}' });
});

test('text behind a url, as in code, is not part of it', async () => {
  const { steps } = await imported(
    requestBlock('GET /me/people?$search="tyler"   //matches the name'),
    responseBlock(200, {}),
  );
  expect(urls(steps)).toEqual(['/v1.0/me/people?$search="tyler"']);
});

test('each item of a list that the page writes as a type is a separate input', async () => {
  const one = { id: 'String (identifier)' };
  const { steps } = await imported(requestBlock('POST /a', { members: [one, one] }), responseBlock(200, {}));
  expect(steps[0]?.request?.body).toEqual({ members: [{ id: '${memberId}' }, { id: '${member2Id}' }] });
});

test('a type in place of a value is an input of that type, where no property holds types', async () => {
  const sent = { owners: [{ id: 'String (identifier)' }], count: 'Integer', type: 'Integer' };
  const { steps, inputs, outcomes } = await imported(
    requestBlock('POST /a', sent),
    responseBlock(200, { count: 'Integer', kindType: 'String' }),
  );
  expect(steps[0]?.request?.body).toEqual({ owners: [{ id: '${ownerId}' }], count: '${count}', type: 'Integer' });
  expect(steps[0]?.response?.body).toEqual({ count: '${count}', kindType: 'String' });
  expect(inputs).toMatchObject({ ownerId: { example: 'String' }, count: { type: 'integer', example: 1 } });
  expect(outcomes).toEqual(['passed']);
});

describe('a DELETE that the page teaches', () => {
  const make = [requestBlock('POST /groups', {}), responseBlock(201, { id: id(1) })];
  const remove = [requestBlock(`DELETE /groups/${id(1)}`), responseBlock(204)];
  const ids = (steps: readonly StepDocument[]) => steps.map((step) => step.id);

  test('is cleanup, anywhere', async () => {
    const { steps, cleanup } = await imported(...make, ...remove, requestBlock('GET /users'), responseBlock(200, {}));
    expect([ids(steps), ids(cleanup)]).toEqual([['create-group', 'list-users'], ['delete-group']]);
  });

  test('is for a person to decide, where no step creates the thing', async () => {
    const listed = [requestBlock('GET /lamps'), responseBlock(200, { value: [{ id: id(1) }] })];
    const { cleanup, summary } = await imported(...listed, requestBlock(`DELETE /lamps/${id(1)}`), responseBlock(204));
    expect(urls(cleanup)).toEqual(['/v1.0/lamps/${lampId}']);
    expect(summary).toMatch(/needs you:(?:\n {2}.*)*delete-lamp \(line \d+\): no step creates what is deleted here/);
    expect((await imported(...make, ...remove)).summary).not.toContain('no step creates');
  });

  test('is a step, where a list of all shows those that are left', async () => {
    const lamp = (n: number) => [requestBlock('POST /rooms/x/lamps', {}), responseBlock(201, { id: id(n) })];
    const { steps, cleanup } = await imported(
      ...[...lamp(1), ...lamp(2), requestBlock(`DELETE /rooms/x/lamps/${id(2)}`), responseBlock(204)],
      ...[requestBlock('GET /rooms/x/things'), responseBlock(200, { value: [{ id: id(1) }] })],
    );
    expect([ids(steps), ids(cleanup)]).toEqual([['create-lamp', 'create-lamp-2', 'delete-lamp', 'list-things'], []]);
  });

  test.each([
    ['names the thing', requestBlock(`GET /groups/${id(1)}`), responseBlock(404)],
    ['lists what is left', requestBlock('GET /groups?$top=1'), responseBlock(200, { value: [] })],
    ['asks what changed', requestBlock('GET /groups/delta'), responseBlock(200, { value: [] })],
    [
      'asks for what was deleted',
      requestBlock('GET /directory/deletedItems/microsoft.graph.group'),
      responseBlock(200, {}),
    ],
    ['restores it', requestBlock(`POST /directory/deletedItems/${id(1)}/restore`), responseBlock(200, {})],
  ])('is a step where a later request %s', async (_, later, responseBlock) => {
    const { steps, cleanup } = await imported(...make, ...remove, later, responseBlock);
    expect([ids(steps).slice(0, 2), cleanup]).toEqual([['create-group', 'delete-group'], []]);
  });
});

describe('the kind of what an action makes', () => {
  const context = `${root}/$metadata#applications/$entity`;
  const made = [
    requestBlock(`POST /applicationTemplates/${id(9)}/instantiate`, { displayName: 'A' }),
    responseBlock(201, { '@odata.context': context, id: id(1), displayName: 'A' }),
  ];

  test('is what `@odata.context` says', async () => {
    const { steps, cleanup, defects, outcomes } = await imported(
      ...made,
      ...[
        requestBlock(`PATCH /applications/${id(1)}`, {}),
        responseBlock(204),
        requestBlock(`DELETE /applications/${id(1)}`),
        responseBlock(204),
      ],
    );
    expect(steps[0]?.capture).toEqual({ applicationId: '$.id' });
    expect(steps[0]?.creates).toEqual({
      delete: '/v1.0/applications/${applicationId}',
      find: "/v1.0/applications?$filter=displayName eq 'A ${run.id}'",
    });
    expect(urls([...steps.slice(1), ...cleanup])).toEqual(Array(2).fill('/v1.0/applications/${applicationId}'));
    expect([defects, outcomes]).toEqual([[], ['passed', 'passed', 'passed']]);
  });

  test('is still not that of another collection', async () => {
    const { defects } = await imported(...made, requestBlock(`PATCH /groups/${id(1)}`, {}), responseBlock(204));
    expect(defects).toEqual(['page-wrong-kind']);
  });
});

const field = (name: string): string | undefined => {
  try {
    return readFileSync(fileURLToPath(new URL(`../../../shared/field/pages/${name}.md`, import.meta.url)), 'utf8');
  } catch {
    return undefined;
  }
};

describe.skipIf(field('kind') === undefined)('a page found in use (skipped without ../shared)', () => {
  test.each([
    ['09-instantiate', ['/v1.0/applications/${applicationId}']],
    ['kind', ['/v1.0/applications/${applicationId}']],
    ['10-header-link', ['${operation}']],
    ['text-body', ['/v1.0/me/drive/items/${contentId}/content']],
    ['27-delta-token', ['${nextLink}']],
  ])('%s is linked as a reader would', async (name, wanted) => {
    const { steps, cleanup, outcomes, defects } = await imported(field(name) ?? '');
    expect(urls([...steps, ...cleanup]).slice(1)).toEqual(wanted);
    expect([new Set(outcomes), defects]).toEqual([new Set(['passed']), []]);
  });
});

test('descriptions of how requests are written are one line among the notes', async () => {
  const signatures = fence('GET /me/calendar', '', 'GET /users/{id}/calendar');
  const { steps, summary } = await imported(
    '## HTTP request',
    signatures,
    '## Example',
    requestBlock('GET /me/calendar'),
    responseBlock(200, {}),
  );
  expect(urls(steps)).toEqual(['/v1.0/me/calendar']);
  expect(summary).toMatch(/^notes:\n {2}lines 6, 8 are left out: it says how the request is written/m);
  expect(summary).not.toContain('needs you:\n  line');
});
