import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fromJSONSchema } from 'zod';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import { type DocumentName, documentNames } from '../format/document/document-names.ts';
import { unzipped } from '../report/evidence/zip.ts';
import { documentJsonSchema, documentSchemas } from './commands/document-schemas.ts';
import { dispatch } from './dispatch.ts';

const page = `# Group

## Create

\`\`\`http
POST https://graph.microsoft.com/v1.0/groups
Content-Type: application/json

{ "displayName": "A", "colour": 1, }
\`\`\`

\`\`\`http
HTTP/1.1 201 Created
Content-Type: application/json

{ "id": "11111111-2222-4333-8444-555555555555", "displayName": "B" }
\`\`\`
`;
const scenario = `version: 2
title: A group
tutorial: https://learn.microsoft.com/graph/group
actors: { admin: { permissions: [Group.ReadWrite.All] } }
inputs: { name: { example: A, description: Its name. } }
use: { shared: shared.steps.yaml }
steps:
  - id: create-group
    page: { heading: Create, line: 5 }
    request: { method: POST, url: /v1.0/groups, body: { displayName: "\${name}", mailNickname: "a-\${run.id}", mailEnabled: false, securityEnabled: true } }
    response: { status: 201, body: { id: <uuid>, displayName: A } }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}", find: "/v1.0/groups?$filter=mailNickname eq 'a-\${run.id}'" }
  - id: look
    manual: { prompt: Look at the group. }
  - id: read-group
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { displayName: B } }
`;
const shared = `steps:
  - id: read-me
    request: { method: GET, url: /v1.0/me }
    response: { status: 200 }
`;
const seed = `version: 1
users: [{ displayName: Ana Lund, userPrincipalName: ana@contoso.com }]
`;

let sample: SampleServer;
let folder: string;
const file = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(file(name), 'utf8');

beforeAll(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
  await mkdir(file('pages'));
  const { tenant } = sample.server.sandbox().world;
  const tenants = `tenants: [{ name: contoso, id: ${tenant.id} }]\n`;
  const all = {
    'a.scenario.yaml': scenario,
    'shared.steps.yaml': shared,
    'a.seed.yaml': seed,
    'tenants.yaml': tenants,
  };
  for (const [name, text] of Object.entries({ ...all, 'pages/group.md': page })) await writeFile(file(name), text);
});
afterAll(async () => {
  await sample.close();
  await rm(folder, { recursive: true });
});

/** Runs a command; a person who is asked suspends the run. */
async function command(...args: readonly string[]): Promise<string> {
  const { streams, out, err } = capturedStreams();
  const environment = { TUTORIAL_REPLAY_LEDGER: file('runs'), ...sample.settings() };
  const code = await dispatch(args, { ...streams, environment, ask: async () => 'leave' });
  if (err().includes('nothing was sent')) throw new Error(`${args.join(' ')}: ${code}\n${err()}`);
  return out();
}

const live = () => ['--against', 'live', '--tenant', sample.tenant(), '--var', 'name=A'];
const endingWith = (end: string) => readdirSync(file('runs')).find((name) => name.endsWith(end)) ?? 'none';

async function sandboxRun(...more: readonly string[]): Promise<void> {
  await command('run', '--against', 'sandbox', ...more, file('a.scenario.yaml'));
}

/** How each document comes about: as a command wrote it, or as a person wrote it and a command reads it. */
const made: { readonly [name in DocumentName]: () => Promise<readonly unknown[]> } = {
  scenario: async () => [parse(scenario)],
  steps: async () => [parse(shared)],
  seed: async () => [parse(seed)],
  tenants: async () => [parse(read('tenants.yaml'))],
  recording: async () => [JSON.parse(readFileSync('scenarios/access-reviews/apply-decisions.recording.json', 'utf8'))],
  result: async () => {
    await sandboxRun('-r', `json=${file('result.json')}`);
    return [JSON.parse(read('result.json'))];
  },
  ledger: async () => {
    await command('run', ...live(), file('a.scenario.yaml'));
    const lines = readFileSync(join(file('runs'), endingWith('.jsonl')), 'utf8')
      .trimEnd()
      .split('\n');
    const records: { kind: string }[] = lines.map((line) => JSON.parse(line));
    expect(records.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['run', 'intent', 'created', 'waiting']));
    return records;
  },
  state: async () => [JSON.parse(readFileSync(join(file('runs'), endingWith('.state.json')), 'utf8'))],
  history: async () => {
    await sandboxRun('--history', file('history'));
    await sandboxRun('--history', file('history'));
    return readdirSync(file('history')).map((name) => JSON.parse(read(`history/${name}`)));
  },
  trends: async () => {
    await command('report', '--history', file('history'), '-r', `json=${file('trends.json')}`);
    return [JSON.parse(read('trends.json'))];
  },
  manifest: async () => {
    await command('report', file('result.json'), '--pack', file('pack.zip'));
    const members = unzipped(readFileSync(file('pack.zip')), ['manifest.json', 'report.html', 'result.json']);
    if (typeof members === 'string') throw new Error(members);
    return [JSON.parse(Buffer.from(members['manifest.json'] ?? []).toString('utf8'))];
  },
  baseline: async () => {
    await command('pages', 'check', file('pages'), '--baseline', file('baseline.json'), '--write-baseline');
    return [JSON.parse(read('baseline.json'))];
  },
  list: async () => [JSON.parse(await command('list', '--json', file('a.scenario.yaml')))],
  readiness: async () => {
    const one = await command('doctor', '--json', ...live().slice(2), file('a.scenario.yaml'));
    const fleet = ['--tenants', file('tenants.yaml'), '--var', 'name=A'];
    const many = await command('doctor', '--json', ...fleet, file('a.scenario.yaml'));
    return [JSON.parse(one), JSON.parse(many)];
  },
  drift: async () => [JSON.parse(await command('drift', '--json', ...comparing(), file('a.scenario.yaml')))],
  coverage: async () => {
    const args = ['coverage', file('pages'), '--scenarios', file('a.scenario.yaml'), '--result', file('result.json')];
    return [JSON.parse(await command(...args, '--json'))];
  },
  pages: async () => [JSON.parse(await command('pages', 'check', '--json', file('pages')))],
  diff: async () => {
    await command(
      'run',
      '--against',
      'sandbox',
      '-r',
      `json=${file('b.json')}`,
      '--only',
      'create-group',
      file('a.scenario.yaml'),
    );
    return [JSON.parse(await command('diff', '--json', file('result.json'), file('b.json')))];
  },
  scan: async () => {
    await writeFile(file('leak.txt'), `client_secret=${'Zq7nA~rY-4x9w-2kDpQmVtB8sLfHcJ3eRuXgWo'}\n`);
    return [
      JSON.parse(await command('scan', '--json', file('leak.txt'))),
      JSON.parse(await command('scan', '--json', file('a.seed.yaml'))),
    ];
  },
};
const comparing = () => ['--pages', file('pages'), '--result', file('result.json')];

/** With no key allowed that the schema does not name: what a command writes has none. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  const isOpen = inner['type'] === 'object' && 'properties' in inner && !('additionalProperties' in inner);
  return isOpen ? { ...inner, additionalProperties: false } : inner;
}

describe.each(Object.keys(documentNames) as readonly DocumentName[])('the document %s', (name) => {
  test('has the schema that `schema` prints, and no key beyond it', async () => {
    const documents = await made[name]();
    expect(documents.length).toBeGreaterThan(0);
    const printed: Parameters<typeof fromJSONSchema>[0] = JSON.parse(await command('schema', name));
    const strict = fromJSONSchema(closed(printed) as typeof printed);
    for (const document of documents) expect(strict.safeParse(document).error?.issues ?? []).toEqual([]);
  });

  test('has a title and a version', () => {
    const schema = documentJsonSchema(name) as { readonly title: string };
    expect(schema.title).toMatch(/^tutorial-replay/);
    // What `pages check` prints is an array of findings, and has no place for one.
    expect(JSON.stringify(schema).includes('"version"')).toBe(name !== 'pages');
  });
});

test('each is on the page about documents, as `schema` names it', () => {
  const rows = readFileSync('docs/documents.md', 'utf8').matchAll(/^\| `([a-z]+)` \|/gm);
  expect([...rows].map(([, name]) => name).sort()).toEqual(Object.keys(documentNames).sort());
  expect(Object.keys(documentSchemas)).toHaveLength(Object.keys(documentNames).length - 2);
});
