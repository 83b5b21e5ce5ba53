import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'accept-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'shelf.scenario.yaml');

const before = `title: A shelf
actors: { librarian: {} }
steps:
  # What a reader does first.
  - id: read-shelf
    title: Read it
    actor: librarian
    request: { method: GET, url: /v1.0/shelves/1 }
    response:
      status: 200
      body:
        id: <string>   # theirs
        state: Open
        height: 3
        maker: { name: Fabrikam }
    capture: { shelfId: $.id }
  - id: read-books
    title: Read its books
    actor: librarian
    request: { method: GET, url: "/v1.0/shelves/\${shelfId}/books" }
    response: { status: 200, body: { value: [] } }
`;
const after = before
  .replace('state: Open', 'state: Closed')
  .replace('        height: 3\n', '')
  .replace('value: []', 'value: [{ title: A, shelf: "${shelfId}" }]');

beforeEach(() => {
  writeFileSync(file, before);
  chmodSync(file, 0o644);
  const exchange = (url: string, body: unknown) => [
    { request: { method: 'GET', url }, response: { status: 200, body } },
  ];
  const recording = {
    version: 1,
    source: 'documentation',
    date: '2026-11-01',
    run: { id: 'abcd', now: '2026-11-01T00:00:00Z' },
    steps: {
      'read-shelf': exchange('/v1.0/shelves/1', { id: 'shelf-1', state: 'Closed', maker: { name: 'Fabrikam' } }),
      'read-books': exchange('/v1.0/shelves/shelf-1/books', { value: [{ title: 'A', shelf: 'shelf-1' }] }),
    },
  };
  writeFileSync(join(folder, 'shelf.recording.json'), JSON.stringify(recording));
});

async function run(args: readonly string[], answers?: string[], environment: NodeJS.Dict<string> = {}) {
  const { streams, out, err } = capturedStreams();
  const prompts: string[] = [];
  const ask = async (question: string) => {
    prompts.push(question);
    return answers?.shift();
  };
  const code = await dispatch(['run', file, ...args], {
    ...streams,
    environment,
    ...(answers !== undefined && { ask }),
  });
  return { code, out: out().replaceAll(folder, 'FOLDER'), err: err().replaceAll(folder, 'FOLDER'), prompts };
}

test('what was received becomes the new expectation, and nothing else changes', async () => {
  expect((await run([])).code).toBe(1);
  const updated = await run(['-u']);
  expect(readFileSync(file, 'utf8')).toBe(after);
  expect(updated).toMatchObject({ code: 0, err: '' });
  expect(updated.out).toContain('updated  FOLDER/shelf.scenario.yaml:13:16  $.state  "Open" → "Closed"');
  expect(updated.out).toContain('updated  FOLDER/shelf.scenario.yaml:14:9  $.height  3 → nothing');
  expect(statSync(file).mode & 0o777).toBe(0o644);
  expect((await run([])).code).toBe(0);
  // Again: nothing to do.
  await run(['-u']);
  expect(readFileSync(file, 'utf8')).toBe(after);
  expect(readdirSync(folder).sort()).toEqual(['shelf.recording.json', 'shelf.scenario.yaml']);
});

test('with --ask, each difference is asked about', async () => {
  const updated = await run(['-u', '--ask'], ['x', 'm', 's', 'i']);
  expect(updated.code).toBe(1);
  expect(updated.prompts).toHaveLength(4);
  expect(updated.prompts[0]).toContain('$.state: expected "Open", got "Closed"');
  expect(updated.prompts[0]).toContain('[m] expect less: <one of Open, Closed>');
  expect(updated.prompts[1]).toContain('not one of the choices');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('        state: <one of Open, Closed>\n        height: 3\n');
  expect(text).toContain('response: { status: 200, body: {} }');
});

test('quitting keeps earlier choices', async () => {
  const updated = await run(['-u', '--ask'], ['a', 'q']);
  expect(updated.code).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(before.replace('state: Open', 'state: Closed'));
});

test.each<readonly [readonly string[], string[] | undefined, NodeJS.Dict<string>, string]>([
  [['-u'], undefined, { CI: 'true' }, '`--update` is refused in CI'],
  [['-u', '--ask'], undefined, {}, '`--ask` needs a terminal'],
  [['--ask'], [], {}, '`--ask` needs `--update`'],
  [['-u', '--dry-run'], undefined, {}, '`--update` and `--dry-run` cannot be used together'],
])('%j is refused', async (args, answers, environment, message) => {
  const refused = await run(args, answers, environment);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(message);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('a capture that selects nothing is no one to blame an expectation for', async () => {
  writeFileSync(file, after.replace('shelfId: $.id', 'shelfId: $.id, lampId: $.lamp'));
  const updated = await run(['-u']);
  expect(updated.code).toBe(1);
  expect(updated.err).toContain('no expectation can be rewritten for it');
});

/** Runs `-u` on one step that expects a body, against a recording whose text is given as it is. */
async function updated(body: string, received: string) {
  const own = join(folder, 'own.scenario.yaml');
  writeFileSync(
    own,
    `title: A number\nactors: { me: {} }\nsteps:\n  - id: one\n    request: { method: GET, url: /v1.0/me }\n    response:\n      status: 200\n      body:\n${body}`,
  );
  writeFileSync(
    join(folder, 'own.recording.json'),
    `{"version":1,"source":"documentation","date":"2026-01-01","run":{"id":"abcd","now":"2026-01-01T00:00:00Z"},"steps":{"one":[{"request":{"method":"GET","url":"/v1.0/me"},"response":{"status":200,"body":${received}}}]}}`,
  );
  const { streams, err } = capturedStreams();
  const code = await dispatch(['run', own, '-u'], { ...streams, environment: {} });
  const then = readFileSync(own, 'utf8').split('body:\n')[1];
  const again = await dispatch(['run', own], capturedStreams().streams);
  return { code, err: err().replaceAll(`${folder}/`, ''), then, again };
}

test('integers beyond 2^53 are written digit by digit, and agree afterwards', async () => {
  const received = '{"a": 9007199254740993, "b": -12345678901234567890, "c": [9007199254740995], "d": 1e21}';
  const { code, then, again } = await updated(
    '        a: 5\n        b: 9007199254740993\n        c: []\n        d: 2\n',
    received,
  );
  expect(then).toBe(
    '        a: 9007199254740993\n        b: -12345678901234567890\n        c:\n          - 9007199254740995\n        d: 1e+21\n',
  );
  expect([code, again]).toEqual([0, 0]);
});

test('what cannot be written is named with its place, and the rest is written', async () => {
  const { code, err, then, again } = await updated(
    '        a: 5\n        half: text\n        c: 1\n        bad: 1\n',
    '{"a": 6, "half": "x\\ud800y", "c": 2, "bad": {"__proto__": 1}}',
  );
  expect(then).toBe('        a: 6\n        half: text\n        c: 2\n        bad: 1\n');
  expect(err).toContain(
    'own.scenario.yaml:10:15: not-updated: the value received at `$.half` cannot be written here: ',
  );
  expect(err).toContain('own.scenario.yaml:12:14: not-updated: the value received at `$.bad` cannot be written here: ');
  expect([code, again]).toEqual([1, 1]);
});

test('takes no expectation from what the sandbox answers in shape only: that is not a word of the service', async () => {
  const own = join(folder, 'lists.scenario.yaml');
  const text = `title: Lists
actors: { reader: {} }
steps:
  - id: lists
    actor: reader
    request: { method: GET, url: /v1.0/solutions/bookingBusinesses }
    response: { status: 200, body: { value: [{ displayName: Terms }] } }
`;
  writeFileSync(own, text);
  const { streams, err } = capturedStreams();
  expect(await dispatch(['run', '--against', 'sandbox', '-u', own], streams)).toBe(1);
  expect(err()).toContain('the response is typed, not one of the service: expectations are not updated from it');
  expect(readFileSync(own, 'utf8')).toBe(text);
});
