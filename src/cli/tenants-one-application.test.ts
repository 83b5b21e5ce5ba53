import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleFleet, sampleFleet, type Watch } from '../../test/support/sandbox/sample-fleet.ts';
import { parseResult } from '../report/result/parse-result.ts';
import type { Clock } from '../run/ports.ts';
import { dispatch } from './dispatch.ts';

/** Delegated administration (GDAP): one multi-tenant application and one person sign in to every tenant, at one origin. */
const size = 4;
let fleet: SampleFleet;
let watch: Watch = () => {};
let heard: { readonly tenant: number; readonly text: string }[] = [];

beforeAll(async () => {
  fleet = await sampleFleet(size, {
    oneApplication: true,
    watch: (tenant, request) => {
      const { method, url, headers, body } = request;
      heard.push({ tenant, text: `${method} ${url} ${JSON.stringify(headers)} ${body}` });
      return watch(tenant, request);
    },
  });
  await writeFile(join(fleet.folder, 'both.scenario.yaml'), scenario);
});
afterAll(() => fleet.close());
beforeEach(() => {
  heard = [];
  watch = () => {};
});

const scenario = `title: An application and a person create groups
actors:
  service: { context: application, permissions: [Group.ReadWrite.All] }
  admin: { permissions: [Group.ReadWrite.All, User.Read.All] }
steps:
  - id: create-by-application
    actor: service
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: By application, mailNickname: "service-\${run.id}", mailEnabled: false, securityEnabled: true }
    response: { status: 201, body: { id: <uuid> } }
    capture: { first: $.id }
    creates:
      delete: /v1.0/groups/\${first}
      find: /v1.0/groups?$filter=mailNickname eq 'service-\${run.id}'
  - id: read-me
    actor: admin
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { id: <uuid> } }
    capture: { me: $.id }
  - id: create-by-person
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body:
        displayName: By person
        description: "of \${me}"
        mailNickname: "admin-\${run.id}"
        mailEnabled: false
        securityEnabled: true
    response: { status: 201, body: { id: <uuid> } }
    capture: { second: $.id }
    creates:
      delete: /v1.0/groups/\${second}
      find: /v1.0/groups?$filter=mailNickname eq 'admin-\${run.id}'
`;

type Given = { readonly environment?: { readonly [name: string]: string }; readonly clock?: Clock };

async function run(args: readonly string[], { environment = {}, clock }: Given = {}) {
  const { streams, out, err } = capturedStreams();
  const all = [...args, '--tenants', fleet.file, '--ledger', join(fleet.folder, 'runs')];
  const code = await dispatch(all, {
    ...{ ...streams, ...(clock && { clock }) },
    environment: { ...fleet.environment, ...environment },
  });
  return { code, out: out(), err: err(), all: out() + err() };
}

const live = (...more: readonly string[]) => [
  ...['run', '--against', 'live', '--unattended', '-j', String(size), ...more],
  join(fleet.folder, 'both.scenario.yaml'),
];

async function resultOf(path: string) {
  const result = parseResult({ path, text: await readFile(path, 'utf8') });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

const numbers = Array.from({ length: size }, (_, at) => at + 1);
const groups = () => fleet.tenants.flatMap(({ server }) => server.sandbox().world.directory.groups());
const sentTo = (tenant: number) => heard.filter((one) => one.tenant === tenant).map(({ text }) => text);
const tokensOf = (tenant: number) =>
  new Set(sentTo(tenant).flatMap((text) => /"authorization":"Bearer ([^"]+)"/.exec(text)?.[1] ?? []));

test('P17 one application signs in to each tenant for itself, and no token or id of one is in another', async () => {
  const json = join(fleet.folder, 'all.json');
  const html = join(fleet.folder, 'all.html');
  const { code, all } = await run(live('-r', 'terminal', '-r', `json=${json}`, '-r', `html=${html}`));
  expect(code, all).toBe(0);
  expect((await resultOf(json)).summary.scenarios).toMatchObject({ passed: size });
  expect(groups()).toEqual([]);
  const reports = [all, await readFile(json, 'utf8'), await readFile(html, 'utf8')];
  const kept = await readdir(join(fleet.folder, 'runs'), { recursive: true, withFileTypes: true });
  const ledgers = kept.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const files = await Promise.all(ledgers.map((path) => readFile(path, 'utf8')));
  for (const tenant of numbers) {
    const { id = '', canaries = [] } = fleet.tenants[tenant - 1] ?? {};
    // Its own authority, twice: for the application and for the person.
    expect(sentTo(tenant).filter((text) => text.startsWith(`POST /${id}/oauth2/v2.0/token`)).length).toBe(2);
    const tokens = tokensOf(tenant);
    expect(tokens.size).toBe(2);
    const others = numbers.filter((one) => one !== tenant).flatMap(sentTo);
    for (const text of [...canaries, ...tokens]) {
      expect(
        others.filter((one) => one.includes(text)),
        `${text} in another tenant`,
      ).toEqual([]);
      expect(
        reports.filter((one) => one.includes(text)),
        `${text} in a report`,
      ).toEqual([]);
    }
    expect(files.filter((one) => one.includes(id)).length).toBe(1);
  }
  for (const secret of ['canary-secret-of-partner', 'canary-password-of-partner']) {
    expect([...reports, ...files].filter((one) => one.includes(secret))).toEqual([]);
  }
});

test('P18 a tenant that has not consented cannot be tested, and the others pass', async () => {
  const json = join(fleet.folder, 'consent.json');
  const second = fleet.tenants[1]?.server;
  const [registered] = second?.apps().filter(({ displayName }) => displayName === 'Tutorial Replay') ?? [];
  if (second === undefined || registered === undefined) throw new Error('nothing is registered');
  const { appId } = registered;
  watch = (tenant, request) => {
    // The application is not there: a consent makes its service principal.
    if (tenant === 2 && request.url.includes('/oauth2/')) {
      Object.assign(request, { body: request.body.replaceAll(appId, appId.replace('c0de', 'c0df')) });
    }
  };
  const { code, all } = await run(live('-r', 'terminal', '-r', `json=${json}`));
  expect(code, all).toBe(3);
  const { scenarios } = await resultOf(json);
  expect(scenarios.map(({ tenantName, outcome }) => `${tenantName} ${outcome}`).sort()).toEqual([
    ...['tenant-1 passed', 'tenant-2 blocked', 'tenant-3 passed', 'tenant-4 passed'],
  ]);
  expect(groups()).toEqual([]);
});

test('the doctor signs in to each tenant, and a tenant that the credentials name is the only one for them', async () => {
  const paths = [join(fleet.folder, 'both.scenario.yaml')];
  const { code, out, all } = await run(['doctor', '--json', ...paths]);
  expect(code, all).toBe(0);
  expect(JSON.parse(out).tenants.map((one: { healthy: boolean }) => one.healthy)).toEqual(numbers.map(() => true));
  const own = fleet.tenants[2]?.id ?? '';
  const json = join(fleet.folder, 'own.json');
  const named = await run(live('-r', `json=${json}`), { environment: { PARTNER_TENANT_ID: own } });
  expect(named.code).toBe(3);
  const { scenarios, summary } = await resultOf(json);
  expect(scenarios.map(({ tenantName }) => tenantName)).toEqual(['tenant-3']);
  expect(summary.tenants?.[0]?.obstacles).toMatchObject([
    { code: 'bad-setting', fix: 'remove it, or give the tenant `credentials` of its own in the tenants file' },
  ]);
});

test('`cleanup --tenants` finishes with the one application what was left in each tenant', async () => {
  watch = (_, { method }) => {
    if (method === 'DELETE') throw new Error('the connection is gone');
  };
  const left = await run(live('--allow-dirty', '--step-budget', 'PT1S'), {
    clock: { now: Date.now, sleep: async () => {} },
  });
  expect(left.code, left.all).toBe(4);
  expect(groups().length).toBe(2 * size);
  watch = () => {};
  const { code, all } = await run(['cleanup']);
  expect(code, all).toBe(0);
  expect(groups()).toEqual([]);
});
