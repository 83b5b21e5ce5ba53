import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import type { Json } from '../../json/json.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';

const create = `
  - id: create
    actor: admin
    request: { method: POST, url: /v1.0/applications, body: { displayName: "A \${run.id}" } }
    response: { status: 201 }
    capture: { app: $.id, appId: $.appId }
    creates: { delete: "/v1.0/applications/\${app}" }`;

const old: readonly [number, Json] = [200, { is: 'old' }];

/** What becomes of a read that does not match, behind a write that is blocked. */
async function outcomesOf(
  write: string,
  read: string,
  { cleanup = '', reply = old, reader = 'admin' } = {},
): Promise<readonly string[]> {
  const plan = samplePlan(`title: T
actors: { admin: { user: ada@contoso.com }, other: {} }
inputs: { id: { example: kim@contoso.com }, ada: { example: ada@contoso.com } }
steps:${create}
  - id: look-up
    actor: admin
    request: { method: GET, url: /v1.0/groups }
    response: { status: 200 }
    capture: { first: "$.value[0].id", second: "$.value[1].id" }
  - id: write
    actor: admin
${write.replaceAll(/^/gm, '    ')}
  - id: read
    actor: ${reader}
${read.replaceAll(/^/gm, '    ')}
${cleanup}`);
  const backend = scriptedBackend({
    create: [[201, { id: 'a1', appId: 'b1' }]],
    'look-up': [[200, { value: [{ id: 'g1' }, { id: 'g2' }] }]],
    write: [{ kind: 'blocked', reason: 'auth', message: 'no credential' }],
    read: [reply],
    delete: [[500, {}]],
  });
  const result = await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {} });
  return [...result.steps, ...result.cleanup]
    .filter(({ id }) => id === 'read' || id === 'delete')
    .map(({ outcome }) => `${outcome.kind}${'cause' in outcome ? ` by ${outcome.cause}` : ''}`);
}

const call = (method: string, url: string, body?: string, status = 204) =>
  `request: { method: ${method}, url: "${url}"${body === undefined ? '' : `, body: ${body}`} }\nresponse: { status: ${status} }`;
const reads = (url: string, body = '{ is: new }') =>
  `request: { method: GET, url: "${url}" }\nresponse: { status: 200, body: ${body} }`;

test.each([
  [
    'another name that the create gave',
    call('PATCH', '/v1.0/applications/${app}', '{}'),
    reads("/v1.0/x(appId='${appId}')"),
  ],
  [
    'a text with the mark of the create',
    call('PATCH', '/v1.0/applications/${app}', '{}'),
    reads("/v1.0/x?$filter=n eq 'A ${run.id}'"),
  ],
  [
    'a text with the mark of the create, and another with the mark of the run',
    call('PATCH', '/v1.0/applications/${app}', '{}'),
    reads("/v1.0/x?$filter=n eq 'A ${run.id}'", '{ is: "new ${run.id}" }'),
  ],
  [
    'an id in the body of the write',
    call('POST', '/v1.0/groups/${first}/x/$ref', '{ a: "u/${app}" }'),
    reads('/v1.0/users/${app}/memberOf', '{ value: [ { a: b } ] }'),
  ],
  [
    'an id in what is expected',
    call('POST', '/v1.0/groups/${first}/x/$ref', '{ a: "u/${app}" }'),
    reads('/v1.0/y', '{ value: [ { x: "${app}" } ] }'),
  ],
  ['an id of what was looked up', call('PATCH', '/v1.0/groups/${first}', '{}'), reads('/v1.0/teams/${first}')],
  ['an input', call('PATCH', '/v1.0/users/${id}', '{}'), reads("/v1.0/x?$filter=a eq '${id}'")],
  [
    'who sends',
    call('POST', '/v1.0/groups/${first}/x/$ref', '{ a: "u/${ada}" }'),
    reads('/v1.0/me/memberOf', '{ value: [ { a: b } ] }'),
  ],
  ['a literal id', call('POST', '/v1.0/x/12345/activate', '{}'), reads('/v1.0/y/12345')],
])(
  'a response that does not match is not blamed on the service where a blocked write names %s',
  async (_, write, read) => {
    expect(await outcomesOf(write, read)).toEqual(['skipped by write']);
  },
);

const group = '/v1.0/groups/${first}';
const team = '/v1.0/teams/${first}';
const member = call('POST', `${group}/members/$ref`, '{ "@odata.id": "u/x" }');

test.each<readonly [string, string, string, readonly [number, Json]]>([
  [
    'a text that it sets',
    call('PATCH', group, '{ state: new }'),
    reads(team, '{ state: new }'),
    [200, { state: 'old' }],
  ],
  [
    'a name within what it sets',
    call('PATCH', group, '{ a: { state: new } }'),
    reads(team, '{ state: new }'),
    [200, { state: 'old' }],
  ],
  [
    'a property made of one that it sets',
    call('PATCH', group, '{ mailNickname: n }'),
    reads(team, '{ mail: n@c }'),
    [200, { mail: 'o@c' }],
  ],
  [
    'its text under another name',
    call('PATCH', group, '{ displayName: Sales team }'),
    reads(team, '{ title: The Sales team }'),
    [200, { title: 'x' }],
  ],
  ['a number', call('PATCH', group, '{ a: b }'), reads(team, '{ count: 1 }'), [200, { count: 0 }]],
  ['what is not set', call('PATCH', group, '{ a: b }'), reads(team, '{ text: <string> }'), [200, { text: null }]],
  ['what is missing', call('PATCH', group, '{ a: b }'), reads(team, '{ text: x }'), [200, {}]],
  [
    'a text made of values',
    call('PATCH', group, '{ displayName: "Sales of ${app}" }'),
    reads(team, '{ title: Sales of }'),
    [200, { title: 'x' }],
  ],
  [
    'a name within a list',
    call('PATCH', group, '{ list: [ { state: "${app}" } ] }'),
    reads(team, '{ state: new }'),
    [200, { state: 'old' }],
  ],
  [
    'a property of which it is a part',
    call('PATCH', group, '{ mail: n }'),
    reads(team, '{ mailNickname: n }'),
    [200, { mailNickname: 'o' }],
  ],
  [
    'what is bound',
    call('PATCH', group, '{ "owners@odata.bind": [] }'),
    reads(team, '{ owners: x }'),
    [200, { owners: 'y' }],
  ],
  [
    'anything, where it is an action',
    call('POST', `${group}/activate`, '{ a: b }'),
    reads(team, '{ state: new }'),
    [200, { state: 'old' }],
  ],
  ['anything, where it deletes', call('DELETE', group), reads(team, '{ state: new }'), [200, { state: 'old' }]],
  ['members of a list', member, reads(team, '{ value: [ { name: a } ] }'), [200, { value: [{ name: 'b' }] }]],
  ['the id of another', member, reads(team, '{ ownerId: x }'), [200, { ownerId: 'y' }]],
  [
    'what a link leads to',
    call('PUT', `${group}/manager/$ref`, '{ "@odata.id": "u/x" }'),
    reads(`${team}/manager`, '{ name: a }'),
    [200, { name: 'b' }],
  ],
  ['an error', call('PATCH', group, '{ a: b }'), reads(team), [404, {}]],
])('a write that was not done explains %s', async (_, write, read, reply) => {
  expect(await outcomesOf(write, read, { reply })).toEqual(['skipped by write']);
});

test.each<readonly [string, string, string, readonly [number, Json]]>([
  [
    'another text than it sets',
    call('PATCH', group, '{ state: new }'),
    reads(team, '{ title: a }'),
    [200, { title: 'b' }],
  ],
  [
    'a text of another type',
    call('PATCH', group, '{ state: new }'),
    reads(team, '{ title: 1 }'),
    [200, { title: 'b' }],
  ],
  ['the name of a container of a link', member, reads(team, '{ title: a }'), [200, { title: 'b' }]],
  [
    'a name that only the binding has',
    call('PATCH', group, '{ "owners@odata.bind": [] }'),
    reads(team, '{ "@odata.id": a }'),
    [200, { '@odata.id': 'b' }],
  ],
  [
    'a text in which a short one stands by chance',
    call('PATCH', group, '{ state: an }'),
    reads(team, '{ title: banana }'),
    [200, { title: 'x' }],
  ],
  ['that the service is not well', call('PATCH', group, '{ a: b }'), reads(team), [500, {}]],
  ['that the service has too much to do', call('DELETE', group), reads(team), [429, {}]],
  ['that who asks is not known', call('DELETE', group), reads(team), [401, {}]],
])('but not %s', async (_, write, read, reply) => {
  expect(await outcomesOf(write, read, { reply })).toEqual(['failed']);
});

const app = '/v1.0/applications/${app}';
const patch = (body = '{ a: b }') => call('PATCH', app, body);
const secret = (body: string, name = 'secrets') => `request: { method: POST, url: "${app}/${name}", body: { a: b } }
response: { status: 201, body: ${body} }
creates: { stays: It does. }`;

test.each<readonly [string, string, string, readonly [number, Json]]>([
  ['a refusal of who sends both', patch(), reads(app), [403, {}]],
  ['that an object is not found which was shown', patch(), reads(app), [404, {}]],
  ['that a list is not found below an object which was shown', patch(), reads(`${app}/owners`), [404, {}]],
  ['that an action does not find an object which was shown', patch(), call('POST', `${app}/stop`), [404, {}]],
  ['what a new object looks like', patch(), secret('{ name: new }'), [201, { name: 'old' }]],
  ['what a new object lacks', call('POST', `${app}/start`), secret('{ name: new }'), [201, {}]],
])('a write to the same object that was not done does not explain %s', async (_, write, read, reply) => {
  expect(await outcomesOf(write, read, { reply })).toEqual(['failed']);
});

const findsFirst = call('PATCH', '/v1.0/groups/${first}', '{ a: b }');
const adds = call('POST', `${app}/owners/$ref`, '{ "@odata.id": "u/${ada}" }');

test.each<readonly [string, string, string, readonly [number, Json]]>([
  ['a refusal, where it may give rights to who sends it', adds, reads(app), [403, {}]],
  [
    'a refusal, where it concerns an object that was there before',
    findsFirst,
    reads('/v1.0/groups/${first}'),
    [403, {}],
  ],
  ['a refusal of an object that was not shown', patch(), reads('/v1.0/teams/${app}'), [403, {}]],
  ['that what an object leads to is not found', patch(), reads(`${app}/owner`), [404, {}]],
  ['that an object is not found in another place', patch(), reads('/v1.0/teams/${app}'), [404, {}]],
  [
    'that what a body names is not found',
    patch(),
    call('POST', `${app}/x/$ref`, '{ "@odata.id": "u/${second}" }'),
    [404, {}],
  ],
  ['what a new object takes over', patch('{ a: renamed }'), secret('{ path: "x/renamed" }'), [201, { path: 'x/old' }]],
  ['what a copy looks like', patch(), secret('{ name: new }', 'copy'), [201, {}]],
  ['that no new object was made', patch(), secret('{ name: new }'), [400, {}]],
])('but it explains %s', async (_, write, read, reply) => {
  expect(await outcomesOf(write, read, { reply })).toEqual(['skipped by write']);
});

test.each([403, 404])('and a %d of another actor', async (status) => {
  expect(await outcomesOf(patch(), reads(app), { reply: [status, {}], reader: 'other' })).toEqual(['skipped by write']);
});

test('a deleted object may have to be restored before it is found', async () => {
  const plan = samplePlan(`title: T
actors: { admin: {} }
steps:${create}
  - { id: delete, actor: admin, request: { method: DELETE, url: "${app}" }, response: { status: 204 } }
  - { id: restore, actor: admin, request: { method: POST, url: "${app}/restore" }, response: { status: 200 } }
  - { id: read, actor: admin, request: { method: GET, url: "${app}" }, response: { status: 200 } }
`);
  const backend = scriptedBackend({
    create: [[201, { id: 'a1', appId: 'b1' }]],
    delete: [[204]],
    restore: [[409, {}]],
    read: [[404, {}]],
  });
  const { steps } = await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {} });
  expect(steps.at(-1)?.outcome).toMatchObject({ kind: 'skipped', cause: 'restore' });
});

test('nor where a person should have done something', async () => {
  expect(await outcomesOf('manual: { prompt: Do it. }', reads('/v1.0/y'))).toEqual(['skipped by write']);
});

test.each([
  ['names another object', call('PATCH', '/v1.0/groups/${first}', '{}'), reads('/v1.0/teams/${second}')],
  ['names nothing', call('POST', '/v1.0/y', '{ a: b }'), reads('/v1.0/teams/${first}')],
  ['only reads', call('GET', '/v1.0/groups/${first}', undefined, 200), reads('/v1.0/teams/${first}')],
  ['is to be refused', call('PATCH', '/v1.0/groups/${first}', '{}', 403), reads('/v1.0/teams/${first}')],
  [
    'was made on the same day',
    call('POST', '/v1.0/y', '{ a: "${run.today}" }'),
    reads("/v1.0/x?$filter=a eq '${run.today}'"),
  ],
])('it is where the blocked step %s', async (_, write, read) => {
  expect(await outcomesOf(write, read)).toEqual(['failed']);
});

test('a write of the cleanup speaks for itself', async () => {
  const cleanup = `cleanup:\n  - id: delete\n    actor: admin\n    request: { method: DELETE, url: "/v1.0/teams/\${first}" }\n    response: { status: 204 }\n`;
  const write = call('PATCH', '/v1.0/groups/${first}', '{}');
  expect(await outcomesOf(write, reads('/v1.0/teams/${first}'), { cleanup })).toEqual(['skipped by write', 'failed']);
});
