import { expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { answered, type ScriptedReply, scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import type { Backend } from '../ports.ts';
import type { RunEvent, ScenarioResult } from '../result.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';

const groupTutorial = `
title: Groups
actors: { admin: {} }
inputs: { owner: { example: o'1 } }
steps:
  - id: create
    request: { method: POST, url: /v1.0/groups, body: { mailNickname: "g-\${run.id}", password: "\${run.password}" } }
    response: { status: 201, body: { id: <uuid>, mailNickname: "g-\${run.id}" } }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}" }
  - id: read
    request: { method: GET, url: "/v1.0/groups/\${groupId}?$filter=owner eq '\${owner}'" }
    response: { status: 200, body: { state: Ready } }
    eventually: { within: PT1M, every: PT20S }
  - id: me
    request: { method: GET, url: /v1.0/me }
    response: { status: 200 }
cleanup:
  - id: delete
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;
const groupId = '825f1b5e-6fb2-4d9a-b393-d491101acc0c';
const created = [201, { id: groupId, mailNickname: `g-${sampleRun.id}` }] as const;
const happy: { readonly [step: string]: readonly ScriptedReply[] } = {
  create: [created],
  read: [[200, { state: 'Ready' }]],
  me: [[200, {}]],
  delete: [[204]],
};

async function replay(
  replies: { readonly [step: string]: readonly ScriptedReply[] },
  yaml = groupTutorial,
  bail = false,
) {
  const backend = scriptedBackend({ ...happy, ...replies });
  const events: RunEvent[] = [];
  const clock = scriptedClock(Date.parse(sampleRun.now));
  const result = await replayPlan(
    samplePlan(yaml),
    { backend, clock, listener: (event) => events.push(event) },
    { bail },
  );
  return { result, backend, events, clock };
}

const kinds = ({ steps, cleanup }: ScenarioResult) =>
  Object.fromEntries([...steps, ...cleanup].map(({ id, outcome }) => [id, outcome.kind]));
const allPassed = { create: 'passed', read: 'passed', me: 'passed', delete: 'passed' };

test('a tutorial whose responses are as expected passes, and captures travel from step to step', async () => {
  const { result, backend } = await replay({});
  expect(kinds(result)).toEqual(allPassed);
  expect(result.outcome).toBe('passed');
  expect(backend.sent.map(({ request }) => `${request.method} ${request.url}`)).toEqual([
    'POST /v1.0/groups',
    `GET /v1.0/groups/${groupId}?$filter=owner%20eq%20'o%27%271'`,
    'GET /v1.0/me',
    `DELETE /v1.0/groups/${groupId}`,
  ]);
  expect(result.steps[0]?.captured).toEqual({ groupId });
});

test('eventually sends again until the response matches, and reports how long it took', async () => {
  const { result, events } = await replay({
    read: [
      [404, {}],
      [200, { state: 'New' }],
      [200, { state: 'Ready' }],
    ],
  });
  expect(result.steps[1]).toMatchObject({ outcome: { kind: 'passed' }, attempts: 3, durationMs: 40_000 });
  expect(events.filter(({ kind }) => kind === 'step-waiting')).toHaveLength(2);
  const replies = events.flatMap((event) =>
    event.kind === 'step-exchanged' && event.id === 'read' ? [event.exchange.response.status] : [],
  );
  expect(replies).toEqual([404, 200, 200]);
});

test('eventually gives up when its time is over, and only the last response counts', async () => {
  const { result, backend } = await replay({
    read: [
      [404, {}],
      [200, { state: 'New' }],
    ],
  });
  const [, read] = result.steps;
  expect(read).toMatchObject({ attempts: 4, durationMs: 60_000 });
  expect(read?.outcome).toMatchObject({ kind: 'failed', differences: [{ code: 'value', path: '$.state' }] });
  expect(backend.sent.filter(({ step }) => step === 'read')).toHaveLength(4);
});

test('a step that differs does not stop those that do not use its captures, and cleanup runs', async () => {
  const { result } = await replay({ create: [[201, { id: groupId, mailNickname: 'other' }]] });
  expect(kinds(result)).toEqual({ ...allPassed, create: 'failed' });
});

test('a capture that is missing skips what uses it, and there is nothing to clean up', async () => {
  const { result, backend } = await replay({ create: [[400, { error: { code: 'BadRequest' } }]] });
  expect(kinds(result)).toEqual({ create: 'failed', read: 'skipped', me: 'passed', delete: 'skipped' });
  expect(result.steps[0]?.outcome).toMatchObject({
    differences: [{ code: 'status', actual: '400 (BadRequest)' }],
  });
  expect(result.cleanup[0]?.outcome).toMatchObject({ reason: 'nothing-to-clean-up' });
  expect(backend.sent.map(({ step }) => step)).toEqual(['create', 'me']);
});

test('bail stops at the first step that is not as expected, and cleans up', async () => {
  const { result } = await replay({ read: [[500, {}]] }, groupTutorial, true);
  expect(kinds(result)).toEqual({ create: 'passed', read: 'failed', me: 'skipped', delete: 'passed' });
});

test('a step that could not be sent is blocked, never a difference', async () => {
  const blocked = { kind: 'blocked', reason: 'missing-permission', message: 'no consent' } as const;
  const { result } = await replay({ me: [blocked] });
  expect(kinds(result)).toEqual({ ...allPassed, me: 'blocked' });
  expect(result.outcome).toBe('blocked');
});

test('an aborted run sends nothing more but cleanup', async () => {
  const stop = new AbortController();
  const backend = scriptedBackend({
    ...happy,
    create: [
      () => {
        stop.abort(130);
        return answered(...created);
      },
    ],
  });
  const ports = { backend, clock: scriptedClock(0), listener: () => {}, signal: stop.signal };
  const result = await replayPlan(samplePlan(groupTutorial), ports);
  expect(backend.sent.map(({ step }) => step)).toEqual(['create', 'delete']);
  expect(result.steps[1]?.outcome).toEqual({
    kind: 'skipped',
    reason: 'stopped',
    message: 'the run was stopped before this step',
  });
});

test('a stop cuts off what is on its way, but never a cleanup step', async () => {
  const stop = new AbortController();
  const cutOff = new Map<string, boolean>();
  const backend = scriptedBackend(happy);
  // As against the service: what is stopped is refused, whatever it is.
  const send: Backend['send'] = async (request, context) => {
    cutOff.set(context.step, context.signal !== undefined);
    if (context.signal?.aborted) return { kind: 'blocked', reason: 'refused', message: 'the run was stopped' };
    const reply = await backend.send(request, context);
    if (context.step === 'create') stop.abort(130);
    return reply;
  };
  const ports = { backend: { ...backend, send }, clock: scriptedClock(0), listener: () => {}, signal: stop.signal };
  const result = await replayPlan(samplePlan(groupTutorial), ports);
  expect([...cutOff]).toEqual([
    ['create', true],
    ['delete', false],
  ]);
  expect(result.cleanup.map(({ id, outcome }) => [id, outcome.kind])).toEqual([['delete', 'passed']]);
});

test('a generated password is sent, and shown nowhere', async () => {
  const { result, backend, events } = await replay({
    create: [[400, { error: { message: `not ${sampleRun.password}` } }]],
  });
  expect(backend.sent[0]?.request.body).toMatchObject({ password: sampleRun.password });
  expect(JSON.stringify([result, events])).not.toContain(sampleRun.password);
  expect(JSON.stringify(result)).toContain('<gone>');
});

test('a value that would climb out of its path segment is refused before it is sent', async () => {
  const free = groupTutorial.replace('id: <uuid>', 'id: <string>');
  const { result, backend } = await replay({ create: [[201, { id: '..', mailNickname: `g-${sampleRun.id}` }]] }, free);
  expect(result.steps[1]?.outcome).toMatchObject({ kind: 'blocked', reason: 'refused' });
  expect(backend.sent.map(({ step }) => step)).toEqual(['create', 'me']);
});

test('a manual step without a call is pending, never passed', async () => {
  const { result } = await replay(
    {},
    groupTutorial.replace(
      'request: { method: GET, url: /v1.0/me }\n    response: { status: 200 }',
      'manual: { prompt: Look }',
    ),
  );
  expect(kinds(result)).toEqual({ ...allPassed, me: 'pending' });
  expect(result.outcome).toBe('pending');
});

test('pages are followed on the service, with the same headers, and checked as one', async () => {
  const paged = groupTutorial.replace(
    'url: /v1.0/me }\n    response: { status: 200 }',
    'url: /v1.0/me, headers: { ConsistencyLevel: eventual }, pages: all }\n    response: { status: 200, body: { value: [1, 2, 3] } }',
  );
  const next = { '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me?$skiptoken=x%20y' };
  const { result, backend } = await replay(
    {
      me: [
        [200, { ...next, value: [1, 2] }],
        [200, { value: [3] }],
      ],
    },
    paged,
  );
  expect(kinds(result)).toEqual(allPassed);
  expect(
    backend.sent
      .filter(({ step }) => step === 'me')
      .map(({ request }) => [request.url, request.headers['consistencylevel']]),
  ).toEqual([
    ['/v1.0/me', 'eventual'],
    ['/v1.0/me?$skiptoken=x%20y', 'eventual'],
  ]);
});

test.each([
  ['another host', 'https://graph.microsoft.com.evil.example/v1.0/me?p=2'],
  ['another scheme', 'http://graph.microsoft.com/v1.0/me?p=2'],
  ['another port', 'https://graph.microsoft.com:8443/v1.0/me?p=2'],
  ['user info', 'https://graph.microsoft.com@evil.example/v1.0/me'],
  ['itself', 'https://graph.microsoft.com/v1.0/me'],
  ['no text', 7],
])('a next link to %s is refused', async (_, link) => {
  const paged = groupTutorial.replace('url: /v1.0/me }', 'url: /v1.0/me, pages: all }');
  const { result, backend } = await replay({ me: [[200, { '@odata.nextLink': link, value: [] }]] }, paged);
  expect(result.steps[2]?.outcome).toMatchObject({ kind: 'blocked', reason: 'refused' });
  expect(backend.sent.filter(({ step }) => step === 'me')).toHaveLength(1);
});

test('a list that continues is one response where the step does not read all pages', async () => {
  const next = { '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me?$skiptoken=x', value: [1] };
  const { result, backend } = await replay({ me: [[200, next]] });
  expect(kinds(result)).toEqual(allPassed);
  expect(backend.sent.filter(({ step }) => step === 'me')).toHaveLength(1);
});

test('a result names the tutorial of its scenario, and none where there is none', async () => {
  expect((await replay({})).result).not.toHaveProperty('tutorial');
  const { result } = await replay({}, `${groupTutorial}tutorial: https://learn.microsoft.com/graph/a\n`);
  expect(result.tutorial).toBe('https://learn.microsoft.com/graph/a');
});

test('P9 pages that never end are cut off', async () => {
  const paged = groupTutorial.replace('url: /v1.0/me }', 'url: /v1.0/me, pages: all }');
  let page = 0;
  const endless = () =>
    answered(200, { '@odata.nextLink': `https://graph.microsoft.com/v1.0/me?p=${++page}`, value: [] });
  const { result } = await replay({ me: [endless] }, paged);
  expect(result.steps[2]?.outcome).toMatchObject({ kind: 'blocked', reason: 'refused' });
  expect(page).toBe(1000);
});

test('a result says what a step waited for, whose captures it used, and what was expected where the response differs', async () => {
  const { result } = await replay({ read: [[200, { state: 'New' }]] }, groupTutorial);
  const [create, read] = result.steps;
  expect(create).not.toHaveProperty('uses');
  expect(create).not.toHaveProperty('expected');
  expect(read?.uses).toEqual(['groupId']);
  expect(read?.waits?.map(({ ms }) => ms)).toEqual([20_000, 20_000, 20_000]);
  expect(JSON.parse(read?.expected ?? '')).toEqual({ state: 'Ready' });
  expect(result.cleanup[0]?.uses).toEqual(['groupId']);
});

test('every event, and the result, says which data row it is of', async () => {
  const events: RunEvent[] = [];
  const plan = samplePlan(groupTutorial);
  const ofRow = { ...plan, scenario: { ...plan.scenario, row: 'second' } };
  const ports = { clock: scriptedClock(0), listener: (event: RunEvent) => void events.push(event) };
  const result = await replayPlan(ofRow, { backend: scriptedBackend(happy), ...ports });
  const rows = events.map((event) =>
    'scenario' in event && typeof event.scenario === 'object' ? event.scenario : event,
  );
  expect(new Set([result, ...rows].map((one) => 'row' in one && one.row))).toEqual(new Set(['second']));
});

test('only the place of a step that did not pass quotes its lines', async () => {
  const { result } = await replay({ me: [[500, {}]] });
  const quoted = result.steps.map(({ id, at }) => [id, at.excerpt.length]);
  expect(quoted).toEqual([
    ['create', 0],
    ['read', 0],
    ['me', 2],
  ]);
});
