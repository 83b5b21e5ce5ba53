import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { json } from '../../test/support/backends/sample-live-server.ts';
import { type SignInServer, signInServer } from '../../test/support/backends/sample-sign-in.ts';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

/**
 * A service that reports everything it was given, wherever a response has room for it, over real connections: the token and
 * the client's secret must be in nothing that a run writes or prints, the ledger included.
 */
let server: SignInServer;
let folder: string;
let refuses = false;
const secret = 'cAnary+of/the="secret"&%7Q';
const canaries = {
  ...{ roles: ['Group.ReadWrite.All'], secret },
  ...{ claims: { canary: 'cAnaryOfTheToken' }, signature: 'c2lnbmF0dXJlQ2FuYXJ5' },
};
const id = '825f1b5e-6fb2-4d9a-b393-d491101acc0c';

const scenario = `title: What was given
actors:
  service: { context: application, permissions: [Group.ReadWrite.All] }
steps:
  - id: create-group
    actor: service
    request: { method: POST, url: /v1.0/groups, body: { displayName: A, mailNickname: "a-\${run.id}", note: "\${run.password}" } }
    response: { status: 201, body: { id: <uuid>, displayName: Expected } }
    capture: { groupId: $.id, said: $.said }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'a-\${run.id}'
  - id: read-group
    actor: service
    request: { method: GET, url: "/v1.0/groups/\${groupId}?$search=\${said}" }
    response: { status: 200, headers: { x-said: nothing }, body: { value: [] } }
  - id: read-page
    actor: service
    request: { method: GET, url: "/v1.0/groups/\${groupId}/page" }
    response: { status: 200, body: { a: 1 } }
cleanup:
  - id: delete-group
    actor: service
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;

beforeAll(async () => {
  server = await signInServer(({ url, method, headers }, response) => {
    const reported = `${headers.authorization} and ${secret}`;
    const everywhere = {
      'x-said': reported.replaceAll('"', ''),
      location: `${server.origin}/v1.0/${encodeURIComponent(reported)}`,
      'www-authenticate': `Bearer token="${server.token()}"`,
      'set-cookie': `token=${server.token()}`,
      'request-id': server.token(),
      etag: `W/"${Buffer.from(reported).toString('base64')}"`,
    };
    if (refuses) return json(response, 403, { error: { code: reported, message: `Refused: ${reported}` } }, everywhere);
    if (url.endsWith('/page')) {
      response.writeHead(200, { 'content-type': 'text/html', ...everywhere }).end(`<h1>${reported}</h1>`);
      return undefined;
    }
    if (method === 'DELETE') return json(response, 204, undefined, everywhere);
    const createdDateTime = new Date().toISOString();
    const body = {
      id,
      createdDateTime,
      displayName: reported,
      said: reported,
      [reported]: [reported, JSON.stringify({ reported })],
    };
    return json(response, method === 'POST' ? 201 : 200, body, everywhere);
  }, canaries);
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-canaries-'));
  await writeFile(join(folder, 'a.scenario.yaml'), scenario);
  // The summary for Azure Pipelines has its place below the working directory.
  const before = process.cwd();
  process.chdir(folder);
  return async () => {
    process.chdir(before);
    await rm(folder, { recursive: true });
  };
});

const fileReports = ['json', 'junit', 'html', 'allure', 'har', 'markdown'];

async function run(environment: { readonly [name: string]: string } = {}, ...more: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const reports = fileReports.flatMap((name) => ['-r', `${name}=${join(folder, `report.${name}`)}`]);
  const screens = ['terminal', 'github', 'azure'].flatMap((name) => ['-r', name]);
  const args = [
    'run',
    '--against',
    'live',
    '--tenant',
    server.tenant,
    '-v',
    '--ledger',
    join(folder, 'runs'),
    ...reports,
  ];
  const code = await dispatch([...args, ...screens, ...more, join(folder, 'a.scenario.yaml')], {
    ...streams,
    environment: { ...(await server.settings(folder)), ...environment },
  });
  return { code, printed: out() + err() };
}

/** Everything the run wrote, by the name of the file, and what it printed. */
async function artifacts(printed: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map([['printed', printed]]);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'ca.pem' || entry.name === 'a.scenario.yaml') continue;
    const path = join(entry.parentPath, entry.name);
    found.set(path.slice(folder.length), await readFile(path, 'latin1'));
  }
  return found;
}

/** A part of each secret that nothing else has, in the forms it arrived. */
function tracesIn(text: string): readonly string[] {
  const [, payload = '', signature = ''] = server.token().split('.');
  const parts = { secret: 'cAnary', payload: payload.slice(20, 60), signature, decoded: 'OfTheToken' };
  const forms = (part: string) => [part, Buffer.from(part).toString('base64').slice(1, -3), [...part].join('\0')];
  const lower = text.toLowerCase();
  return Object.entries(parts).flatMap(([name, part]) =>
    forms(part).some((form) => lower.includes(form.toLowerCase())) ? [name] : [],
  );
}

test('P11 a live service that shows what it was given is not believed to be harmless: reports, screens, ledger', async () => {
  const { code, printed } = await run();
  // It differs, and the differences quote the response.
  expect(code).toBe(1);
  const all = await artifacts(printed);
  const reports = new Set([...all.keys()].map((name) => /^\/report\.\w+/.exec(name)?.[0]));
  expect(fileReports.filter((name) => !reports.has(`/report.${name}`))).toEqual([]);
  expect([...all.keys()].some((name) => name.startsWith('/runs/'))).toBe(true);
  expect(all.get('/reports/azure-summary.md')).toContain('<details>');
  // What was given arrived, and was taken out.
  expect(all.get('/report.json')).toContain('gone');
  expect(printed).toContain('gone');
  for (const [name, text] of all) expect([name, tracesIn(text)]).toEqual([name, []]);
});

test('P11 nor is it in what is said of a refusal, an unreachable host, or a certificate that is not trusted', async () => {
  refuses = true;
  const refused = await run();
  refuses = false;
  const unreachable = await run({ REPLAY_GRAPH_ORIGIN: 'https://localhost:1' }, '--step-budget', 'PT1S');
  const untrusted = await run({ NODE_EXTRA_CA_CERTS: '' });
  expect([refused.code, unreachable.code, untrusted.code]).toEqual([3, 3, 3]);
  for (const { printed } of [refused, unreachable, untrusted]) {
    for (const [name, text] of await artifacts(printed)) expect([name, tracesIn(text)]).toEqual([name, []]);
  }
});
