import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleRun } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { recordedBackend } from '../../backends/recorded/recorded-backend.ts';
import { createRecorder } from '../../backends/recorded/recorder.ts';
import { parseRecording } from '../../format/recording/load-recording.ts';
import { printRecording } from '../../format/recording/print-recording.ts';
import { parseScenario } from '../../format/scenario/parse-scenario.ts';
import type { HttpResponse } from '../../http/message.ts';
import { payloadOf } from '../../http/payload.ts';
import { readContent } from '../../http/read-content.ts';
import { replayPlan } from '../execute/replay.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Reply } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { Previews } from './preview.ts';

let root: string;
let folder: string;
const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tutorial-replay-bodies-'));
  folder = join(root, 'scenarios');
  mkdirSync(folder);
  writeFileSync(join(root, 'secret.txt'), 'outside');
  writeFileSync(join(folder, 'report.csv'), 'a,b\n1,2\n');
  writeFileSync(join(folder, 'photo.png'), picture);
  writeFileSync(join(folder, 'large.bin'), '');
  truncateSync(join(folder, 'large.bin'), 64 * 1024 * 1024 + 1);
  symlinkSync(join(root, 'secret.txt'), join(folder, 'link.txt'));
});

afterAll(() => rmSync(root, { recursive: true }));

function planned(yaml: string) {
  const parsed = parseScenario({ path: join(folder, 'a.scenario.yaml'), text: yaml });
  if (!parsed.ok) return parsed;
  return makePlan(parsed.value, {
    against: 'sandbox',
    run: sampleRun,
    sources: { given: new Map(), environment: {} },
  });
}

function planOf(yaml: string) {
  const plan = planned(yaml);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join('\n'));
  return plan.value;
}

const put = (body: string, headers = '{}') => `
version: 2
title: Bodies
actors: { me: {} }
steps:
  - id: put
    request: { method: PUT, url: /v1.0/a, headers: ${headers}, body: ${body} }
    response: { status: 200 }
`;

async function sentFor(body: string, headers?: string) {
  const backend = scriptedBackend({ put: [[200]] });
  await replayPlan(planOf(put(body, headers)), { backend, clock: scriptedClock(0), listener: () => {} });
  const request = backend.sent[0]?.request;
  const payload = request && payloadOf(request);
  return { type: request?.headers['content-type'], payload, headers: request?.headers };
}

describe('a request body of version 2', () => {
  test.each([
    ['{ displayName: A }', 'application/json', '{"displayName":"A"}'],
    ['{ json: { text: A } }', 'application/json', '{"text":"A"}'],
    ['{ text: "hello ${run.id}" }', 'text/plain; charset=utf-8', `hello ${sampleRun.id}`],
    ['{ form: { a: "b c&d", n: 1 } }', 'application/x-www-form-urlencoded', 'a=b+c%26d&n=1'],
    ['{ file: ./report.csv }', 'text/csv', 'a,b\n1,2\n'],
    ['{ file: photo.png }', 'image/png', picture],
    ['{ base64: "iVBO" }', 'application/octet-stream', Buffer.from('iVBO', 'base64')],
  ])('%s is sent with its content type', async (body, type, payload) => {
    expect(await sentFor(body)).toMatchObject({ type, payload });
  });

  test('a part of a file names the part it is', async () => {
    const { payload, headers } = await sentFor('{ file: photo.png, range: 1-3 }');
    expect(payload).toEqual(picture.subarray(1, 4));
    expect(headers?.['content-range']).toBe('bytes 1-3/6');
  });

  test('a range that the scenario states with a value is sent as it is stated', async () => {
    const { headers } = await sentFor('{ file: photo.png, range: 1-3 }', '{ content-range: "bytes 1-3/${run.id}" }');
    expect(headers?.['content-range']).toBe(`bytes 1-3/${sampleRun.id}`);
  });

  test('parts are sent as browsers send them, with the same boundary each time', async () => {
    const body = '{ multipart: [ { name: "a\\"b", text: "x ${run.id}" }, { name: p, file: photo.png } ] }';
    const [first, again] = [await sentFor(body), await sentFor(body)];
    expect(first).toEqual(again);
    const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(first.type ?? '')?.[1];
    const form = await new Response(new Uint8Array(first.payload as Buffer), {
      headers: { 'content-type': first.type ?? '' },
    }).formData();
    expect(boundary).toBeDefined();
    expect(form.get('a"b')).toBe(`x ${sampleRun.id}`);
    const file = form.get('p') as File;
    expect([file.name, file.type, Buffer.from(await file.arrayBuffer())]).toEqual(['photo.png', 'image/png', picture]);
  });

  test.each([
    ['{ file: ../secret.txt }', '`../secret.txt` is not below the scenario’s folder'],
    ['{ file: link.txt }', '`link.txt` is not below the scenario’s folder'],
    ['{ file: /etc/passwd }', '`/etc/passwd` is not relative to the scenario'],
    ['{ file: missing.txt }', '`missing.txt` cannot be read (ENOENT)'],
    ['{ file: large.bin }', '`large.bin` has 67108865 bytes'],
    ['{ file: . }', '`.` is not below the scenario’s folder'],
    ['{ file: photo.png, range: 1-9 }', 'the range is not in the file'],
    ['{ base64: "iVB" }', 'this is not base64'],
    ['{ base64: "YR==" }', 'this is not base64'],
    ['{ base64: "YWJ" }', 'this is not base64'],
    ['{ multipart: [ { name: "a\\u0085b", text: x } ] }', 'the name or type of a part has control characters'],
    ['{ multipart: [ { name: "a\\nb", text: x } ] }', 'the name or type of a part has control characters'],
    ['{ multipart: [ { name: a } ] }', 'a part has a `name`, and either `text` or `file`'],
  ])('%s is an error of the file', (body, message) => {
    expect(planned(put(body))).toMatchObject({
      ok: false,
      problems: [{ code: 'invalid-value', message, at: { line: 7 } }],
    });
  });

  test.each([
    ['{ text: a }', 'application/json', 'text'],
    ['{ text: a }', 'image/png', 'text'],
    ['{ text: a }', 'audio/mpeg', 'text'],
    ['{ form: { a: b } }', 'text/plain', 'form'],
    ['{ multipart: [ { name: a, text: b } ] }', 'image/png', 'multipart'],
  ])('%s does not fit %s', (body, type, kind) => {
    const message = `the content type \`${type}\` does not fit a \`${kind}\` body`;
    expect(planned(put(body, `{ content-type: ${type} }`))).toMatchObject({ ok: false, problems: [{ message }] });
  });

  test.each([
    ['{ file: photo.png }', 'bytes 0-5', '`bytes 0-5` is not a range of bytes'],
    ['{ file: photo.png }', 'bytes 0-6/7', '`bytes 0-6/7` does not fit a body of 6 bytes'],
    ['{ file: photo.png }', 'bytes 4-9/9', '`bytes 4-9/9` does not fit a body of 6 bytes'],
    ['{ file: photo.png, range: 1-3 }', 'bytes 0-2/6', '`range` of the body is `bytes 1-3/6`'],
  ])('%s is not %s', (body, range, message) => {
    expect(planned(put(body, `{ content-range: ${range} }`))).toMatchObject({ ok: false, problems: [{ message }] });
  });

  test.each([
    ['{ file: photo.png }', 'bytes 4-9/10'],
    ['{ file: photo.png }', 'bytes 4-9/*'],
    ['{ file: photo.png, range: 1-3 }', 'bytes 1-3/6'],
    ['{ file: photo.png, range: 1-3 }', 'bytes 1-3/*'],
  ])('%s is %s', (body, range) => {
    expect(planned(put(body, `{ content-range: ${range} }`))).toMatchObject({ ok: true });
  });
});

test.each([
  ['    request: { method: PUT, url: /v1.0/a, body: { file: a.txt } }\n    response: { status: 200 }', 'file'],
  ['    request: { method: GET, url: /v1.0/a }\n    response: { status: 200, text: a }', 'text'],
  [
    '    request: { method: GET, url: /v1.0/a }\n    response: { status: 200 }\n    capture: { a: { header: b } }',
    'header',
  ],
])('a key of version 2 in version 1 names the way there', (step, key) => {
  const plan = planned(`title: Old\nactors: { me: {} }\nsteps:\n  - id: a\n${step}\n`);
  expect(plan).toMatchObject({ ok: false, problems: [{ code: 'unknown-key' }] });
  if (plan.ok) return;
  expect(plan.problems[0]?.message).toContain(`\`${key}\` belongs to version 2`);
  expect(plan.problems[0]?.fix).toContain('check --migrate');
});

const received = (status: number, body: Uint8Array, headers: HttpResponse['headers']): Reply => ({
  kind: 'answered',
  response: { status, headers, ...readContent(Buffer.from(body), headers) },
});

const downloads = (csv: string) => `
version: 2
title: Downloads
actors: { me: {} }
steps:
  - id: start
    request: { method: POST, url: /v1.0/copy, body: { a: 1 } }
    response: { status: 202 }
    capture: { place: { header: Location }, code: { status }, word: { text: 'job (\\w+)' } }
  - id: photo
    request: { method: GET, url: "/v1.0/photo/\${word}" }
    response: { status: 200, type: image/png, size: 6, sha256: "<matches ^[0-9a-f]{64}$>" }
  - id: report
    request: { method: GET, url: "/v1.0/report?from=\${code}" }
    response: { status: 200, type: text/csv, ${csv} }
`;

const replies = {
  start: [
    received(202, Buffer.from('job abc1'), {
      'content-type': 'text/plain',
      location: 'https://graph.microsoft.com/v1.0/op',
    }),
  ],
  photo: [received(200, picture, { 'content-type': 'image/png' })],
  report: [
    received(200, Buffer.from('\ufeffReviewer,"De ""cision"""\r\nAda,"a,b"\r\n'), { 'content-type': 'text/csv' }),
  ],
};

const run = (csv: string) =>
  replayPlan(planOf(downloads(csv)), {
    backend: scriptedBackend(replies),
    clock: scriptedClock(0),
    listener: () => {},
  });

test('text, CSV, size and hash are expected, header, status and text captured', async () => {
  const csv = 'csv: { columns: [Reviewer, "De \\"cision\\""], rows: [ { Reviewer: Ada, "De \\"cision\\"": "a,b" } ] }';
  const backend = scriptedBackend(replies);
  const result = await replayPlan(planOf(downloads(csv)), { backend, clock: scriptedClock(0), listener: () => {} });
  expect(result.outcome).toBe('passed');
  expect(backend.sent.map(({ request }) => request.url)).toEqual([
    '/v1.0/copy',
    '/v1.0/photo/abc1',
    '/v1.0/report?from=202',
  ]);
});

test.each([
  ['csv: { rows: 2 }', ['$.csv.rows']],
  ['csv: { columns: [Reviewer, Decision], rows: <count> }', ['$.csv.columns[1]']],
  ['text: other', ['$.text']],
  ['size: <integer >= 100>', ['$.size']],
  [`sha256: "${'0'.repeat(64)}"`, ['$.sha256']],
])('%s is a difference at its place', async (csv, paths) => {
  const result = await run(csv);
  const outcome = result.steps[2]?.outcome;
  expect(outcome?.kind === 'failed' && outcome.differences.map(({ path }) => path)).toEqual(paths);
});

describe('a part of a header is captured', () => {
  const scenario = (text: string) => `
version: 2
title: Parts
actors: { me: {} }
steps:
  - id: start
    request: { method: POST, url: /v1.0/teams, body: { a: 1 } }
    response: { status: 202 }
    capture:
      team: { text: "${text}", header: Location }
  - id: photo
    request: { method: GET, url: "/v1.0/teams/\${team}" }
    response: { status: 200 }
`;
  const place = { location: "/teams('a1')/operations('b2')" };
  const send = async (text: string) => {
    const backend = scriptedBackend({
      start: [received(202, Buffer.from(''), place)],
      photo: [received(200, Buffer.from(''), {})],
    });
    const plan = planOf(scenario(text));
    return { backend, result: await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {} }) };
  };

  test.each([
    ["teams\\\\('([^']+)'", '/v1.0/teams/a1'],
    ['b[0-9]', '/v1.0/teams/b2'],
  ])('by its first group, or the whole match: %s', async (text, url) => {
    const { backend, result } = await send(text);
    expect(result.outcome).toBe('passed');
    expect(backend.sent[1]?.request.url).toBe(url);
  });

  test('and where nothing of it matches, that is a difference at the expression', async () => {
    const { result } = await send('groups/(.+)');
    const outcome = result.steps[0]?.outcome;
    expect(outcome?.kind === 'failed' && outcome.differences).toMatchObject([
      {
        code: 'capture',
        path: 'header location',
        message: '`team` cannot be captured: the expression matches nothing in the header',
        at: { line: 10, column: 21 },
      },
    ]);
  });

  test('an expression that is none is an error of the file', () => {
    expect(planned(scenario('('))).toMatchObject({ ok: false, problems: [{ code: 'bad-matcher', at: { line: 10 } }] });
  });
});

test('a recording gives the same bytes back', async () => {
  const plan = planOf(downloads('csv: { rows: 1 }'));
  const recorder = createRecorder(plan, { source: 'live', date: '2026-01-31' });
  await replayPlan(plan, { backend: scriptedBackend(replies), clock: scriptedClock(0), listener: recorder.listener });
  const recording = recorder.recording();
  expect(recording.steps['photo']?.[0]?.response.bytes).toMatchObject({ size: 6, base64: picture.toString('base64') });
  const again = await replayPlan(plan, {
    backend: recordedBackend(recording),
    clock: scriptedClock(0),
    listener: () => {},
  });
  expect(again.outcome).toBe('passed');
  expect(again.steps[1]?.exchange?.response.bytes).toMatchObject({ base64: picture.toString('base64') });
});

const operation = (method: string) => `
version: 2
title: Operation
actors: { me: {} }
steps:
  - id: start
    request: { method: POST, url: /v1.0/copy, body: { a: 1 } }
    response: { status: 202 }
    capture: { operation: { header: location } }
  - id: wait
    request: { method: ${method}, url: "\${operation}" }
    eventually: { within: PT2M, every: PT1S }
    response: { status: 200, body: { status: succeeded } }
`;

function poll(location: string) {
  const backend = scriptedBackend({
    start: [received(202, Buffer.alloc(0), { location })],
    wait: [
      [200, { status: 'running' }],
      [200, { status: 'succeeded' }],
    ],
  });
  const run = replayPlan(planOf(operation('GET')), { backend, clock: scriptedClock(0), listener: () => {} });
  return run.then((result) => ({ result, urls: backend.sent.map(({ request }) => request.url) }));
}

test.each(['https://graph.microsoft.com/v1.0/op?id=1', '/v1.0/op?id=1', '/op?id=1'])(
  'an operation is polled at the link %s until it is done',
  async (location) => {
    const { result, urls } = await poll(location);
    expect(result.outcome).toBe('passed');
    expect(urls).toEqual(['/v1.0/copy', '/v1.0/op?id=1', '/v1.0/op?id=1']);
  },
);

test.each([
  'https://other.example/v1.0/op',
  '//other.example/op',
  'http://graph.microsoft.com/v1.0/op',
  'https://graph.microsoft.com@other.example/op',
  'https://user@graph.microsoft.com/op',
])('the token does not go to the link %s', async (location) => {
  const { result, urls } = await poll(location);
  expect(urls).toEqual(['/v1.0/copy']);
  expect(result.steps[1]?.outcome).toMatchObject({ kind: 'blocked', reason: 'refused' });
});

test('a captured link is read, and never written to', () => {
  expect(planned(operation('DELETE'))).toMatchObject({ ok: false, problems: [{ code: 'bad-url' }] });
});

const transfer = (request: string) => `
version: 2
title: Transfer
actors: { me: {} }
steps:
  - id: start
    request: { method: POST, url: /v1.0/start, body: { a: 1 } }
    response: { status: 200 }
    capture: { link: $.link }
  - id: other
    request: ${request}
    response: { status: 200 }
`;

async function follow(link: string, request = '{ method: GET, url: "${link}", credentials: none }') {
  const backend = scriptedBackend({ start: [[200, { link }]], other: [[200, {}]] });
  const result = await replayPlan(planOf(transfer(request)), { backend, clock: scriptedClock(0), listener: () => {} });
  return { result, sent: backend.sent };
}

describe('credentials: none', () => {
  test('a request to a captured link of another host is sent as it is, with the headers of the scenario and no others', async () => {
    const { result, sent } = await follow('https://files.example/a%20b?sig=1%2B2#part');
    expect(result.outcome).toBe('passed');
    expect(sent[1]?.request).toEqual({ method: 'GET', url: 'https://files.example/a%20b?sig=1%2B2', headers: {} });
    expect(sent.map(({ withoutCredentials }) => withoutCredentials)).toEqual([undefined, true]);
  });

  test('a PUT sends its bytes there, and says which they are', async () => {
    const request = '{ method: PUT, url: "${link}", credentials: none, body: { file: photo.png, range: 1-3 } }';
    const { sent } = await follow('https://files.example/up/1', request);
    expect(sent[1]?.request).toMatchObject({
      url: 'https://files.example/up/1',
      headers: { 'content-type': 'image/png', 'content-range': 'bytes 1-3/6' },
    });
  });

  test.each([
    ['http://files.example/a', 'leads to `http://files.example`, which is not https'],
    ['https://me:secret@files.example/a', 'names a user before the host `files.example`'],
    ['https://169.254.169.254/latest', 'leads to `169.254.169.254`, which is not a public address'],
    ['https://localhost:8443/a', 'leads to `localhost:8443`, which is not a public address'],
    ['javascript:alert(1)', 'leads to `javascript://`, which is not https'],
    ['https:\\\\files.example', ''],
    ['https://files.example/\u0430', ''],
    ['', ''],
  ])('the link %s is refused at its step, and nothing is sent', async (link, why) => {
    const { result, sent } = await follow(link);
    expect(sent).toHaveLength(1);
    expect(result.steps[1]).toMatchObject({ outcome: { kind: 'blocked', reason: 'refused' }, at: { line: 10 } });
    expect(JSON.stringify(result.steps[1]?.outcome)).toContain(why === '' ? 'the captured value is not a link' : why);
    expect(JSON.stringify(result.steps[1]?.outcome)).not.toContain('secret');
  });

  test.each([
    ['{ method: GET, url: /v1.0/me, credentials: none }', '`credentials: none` is for a link that was captured'],
    ['{ method: GET, url: "/v1.0/${link}", credentials: none }', '`credentials: none` is for a link that was captured'],
    ['{ method: DELETE, url: "${link}", credentials: none }', '`credentials: none` is for one GET or PUT'],
    ['{ method: GET, url: "${link}", credentials: none, pages: all }', '`credentials: none` is for one GET or PUT'],
    ['{ method: GET, url: "https://files.example/a", credentials: none }', 'names the host `files.example`'],
    ['{ method: GET, url: "http://169.254.169.254/a", credentials: none }', 'names the host `169.254.169.254`'],
    ['{ method: GET, url: "https://a:b@files.example/a", credentials: none }', 'names the host `files.example`'],
  ])('%s is an error of the file, at its place', (request, message) => {
    const plan = planned(transfer(request));
    expect(plan).toMatchObject({ ok: false });
    if (plan.ok) return;
    expect(plan.problems.find((one) => one.message.includes(message))).toMatchObject({ at: { line: 11 } });
    expect(plan.problems.map((one) => one.message).join()).not.toContain('a:b');
  });

  test('a dry run shows the link by its name', () => {
    const plan = planOf(transfer('{ method: GET, url: "${link}", credentials: none }'));
    const call = plan.steps[1]?.call;
    expect(call && new Previews(plan).request(call.request)).toMatchObject({ method: 'GET', url: '${link}' });
  });
});

const large = `
version: 2
title: Large
actors: { me: {} }
steps:
  - id: put
    request: { method: PUT, url: /v1.0/a, body: { file: growing.bin } }
    response: { status: 200, type: application/zip, size: 20000000, sha256: "<matches ^00>" }
cleanup:
  - id: tidy
    request: { method: GET, url: /v1.0/b }
    response: { status: 200 }
`;

const many: Reply = {
  kind: 'answered',
  response: {
    status: 200,
    headers: { 'content-type': 'application/zip' },
    text: '',
    bytes: { size: 20_000_000, sha256: '00'.repeat(32) },
  },
};

test('a file that changes after the plan is not sent, the reason is shown, and cleanup runs', async () => {
  writeFileSync(join(folder, 'growing.bin'), Buffer.alloc(2_000_000));
  const plan = planOf(large);
  writeFileSync(join(folder, 'growing.bin'), Buffer.alloc(2_000_001));
  const backend = scriptedBackend({ put: [many], tidy: [[200]] });
  const result = await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {} });
  expect(backend.sent.map(({ step }) => step)).toEqual(['tidy']);
  expect(result.steps[0]?.outcome).toMatchObject({
    kind: 'blocked',
    message: 'the file to send was changed after the run was planned',
  });
  expect(result.cleanup[0]?.outcome.kind).toBe('passed');
});

test('a recording of too many bytes replays their summary', async () => {
  writeFileSync(join(folder, 'growing.bin'), Buffer.alloc(2_000_000));
  const plan = planOf(large);
  const recorder = createRecorder(plan, { source: 'live', date: '2026-01-31' });
  const listener = recorder.listener;
  await replayPlan(plan, {
    backend: scriptedBackend({ put: [many], tidy: [[200]] }),
    clock: scriptedClock(0),
    listener,
  });
  const recording = recorder.recording();
  const text = printRecording(recording);
  expect(text).not.toContain('growing.bin');
  const parsed = parseRecording({ path: 'a.recording.json', text });
  if (!parsed.ok) throw new Error('it is no recording');
  const backend = recordedBackend(parsed.value.recording);
  const again = await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {} });
  expect(again.outcome).toBe('passed');
});

describe('a batch of version 2', () => {
  const batch = (part: string) => `
version: 2
title: Batch
actors: { me: {} }
steps:
  - id: put
    request:
      method: POST
      url: /v1.0/$batch
      body: { requests: [ { id: "1", method: PUT, url: /me/photo/$value, ${part} } ] }
    response: { status: 200 }
`;
  async function partFor(part: string): Promise<unknown> {
    const backend = scriptedBackend({ put: [[200, {}]] });
    await replayPlan(planOf(batch(part)), { backend, clock: scriptedClock(0), listener: () => {} });
    const body = backend.sent[0]?.request.body as { requests: { headers: object; body: unknown }[] };
    const { headers, body: content } = body.requests[0] ?? {};
    return { headers, body: content };
  }

  test.each([
    ['body: { file: photo.png }', { 'Content-Type': 'image/png' }, picture.toString('base64')],
    [
      'body: { file: photo.png, range: 1-3 }',
      { 'Content-Type': 'image/png' },
      picture.subarray(1, 4).toString('base64'),
    ],
    ['headers: { content-type: image/x-a }, body: { base64: iVBO }', { 'content-type': 'image/x-a' }, 'iVBO'],
    ['body: { file: report.csv }', { 'Content-Type': 'text/csv' }, 'a,b\n1,2\n'],
    ['body: { text: "run ${run.id}" }', { 'Content-Type': 'text/plain; charset=utf-8' }, `run ${sampleRun.id}`],
    ['headers: { a: b }, body: { json: { text: c } }', { a: 'b', 'Content-Type': 'application/json' }, { text: 'c' }],
    ['headers: { content-type: a/b+json }, body: { json: [ 1 ] }', { 'content-type': 'a/b+json' }, [1]],
    [
      'headers: { content-type: a/json }, body: { text: c, more: d }',
      { 'content-type': 'a/json' },
      { text: 'c', more: 'd' },
    ],
  ])('sends %s as JSON has it', async (part, headers, body) => {
    expect(await partFor(part)).toEqual({ headers, body });
  });

  test.each([
    ['body: { file: ../secret.txt }', '`../secret.txt` is not below the scenario’s folder'],
    ['body: { base64: "!" }', 'this is not base64'],
    ['body: { form: { a: b } }', '`form` is not allowed in a batch'],
    ['body: { file: growing.bin }', 'a request of a batch sends at most 1 MiB of a file'],
    ['headers: { Content-Type: text/plain; charset=klingon }, body: { text: a }', '`klingon` is not a charset'],
    ['headers: { Content-Type: text/plain; charset=klingon }, body: { base64: aGk= }', '`klingon` is not a charset'],
    [
      'headers: { Content-Type: text/plain; charset=latin1 }, body: { text: "\u4e2d" }',
      'a character that `latin1` lacks',
    ],
    ['headers: { Content-Type: application/json }, body: { text: a }', 'does not fit a `text` body'],
  ])('%s is an error of the file, at its place', (part, message) => {
    writeFileSync(join(folder, 'growing.bin'), Buffer.alloc(2_000_000));
    const plan = planned(batch(part));
    expect(plan).toMatchObject({ ok: false, problems: [{ code: 'invalid-value', at: { line: 10 } }] });
    expect(!plan.ok && plan.problems[0]?.message).toContain(message);
  });
});
