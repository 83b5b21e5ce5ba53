import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { type ScriptedReply, scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { parseRecording } from '../../format/recording/load-recording.ts';
import { printRecording } from '../../format/recording/print-recording.ts';
import { type Recording, recordedPassword } from '../../format/recording/recording.ts';
import { canonicalJson } from '../../json/canonical.ts';
import type { Json } from '../../json/json.ts';
import { replayPlan } from '../../run/execute/replay.ts';
import type { RunListener } from '../../run/result.ts';
import { scriptedClock } from '../../run/scripted-clock.ts';
import { recordedBackend } from './recorded-backend.ts';
import { recordedResponder } from './recorded-responder.ts';
import { createRecorder } from './recorder.ts';

const tutorial = `
title: Groups
actors: { admin: {} }
inputs: { owner: { example: casey } }
steps:
  - id: create
    request:
      method: POST
      url: /v1.0/users
      headers: { Prefer: return=representation }
      body: { mailNickname: "u-\${run.id}", passwordProfile: { password: "\${run.password}" } }
    response: { status: 201 }
    capture: { userId: $.id }
    creates: { delete: "/v1.0/users/\${userId}" }
  - id: wait
    request: { method: GET, url: "/v1.0/users/\${userId}" }
    eventually: { within: PT1M, every: PT20S }
    response: { status: 200, body: { state: Ready } }
  - id: list
    request: { method: GET, url: "/v1.0/users?$filter=manager eq '\${owner}'", pages: all }
    response: { status: 200, body: { value: [1, 2, 3] } }
  - id: count
    request: { method: GET, url: /v1.0/users/$count, headers: { ConsistencyLevel: eventual, accept: text/plain } }
    response: { status: 200 }
cleanup:
  - id: delete
    request: { method: DELETE, url: "/v1.0/users/\${userId}" }
    response: { status: 204 }
`;

const reply = (status: number, headers: { readonly [name: string]: string }, text: string): ScriptedReply => ({
  kind: 'answered',
  response: { status, headers, text },
});

const replies: { readonly [step: string]: readonly ScriptedReply[] } = {
  create: [
    reply(
      201,
      {
        'content-type': 'application/json;odata.metadata=minimal',
        location: 'https://graph.microsoft.com/v1.0/users/u1',
        'preference-applied': 'return=representation',
        date: 'Sat, 31 Jan 2026 08:00:00 GMT',
        'request-id': '9b2c',
        'x-ms-ags-diagnostic': '{}',
      },
      '{ "id": "u1" }',
    ),
  ],
  wait: [
    [200, { state: 'Making' }],
    [200, { state: 'Ready' }],
  ],
  list: [
    [200, { '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users?$skiptoken=2', value: [1, 2] }],
    [200, { value: [3] }],
  ],
  count: [reply(200, { 'content-type': 'text/plain' }, '3')],
  delete: [[204]],
};

async function record(yaml = tutorial) {
  const plan = samplePlan(yaml);
  const recorder = createRecorder(plan, { source: 'sandbox', date: '2026-01-31' });
  const result = await replayed(yaml, { backend: scriptedBackend(replies), listener: recorder.listener });
  return { recording: recorder.recording(), outcome: result.outcome };
}

async function replayed(
  yaml: string,
  { backend, listener = () => {} }: { backend: ReturnType<typeof recordedBackend>; listener?: RunListener },
) {
  const clock = scriptedClock(Date.parse(sampleRun.now));
  const plan = samplePlan(yaml, { run: { ...sampleRun, password: recordedPassword } });
  return replayPlan(plan, { backend, clock, listener });
}

describe('a recorder', () => {
  test('keeps every exchange of every step, polls and pages too, in the order of the scenario', async () => {
    const { recording, outcome } = await record();
    expect(outcome).toBe('passed');
    expect(Object.entries(recording.steps).map(([id, exchanges]) => [id, exchanges.length])).toEqual([
      ['create', 1],
      ['wait', 2],
      ['list', 2],
      ['count', 1],
      ['delete', 1],
    ]);
    expect(recording).toMatchObject({
      version: 1,
      source: 'sandbox',
      date: '2026-01-31',
      run: { id: sampleRun.id, now: sampleRun.now },
      inputs: { owner: 'casey' },
    });
    expect(recording.steps['list']?.map(({ request }) => request.url)).toEqual([
      "/v1.0/users?$filter=manager%20eq%20'casey'",
      '/v1.0/users?$skiptoken=2',
    ]);
  });

  test('keeps the headers that a scenario asks and gets, and none that changes by itself', async () => {
    const { recording } = await record();
    const [created] = recording.steps['create'] ?? [];
    expect(created?.request.headers).toEqual({ 'content-type': 'application/json', prefer: 'return=representation' });
    expect(created?.response.headers).toEqual({
      'content-type': 'application/json;odata.metadata=minimal',
      location: 'https://graph.microsoft.com/v1.0/users/u1',
      'preference-applied': 'return=representation',
    });
    expect(recording.steps['count']?.[0]?.request.headers).toEqual({
      consistencylevel: 'eventual',
      accept: 'text/plain',
    });
    expect(recording.steps['delete']?.[0]?.request.headers).toEqual({});
  });

  test('never holds a password, and a replay sends what stands for it', async () => {
    const { recording } = await record();
    expect(printRecording(recording)).not.toContain(sampleRun.password);
    expect(recording.steps['create']?.[0]?.request.body).toMatchObject({
      passwordProfile: { password: recordedPassword },
    });
  });

  test('makes a recording that answers the same scenario', async () => {
    const { recording } = await record();
    const result = await replayed(tutorial, { backend: recordedBackend(recording) });
    expect([...result.steps, ...result.cleanup].map(({ id, outcome }) => [id, outcome])).toEqual(
      ['create', 'wait', 'list', 'count', 'delete'].map((id) => [id, { kind: 'passed' }]),
    );
    expect(result.steps.find(({ id }) => id === 'count')?.exchange?.response.text).toBe('3');
  });

  test.each(['a,b\n1,2\n', '42\n', '"quoted"', 'null'])(
    'a body without a content type that is not an object or a list comes back as it was: %j',
    async (text) => {
      const plan = samplePlan(tutorial);
      const recorder = createRecorder(plan, { source: 'live', date: '2026-01-31' });
      const request = { method: 'GET', url: '/v1.0/users/$count', headers: {} } as const;
      const exchange = { request, response: { status: 200, headers: {}, text } };
      recorder.listener({ kind: 'step-exchanged', file: plan.scenario.source.path, id: 'count', exchange });
      const read = parseRecording({ path: 'a.recording.json', text: printRecording(recorder.recording()) });
      if (!read.ok) throw new Error(read.problems[0]?.message);
      const again = recordedResponder(read.value.recording).responder(request, { step: 'count' });
      expect(await again).toEqual({ status: 200, headers: {}, text });
    },
  );

  test('records only the scenario that it records', async () => {
    const recorder = createRecorder(samplePlan(tutorial), { source: 'sandbox', date: '2026-01-31' });
    const exchange = {
      request: { method: 'GET', url: '/x', headers: {} },
      response: { status: 200, headers: {}, text: '' },
    } as const;
    recorder.listener({ kind: 'step-exchanged', file: 'other.scenario.yaml', id: 'create', exchange });
    expect(recorder.recording().steps).toEqual({});
  });
});

describe('a printed recording', () => {
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
  const headers = fc.dictionary(fc.constantFrom('content-type', 'prefer', 'location'), fc.constantFrom('a', 'b/c'));
  const exchange = fc.record({
    request: fc.record({
      method: fc.constantFrom('GET', 'POST'),
      url: fc.constantFrom('/v1.0/groups', '/beta/users?$top=5'),
      headers: headers.map((all) => ({ ...all })),
      body: json,
    }),
    response: fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      headers: headers.map((all) => ({ ...all })),
      body: json,
    }),
  });
  const steps = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.array(exchange, { minLength: 1, maxLength: 3 }));

  test('is read back as it was', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const recording = {
          version: 1,
          source: 'sandbox',
          date: '2026-01-31',
          run: { id: 'abcd', now: '2026-01-31T08:00:00Z' },
          inputs: { owner: 'casey' },
          steps: { ...some },
        } as unknown as Recording;
        const text = printRecording(recording);
        const read = parseRecording({ path: 'x.recording.json', text });
        if (!read.ok) throw new Error(read.problems[0]?.message);
        expect(text).toMatch(/"digest": "sha256:/);
        // As text, because a number at the edge of what a double holds exactly comes back as its digits.
        expect(canonicalJson(read.value.recording as unknown as Json)).toBe(
          canonicalJson(recording as unknown as Json),
        );
      }),
    );
  });

  test('cannot be changed unseen', async () => {
    const { recording } = await record();
    const text = printRecording(recording).replace('"Ready"', '"Steady"');
    const read = parseRecording({ path: 'x.recording.json', text });
    expect(read.ok ? [] : read.problems.map(({ code }) => code)).toEqual(['recording-digest']);
  });
});
