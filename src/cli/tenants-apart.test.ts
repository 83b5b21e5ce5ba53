import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleFleet, sampleFleet, type Watch } from '../../test/support/sandbox/sample-fleet.ts';
import { parseResult } from '../report/result/parse-result.ts';
import type { Clock } from '../run/ports.ts';
import { dispatch } from './dispatch.ts';

/** Five tenants, each a served sandbox with canaries of its own: nothing of one is in anything of another. */
const size = 5;
let fleet: SampleFleet;
let watch: Watch = () => {};
let heard: { readonly tenant: number; readonly text: string }[] = [];

beforeAll(async () => {
  fleet = await sampleFleet(size, {
    watch: (tenant, request) => {
      const { method, url, headers, body } = request;
      heard.push({ tenant, text: `${method} ${url} ${JSON.stringify(headers)} ${body}` });
      return watch(tenant, request);
    },
  });
  for (const [name, text] of Object.entries(scenarios))
    await writeFile(join(fleet.folder, `${name}.scenario.yaml`), text);
});
afterAll(() => fleet.close());
beforeEach(() => {
  heard = [];
  watch = () => {};
  for (const { server } of fleet.tenants) server.sandbox().faults.clear();
});

const group = (title: string, description: string) => `title: ${title}
actors:
  admin: { permissions: [Group.ReadWrite.All, User.Read.All] }
steps:
  - id: read-organization
    actor: admin
    request: { method: GET, url: /v1.0/organization }
    response: { status: 200, body: { value: [{ id: <uuid>, displayName: <string> }] } }
    capture: { name: "$.value[0].displayName", domain: "$.value[0].verifiedDomains[0].name" }
  - id: read-me
    actor: admin
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { id: <uuid>, displayName: <string> } }
    capture: { me: $.id }
  - id: create-group
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body:
        displayName: "${title} of \${name}"
        description: "${description}"
        mailNickname: "apart-\${run.id}"
        mailEnabled: false
        securityEnabled: true
    response: { status: 201, body: { id: <uuid> } }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'apart-\${run.id}'
  - id: read-group
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { id: "\${groupId}" } }
cleanup:
  - id: delete-group
    actor: admin
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;

const scenarios = {
  first: group('First', 'by ${me}'),
  second: group('Second', 'in ${domain}'),
  third: group('Third', 'of ${name}'),
};

const paths = () => Object.keys(scenarios).map((name) => join(fleet.folder, `${name}.scenario.yaml`));
const ledger = () => join(fleet.folder, 'runs');

async function run(args: readonly string[], clock?: Clock) {
  const { streams, out, err } = capturedStreams();
  const all = [...args, '--tenants', fleet.file, '--ledger', ledger()];
  const code = await dispatch(all, { ...streams, ...(clock && { clock }), environment: fleet.environment });
  return { code, out: out(), err: err(), all: out() + err() };
}

const live = (...more: readonly string[]) => [...['run', '--against', 'live', '--unattended'], ...more, ...paths()];

async function textsIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
}

async function outcomes(file: string) {
  const result = parseResult({ path: file, text: await readFile(file, 'utf8') });
  if (!result.ok) throw new Error(`${file} cannot be read`);
  return result.value.scenarios.map(({ tenantName, title, outcome }) => `${tenantName} ${title} ${outcome}`).sort();
}

const all = (outcome: (tenant: number) => string, from = 1) =>
  Array.from({ length: size + 1 - from }, (_, at) => at + from)
    .flatMap((tenant) => ['First', 'Second', 'Third'].map((title) => `tenant-${tenant} ${title} ${outcome(tenant)}`))
    .sort();

const groupsLeft = () => fleet.tenants.flatMap(({ server }) => server.sandbox().world.directory.groups());

const sentTo = (tenant: number) => heard.filter((one) => one.tenant === tenant).map(({ text }) => text);
const foundIn = (texts: readonly string[], pattern: RegExp) => texts.flatMap((text) => pattern.exec(text)?.[1] ?? []);

/** What is known of a tenant: its canaries, and the tokens that were sent to it. */
function known(tenant: number): readonly string[] {
  const tokens = foundIn(sentTo(tenant), /"authorization":"Bearer ([^"]+)"/);
  return [...new Set([...(fleet.tenants[tenant - 1]?.canaries ?? []), ...tokens])];
}

const numbers = Array.from({ length: size }, (_, at) => at + 1);

test('P17 no id, name or token of one tenant is in a request to another, in a report or in its ledgers', async () => {
  const reports = join(fleet.folder, 'reports');
  const names = ['json', 'junit', 'html', 'allure', 'har', 'markdown'];
  const written = names.flatMap((name) => ['-r', `${name}=${join(reports, name)}`]);
  const { code, all: printed } = await run(live('-j', String(size), '-v', '-r', 'terminal', ...written));
  expect(code, printed).toBe(0);
  const files = await textsIn(reports);
  expect(files.size).toBeGreaterThan(names.length);
  const ledgers = [...(await textsIn(ledger())).values()];
  const holding = (texts: Iterable<string>, text: string) => [...texts].filter((one) => one.includes(text)).length;
  for (const tenant of numbers) {
    const own = known(tenant);
    const [sent, others] = [sentTo(tenant), numbers.filter((one) => one !== tenant).flatMap(sentTo)];
    // There is something to look for, and it does arrive where it belongs.
    expect(own.length).toBeGreaterThan(9);
    expect(own.filter((text) => holding(sent, text) > 0).length).toBeGreaterThan(4);
    for (const text of own) expect(holding(others, text), `${text} in another tenant`).toBe(0);
    // Ids that the sandboxes make up are the same in all of them: reports show none of them.
    for (const text of [...own, ...foundIn(sent, /\/groups\/([0-9a-f-]{36})/)]) {
      expect(holding([...files.values(), printed], text), `${text} in reports`).toBe(0);
    }
  }
  for (const text of ledgers) {
    expect(numbers.filter((tenant) => known(tenant).some((one) => text.includes(one))).length).toBeLessThan(2);
  }
});

test('P18 one tenant hangs, one throttles, one refuses: the others end before any of them continues', async () => {
  const others = Promise.withResolvers<void>();
  let deleted = 0;
  watch = async (tenant, { method, url }) => {
    if (tenant > 3 && method === 'DELETE' && ++deleted === 2 * 3) others.resolve();
    if (tenant === 1 && url.startsWith('/v1.0/organization')) await others.promise;
  };
  fleet.tenants[1]?.server.sandbox().faults.add({ kind: 'throttled', retryAfterSeconds: 30, path: '/organization' });
  fleet.tenants[2]?.server.sandbox().faults.add({ kind: 'missing-consent', path: '/groups', method: 'POST', times: 3 });
  let waitedMs = 0;
  const clock: Clock = {
    now: () => Date.now() + waitedMs,
    // Only the tenant that throttles is waited for: until the others have ended.
    sleep: async (ms) => {
      await others.promise;
      waitedMs += ms;
      fleet.tenants[1]?.server.sandbox().faults.clear();
    },
  };
  const json = join(fleet.folder, 'faults.json');
  const { code, err } = await run(live('-j', String(size), '-r', `json=${json}`), clock);
  expect(await outcomes(json), err).toEqual(all((tenant) => (tenant === 3 ? 'blocked' : 'passed')));
  expect(code).toBe(3);
  expect(groupsLeft()).toEqual([]);
});

test('P3 killed in the middle, `cleanup --tenants` leaves nothing anywhere, and does nothing the second time', async () => {
  const created = Promise.withResolvers<void>();
  const began = new Set<number>();
  watch = async (tenant, { method, url }) => {
    if (method === 'GET' && /\/groups\/[0-9a-f-]{36}$/.test(url)) {
      began.add(tenant);
      if (began.size === size) created.resolve();
      // Its group is there; the run never hears of the rest.
      await new Promise(() => {});
    }
  };
  const args = [...live('-j', String(size)), '--tenants', fleet.file, '--ledger', ledger()];
  const child = spawn(process.execPath, ['bin/tutorial-replay.js', ...args], {
    env: { ...process.env, ...fleet.environment },
    stdio: 'ignore',
  });
  await created.promise;
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(groupsLeft().length).toBe(size);
  watch = () => {};
  const { code, out, all: printed } = await run(['cleanup']);
  expect(code, printed).toBe(0);
  expect(out.match(/^tenant-\d {2}\S+ {2}deleted /gm)?.length).toBe(size);
  expect(groupsLeft()).toEqual([]);
  heard = [];
  expect(await run(['cleanup'])).toMatchObject({ code: 0, out: expect.stringContaining('nothing is left to delete') });
  expect(heard).toEqual([]);
});

test('leftovers in other tenants than those of the file stay, and are exit 4', async () => {
  watch = async (tenant, { method }) => {
    if (method === 'DELETE' && tenant === 1) throw new Error('gone');
  };
  const some = join(fleet.folder, 'some.yaml');
  const text = await readFile(fleet.file, 'utf8');
  await run([...live('-j', String(size), '--allow-dirty', '--step-budget', 'PT1S')], {
    now: Date.now,
    sleep: async () => {},
  });
  watch = () => {};
  await writeFile(some, text.replace(/^ {2}- \{ name: tenant-1,.*\n/m, ''));
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(['cleanup', '--tenants', some, '--ledger', ledger()], {
    ...streams,
    environment: fleet.environment,
  });
  expect(err()).toContain('belongs to no tenant of this file: unchanged');
  expect(code, out() + err()).toBe(4);
  expect((await run(['cleanup'])).code).toBe(0);
  expect(groupsLeft()).toEqual([]);
});
