import { expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { answered } from '../../../test/support/run/scripted-backend.ts';
import type { Method } from '../../http/message.ts';
import type { Json } from '../../json/json.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import { creationOf } from '../plan/creation.ts';
import type { Backend, Ledger, Reply } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { deletedInBatch } from './guarded-delete.ts';
import { ledgerBackend } from './ledger-backend.ts';

const yaml = (method: string) => `
title: T
actors: { admin: {} }
steps:
  - id: create
    request: { method: ${method}, url: /v1.0/groups, body: { alias: "a-\${run.id}" } }
    response: { status: 201 }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}" }
`;

/** What the ledger says after a create that was answered like this. */
async function after(
  reply: Reply,
  method: 'POST' | 'PATCH' | 'PUT' = 'POST',
  { guarded = false }: { readonly guarded?: boolean } = {},
): Promise<string> {
  const plan = samplePlan(yaml(method));
  const [step] = plan.steps;
  const creation = step && creationOf(step, plan);
  if (step === undefined || creation === undefined) throw new Error('it creates nothing');
  const ledger = memoryLedger();
  const clock = scriptedClock(Date.parse(sampleRun.now));
  const backend: Backend = { origin: 'https://graph.microsoft.com', close: async () => {}, send: async () => reply };
  const recorded = {
    step,
    creation,
    ledger,
    clock,
    source: plan.scenario.source,
    values: new Map(plan.values),
    marks: [],
    guarded,
    startedMs: clock.now(),
  };
  const request = { method, url: '/v1.0/groups', headers: {}, body: { alias: 'a' } } as const;
  await ledgerBackend(backend, recorded).send(request, { step: 'create', actor: 'admin' });
  const [made] = ledger.made();
  const [open] = ledger.open();
  return made?.state === 'existed' ? 'existed' : open === undefined ? 'closed' : (open.created ?? 'unknown');
}

test.each([
  ['2020-01-01T00:00:00Z', 'existed'],
  [sampleRun.now, '/v1.0/chats/c'],
  ['yesterday', '/v1.0/chats/c'],
  [undefined, '/v1.0/chats/c'],
])('P1 a create that was answered with an object of %s: %s', async (createdDateTime, expected) => {
  const chat = answered(201, { id: 'c', ...(createdDateTime === undefined ? {} : { createdDateTime }) });
  const state = await after(chat, 'POST', { guarded: true });
  expect(state.replace('/groups/', '/chats/')).toBe(expected);
});

const sentTwice = (status: number): Reply => ({
  kind: 'answered',
  response: { status, headers: {}, text: '' },
  effort: { sent: 2, waitedMs: 0, lagMs: 0, staleMs: 0, reconciled: false },
});
const blocked = (
  reason: 'auth' | 'network' | 'refused' | 'missing-permission' | 'throttled',
  about: { readonly unsent?: boolean } = {},
): Reply => ({
  ...about,
  kind: 'blocked',
  reason,
  message: 'no',
});

test.each<readonly [string, Reply, string]>([
  ['200', answered(200, { id: 'g' }), '/v1.0/groups/g'],
  ['201', answered(201, { id: 'g' }), '/v1.0/groups/g'],
  ['299', answered(299, { id: 'g' }), '/v1.0/groups/g'],
  ['201 without an id', answered(201, {}), 'unknown'],
  ['201 without a body', answered(201), 'unknown'],
  ['199', answered(199, {}), 'unknown'],
  ['300', answered(300, { id: 'g' }), 'unknown'],
  ['302', answered(302, {}), 'unknown'],
  ['400', answered(400, {}), 'closed'],
  ['403', answered(403, {}), 'closed'],
  ['404', answered(404, {}), 'closed'],
  ['408', answered(408, {}), 'unknown'],
  ['409', answered(409, {}), 'closed'],
  ['409 after it was sent again', sentTwice(409), 'unknown'],
  ['400 after it was sent again', sentTwice(400), 'closed'],
  ['425', answered(425, {}), 'unknown'],
  ['499', answered(499, {}), 'closed'],
  ['500', answered(500, {}), 'unknown'],
  ['503', answered(503, {}), 'unknown'],
  ['no sign-in', blocked('auth'), 'closed'],
  ['no consent', blocked('missing-permission'), 'closed'],
  ['a lost connection', blocked('network'), 'unknown'],
  ['a refusal', blocked('refused'), 'unknown'],
  ['throttling', blocked('throttled'), 'unknown'],
  ['a refusal after it was sent', blocked('refused', { unsent: false }), 'unknown'],
  ['a connection that was never made', blocked('network', { unsent: true }), 'closed'],
])('of a create that was answered by %s the ledger knows what it may have made', async (_, reply, known) => {
  expect(await after(reply)).toBe(known);
});

/** What the ledger says after a POST whose step does not say that it creates something, and its response. */
async function afterAssumed(
  request: { readonly url: string; readonly method?: Method; readonly body?: Json },
  reply: Reply,
  own?: string,
  { status = 400, mostIntents = 9 } = {},
) {
  const plan = samplePlan(
    `title: T\nactors: { admin: {} }\nsteps:\n  - id: try\n    request: { method: POST, url: /v1.0/groups, body: {} }\n    response: { status: ${status} }\n`,
  );
  const [step] = plan.steps;
  if (step === undefined) throw new Error('there is no step');
  const disk = memoryLedger();
  let intents = 0;
  const full = { ok: false, message: 'the disk is full' } as const;
  const ledger: Ledger = { ...disk, intend: async (intent) => (++intents > mostIntents ? full : disk.intend(intent)) };
  const entry = own === undefined ? undefined : await ledger.intend({ ...sampleIntent, delete: own });
  if (own !== undefined && entry?.ok === true) await ledger.created(entry.id, own);
  const clock = scriptedClock(Date.parse(sampleRun.now));
  let known: readonly (string | undefined)[] = [];
  const backend: Backend = {
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async () => {
      known = ledger.open().map(({ created }) => created);
      return reply;
    },
  };
  const { source } = plan.scenario;
  const recorded = { step, ledger, clock, source, values: new Map(), marks: [], guarded: true, startedMs: clock.now() };
  await ledgerBackend(backend, recorded).send(
    { body: {}, method: 'POST', ...request, headers: {} },
    { step: 'try', actor: 'admin' },
  );
  const open = ledger.open().filter(({ step }) => step === 'try');
  return { before: known.length, after: open.map(({ created }) => created ?? 'unknown') };
}
const sampleIntent = { step: 'own', actor: 'admin', method: 'POST', url: '/v1.0/groups', captures: {} } as const;

test.each<readonly [string, Reply, readonly string[]]>([
  ['/v1.0/groups', answered(201, { id: 'g' }), ['/v1.0/groups/g']],
  ['/v1.0/groups/?a=b', answered(201, { id: 'g' }), ['/v1.0/groups/g']],
  ['/v1.0/invitations', answered(201, { id: 'i', invitedUser: { id: 'u' } }), ['/v1.0/users/u']],
  ['/v1.0/groups', answered(201, {}), ['unknown']],
  ['/v1.0/teams', answered(202), ['unknown']],
  ['/v1.0/groups', answered(500), ['unknown']],
  ['/v1.0/groups', blocked('network'), ['unknown']],
  ['/v1.0/groups', answered(400, {}), []],
  ['/v1.0/groups', answered(200, { id: 'g' }), []],
  ['/v1.0/groups', answered(201, { id: 'g', createdDateTime: '2020-01-01T00:00:00Z' }), []],
])('P1 a POST to %s that was to be refused, answered with %j, may have made %j', async (url, reply, after) => {
  expect(await afterAssumed({ url }, reply)).toEqual({ before: 1, after });
});

test.each([
  ['PUT', '/v1.0/groups'],
  ['PATCH', '/v1.0/groups'],
  ['DELETE', '/v1.0/groups'],
  ['POST', 'https://upload.example/v1.0/groups'],
] as const)('%s %s that was to be refused is not recorded as a create', async (method, url) => {
  expect(await afterAssumed({ method, url }, answered(201, { id: 'g' }))).toEqual({ before: 0, after: [] });
});

const entity = (set: string, id: string) => ({ '@odata.context': `https://x/v1.0/$metadata#${set}/$entity`, id });
const both = { '@odata.context': 'https://x/v1.0/$metadata#microsoft.graph.applicationServicePrincipal' };
const template = '/v1.0/applicationTemplates/t/instantiate';

test.each<readonly [string, Reply, readonly string[]]>([
  [
    template,
    answered(201, { ...both, application: { id: 'a' }, servicePrincipal: { id: 's' } }),
    ['/v1.0/servicePrincipals/s', '/v1.0/applications/a'],
  ],
  [`${template}/`, answered(400, {}), []],
  [template, answered(500, {}), ['unknown']],
  [template, blocked('network'), ['unknown']],
  [template, blocked('auth'), []],
  ['/v1.0/teams/t/clone', answered(202), ['unknown']],
  [
    '/v1.0/me/messages/m/createReply',
    answered(201, entity("users('u')/messages", 'n')),
    ["/v1.0/users('u')/messages/n"],
  ],
  [
    '/beta/me/messages/m/microsoft.graph.copy',
    answered(201, entity('me/messages(id,subject)', 'n')),
    ['/beta/me/messages/n'],
  ],
  ['/v1.0/x/createNewVersion', answered(200, entity('x', 'n')), ['/v1.0/x/n']],
  ['/v1.0/x/n/createNewVersion', answered(200, entity('x', 'n')), []],
  ['/v1.0/x/createLink', answered(201, { id: 'p' }), ['unknown']],
  ['/v1.0/x/createUploadSession', answered(200, { uploadUrl: 'u' }), []],
  ['/v1.0/x/createThing', answered(201, entity('x/../users', 'u')), ['unknown']],
  ['/v1.0/x/createThing', answered(201, entity('users', '../groups/g')), ['unknown']],
  [
    '/v1.0/identity/locations/microsoft.graph.ipNamedLocation',
    answered(201, entity('identity/locations', 'l')),
    ['/v1.0/identity/locations/l'],
  ],
  ['/v1.0/identity/locations/microsoft.graph.ipNamedLocation', answered(500, {}), []],
  [
    '/v1.0/directory/administrativeUnits/u/members',
    answered(201, { '@odata.type': '#microsoft.graph.group', id: 'g' }),
    ['/v1.0/groups/g'],
  ],
  ['/v1.0/directory/administrativeUnits/u/members', answered(201, entity('groups', 'g')), ['/v1.0/groups/g']],
  ['/v1.0/invitations', answered(201, { ...entity('invitations', 'i'), invitedUser: { id: 'u' } }), ['/v1.0/users/u']],
])('P1 a POST to %s that was to be refused, answered with %j, shows that it made %j', async (url, reply, after) => {
  expect((await afterAssumed({ url }, reply)).after).toEqual(after);
});

test('P1 what was imported with its own time of creation is not older than the run', async () => {
  const reply = answered(201, { id: 'g', createdDateTime: '2020-01-01T00:00:00Z' });
  const request = { url: '/v1.0/groups', body: { createdDateTime: '2020-01-01T00:00:00Z' } };
  expect((await afterAssumed(request, reply)).after).toEqual(['/v1.0/groups/g']);
});

test('P1 of two creations of which only one can be recorded, neither is believed to be all', async () => {
  const reply = answered(201, { ...both, application: { id: 'a' }, servicePrincipal: { id: 's' } });
  expect((await afterAssumed({ url: template }, reply, undefined, { mostIntents: 1 })).after).toEqual(['unknown']);
});

test('P1 what an action makes of an object of the run is recorded, but not what is made below it', async () => {
  const copied = answered(201, entity('groups', 'h'));
  expect((await afterAssumed({ url: '/v1.0/groups/g/copy' }, copied, '/v1.0/groups/g')).after).toEqual([
    '/v1.0/groups/h',
  ]);
  const member = answered(201, { '@odata.type': '#microsoft.graph.group', id: 'h' });
  const own = '/v1.0/directory/administrativeUnits/u';
  expect((await afterAssumed({ url: `${own}/members` }, member, own)).after).toEqual(['/v1.0/groups/h']);
  const below = answered(201, entity("groups('g')/sites", 's'));
  expect((await afterAssumed({ url: '/v1.0/groups/g/copy' }, below, '/v1.0/groups/g')).after).toEqual([]);
});

const old = { createdDateTime: '2020-01-01T00:00:00Z' };
const thing = '/v1.0/identity/locations/microsoft.graph.ipNamedLocation';

test.each<readonly [string, Reply, readonly string[]]>([
  [template, answered(201, { ...both, application: { id: 'a' } }), ['/v1.0/applications/a']],
  [template, answered(200, { ...both, application: { id: 'a' } }), ['/v1.0/applications/a']],
  [template, answered(201, {}), ['unknown']],
  [template, answered(403, {}), []],
  [template, blocked('network'), ['unknown']],
  [template, answered(504, {}), ['unknown']],
  ['/v1.0/me/drive/items/i/copy', answered(202), ['unknown']],
  ['/v1.0/me/onlineMeetings/createOrGet', answered(200, { ...entity('me/onlineMeetings', 'm'), ...old }), []],
  ['/v1.0/x/createUploadSession', answered(200, { uploadUrl: 'u' }), []],
  [thing, answered(201, entity('identity/locations', 'l')), ['/v1.0/identity/locations/l']],
  [thing, answered(200, entity('identity/locations', 'l')), []],
  [thing, answered(202), []],
  [thing, blocked('network'), []],
])('P1 a POST to %s that is to succeed, answered with %j, is known to have made %j', async (url, reply, after) => {
  expect((await afterAssumed({ url }, reply, undefined, { status: 200 })).after).toEqual(after);
});

test.each([
  ['an action', '/v1.0/users/u/revokeSignInSessions'],
  ['an action that reads', '/v1.0/users/u/getMemberGroups'],
  ['an action that reads, named as a collection is', '/beta/x/hasPayloadLinks'],
  ['a link', '/v1.0/groups/g/members/$ref'],
])('of %s no creation is assumed', async (_, url) => {
  expect(await afterAssumed({ url }, answered(201, { id: 'x' }))).toEqual({ before: 0, after: [] });
});

test.each([
  ['what goes with an object of the run', '/v1.0/groups/g/threads', { id: 'x' }],
  ['an object of the run', '/v1.0/groups', { id: 'g' }],
  ['a guest of the run', '/v1.0/invitations', { id: 'x', invitedUser: { id: 'g' } }],
])('%s is not recorded again', async (_, url, body) => {
  const own = url === '/v1.0/invitations' ? '/v1.0/users/g' : '/v1.0/groups/g';
  expect(await afterAssumed({ url }, answered(201, body), own)).toEqual({ before: 2, after: [] });
});

test('P1 what the POSTs of a batch create is known, each by its own response', async () => {
  const post = (id: string, url = '/groups') => ({ id, method: 'post', url, body: {} });
  const requests = [
    post('1'),
    post('2'),
    post('3', 'users'),
    post('4', '/users/u/sendMail'),
    { id: '5', method: 'GET' },
  ];
  const request = { url: '/v1.0/$batch', body: { requests } };
  const responses = [
    { id: '2', status: 201, body: { id: 'b' } },
    { id: '1', status: 403, body: {} },
  ];
  expect(await afterAssumed(request, answered(200, { responses }))).toEqual({
    before: 3,
    after: ['/v1.0/groups/b', 'unknown'],
  });
  expect(await afterAssumed(request, answered(400, {}))).toEqual({ before: 3, after: [] });
  expect((await afterAssumed(request, blocked('network'))).after).toEqual(['unknown', 'unknown', 'unknown']);
  expect((await afterAssumed(request, answered(200, []))).after).toEqual(['unknown', 'unknown', 'unknown']);
});

test('a batch deletes what its requests delete, in any case of the method', () => {
  const requests = [
    { id: '1', method: 'DELETE', url: '/groups/1' },
    { id: '2', method: 'get', url: '/groups/2' },
    { id: '3', method: 'delete', url: '/groups/3' },
    { id: '4', method: 'DELETE' },
    'DELETE /groups/5',
  ];
  const batch = { method: 'POST', url: '/v1.0/$batch?a=b', headers: {}, body: { requests } } as const;
  expect(deletedInBatch(batch)).toEqual(['/groups/1', '/groups/3', '']);
  expect(deletedInBatch({ ...batch, url: '/beta/$BATCH' })).toHaveLength(3);
  for (const none of [
    { ...batch, method: 'GET' as const },
    { ...batch, url: '/v1.0/$batches' },
    { ...batch, body: requests },
    { ...batch, body: { requests: 'DELETE' } },
    { ...batch, body: { requests: { method: 'DELETE', url: '/groups/1' } } },
    { ...batch, body: {} },
  ]) {
    expect(deletedInBatch(none)).toEqual([]);
  }
});

test.each<readonly ['PATCH' | 'PUT', Reply, string]>([
  ['PATCH', answered(200, { id: 'g' }), 'existed'],
  ['PUT', answered(200, { id: 'g' }), 'existed'],
  ['PATCH', answered(201, { id: 'g' }), '/v1.0/groups/g'],
])('an upsert by %s: only what was created is the run\u2019s', async (method, reply, known) => {
  expect(await after(reply, method)).toBe(known);
});

test.each([
  [true, '/v1.0/groups/g', 'unproved'],
  [false, 'existed', 'none'],
])('P1 a create that sends its own time of creation (%s): %s, and a lost one is %s', async (isDated, known, look) => {
  const plan = samplePlan(yaml('POST').replace('groupId}" }', 'groupId}", find: "/v1.0/groups" }'));
  const [step] = plan.steps;
  const creation = step && creationOf(step, plan);
  if (step === undefined || creation === undefined) throw new Error('it creates nothing');
  const clock = scriptedClock(Date.parse(sampleRun.now));
  const ledger = memoryLedger();
  const object = { id: 'g', alias: `a-${sampleRun.id}`, createdDateTime: '2020-01-31T08:00:03Z' };
  const backend: Backend = {
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async (request, { adopt }) => {
      if (request.method === 'GET') return answered(200, { value: [object] });
      expect(await adopt?.()).toMatchObject({ kind: look });
      return answered(201, object);
    },
  };
  const recorded = {
    ...{ step, creation, ledger, clock, source: plan.scenario.source, values: plan.values, marks: [sampleRun.id] },
    ...{ startedMs: clock.now(), guarded: true },
  };
  const { createdDateTime, alias } = object;
  const body = isDated ? { alias, createdDateTime } : { alias };
  const request = { method: 'POST', url: '/v1.0/groups', headers: {}, body } as const;
  await ledgerBackend(backend, recorded).send(request, { step: step.id, actor: 'admin' });
  const [made] = ledger.made();
  expect(made?.state === 'existed' ? 'existed' : made?.created).toBe(known);
  expect(ledger.made()[0]?.dated).toBe(isDated ? true : undefined);
});

test('what a look for a lost create finds is in the ledger before anything else happens', async () => {
  const plan = samplePlan(
    yaml('POST').replace('groupId}" }', 'groupId}", find: "/v1.0/groups?$filter=alias eq \'a-${run.id}\'" }'),
  );
  const [step] = plan.steps;
  const creation = step && creationOf(step, plan);
  if (step === undefined || creation === undefined) throw new Error('it creates nothing');
  const clock = scriptedClock(Date.parse(sampleRun.now));
  const ledger = memoryLedger();
  const known = () => ledger.open().map(({ created }) => created);
  const listed = { value: [{ id: 'g', alias: `a-${sampleRun.id}`, createdDateTime: '2026-01-31T08:00:03Z' }] };
  const backend: Backend = {
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async (request, { adopt }) => {
      if (request.method === 'GET') return answered(200, listed);
      expect(known()).toEqual([undefined]);
      expect(await adopt?.()).toMatchObject({ kind: 'ours', url: '/v1.0/groups/g', object: { id: 'g' } });
      expect(known()).toEqual(['/v1.0/groups/g']);
      return { kind: 'blocked', reason: 'network', message: 'stopped' };
    },
  };
  const recorded = {
    ...{ step, creation, ledger, clock, source: plan.scenario.source, values: plan.values, marks: [sampleRun.id] },
    startedMs: clock.now(),
  };
  const request = { method: 'POST', url: '/v1.0/groups', headers: {}, body: { alias: `a-${sampleRun.id}` } } as const;
  await ledgerBackend(backend, recorded).send(request, { step: step.id, actor: 'admin' });
  expect(known()).toEqual(['/v1.0/groups/g']);
});
