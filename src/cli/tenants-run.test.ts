import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleFleet, sampleFleet, type Watch } from '../../test/support/sandbox/sample-fleet.ts';
import { parseResult } from '../report/result/parse-result.ts';
import { dispatch } from './dispatch.ts';

let fleet: SampleFleet;
let watch: Watch = () => {};

beforeAll(async () => {
  fleet = await sampleFleet(3, { watch: (tenant, request) => watch(tenant, request) });
  await writeFile(join(fleet.folder, 'group.scenario.yaml'), scenario('Group'));
  await writeFile(join(fleet.folder, 'again.scenario.yaml'), scenario('Again'));
});
afterAll(() => fleet.close());

const scenario = (name: string) => `title: ${name} comes and goes
tags: [groups]
actors:
  admin: { permissions: [Group.ReadWrite.All] }
inputs:
  kind: { env: GROUP_KIND, example: blue }
steps:
  - id: create-group
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: "${name} \${kind}", mailNickname: "live-\${run.id}", mailEnabled: false, securityEnabled: true }
    response:
      status: 201
      body: { id: <uuid>, displayName: "${name} \${kind}" }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'live-\${run.id}'
cleanup:
  - id: delete-group
    actor: admin
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;

const both = () => ['again', 'group'].map((name) => join(fleet.folder, `${name}.scenario.yaml`));

type Change = {
  readonly file?: string;
  readonly environment?: { readonly [name: string]: string };
  readonly paths?: readonly string[];
};

async function run(args: readonly string[], { file = fleet.file, environment = {}, paths = both() }: Change = {}) {
  const { streams, out, err } = capturedStreams();
  const all = [...args, '--tenants', file, '--ledger', join(fleet.folder, 'runs'), ...paths];
  const variables = { ...fleet.environment, T1_GROUP_KIND: 'red', T2_GROUP_KIND: 'green', T3_GROUP_KIND: 'blue' };
  const code = await dispatch(all, { ...streams, environment: { ...variables, ...environment } });
  return { code, out: out(), err: err(), all: out() + err() };
}

const live = ['run', '--against', 'live', '--unattended'];

async function resultOf(path: string) {
  const result = parseResult({ path, text: await readFile(path, 'utf8') });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

const groups = () => fleet.tenants.flatMap(({ server }) => server.sandbox().world.directory.groups());

test('every scenario runs in every tenant, and its result names the tenant', async () => {
  const json = join(fleet.folder, 'all.json');
  const { code, all } = await run([...live, '-j', '3', '-r', `json=${json}`, '-r', 'terminal']);
  expect(all).toContain('Group comes and goes');
  // What the service keeps for a while is kept somewhere.
  for (const tenant of [1, 2, 3])
    expect(all).toMatch(new RegExp(`until 20\\d\\d-\\d\\d-\\d\\d  tenant-${tenant}: /v1.0/groups/`));
  expect(code).toBe(0);
  const { scenarios, summary } = await resultOf(json);
  const where = scenarios.map(({ tenantName, title }) => `${tenantName} ${title.split(' ')[0]}`).sort();
  expect(where).toEqual(['tenant-1', 'tenant-2', 'tenant-3'].flatMap((name) => [`${name} Again`, `${name} Group`]));
  expect(summary.tenants?.map(({ name, tags }) => `${name} ${tags}`)).toEqual([
    'tenant-1 odd',
    'tenant-2 even',
    'tenant-3 odd',
  ]);
  expect(summary.scenarios).toMatchObject({ passed: 6, 'not-run': 0 });
  expect(summary.recycleBin?.map(({ tenantName }) => tenantName).sort()).toEqual(
    ['tenant-1', 'tenant-2', 'tenant-3'].flatMap((name) => [name, name]),
  );
  expect(groups()).toEqual([]);
});

test('tags and names select tenants', async () => {
  const json = join(fleet.folder, 'some.json');
  const { code } = await run([...live, '--tenant-tags', 'odd and not tenant-3', '-r', `json=${json}`]);
  expect(code).toBe(0);
  expect(new Set((await resultOf(json)).scenarios.map(({ tenantName }) => tenantName))).toEqual(new Set(['tenant-1']));
});

test('a tenant without a credential is exit 3, and the others run', async () => {
  const json = join(fleet.folder, 'missing.json');
  const environment = { T2_ADMIN_PASSWORD: '', T2_CLIENT_ID: '' };
  const { code } = await run([...live, '-r', `json=${json}`], { environment });
  expect(code).toBe(3);
  const { scenarios, summary } = await resultOf(json);
  expect(scenarios.map(({ tenantName, outcome }) => `${tenantName} ${outcome}`).sort()).toEqual([
    ...['tenant-1 passed', 'tenant-1 passed', 'tenant-3 passed', 'tenant-3 passed'],
  ]);
  expect(summary.notRun).toEqual({ tenant: 2 });
  expect(summary.tenants?.[1]?.obstacles).toMatchObject([{ code: 'missing-credential' }]);
  expect(summary.tenants?.[1]?.obstacles?.[0]?.fix).toContain('T2_ADMIN_');
});

test('the secret of another application is never tried on a tenant with credentials of its own', async () => {
  const environment = { T2_ADMIN_PASSWORD: '', AZURE_CLIENT_ID: 'x', AZURE_CLIENT_SECRET: 'of-another-application' };
  const json = join(fleet.folder, 'other.json');
  const { code } = await run([...live, '-r', `json=${json}`], { environment });
  expect(code).toBe(3);
  expect((await resultOf(json)).summary.tenants?.[1]?.obstacles).toMatchObject([{ code: 'missing-credential' }]);
});

test('a scenario that one tenant does not allow runs only where it is allowed', async () => {
  const file = join(fleet.folder, 'allow.yaml');
  const text = await readFile(fleet.file, 'utf8');
  await writeFile(file, text.replace('credentials: T3,', 'credentials: T3, allow: [sends-mail],'));
  const path = join(fleet.folder, 'mail.scenario.yaml');
  await writeFile(path, scenario('Mail').replace('    actor: admin\n', '    actor: admin\n    labels: [sends-mail]\n'));
  const json = join(fleet.folder, 'allow.json');
  const { code } = await run([...live, '-r', `json=${json}`], { file, paths: [path] });
  expect(code).toBe(3);
  const { scenarios, summary } = await resultOf(json);
  expect(scenarios.map(({ tenantName, outcome }) => `${tenantName} ${outcome}`)).toEqual(['tenant-3 passed']);
  expect(summary.notRun).toEqual({ tenant: 2 });
  expect(summary.tenants?.[0]?.obstacles).toMatchObject([{ code: 'not-allowed', file: path }]);
});

test('shards share out scenarios and tenants, and their parts merge to the whole', async () => {
  const parts = await Promise.all(
    [1, 2, 3, 4].map(async (index) => {
      const json = join(fleet.folder, `part-${index}.json`);
      expect((await run([...live, '--shard', `${index}/4`, '-r', `json=${json}`])).code).toBe(0);
      return json;
    }),
  );
  const left = await Promise.all(parts.map(async (part) => (await resultOf(part)).summary.notRun?.shard ?? 0));
  expect(left.reduce((sum, one) => sum + one, 0)).toBe(3 * 6);
  const { streams } = capturedStreams();
  const whole = join(fleet.folder, 'whole.json');
  expect(await dispatch(['report', ...parts, '-r', `json=${whole}`], streams)).toBe(0);
  const { scenarios, summary } = await resultOf(whole);
  expect(new Set(scenarios.map(({ tenantName, file }) => `${tenantName} ${file}`)).size).toBe(6);
  expect(summary.scenarios).toMatchObject({ passed: 6, 'not-run': 0 });
  expect(summary.tenants?.map(({ name }) => name)).toEqual(['tenant-1', 'tenant-2', 'tenant-3']);
});

test('a shard that got nothing of what the others run is fine', async () => {
  const { code, all } = await run([...live, '--shard', '7/7']);
  expect(code, all).toBe(0);
});

test.each([
  ['one scenario at a time', [], 1],
  ['as many as `--per-tenant` says', ['--per-tenant', '2'], 2],
])('a tenant runs %s, however many `-j` allows', async (_, flags, most) => {
  const folder = await mkdtemp(join(fleet.folder, 'four-'));
  const names = ['one', 'two', 'three', 'four'].map((name) => join(folder, `${name}.scenario.yaml`));
  for (const path of names) await writeFile(path, scenario(path.slice(folder.length + 1)));
  // A scenario runs as long as its group exists.
  const going = new Map<number, number>();
  const highest = new Map<number, number>();
  const full = Promise.withResolvers<void>();
  watch = async (tenant, { method, url }) => {
    if (method === 'POST' && url === '/v1.0/groups') {
      const now = (going.get(tenant) ?? 0) + 1;
      going.set(tenant, now);
      highest.set(tenant, Math.max(now, highest.get(tenant) ?? 0));
      // Nothing ends before every tenant has as many as it may.
      if (highest.size === 3 && [...highest.values()].every((one) => one >= most)) full.resolve();
      await full.promise;
    }
    if (method === 'DELETE') going.set(tenant, (going.get(tenant) ?? 0) - 1);
  };
  const json = join(folder, 'four.json');
  const { code, all } = await run([...live, '-j', '12', ...flags, '-r', `json=${json}`], { paths: names });
  watch = () => {};
  expect(code, all).toBe(0);
  expect([...highest.values()]).toEqual([most, most, most]);
  expect((await resultOf(json)).summary.scenarios).toMatchObject({ passed: 12 });
  expect(groups()).toEqual([]);
});

test('`report --tenants` shows the tenants that are chosen, and ends as they did', async () => {
  const json = join(fleet.folder, 'three.json');
  await run([...live, '-r', `json=${json}`], { environment: { T2_CLIENT_ID: '' } });
  const report = async (tags: string) => {
    const { streams } = capturedStreams();
    const chosen = join(fleet.folder, 'chosen.json');
    const args = ['report', json, '--tenants', fleet.file, '--tenant-tags', tags, '-r', `json=${chosen}`];
    return { code: await dispatch(args, streams), result: await resultOf(chosen) };
  };
  const odd = await report('odd');
  expect(odd.code).toBe(0);
  expect(odd.result.summary).toMatchObject({
    scenarios: { passed: 4 },
    tenants: [{ name: 'tenant-1' }, { name: 'tenant-3' }],
  });
  expect((await report('tenant-2')).code).toBe(3);
});

test('the doctor examines every tenant', async () => {
  const paths = [join(fleet.folder, 'group.scenario.yaml')];
  const { code, out, all } = await run(['doctor', '--json'], { paths, environment: { T2_ADMIN_PASSWORD: '' } });
  expect(code, all).toBe(3);
  const { tenants } = JSON.parse(out);
  expect(tenants.map((one: { name: string; healthy: boolean }) => `${one.name} ${one.healthy}`)).toEqual([
    'tenant-1 true',
    'tenant-2 false',
    'tenant-3 true',
  ]);
});

test.each([
  ['an input of no scenario', 'inputs: { knid: red }', /tenants\.bad\.yaml:4:\d+: unknown-input: .*`knid`[\s\S]*kind/],
  ['an unknown cloud', 'cloud: globl', /tenants\.bad\.yaml:4:\d+: invalid-value/],
])('%s is exit 2 at its place, and nothing is sent', async (_, key, expected) => {
  const file = join(fleet.folder, 'tenants.bad.yaml');
  await writeFile(file, (await readFile(fleet.file, 'utf8')).replace('credentials: T1,', `credentials: T1, ${key},`));
  const { code, err } = await run(live, { file });
  expect(err).toMatch(expected);
  expect(err).toContain('nothing was sent');
  expect(code).toBe(2);
});

test('a prefix that is another one with the name of an actor is refused: a secret would be of two tenants', async () => {
  const file = join(fleet.folder, 'mixed.yaml');
  await writeFile(file, (await readFile(fleet.file, 'utf8')).replace('credentials: T2,', 'credentials: T1_ADMIN,'));
  const { code, err } = await run(live, { file });
  expect(err).toContain('bad-setting: T1_ADMIN_… are the settings of one tenant');
  expect(code).toBe(2);
});

test('a missing setting of a tenant is reported with its name before anything is sent', async () => {
  const { code, err } = await run(live, { environment: { T2_GROUP_KIND: '', GROUP_KIND: 'of all' } });
  expect(err).toContain('tenant-2: the input `kind` has no value');
  expect(err).toContain('or the environment variable T2_GROUP_KIND\n');
  expect(err).not.toContain('tenant-1: ');
  expect(code).toBe(2);
});

test.each([['--tenant', '00000000-0000-4000-8000-000000000000'], ['--record'], ['--update']])(
  '%s cannot be used with --tenants',
  async (...flag) => {
    const { code, err } = await run([...live, ...flag]);
    expect(err).toContain('usage: ');
    expect(code).toBe(2);
  },
);

test('`list --matrix` prints a job for each tenant, which runs what it says', async () => {
  const { streams, out } = capturedStreams();
  const [path = ''] = both();
  const code = await dispatch(
    ['list', '--matrix', 'github', '--tenants', fleet.file, '--tenant-tags', 'odd', path],
    streams,
  );
  expect(code).toBe(0);
  const { include } = JSON.parse(out());
  expect(include.map(({ name }: { name: string }) => name)).toEqual(['tenant-1', 'tenant-3']);
  const [, , , name, ...paths] = include[0].args.split(' ');
  expect((await run([...live, '--tenant-tags', name], { paths })).code).toBe(0);
});
