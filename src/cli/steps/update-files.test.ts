import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

const root = mkdtempSync(join(tmpdir(), 'tutorial-replay-update-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

const file = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(file(name), 'utf8');

function write(files: { readonly [name: string]: string }): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(file(name), '..'), { recursive: true });
    writeFileSync(file(name), content);
  }
}

type Received = { readonly status?: number; readonly headers?: object; readonly body?: unknown };

function recording(
  steps: { readonly [id: string]: readonly [method: string, url: string, received: Received] },
  inputs = {},
): string {
  const exchanges = Object.entries(steps).map(([id, [method, url, { status = 200, ...received }]]) => [
    id,
    [{ request: { method, url }, response: { status, ...received } }],
  ]);
  const run = { id: 'paubg3xq7k2ma', now: '2026-11-01T00:00:00Z' };
  return JSON.stringify({
    version: 1,
    source: 'documentation',
    date: '2026-11-01',
    run,
    inputs,
    steps: Object.fromEntries(exchanges),
  });
}

async function update(name: string) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(['run', file(name), '-u'], streams);
  return { code, out: out().replaceAll(folder, '.'), err: err().replaceAll(folder, '.') };
}

test('texts keep their `${…}`, lists their comments and matchers, and the next run passes', async () => {
  const before = `title: A
actors: { me: {} }
steps:
  - id: list
    request: { method: GET, url: /v1.0/groups }
    response:
      status: 200
      body:
        displayName: old-\${run.id}   # by the run
        value:
          # the first
          - { id: <uuid>, name: a }   # a note
          # the second
          - id: <uuid>
            name: b   # theirs
          # the third
          - { id: <any>, name: c }
`;
  const id = '171dddee-bd45-88b8-8958-538b63665ca2';
  write({
    'a.scenario.yaml': before,
    'a.recording.json': recording({
      list: [
        'GET',
        '/v1.0/groups',
        {
          body: {
            displayName: 'new-paubg3xq7k2ma',
            value: [
              { id, name: 'b' },
              { id: 7, name: 'c' },
            ],
          },
        },
      ],
    }),
  });
  expect(await update('a.scenario.yaml')).toMatchObject({ code: 0, err: '' });
  expect(text('a.scenario.yaml')).toBe(`title: A
actors: { me: {} }
steps:
  - id: list
    request: { method: GET, url: /v1.0/groups }
    response:
      status: 200
      body:
        displayName: new-\${run.id}   # by the run
        value:
          # the first
          # the second
          - id: <uuid>
            name: b   # theirs
          # the third
          - { id: <any>, name: c }
`);
  expect((await update('a.scenario.yaml')).code).toBe(0);
});

test('what an earlier request sent is expected literally, and a short value that only happens to be one of it is not', async () => {
  const before = `inputs: { color: { example: red }, city: { example: Rome } }
steps:
  - id: change
    request: { method: PATCH, url: /v1.0/me, body: { displayName: "Team \${color}", notes: ["\${color} in \${city}"] } }
    response: { status: 204 }
  - id: read
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { displayName: old, notes: [old], about: old } }
`;
  const body = { displayName: 'Team red', notes: ['red in Rome'], about: 'a red door' };
  const sent = { method: 'PATCH', url: '/v1.0/me', body: { displayName: 'Team red', notes: ['red in Rome'] } };
  const recorded = JSON.parse(recording({ read: ['GET', '/v1.0/me', { body }] }));
  recorded.inputs = { color: 'red', city: 'Rome' };
  recorded.steps = { change: [{ request: sent, response: { status: 204 } }], ...recorded.steps };
  write({ 'sent.scenario.yaml': before, 'sent.recording.json': JSON.stringify(recorded) });
  expect(await update('sent.scenario.yaml')).toMatchObject({ code: 0, err: '' });
  expect(text('sent.scenario.yaml').split('\n').at(-2)).toBe(
    '    response: { status: 200, body: { displayName: "Team ${color}", notes: ["${color} in ${city}"], about: a red door } }',
  );
});

test('what is expected of text and bytes is written, too', async () => {
  write({
    'a.scenario.yaml': `version: 2
steps:
  - id: get
    request: { method: GET, url: /v1.0/a }
    response:
      status: 200
      type: text/plain
      size: 1   # bytes
      csv: { columns: [a], rows: 7 }
`,
    'a.recording.json': recording({
      get: ['GET', '/v1.0/a', { headers: { 'content-type': 'text/csv' }, body: 'a,b\n1,2\n' }],
    }),
  });
  expect(await update('a.scenario.yaml')).toMatchObject({ code: 0, err: '' });
  expect(text('a.scenario.yaml')).toContain(`      type: text/csv
      size: 8   # bytes
      csv: { columns: [a, b], rows: 1 }
`);
});

test('a step without an id, or without a response, is named where it cannot be written, and the rest is', async () => {
  write({
    'a.scenario.yaml': `steps:
  - request: { method: GET, url: /v1.0/a }
  - request: { method: GET, url: /v1.0/b }
    response: { status: 404 }
`,
    'a.recording.json': recording({ 'get-a': ['GET', '/v1.0/a', { status: 403 }], 'get-b': ['GET', '/v1.0/b', {}] }),
  });
  const { code, err } = await update('a.scenario.yaml');
  expect(code).toBe(1);
  expect(err).toBe('./a.scenario.yaml:2:5: status: unexpected status: no expectation can be rewritten for it\n');
  expect(text('a.scenario.yaml')).toContain('    response: { status: 200 }\n');
});

test('shared steps are not rewritten, and their place is named; what uses them is', async () => {
  const shared = `steps:
  - id: get
    request: { method: GET, url: /v1.0/a }
    response: { status: 200, body: { name: old } }
`;
  write({
    'a.scenario.yaml': `version: 2
use: { parts: ./parts/a.steps.yaml }
steps:
  - { id: one, call: parts }
  - id: two
    request: { method: GET, url: /v1.0/b }
    response: { status: 200, body: { name: old } }
`,
    'parts/a.steps.yaml': shared,
    'a.recording.json': recording({
      'one.get': ['GET', '/v1.0/a', { body: { name: 'new' } }],
      two: ['GET', '/v1.0/b', { body: { name: 'new' } }],
    }),
  });
  const { code, err } = await update('a.scenario.yaml');
  expect(code).toBe(1);
  expect(err).toMatch(
    /^\.\/parts\/a\.steps\.yaml:4:44, called at \.\/a\.scenario\.yaml:4:22: \$\.name: .*: it is in shared steps/,
  );
  expect(text('parts/a.steps.yaml')).toBe(shared);
  expect(text('a.scenario.yaml')).toContain('body: { name: new }');
});

test('rows that agree are written once, with the names of what they give where only these agree; else the place is named', async () => {
  const rows = `version: 2
matrix: [{ name: one, n: 1 }, { name: two, n: 2 }, { name: three, n: 3 }]
steps:
  - id: get
    request: { method: GET, url: "/v1.0/a/\${n}" }
    response: { status: 200, body: { same: old, other: old, some: one, number: "\${n}", list: [] } }
`;
  const received = (n: number) =>
    recording(
      {
        get: [
          'GET',
          `/v1.0/a/${n}`,
          { body: { same: 'new 1', other: `${n} new`, some: n === 3 ? 'more' : 'one', number: n, list: [`a${n}`] } },
        ],
      },
      { n },
    );
  write({
    'a.scenario.yaml': rows,
    'a.one.recording.json': received(1),
    'a.two.recording.json': received(2),
    'a.three.recording.json': received(3),
  });
  const { code, err } = await update('a.scenario.yaml');
  expect(code).toBe(1);
  const places = err.split('\n').filter((line) => line !== '');
  expect(places.every((line) => line.includes('the rows of this scenario received different values'))).toBe(true);
  expect(new Set(places.map((line) => /a\.scenario\.yaml:6:\d+: (\S+):/.exec(line)?.[1]))).toEqual(new Set(['$.some']));
  expect(text('a.scenario.yaml')).toContain(
    'body: { same: new 1, other: "${n} new", some: one, number: "${n}", list: ["a${n}"] }',
  );
});
