import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../../test/support/sandbox/sample-server.ts';
import { defined } from '../../defined.ts';
import { dispatch } from '../dispatch.ts';

let sample: SampleServer;
let folder: string;
/** A proxy in front of the sandbox that records the requests. */
let listener: { readonly origin: string; readonly close: () => void };
const sent: string[] = [];

beforeAll(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  const { certificate, key } = sample.folder.server;
  const server = createServer({ cert: certificate, key }, (message, response) => {
    sent.push(`${message.method} ${message.url?.split('?')[0]}`);
    const { authorization } = message.headers;
    const headers = { ...defined({ authorization }), ...dated };
    void sample.send('GET', message.url ?? '/', { headers }).then((received) => {
      response.writeHead(received.status, { 'content-type': 'application/json', ...dated });
      response.end(received.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  listener = { origin: `https://127.0.0.1:${port}`, close: () => server.close() };
});
let dated: { readonly [name: string]: string } = {};
beforeEach(() => {
  sent.length = 0;
  dated = {};
});
afterAll(async () => {
  listener.close();
  await sample.close();
  await rm(folder, { recursive: true });
});

const scenario = `title: A review
needs:
  licenses: [AAD_PREMIUM_P2]
  roles: [Identity Governance Administrator]
actors:
  admin: { permissions: [AccessReview.ReadWrite.All, Group.ReadWrite.All] }
inputs:
  owner: { description: The owner of the group. }
steps:
  - id: read-owner
    title: Read the owner
    actor: admin
    request: { method: GET, url: "/v1.0/users/\${owner}" }
    response: { status: 200 }
`;

const app = () => sample.server.apps().find(({ displayName }) => displayName === 'Tutorial Replay');
const owner = '010b2de0-0ed4-4ece-bfa2-22fff71d0497';
const settings = () => ({
  TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
  REPLAY_CLOUD: 'custom',
  REPLAY_GRAPH_ORIGIN: listener.origin,
  REPLAY_GRAPH_RESOURCE: 'https://graph.microsoft.com',
  REPLAY_AUTHORITY: sample.server.origin,
  NODE_EXTRA_CA_CERTS: sample.folder.paths.ca,
  REPLAY_CLIENT_ID: app()?.appId ?? '',
  REPLAY_ADMIN_USERNAME: sample.server.administrator ?? '',
  REPLAY_ADMIN_PASSWORD: sample.server.password,
});

type DoctorRun = {
  readonly args?: readonly string[];
  readonly changes?: { readonly [name: string]: string };
  readonly text?: string;
  readonly tenant?: string;
};

async function doctor({
  args = ['--var', `owner=${owner}`],
  changes = {},
  text = scenario,
  tenant = sample.tenant(),
}: DoctorRun = {}) {
  const path = join(folder, 'a.scenario.yaml');
  await writeFile(path, text);
  const { streams, out, err } = capturedStreams();
  const environment = { ...settings(), ...changes };
  const code = await dispatch(['doctor', '--tenant', tenant, ...args, path], { ...streams, environment });
  return { code, out: out(), all: out() + err() };
}

test('with nothing missing it reports that, and is exit 0', async () => {
  const { code, out } = await doctor();
  expect(out).toMatch(/✓ admin: AccessReview.ReadWrite.All/);
  expect(out).toMatch(/✓ AAD_PREMIUM_P2/);
  expect(out).toMatch(/✓ Identity Governance Administrator/);
  expect(out).toMatch(/✓ owner +it names a user/);
  expect(out).toMatch(/\+ admin: beyond need/);
  expect(out).toMatch(/nothing known prevents a run/);
  expect(code).toBe(0);
});

test('only GETs leave for Graph', async () => {
  const before = JSON.stringify([
    sample.server.sandbox().world.directory.users(),
    sample.server.sandbox().world.directory.groups(),
  ]);
  await doctor();
  expect(sent.toSorted()).toEqual([
    'GET /v1.0/',
    'GET /v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole',
    'GET /v1.0/subscribedSkus',
    `GET /v1.0/users/${owner}`,
  ]);
  const after = JSON.stringify([
    sample.server.sandbox().world.directory.users(),
    sample.server.sandbox().world.directory.groups(),
  ]);
  expect(after).toBe(before);
});

const lacking: readonly (readonly [string, DoctorRun, RegExp])[] = [
  ['a license', { text: scenario.replace('AAD_PREMIUM_P2', 'INTUNE_A') }, /✗ INTUNE_A/],
  ['a permission', { text: scenario.replace('Group.ReadWrite.All', 'Mail.Send') }, /[✗?] admin: Mail.Send/],
  ['the value of an input', { args: [] }, /✗ owner[\s\S]*--var owner=/],
  ['a user', { args: ['--var', 'owner=99999999-0ed4-4ece-bfa2-22fff71d0497'] }, /✗ owner +the tenant has no such user/],
  ['a credential', { changes: { REPLAY_ADMIN_PASSWORD: '' } }, /✗ admin: signs in +no setting defines how/],
  ['the right password', { changes: { REPLAY_ADMIN_PASSWORD: 'canary-of-the-password' } }, /✗ admin: signs in.*50126/],
  [
    'the right person',
    { text: scenario.replace('admin: {', 'admin: { user: "${owner}",') },
    /✗ admin: is the user of `owner`/,
  ],
];

test.each(lacking)('what is missing is exit 3: %s', async (name, changes, expected) => {
  const { code, all } = await doctor(changes);
  expect(all).toMatch(expected);
  // With Directory.ReadWrite.All no one can say that a permission is missing.
  expect(code).toBe(name === 'a permission' ? 0 : 3);
  expect(all).not.toContain('canary');
});

test('a clock that is wrong by more than five minutes is missing', async () => {
  dated = { date: new Date(Date.now() + 600_000).toUTCString() };
  const { code, out } = await doctor();
  expect(out).toMatch(/✗ the clock of this machine is correct +(?:59\d|600) s behind Graph/);
  expect(code).toBe(3);
});

test('a tenant that the authority does not know is missing', async () => {
  const { code, out } = await doctor({ tenant: '11111111-1111-4111-8111-111111111111' });
  expect(out).toMatch(/✗ the authority knows the tenant/);
  expect(out).toMatch(/✗ admin: signs in .*AADSTS90002/);
  expect(code).toBe(3);
});

test('a Graph that no one answers for is missing', async () => {
  const { code, out } = await doctor({ changes: { REPLAY_GRAPH_ORIGIN: 'https://127.0.0.1:9' } });
  expect(out).toMatch(/✗ Microsoft Graph responds +no connection to `127\.0\.0\.1:9`/);
  expect(code).toBe(3);
});

test('leftovers of an earlier run are reported without a request', async () => {
  const ledger = await mkdtemp(join(folder, 'ledger-'));
  const args = ['--ledger', ledger, '--var', `owner=${owner}`];
  expect((await doctor({ args })).out).toMatch(/✓ no leftovers of earlier runs/);
  await writeFile(join(ledger, 'broken.jsonl'), 'this is no ledger\n');
  const { code, out } = await doctor({ args });
  expect(out).toMatch(/✗ no leftovers of earlier runs +.*broken\.jsonl:1:1: not valid JSON/);
  expect(code).toBe(3);
});

test('machines read it as JSON, without secrets or tokens', async () => {
  const { out } = await doctor({ args: ['--json', '--var', `owner=${owner}`] });
  const { examinedAt, healthy, findings } = JSON.parse(out);
  expect(Math.abs(Date.parse(examinedAt) - Date.now())).toBeLessThan(60_000);
  expect(healthy).toBe(true);
  expect(findings).toContainEqual({ area: 'input', what: 'owner', state: 'there', why: 'it names a user' });
  expect(findings).toContainEqual(
    expect.objectContaining({ area: 'permission', state: 'beyond-need', what: 'User.Invite.All' }),
  );
  expect(out).not.toContain(sample.server.password);
  expect(out).not.toMatch(/eyJ[\w-]{10,}\./);
  expect(await readFile(join(folder, 'a.scenario.yaml'), 'utf8')).toBe(scenario);
});

test('its output is shown on the page of a report, without the signed-in users', async () => {
  const readiness = join(folder, 'readiness.json');
  const result = join(folder, 'result.json');
  const page = join(folder, 'report.html');
  const lacking = scenario.replace('AAD_PREMIUM_P2', 'INTUNE_A');
  const args = ['--json', '--var', `owner=${owner}`];
  const { code, out } = await doctor({ text: lacking, args });
  expect(code).toBe(3);
  await writeFile(readiness, out);
  const { streams, err } = capturedStreams();
  const passing = ['run', 'src/cli/fixtures', '--shard', '2/2', '-r', `json=${result}`, '-r', `html=${page}`];
  expect(await dispatch([...passing, '--readiness', readiness], streams)).toBe(0);
  const ofRun = await readFile(page, 'utf8');
  expect(await dispatch(passing, streams)).toBe(0);
  expect(await readFile(page, 'utf8')).not.toContain('class="readiness"');
  expect(await dispatch(['report', result, '--readiness', readiness, '-r', `html=${page}`], streams)).toBe(0);
  expect(err()).toBe('');
  const text = await readFile(page, 'utf8');
  expect(text).toBe(ofRun);
  expect(text).toMatch(/<section class="readiness">.*a run would not complete\./s);
  expect(text).toMatch(/<p class="lines">INTUNE_A<\/p>/);
  expect(text).toMatch(/<a href="https:\/\/learn\.microsoft\.com\/[^"]*"/);
  const { administrator, password } = sample.server;
  for (const secret of [administrator, password, app()?.appId, owner, sample.tenant()]) {
    expect(secret).toMatch(/.{8}/);
    expect(text).not.toContain(secret);
  }
  expect(text).not.toMatch(/eyJ[\w-]{10,}\./);
});

/** Wrong in every way that a live run is refused for before it sends anything. */
const refused = scenario
  .replace('inputs:\n', 'inputs:\n  on: { example: true }\n  count: { type: integer }\n')
  .replace('  - id: read-owner\n', '  - id: read-owner\n    labels: [tenant-wide, sends-mail]\n');

async function refusals(command: 'run' | 'doctor', more: readonly string[] = []) {
  const path = join(folder, 'refused.scenario.yaml');
  await writeFile(path, refused);
  const ledger = await mkdtemp(join(folder, 'ledger-'));
  await writeFile(join(ledger, 'broken.jsonl'), 'this is no ledger\n');
  const { streams, out, err } = capturedStreams();
  const environment = { ...settings(), REPLAY_ADMIN_PASSWORD: '' };
  const values = ['--var', 'owner=a/../b', '--var', 'on=yes', '--var', 'oner=x'];
  const live = command === 'run' ? ['--against', 'live'] : [];
  const args = [command, ...live, '--tenant', sample.tenant(), '--ledger', ledger, ...values, ...more, path];
  const code = await dispatch(args, { ...streams, environment });
  return { code, out: out(), err: err() };
}

const refusalCodes = [
  'unknown-input',
  'leftovers',
  'missing-credential',
  'invalid-input',
  'missing-input',
  'not-allowed',
] as const;

test('a run lists everything that it is refused for at once, and sends nothing', async () => {
  const { code, err } = await refusals('run');
  expect(code).toBe(2);
  for (const one of refusalCodes) expect(err, one).toMatch(new RegExp(`\\b${one}: `));
  expect(err).toMatch(/`on`[\s\S]*`count`[\s\S]*`tenant-wide`[\s\S]*`sends-mail`/);
  expect(sent).toEqual([]);
});

/** Without the place, which precedes the text of a refusal only. */
const plain = (text: string) => text.replace(/^\S+:\d+:\d+: /, '');

// Once: what the doctor looks at itself (inputs, sign-ins, leftovers) is not said a second time as a refusal.
test('for everything that a run is refused for, doctor has the same line, once', async () => {
  const run = await refusals('run');
  const { code, out } = await refusals('doctor', ['--json']);
  expect(code).toBe(3);
  const findings: { area: string; what: string; why: string; state: string }[] = JSON.parse(out).findings;
  const missing = findings.filter(({ state }) => state === 'missing');
  const printed = [...run.err.matchAll(/^(?:\S+:\d+:\d+: )?([a-z]+(?:-[a-z]+)+|leftovers): (.*)/gm)];
  expect(new Set(printed.map(([, code]) => code))).toEqual(new Set(refusalCodes));
  for (const [, code, message = ''] of printed)
    if (code !== 'leftovers')
      expect([message, missing.filter(({ why }) => plain(why) === message).length]).toEqual([message, 1]);
  // The ledgers of the two runs are in different folders.
  expect(missing.filter(({ why }) => why.includes('broken.jsonl'))).toHaveLength(1);
  const own = missing.filter(({ area }) => area !== 'refusal').map(({ area, what }) => `${area} ${what}`);
  expect(own.toSorted()).toEqual([
    'input count',
    'input on',
    'leftover no leftovers of earlier runs',
    'sign-in signs in',
  ]);
  expect(missing).toHaveLength(printed.length);
});

test('what is allowed is refused by neither', async () => {
  const allowed = ['--allow', 'tenant-wide,sends-mail', '--allow-dirty'];
  const { err } = await refusals('run', allowed);
  const { out } = await refusals('doctor', allowed);
  expect(err + out).not.toMatch(/not-allowed|leftovers:/);
  expect(out).toMatch(/^inputs$[\s\S]*✗ count +the input `count` has no value/m);
});

test('a dry run needs no credential, and is not refused for what earlier runs left', async () => {
  const { err } = await refusals('run', ['--dry-run']);
  expect(err).not.toMatch(/missing-credential|leftovers:|not-allowed/);
  expect(err).toMatch(/missing-input/);
  const path = join(folder, 'dry.scenario.yaml');
  await writeFile(path, scenario);
  const { streams, out } = capturedStreams();
  const environment = { REPLAY_CLOUD: 'global' };
  const args = ['run', '--against', 'live', '--dry-run', '--tenant', sample.tenant(), '--var', `owner=${owner}`, path];
  expect(await dispatch(args, { ...streams, environment })).toBe(0);
  expect(out()).toContain('read-owner');
  expect(sent).toEqual([]);
});
