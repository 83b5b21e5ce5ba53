import { describe, expect, test } from 'vitest';
import { typedTenant } from '../../../test/support/sandbox/typed-sandbox.ts';
import { defined } from '../../defined.ts';
import { placeText } from '../../diagnostics/place.ts';
import type { Method } from '../../http/message.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { createSandbox } from '../create-sandbox.ts';
import { defaultObjects } from '../packs/directory/seed/default-objects.ts';
import { defaultSeed } from '../packs/directory/seed/default-seed.ts';
import { parseSeeds } from '../packs/directory/seed/load-seed.ts';

const administrator = '4194d170-6ed1-8408-a5e0-2d672777019f';
const group = '5d82b6c1-9e07-8a43-bc15-e270f4936d8a';
const principal = '7a0f3b7e-5b1c-4b39-9a53-8f3c1c0a2d10';
const device = '1f7e1c52-6c3f-4b9e-8f0a-0c2b7f6d1a11';

const head = `version: 1
tenant: { id: 6a9d41c8-3f27-8b15-9d60-e14c07b2a583, displayName: Contoso, domains: [contoso.com], licenses: [] }
roles:
  - { role: Global Administrator, active: [${administrator}] }
objects:
  - path: /users/${administrator}
    properties: { displayName: Robin, userPrincipalName: admin@contoso.com, skills: [drills] }
`;

function sandboxOf(...texts: readonly string[]) {
  const parsed = parseSeeds(texts.map((text, index) => ({ path: `${index}.seed.yaml`, text })));
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  const sandbox = createSandbox({ seed: parsed.value });
  return (method: Method, url: string, body?: Json) => {
    const request = { method, url, headers: {}, ...defined({ body }) };
    const { status, text, label } = sandbox.handle(request, sandbox.administrator);
    const read: JsonObject = text === '' ? {} : JSON.parse(text);
    return { status, label: label?.source, body: read };
  };
}

describe('a seed', () => {
  test('puts users and groups where the modeled part knows them, with all that is said of them', () => {
    const send = sandboxOf(`${head}
  - path: /groups/${group}
    properties: { displayName: Night shift, mailNickname: nightshift }
    references: { owners: [${administrator}], members: [${administrator}, ${device}, ${principal}] }
  - path: /devices/${device}
    properties: { displayName: Radio }
  - path: /servicePrincipals/${principal}
    properties: { displayName: Beacon }
`);
    expect(send('GET', '/v1.0/me?$select=displayName,skills').body).toMatchObject({
      displayName: 'Robin',
      skills: ['drills'],
    });
    expect(send('GET', `/v1.0/groups/${group}`)).toMatchObject({
      status: 200,
      label: 'seeded',
      body: { displayName: 'Night shift', securityEnabled: true },
    });
    expect(send('GET', `/v1.0/groups/${group}/owners`).body).toMatchObject({ value: [{ id: administrator }] });
    expect(send('GET', `/v1.0/groups/${group}/members`).body).toMatchObject({
      value: [{ id: administrator }, { id: device }, { id: principal }],
    });
    // The seed says who the members are; whose member someone is follows from it.
    const groups = { label: 'modeled', body: { value: [{ id: group }] } };
    expect(send('GET', `/v1.0/servicePrincipals/${principal}/memberOf`)).toMatchObject(groups);
    expect(send('GET', `/v1.0/users/${administrator}/transitiveMemberOf`).label).toBe('modeled');
    expect(send('GET', `/v1.0/groups/${group}/members`).label).toBe('seeded');
  });

  test('is worth less than what the sandbox does: a read of what no request changed is `seeded`', () => {
    const send = sandboxOf(`${head}
  - path: /groups/${group}
  - path: /me/mailFolders/AAMk=
    properties: { displayName: Archive }
  - path: /policies/tokenLifetimePolicies/sample-id
    properties: { id: ${device}, displayName: Short }
  - path: /policies/authenticationFlowsPolicy
    properties: { selfServiceSignUp: { isEnabled: true } }
`);
    // A pack models policies, and one place of the tenant; what it shows of them is still the seed's word.
    expect(send('GET', '/v1.0/policies/tokenLifetimePolicies/sample-id')).toMatchObject({ label: 'seeded' });
    expect(send('GET', '/v1.0/policies/authenticationFlowsPolicy').label).toBe('seeded');
    expect(send('GET', '/v1.0/policies/authorizationPolicy').label).toBe('modeled');
    // What a pack chooses, orders, counts or joins is its own; where no pack is, it stays the seed's.
    const policies = '/v1.0/policies/tokenLifetimePolicies';
    expect(send('GET', policies)).toMatchObject({ label: 'seeded' });
    expect(send('GET', `${policies}?$filter=displayName eq 'Short'`)).toMatchObject({ label: 'modeled' });
    expect(send('GET', '/v1.0/groups').label).toBe('seeded');
    expect(send('GET', `/v1.0/groups?$filter=id eq '${group}'`).label).toBe('modeled');
    expect(send('GET', `/v1.0/users/${administrator}/mailFolders?$filter=displayName eq 'Archive'`).label).toBe(
      'seeded',
    );
    const [folder, groups] = [`/v1.0/users/${administrator}/mailFolders/AAMk%3D`, `/v1.0/groups/${group}`];
    expect(send('GET', folder)).toMatchObject({ label: 'seeded', body: { id: 'AAMk=', displayName: 'Archive' } });
    expect(send('PATCH', folder, { displayName: 'Attic' })).toMatchObject({ status: 200, label: 'typed' });
    expect(send('GET', folder)).toMatchObject({ label: 'typed', body: { displayName: 'Attic' } });
    expect(send('PATCH', groups, { description: 'They sleep by day' }).status).toBe(204);
    expect(send('GET', groups).label).toBe('modeled');
  });

  test('may leave out what a change does not touch', () => {
    const send = sandboxOf(`${head.replace('licenses: []', 'licenses: [AAD_PREMIUM]')}
  - path: /identity/conditionalAccess/policies/sample-id
  - path: /domains/harbor.example
`);
    const policy = '/v1.0/identity/conditionalAccess/policies/sample-id';
    expect(send('PATCH', policy, { conditions: { signInRiskLevels: ['high'] } }).status).toBe(204);
    expect(send('PATCH', policy, { conditions: { users: { includeUsers: [] } } }).status).toBe(400);
    expect(send('POST', '/v1.0/domains/harbor.example/verify').body).toMatchObject({ isDefault: false, isRoot: true });
  });

  test('makes nothing on demand', () => {
    const send = sandboxOf(head);
    expect(send('GET', '/v1.0/me/mailFolders/AAMk%3D').status).toBe(404);
  });

  test('responds for functions and actions that store nothing, by path and body', () => {
    const send = sandboxOf(`${head}
responses:
  - request: POST /v1.0/search/query
    sent: { requests: [{ entityTypes: [message] }] }
    status: 200
    body: { value: [1] }
  - request: POST /v1.0/search/query
    sent: { requests: [{ entityTypes: [event] }] }
    status: 200
    body: { value: [2] }
  - request: GET /v1.0/users/*/reminderView(*)
    status: 200
    body: { value: [3] }
`);
    const search = (entity: string) => send('POST', '/v1.0/search/query', { requests: [{ entityTypes: [entity] }] });
    expect(search('event')).toMatchObject({ label: 'replayed', body: { value: [2] } });
    expect(search('driveItem').body).toMatchObject({ value: [1] });
    const reminders = `/v1.0/users/${administrator}/reminderView(startDateTime='2026-01-01',endDateTime='2026-01-02')`;
    expect(send('GET', reminders)).toMatchObject({ label: 'replayed', body: { value: [3] } });
  });

  test('is beside the invented tenant where it names none, and beside other seeds', () => {
    const group2 = 'aaaaaaaa-9e07-8a43-bc15-e270f4936d8a';
    const send = sandboxOf(
      `version: 1\nobjects:\n  - path: /groups/${group}\n    properties: { displayName: One }\n`,
      `version: 1\nobjects:\n  - path: /groups/${group}\n    properties: { displayName: Two, description: Late }\n  - path: /groups/${group2}\n    references: { members: [${group}] }\n`,
    );
    expect(send('GET', '/v1.0/users/CaseyL@contoso.com').status).toBe(200);
    expect(send('GET', `/v1.0/groups/${group}`).body).toMatchObject({ displayName: 'One', description: 'Late' });
    expect(send('GET', `/v1.0/groups/${group2}/members`).body).toMatchObject({ value: [{ id: group }] });
  });

  test('holds a user that its path names by another id than a GUID', () => {
    const send = sandboxOf(`${head}
  - path: /groups/sample-id
    properties: { displayName: Placeholder }
`);
    expect(send('GET', '/v1.0/groups/sample-id')).toMatchObject({ status: 200, body: { displayName: 'Placeholder' } });
    expect(send('PATCH', '/v1.0/groups/sample-id', { displayName: 'Changed' }).status).toBe(204);
  });
});

describe('the invented tenant', () => {
  test('passes the check of seeds, with the objects that it has beyond its people', () => {
    const text = JSON.stringify({ ...defaultSeed, objects: defaultObjects });
    expect(parseSeeds([{ path: 'default.json', text }])).toMatchObject({ ok: true });
  });

  test('has one of each kind that people try Graph out with, in mailboxes, teams, sites and plans', () => {
    const sandbox = createSandbox();
    const first = (url: string): string => {
      const { text } = sandbox.handle({ method: 'GET', url: `/v1.0${url}`, headers: {} }, sandbox.administrator);
      return String(JSON.parse(text).value?.[0]?.id);
    };
    const lists = [
      '/me/messages',
      '/me/todo/lists',
      '/planner/plans',
      '/teams',
      '/sites/root/lists',
      '/security/alerts',
    ];
    expect(lists.map(first)).not.toContain('undefined');
    expect(first(`/teams/${first('/teams')}/channels`)).toMatch(/^19:/);
    expect(first('/me/messages?$search="hello world"')).toBe(first('/me/messages'));
    const window = 'startDateTime=2026-01-05T00:00:00Z&endDateTime=2026-01-06T00:00:00Z';
    expect(first(`/me/calendarView?${window}`)).toBe(first('/me/events'));
    expect(first(`/me/calendarView?${window.replaceAll('01-0', '02-0')}`)).toBe('undefined');
  });
});

describe('what is wrong with a seed', () => {
  const problemsOf = (objects: string): readonly string[] => {
    const parsed = parseSeeds([{ path: 'a.seed.yaml', text: head + objects }]);
    return parsed.ok
      ? []
      : parsed.problems.map(({ at, message, code }) => `${at === undefined ? '' : placeText(at)} ${code}: ${message}`);
  };

  test.each([
    ['an unknown set', '  - path: /gruops/1\n', '8:11 seed-invalid: the service has no `/gruops`'],
    ['an unknown type', `  - path: /devices/1\n    type: devcie\n`, '9:11 seed-invalid: there is no type `devcie`'],
    [
      'a type that does not fit the place',
      '  - path: /devices/1\n    type: user\n',
      '9:11 seed-invalid: `user` is not a `device`',
    ],
    [
      'a misspelt property',
      '  - path: /devices/1\n    properties: { displayNam: a }\n',
      "9:31 seed-invalid: The property 'displayNam' does not exist",
    ],
    [
      'a wrong value',
      '  - path: /devices/1\n    properties: { displayName: 1 }\n',
      '9:32 seed-invalid: Cannot convert 1',
    ],
    [
      'a relationship among the properties',
      '  - path: /devices/1\n    properties: { memberOf: [] }\n',
      '9:19 seed-invalid: `memberOf` is a relationship',
    ],
    [
      'an unknown relationship',
      `  - path: /groups/${group}\n    references: { member: [] }\n`,
      '9:19 seed-invalid: `group` has no relationship `member`',
    ],
    [
      'a reference to nothing',
      `  - path: /groups/${group}\n    references: { members: [${device}] }\n`,
      `9:29 seed-invalid: nothing here has the id \`${device}\``,
    ],
    [
      'a reference to another kind',
      `  - path: /groups/${group}\n    references: { rejectedSenders: [${administrator}], team: ${administrator} }\n`,
      `seed-invalid: \`${administrator}\` is a user, and \`team\` refers to a team`,
    ],
    [
      'a missing parent',
      `  - path: /groups/${group}/conversations/1\n`,
      `8:11 seed-invalid: it is in \`/groups/${group}\`, which does not exist`,
    ],
    ['a duplicate id', '  - path: /devices/1\n  - path: /devices/1\n', '9:11 seed-invalid: `1` occurs more than once'],
    [
      'a GUID of two objects',
      `  - path: /me/messages/${group}\n  - path: /me/mailFolders/a\n  - path: /me/mailFolders/a/messages/${group}\n`,
      `10:11 seed-invalid: \`${group}\` occurs more than once`,
    ],
    [
      'an object below a reference',
      `  - path: /groups/${group}/members/${device}\n`,
      '8:11 seed-invalid: an object of the directory belongs in the set of its type',
    ],
    [
      'a group in itself',
      `  - path: /groups/${group}\n    references: { members: [${group}] }\n`,
      `9:19 seed-invalid: \`members\` leads from \`${group}\` back to it`,
    ],
    [
      'a read as a response',
      'responses:\n  - { request: GET /v1.0/me/messages, status: 200 }\n',
      '9:16 seed-invalid: `GET /v1.0/me/messages` is not a function of the service',
    ],
    [
      'defaults of one object',
      'defaults:\n  - { path: /me/calendar, properties: {} }\n',
      '9:13 seed-invalid: `/me/calendar` is not a collection',
    ],
    [
      'an unknown default',
      'defaults:\n  - { path: /me/events, properties: { isReminder: true } }\n',
      "seed-invalid: The property 'isReminder' does not exist",
    ],
    ['an alias', `  - &a { path: /devices/1 }\n  - *a\n`, 'yaml-alias'],
  ])('%s has its place and a name', (_, objects, expected) => {
    const [first = ''] = problemsOf(objects);
    expect(first).toContain(expected);
  });

  test('a loop of managers is one problem, however long it is', () => {
    const id = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
    const people = Array.from({ length: 2_000 }, (__, at) => {
      return `  - path: /users/${id(at)}\n    references: { manager: ${id((at + 1) % 2_000)} }\n`;
    });
    expect(problemsOf(people.join(''))).toHaveLength(1);
  });
});

test('files of a seed lie in the drive, by id and by name, and have no bytes', () => {
  const item = '/me/drive/items/01ABC';
  const { send, values } = typedTenant({
    seed: {
      version: 1,
      objects: [
        { path: item, properties: { name: 'book.xlsx', file: {}, size: 12 } },
        { path: `${item}/workbook/worksheets/Sheet1`, properties: { name: 'Sheet1' } },
      ],
    },
  });
  expect(values('/me/drive/root/children').map(({ name }) => name)).toContain('book.xlsx');
  expect(send('GET', '/me/drive/root:/book.xlsx').body).toMatchObject({ id: '01ABC', size: 12 });
  expect(values('/me/drive/root:/book.xlsx:/workbook/worksheets')).toMatchObject([{ name: 'Sheet1' }]);
  expect(send('GET', '/me/drive/root:/book.xlsx:/content').status).toBe(302);
});
