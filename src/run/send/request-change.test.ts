import { describe, expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { answered, scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { recordedBackend } from '../../backends/recorded/recorded-backend.ts';
import { createRecorder } from '../../backends/recorded/recorder.ts';
import { defined } from '../../defined.ts';
import { type RecordedExchange, type Recording, recordingVersion } from '../../format/recording/recording.ts';
import { replayPlan } from '../execute/replay.ts';
import type { RunPorts } from '../execute/run-ports.ts';
import type { StepResult } from '../result.ts';
import { scriptedClock } from '../scripted-clock.ts';

/** A tutorial of one step, which sends this. */
const tutorialOf = (request: string, eventually = '') => `
title: One request
actors: { admin: {} }
steps:
  - id: only
    request: ${request}
    response: { status: 200 }
    ${eventually}`;

const ports = { clock: scriptedClock(Date.parse(sampleRun.now)), listener: () => {} };

async function only(yaml: string, about: Partial<RunPorts> & Pick<RunPorts, 'backend'>): Promise<StepResult> {
  const { steps } = await replayPlan(samplePlan(yaml), { ...ports, ...about });
  const [step] = steps;
  if (step === undefined) throw new Error('the step has a result');
  return step;
}

async function record(yaml: string): Promise<Recording> {
  const recorder = createRecorder(samplePlan(yaml), { source: 'sandbox', date: '2026-01-31' });
  await only(yaml, { backend: scriptedBackend({ only: [[200, {}]] }), listener: recorder.listener });
  return recorder.recording();
}

/** What a replay of `after` finds in a recording that `before` made. */
async function changes(before: string, after: string): Promise<readonly string[]> {
  const recording = await record(tutorialOf(before));
  const { outcome } = await only(tutorialOf(after), { backend: recordedBackend(recording) });
  if (outcome.kind !== 'failed') return [outcome.kind];
  return outcome.differences.map(
    ({ code, path, expected, actual }) => `${code} ${path}: ${expected ?? '-'} → ${actual ?? '-'}`,
  );
}

const get = (more: string) => `{ method: GET, url: /v1.0/groups${more} }`;
const post = (more: string) => `{ method: POST, url: /v1.0/me/sendMail, ${more} }`;

describe('a request that is not the recorded one', () => {
  test.each([
    ['an option that is added', get(''), get('?$top=5'), ['url: /v1.0/groups → /v1.0/groups?$top=5']],
    ['an option that is gone', get('?$top=5'), get(''), ['url: /v1.0/groups?$top=5 → /v1.0/groups']],
    ['an option that changes', get('?$top=5'), get('?$top=6'), ['url: /v1.0/groups?$top=5 → /v1.0/groups?$top=6']],
    ['another path', get(''), get('/1'), ['url: /v1.0/groups → /v1.0/groups/1']],
    ['another method', get(''), '{ method: HEAD, url: /v1.0/groups }', ['method: GET → HEAD']],
    ['a header that is added', get(''), get(', headers: { Prefer: a }'), ['header prefer: - → a']],
    ['a header that is gone', get(', headers: { If-Match: W/"1" }'), get(''), ['header if-match: W/"1" → -']],
    ['a header that changes', get(', headers: { X-Own: a }'), get(', headers: { x-own: b }'), ['header x-own: a → b']],
    ['a header no one has heard of', get(''), get(', headers: { X-Own: a }'), ['header x-own: - → a']],
    ['a header no one has heard of that is gone', get(', headers: { X-Own: a }'), get(''), ['header x-own: a → -']],
    ['another language', get(', headers: { Accept-Language: de }'), get(''), ['header accept-language: de → -']],
    ['another type that is accepted', get(''), get(', headers: { Accept: text/csv }'), ['header accept: - → text/csv']],
    [
      'a type without a body',
      get(''),
      get(', headers: { Content-Type: application/json }'),
      ['header content-type: - → application/json'],
    ],
    ['a client that is named', get(''), get(', headers: { User-Agent: a }'), ['header user-agent: - → a']],
    ['a body that is added', post('headers: {}'), post('body: { a: 1 }'), ['$: - → {"a": 1}']],
    ['a body that is gone', post('body: { a: 1 }'), post('headers: {}'), ['$: {"a": 1} → -']],
    ['a property that is added', post('body: { a: 1 }'), post('body: { a: 1, b: null }'), ['$.b: - → null']],
    ['a property that is gone', post('body: { a: 1, b: null }'), post('body: { a: 1 }'), ['$.b: null → -']],
    [
      'a value that changes',
      post('body: { a: [1, { b: x }] }'),
      post('body: { a: [1, { b: y }] }'),
      ['$.a[1].b: "x" → "y"'],
    ],
    ['an item that is added', post('body: { a: [1] }'), post('body: { a: [1, 2] }'), ['$.a[1]: - → 2']],
    ['an item that is gone', post('body: { a: [1, 2] }'), post('body: { a: [1] }'), ['$.a[1]: 2 → -']],
  ])('is a difference: %s', async (_, before, after, found) => {
    expect(await changes(before, before)).toEqual(['passed']);
    expect(await changes(before, after)).toEqual(found.map((one) => `request-changed request ${one}`));
  });

  test('hides what a property of a recording that was written by hand holds, if its name says that it is a secret', async () => {
    const written = { note: 'Hunter two', many: [{ note: 'Hunter two' }], kept: 'Some words' };
    const made = JSON.stringify(
      await record(tutorialOf(post(`body: ${JSON.stringify({ ...written, notes: ['Hunter two'] })}`))),
    );
    const recording = JSON.parse(made.replaceAll('"note":', '"clientSecret":').replaceAll('"notes":', '"password":'));
    const found = async (body: object) => {
      const tutorial = tutorialOf(post(`body: ${JSON.stringify(body)}`));
      const { outcome } = await only(tutorial, { backend: recordedBackend(recording) });
      if (outcome.kind !== 'failed') throw new Error(outcome.kind);
      return outcome.differences.map(({ path, expected = '-' }) => `${path} ${expected}`);
    };
    expect(await found({ many: [], kept: 'Other' })).toEqual([
      'request $.clientSecret "<gone:clientSecret>"',
      'request $.many[0] {"clientSecret": "<gone:clientSecret>"}',
      'request $.kept "Some words"',
      'request $.password ["<gone:password>"]',
    ]);
    expect(await found({ ...written, password: ['x'], clientSecret: 'y', many: [{ clientSecret: 'z' }] })).toEqual([
      'request $.clientSecret "<gone:clientSecret>"',
      'request $.many[0].clientSecret "<gone:clientSecret>"',
      'request $.password[0] "<gone:password>"',
      'request $.note -',
    ]);
  });

  test('shows all that changed, and says on which side each part is', async () => {
    const recording = await record(tutorialOf(post('headers: { A: "1", B: "1" }, body: { a: 1 }')));
    const { outcome } = await only(tutorialOf(post('headers: { B: "2", C: "1" }, body: { b: 1 }')), {
      backend: recordedBackend(recording),
    });
    expect(outcome).toMatchObject({
      kind: 'failed',
      differences: [
        {
          path: 'request header a',
          message: 'it was sent when this was recorded, and no longer is',
          at: { line: 6 },
        },
        { path: 'request header b', message: 'the request differs from the recorded one' },
        { path: 'request header c', message: 'it was not sent when this was recorded' },
        { path: 'request $.a' },
        { path: 'request $.b' },
      ],
    });
  });
});

/** A recording that a person wrote by hand, or made from the traffic of another client. */
const handMade = (
  headers: RecordedExchange['request']['headers'],
  body?: RecordedExchange['request']['body'],
): Recording => ({
  version: recordingVersion,
  source: 'live' as const,
  date: '2026-01-31',
  run: sampleRun,
  inputs: {},
  steps: {
    only: [
      {
        request: {
          method: 'POST' as const,
          url: '/v1.0/me/sendMail',
          headers,
          ...defined({ body }),
        },
        response: { status: 200, headers: {} },
      },
    ],
  },
});

describe('a request that is the recorded one', () => {
  test.each([
    [
      'what is the default is there or not',
      post('headers: { Accept: application/json }, body: { a: 1 }'),
      {},
      { a: 1 },
    ],
    [
      'the default was recorded',
      post('body: { a: 1 }'),
      { accept: 'application/json', 'content-type': 'application/json' },
      { a: 1 },
    ],
    ['a credential is sent that no recording has', post('headers: { Api-Key: k, X-Ms-Copy-Source: s }'), {}, undefined],
    ['names have other letters', post('headers: { prefer: a }'), { Prefer: 'a' }, undefined],
    ['properties have another order', post('body: { a: 1, b: 2 }'), {}, { b: 2, a: 1 }],
    [
      'another client added what it needs',
      post('headers: {}'),
      {
        'User-Agent': 'x',
        'accept-encoding': 'br',
        'client-request-id': '1',
        host: 'graph.microsoft.com',
        connection: 'close',
        'content-length': '0',
      },
      undefined,
    ],
  ])('passes where %s', async (_, sent, headers, body) => {
    const { outcome } = await only(tutorialOf(sent), { backend: recordedBackend(handMade(headers, body)) });
    expect(outcome).toEqual({ kind: 'passed' });
  });
});

describe('exchanges that a step does not use', () => {
  const poll = tutorialOf(get(''), 'eventually: { within: PT1M, every: PT5S }');
  const exchange = {
    request: { method: 'GET', url: '/v1.0/groups', headers: {} },
    response: { status: 200, headers: {} },
  } as const;
  const recordingOf = (count: number): Recording => ({
    ...handMade({}),
    steps: { only: Array.from({ length: count }, () => exchange) },
  });

  test.each([
    [2, 'the recording has one more exchange than the step sent requests'],
    [4, 'the recording has 3 more exchanges than the step sent requests'],
  ])('are a difference: %i recorded, 1 used', async (count, message) => {
    const { outcome } = await only(poll, { backend: recordedBackend(recordingOf(count)) });
    expect(outcome).toMatchObject({
      kind: 'failed',
      differences: [{ code: 'request-changed', path: 'recording', message }],
    });
  });

  test('are none where the last one is used', async () => {
    expect((await only(poll, { backend: recordedBackend(recordingOf(1)) })).outcome).toEqual({ kind: 'passed' });
    const later = { ...exchange, response: { status: 404, headers: {} } };
    const recording = { ...recordingOf(1), steps: { only: [later, exchange] } };
    expect(await only(poll, { backend: recordedBackend(recording) })).toMatchObject({
      outcome: { kind: 'passed' },
      attempts: 2,
    });
  });

  test('are none for a service that is no recording', async () => {
    const step = await only(poll, { backend: scriptedBackend({ only: [answered(200, {}), answered(200, {})] }) });
    expect(step.outcome).toEqual({ kind: 'passed' });
  });
});
