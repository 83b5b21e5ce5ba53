import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';

const create = `
  - id: create
    actor: admin
    request: { method: POST, url: /v1.0/applications, body: { displayName: "A \${run.id}" } }
    response: { status: 201 }
    capture: { app: $.id, appId: $.appId }
    creates: { delete: "/v1.0/applications/\${app}" }`;

/** What becomes of a read that does not match, behind a write that is blocked. */
async function outcomesOf(write: string, read: string, { cleanup = '' } = {}): Promise<readonly string[]> {
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
    actor: admin
${read.replaceAll(/^/gm, '    ')}
${cleanup}`);
  const backend = scriptedBackend({
    create: [[201, { id: 'a1', appId: 'b1' }]],
    'look-up': [[200, { value: [{ id: 'g1' }, { id: 'g2' }] }]],
    write: [{ kind: 'blocked', reason: 'auth', message: 'no credential' }],
    read: [[200, { is: 'old' }]],
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
    'an id in the body of the write',
    call('POST', '/v1.0/groups/${first}/x/$ref', '{ a: "u/${app}" }'),
    reads('/v1.0/users/${app}/memberOf'),
  ],
  [
    'an id in what is expected',
    call('POST', '/v1.0/groups/${first}/x/$ref', '{ a: "u/${app}" }'),
    reads('/v1.0/y', '{ is: "${app}" }'),
  ],
  ['an id of what was looked up', call('PATCH', '/v1.0/groups/${first}', '{}'), reads('/v1.0/teams/${first}')],
  ['an input', call('PATCH', '/v1.0/users/${id}', '{}'), reads("/v1.0/x?$filter=a eq '${id}'")],
  ['who sends', call('POST', '/v1.0/groups/${first}/x/$ref', '{ a: "u/${ada}" }'), reads('/v1.0/me/memberOf')],
  ['a literal id', call('POST', '/v1.0/x/12345/activate', '{}'), reads('/v1.0/y/12345')],
])(
  'a response that does not match is not blamed on the service where a blocked write names %s',
  async (_, write, read) => {
    expect(await outcomesOf(write, read)).toEqual(['skipped by write']);
  },
);

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
