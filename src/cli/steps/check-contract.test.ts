import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { certificates, liveServer } from '../../../test/support/backends/sample-live-server.ts';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { librarySource, sampleCalls } from '../../../test/support/contract/sample-contract.ts';
import { dispatch } from '../dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-contract-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

const url = '/v1.0/mine/shelves';
const { source } = sampleCalls([{ url, shown: { value: [{ kynd: '<any>' }] } }], { permissions: ['Shelf.Read'] });
writeFileSync(file('library.scenario.yaml'), source.text);
const recording = {
  version: 1,
  source: 'documentation',
  date: '2026-11-01',
  run: { id: 'abcd', now: '2026-11-01T00:00:00Z' },
  steps: { 'step-1': [{ request: { method: 'GET', url }, response: { status: 200, body: { value: [{ kynd: 1 }] } } }] },
};
writeFileSync(file('library.recording.json'), JSON.stringify(recording));
writeFileSync(file('library.xml'), librarySource.text);
writeFileSync(file('half.xml'), '<Schema');
const permissions = [{ path: '/mine/shelves', method: 'GET', permissions: { DelegatedWork: ['Shelf.Look*'] } }];
writeFileSync(file('permissions.json'), JSON.stringify(permissions));

async function run(args: readonly string[], environment: NodeJS.Dict<string> = {}) {
  const { streams, out, err } = capturedStreams();
  const own = { XDG_CACHE_HOME: file('cache'), ...environment };
  const code = await dispatch(args, { ...streams, environment: own });
  return { code, out: out().replaceAll(folder, 'FOLDER'), err: err().replaceAll(folder, 'FOLDER') };
}

const scenario = file('library.scenario.yaml');
const said = 'contract-property: shelf has no property `kynd`';

test('findings against the contract are advice', async () => {
  const checked = await run(['check', scenario, '--metadata', file('library.xml')]);
  expect(checked).toMatchObject({ code: 0, err: '' });
  expect(checked.out).toContain(said);
  expect(checked.out).toContain('contract: of 1 calls, 1 checked by metadata and 0 by permissions');
  expect(checked.out).toContain('checked      /v1.0/mine/shelves');
  expect(checked.out).toContain('1 scenario with 1 steps: nothing wrong');
});

test('with --strict-contract it is an error', async () => {
  const args = ['check', scenario, '--metadata', file('library.xml'), '--permissions', file('permissions.json')];
  const checked = await run([...args, '--strict-contract']);
  expect(checked.code).toBe(2);
  expect(checked.err).toContain(said);
  expect(checked.err).toContain('contract-permission: `librarian` has no permission that allows this');
  expect(checked.out).not.toContain('nothing wrong');
});

test.each([
  [['--metadata', 'FOLDER/half.xml'], 'FOLDER/half.xml:1:1: metadata-invalid: '],
  [['--metadata', 'FOLDER/none.xml'], 'FOLDER/none.xml:1:1: file-unreadable: '],
  [['--metadata', 'beta='], 'usage: `--metadata beta=` names no file'],
  [['--permissions', 'FOLDER/library.xml'], 'FOLDER/library.xml:1:1: permissions-invalid: '],
  [['--strict-contract'], 'usage: `--strict-contract` has nothing to check by'],
  [['--contract'], 'usage: no metadata was fetched yet'],
])('%j is a mistake, and said so', async (flags, message) => {
  const checked = await run(['check', scenario, ...flags.map((flag) => flag.replace('FOLDER', folder))]);
  expect(checked.code).toBe(2);
  expect(checked.err).toContain(message);
});

test('metadata is fetched without a token, and checked by', async () => {
  const { ca } = await certificates();
  writeFileSync(file('ca.pem'), ca);
  const server = await liveServer((got, response) => {
    const status = got.url === '/v1.0/$metadata' ? 200 : 503;
    response.writeHead(status, { 'content-type': 'application/xml' }).end(status === 200 ? librarySource.text : '');
  });
  try {
    const environment = { NODE_EXTRA_CA_CERTS: file('ca.pem') };
    const pull = ['metadata', 'pull', '--origin', server.origin];
    const pulled = await run([...pull, '--version', 'v1.0'], environment);
    expect(pulled).toMatchObject({ code: 0, err: '' });
    expect(pulled.out).toContain(`of ${server.origin}, kept in FOLDER/cache/tutorial-replay/metadata/v1.0.xml`);
    expect(server.got[0]?.headers['authorization']).toBeUndefined();
    expect((await run(['check', scenario, '--contract'])).out).toContain(said);

    const refused = await run([...pull, '--version', 'beta'], environment);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('/beta/$metadata returned 503');
  } finally {
    await server.close();
  }
});

test('what is not metadata is not kept', async () => {
  const { ca } = await certificates();
  writeFileSync(file('ca.pem'), ca);
  const server = await liveServer((_, response) => response.writeHead(200).end('<html>Sign in</html>'));
  try {
    const environment = { NODE_EXTRA_CA_CERTS: file('ca.pem'), XDG_CACHE_HOME: file('other') };
    const pulled = await run(['metadata', 'pull', '--origin', server.origin], environment);
    expect(pulled.code).toBe(3);
    expect(pulled.err).toContain('metadata-invalid: the file declares no types');
    expect((await run(['check', scenario, '--contract'], environment)).code).toBe(2);
  } finally {
    await server.close();
  }
});

test.each([
  [['metadata'], 'usage: `metadata` does one thing'],
  [['metadata', 'pull', '--cloud', 'globl'], 'usage: there is no cloud `globl`'],
  [['metadata', 'pull', '--version', 'v2'], 'usage: there is no version `v2`'],
  [['metadata', 'pull', '--origin', 'http://localhost'], 'usage: `--origin http://localhost` is not an origin'],
])('%j is a mistake, and nothing is fetched', async (args, message) => {
  const checked = await run(args);
  expect(checked.code).toBe(2);
  expect(checked.err).toContain(message);
});
