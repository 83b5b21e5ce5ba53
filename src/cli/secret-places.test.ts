import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { json } from '../../test/support/backends/sample-live-server.ts';
import { type SignInServer, signInServer } from '../../test/support/backends/sample-sign-in.ts';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

/**
 * Values that a scenario sends as secrets, in every place that a request has for them, to a service that repeats them in
 * places where no one expects any: they are in nothing that a run prints or writes.
 */
let server: SignInServer;
let folder: string;

const places = {
  form: 'request: { method: POST, url: /v1.0/say, body: { form: { client_secret: "${form}", grant: x } } }',
  multipart:
    'request: { method: POST, url: /v1.0/say, body: { multipart: [ { name: password, text: "${multipart}" }, { name: a, text: b } ] } }',
  text: 'request: { method: POST, url: /v1.0/say, body: { text: "user=a&password=${text}" } }',
  quoted: `request: { method: POST, url: /v1.0/say, body: { text: '{"apiKey": "\${quoted}"}' } }`,
  query: 'request: { method: GET, url: "/v1.0/say?access_token=${query}" }',
  signature: 'request: { method: GET, url: "/v1.0/say?a=b&sig=${signature}" }',
  header: 'request: { method: GET, url: /v1.0/say, headers: { x-api-key: "${header}" } }',
  created:
    'request: { method: POST, url: "/v1.0/say?key=${created}", body: { note: x } }\n    capture: { made: $.id }\n    creates: { delete: "/v1.0/say/${made}" }',
  json: 'request: { method: POST, url: /v1.0/say, body: { clientState: "${json}" } }',
  nested: 'request: { method: POST, url: /v1.0/say, body: { a: [ { passwordProfile: { password: "${nested}" } } ] } }',
  taken: 'request: { method: POST, url: /v1.0/say, body: { form: { client_secret: "${taken}" } } }',
} as const;
const names = Object.keys(places) as (keyof typeof places)[];
/** Shapes that look like no secret. */
const shapes = [
  'correct horse',
  'Winter-Garden',
  '<angle> & "quote"',
  'abcdefgh',
  '19283746',
  'ünïcode pass',
  'a@b.example',
];
/** Headers are ASCII. */
const wordOf = (name: string, shape: string) =>
  `${name === 'header' ? shape.replaceAll(/[^ -~]/g, 'u') : shape}${name.slice(0, 3)}`;

const step = (name: keyof typeof places) => `
  - id: ${name}
    ${places[name]}
    response: { status: 200, body: { heard: nothing } }`;
const scenario = `version: 2
title: Secrets
actors: { service: { context: application, permissions: [User.Read] } }
inputs: { ${names.filter((name) => name !== 'taken').map((name) => `${name}: { type: text }`)} }
steps:
  - id: take
    request: { method: GET, url: /v1.0/take }
    response: { status: 200, body: { word: nothing } }
    capture: { taken: $.word }${names.map(step).join('')}
  - id: repeat
    request: { method: GET, url: /v1.0/repeat }
    response: { status: 200, headers: { x-said: nothing }, body: { displayName: nothing } }
`;

let shape = '';
let refuses = true;
beforeAll(async () => {
  server = await signInServer(
    ({ url, method }, response) => {
      if (url.endsWith('/take')) return json(response, 200, { word: wordOf('taken', shape) });
      const words = names.map((name) => wordOf(name, shape));
      const heard = `The words were ${words.join(' and ')}.`;
      const header = { 'x-said': encodeURIComponent(heard) };
      if (method === 'DELETE' && !refuses) return json(response, 204);
      // What is not deleted keeps its ledger.
      if (method === 'DELETE') return json(response, 403, { error: { code: 'Denied', message: heard } });
      const own = { id: 'made-1', createdDateTime: new Date().toISOString() };
      return json(response, 200, { ...own, displayName: heard, items: words, [words[0] ?? '']: 1, heard }, header);
    },
    { roles: ['User.Read'] },
  );
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-places-'));
  await writeFile(join(folder, 'a.scenario.yaml'), scenario);
  // What differs is not recorded.
  await writeFile(
    join(folder, 'b.scenario.yaml'),
    scenario.replaceAll(/, (?:body|headers): \{ [\w-]+: nothing \}/g, ''),
  );
  return () => rm(folder, { recursive: true });
});

async function run(file: string, ...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const given = names.flatMap((name) => (name === 'taken' ? [] : ['--var', `${name}=${wordOf(name, shape)}`]));
  const code = await dispatch(
    [
      ...args,
      '--against',
      'live',
      '--tenant',
      server.tenant,
      '--allow',
      'changes-existing',
      '-v',
      '--ledger',
      join(folder, 'runs'),
      ...given,
      join(folder, file),
    ],
    { ...streams, environment: await server.settings(folder) },
  );
  return { code, printed: out() + err() };
}

async function artifacts(printed: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map([['printed', printed]]);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'ca.pem' || entry.name.endsWith('.scenario.yaml')) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(path.slice(folder.length), await readFile(path, 'utf8'));
  }
  return found;
}

function tracesIn(text: string): readonly string[] {
  return names.filter((name) => {
    const value = wordOf(name, shape);
    const forms = [
      value,
      JSON.stringify(value).slice(1, -1),
      encodeURIComponent(value),
      String(new URLSearchParams({ a: value })).slice(2),
    ];
    return [
      ...forms,
      value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    ].some((form) => text.includes(form));
  });
}

test.each(shapes)('P11 what is sent as a secret is one in whatever place it is sent: %s', async (one) => {
  shape = one;
  refuses = true;
  const files = ['json', 'junit', 'html', 'allure', 'har', 'markdown'].flatMap((name) => [
    '-r',
    `${name}=${join(folder, `report.${name}`)}`,
  ]);
  const ran = await run(
    'a.scenario.yaml',
    'run',
    ...files,
    '-r',
    'terminal',
    '-r',
    'github',
    '--history',
    join(folder, 'history'),
  );
  expect(ran.code, ran.printed).toBe(4);
  refuses = false;
  const recorded = await run('b.scenario.yaml', 'record', '--allow-dirty');
  expect(recorded.code, recorded.printed).toBe(0);
  const all = await artifacts(ran.printed + recorded.printed);
  expect([...all.keys()].filter((name) => /recording|history|report\.json/.test(name)).length).toBeGreaterThan(2);
  expect(all.get('/report.json')).toContain('gone');
  expect([...all.keys()].some((name) => name.endsWith('.jsonl'))).toBe(true);
  for (const [name, text] of all) expect([name, tracesIn(text)]).toEqual([name, []]);
});
