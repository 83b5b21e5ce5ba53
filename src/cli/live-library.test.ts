import { readdirSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import { loadScenario } from '../format/scenario/load-scenario.ts';
import type { Actor, Scenario } from '../format/scenario/scenario.ts';
import type { Clock } from '../run/ports.ts';
import { definitionsOf } from '../sandbox/packs/access-reviews/review-places.ts';
import { storedRuns } from '../tenant/ledger/stored-runs.ts';
import { dispatch } from './dispatch.ts';
import { findScenarios } from './loading/find-scenarios.ts';

/**
 * The whole library, live: over TLS, with tokens of the token endpoint that @azure/identity gets, through the same code as
 * for a tenant. The service is the sandbox; it runs scenarios one after the other, because a wait of one moves its clock.
 */

type Kind = 'client-secret' | 'client-certificate' | 'workload-identity' | 'username-password' | 'device-code';
/** Who signs in by something else than a password. */
type Kinds = { readonly [actor: string]: Kind };

const runs: readonly (readonly [file: string, kinds: Kinds])[] = [
  ['application-owners', { owner: 'device-code' }],
  ['apply-decisions', { owner: 'device-code' }],
  ['auto-apply', {}],
  ['background-collector', { collector: 'client-secret' }],
  ['background-collector', { collector: 'client-certificate' }],
  ['background-collector', { collector: 'workload-identity' }],
  ['denied-reviewers', { service: 'client-certificate', bystander: 'device-code' }],
  ['directory-role', {}],
  ['history-for-audit', {}],
  ['m365-group-guests', { admin: 'device-code' }],
  ['manager-review', {}],
  ['package-assignments', {}],
  ['recurring-guest-review', {}],
  ['resource-owner', {}],
  ['security-group', { member: 'device-code' }],
  // The same actor as an application: the credential decides, not the scenario.
  ['security-group', { admin: 'client-secret', member: 'device-code' }],
  ['security-group-v1', {}],
  ['three-stage-review', { analyst: 'device-code' }],
  ['update-definition', {}],
];

const library = 'scenarios/access-reviews';
/** Of other features. */
const others = readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.scenario.yaml') && !name.startsWith('access-reviews'))
  .map((name) => join('scenarios', name))
  .sort();
let sample: SampleServer;
let folder: string;

beforeAll(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'live-library-'));
  await consentOnlyTo('AccessReview.Read.All', readingApp());
});
afterAll(async () => {
  await sample.close();
  await rm(folder, { recursive: true });
});

test('every scenario of the library is run here, and every kind of credential that needs no human is used', async () => {
  const found = await findScenarios([library]);
  const files = found.ok ? found.value.map((file) => basename(file, '.scenario.yaml')) : [];
  expect([...new Set(runs.map(([file]) => file))]).toEqual(files.toSorted());
  expect([...new Set(runs.flatMap(([, kinds]) => Object.values(kinds)))].sort()).toEqual([
    'client-certificate',
    'client-secret',
    'device-code',
    'workload-identity',
  ]);
});

test.each(runs)('P1 %s passes live with %o and leaves nothing behind', async (file, kinds) => {
  const path = join(library, `${file}.scenario.yaml`);
  const loaded = await loadScenario(path);
  if (!loaded.ok) throw new Error(`${path} cannot be read`);
  const scenario = loaded.value;
  const before = listing();
  const { code, out, err } = await run(path, scenario, kinds);
  expect(code, out + err).toBe(0);
  expect(out).toMatch(/1 passed/);
  expect(listing()).toEqual(before);
  expect(storedRuns(join(folder, 'runs')).runs.flatMap(({ open }) => open)).toEqual([]);
  expect(out + err).not.toContain(sample.server.password);
});

test.each(others)('P1 %s passes live as well and leaves nothing behind', async (path) => {
  const loaded = await loadScenario(path);
  if (!loaded.ok) throw new Error(`${path} cannot be read`);
  const before = listing();
  const { code, out, err } = await run(path, loaded.value, {}, ['run', '--unattended', '--allow-dirty']);
  expect(code, out + err).toBe(0);
  expect(listing()).toEqual(before);
  expect(storedRuns(join(folder, 'runs')).runs.flatMap(({ open }) => open)).toEqual([]);
});

test.each(['auto-apply', 'background-collector', 'history-for-audit'])(
  '%s, recorded live, and again days later, is the same file',
  async (file) => {
    const path = join(folder, `${file}.scenario.yaml`);
    await copyFile(join(library, `${file}.scenario.yaml`), path);
    const loaded = await loadScenario(path);
    if (!loaded.ok) throw new Error(`${path} cannot be read`);
    const recorded = async () => {
      const { code, out, err } = await run(path, loaded.value, {}, ['record']);
      expect(code, out + err).toBe(0);
      return readFile(join(folder, `${file}.recording.json`), 'utf8');
    };
    const first = await recorded();
    await clock.sleep((2 * 24 * 60 + 197) * 60_000);
    expect(await recorded()).toBe(first);
  },
);

async function run(path: string, scenario: Scenario, kinds: Kinds, verb: readonly string[] = ['run', '--unattended']) {
  const { streams, out, err } = capturedStreams();
  const stderr = {
    ...streams.stderr,
    write: (text: string) => {
      streams.stderr.write(text);
      void typeCode(text, scenario);
    },
  };
  const args = [...verb, '--against', 'live', '--tenant', sample.tenant()];
  const allowed = ['--allow', 'tenant-wide', '--allow', 'sends-mail'];
  const code = await dispatch([...args, ...allowed, ...vars(scenario), path], {
    ...streams,
    stderr,
    clock,
    environment: { ...settings(), ...inputs(scenario), ...signIns(scenario, kinds) },
  });
  return { code, out: out(), err: err() };
}

/** The sandbox's own time; to sleep is to move it. */
const clock: Clock = {
  now: () => sample.server.sandbox().clock.now(),
  sleep: async (ms) => {
    const body = { advance: `PT${Math.ceil(ms / 1000)}S` };
    expect((await sample.send('POST', '/sandbox/clock', { body })).status).toBe(200);
  },
};

/** Who and what is there; what is deleted and kept for a while aside. */
function listing() {
  const { directory, reviews } = sample.server.sandbox().world;
  return {
    users: directory.users().map(({ id }) => id),
    groups: directory.groups().map(({ id }) => [id, directory.members(id), directory.owners(id)]),
    reviews: definitionsOf(reviews).map(({ id }) => id),
  };
}

const settings = () => ({
  TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
  REPLAY_CLOUD: 'custom',
  REPLAY_GRAPH_ORIGIN: sample.server.origin,
  REPLAY_AUTHORITY: sample.server.origin,
  NODE_EXTRA_CA_CERTS: sample.folder.paths.ca,
});

/** The first input by `--var`, the others from their variables: their examples are people of the sandbox. */
const vars = ({ inputs: [first] }: Scenario) =>
  first?.example === undefined ? [] : ['--var', `${first.name}=${first.example}`];

const inputs = ({ inputs: [, ...others] }: Scenario) =>
  Object.fromEntries(others.map(({ env = '', example }) => [env, String(example)]));

function signIns({ actors, ...scenario }: Scenario, kinds: Kinds): { readonly [name: string]: string } {
  const all = actors.map((actor) => {
    const kind = kinds[actor.name] ?? 'username-password';
    const prefix = `REPLAY_${variablePart(actor.name)}`;
    return Object.entries({ CREDENTIAL: kind, ...proofOf(kind, actor, scenario) }).map(([name, value]) => [
      `${prefix}_${name}`,
      value,
    ]);
  });
  return Object.fromEntries(all.flat());
}

/** `groupOwner` and `group-owner` are `GROUP_OWNER` in variables. */
const variablePart = (actor: string) =>
  actor
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();

function proofOf(kind: Kind, actor: Actor, scenario: Pick<Scenario, 'inputs'>): { readonly [name: string]: string } {
  const app = actor.permissions.every((name) => name.includes('.Read.')) ? readingApp() : ourApp();
  const CLIENT_ID = app.appId;
  switch (kind) {
    case 'client-secret':
      return { CLIENT_ID, CLIENT_SECRET: app.secrets[0] ?? '' };
    case 'client-certificate':
      return { CLIENT_ID, CLIENT_CERTIFICATE_PATH: sample.folder.paths.client };
    case 'workload-identity':
      return { CLIENT_ID, FEDERATED_TOKEN_FILE: sample.folder.paths.federatedToken };
    case 'device-code':
      return { CLIENT_ID };
    case 'username-password':
      return { CLIENT_ID, USERNAME: nameOf(actor, scenario), PASSWORD: sample.server.password };
    default:
      return kind satisfies never;
  }
}

const ourApp = () => appNamed('Tutorial Replay');
/** For actors who may only read. */
const readingApp = () => appNamed('Decision Collector');

function appNamed(name: string) {
  const app = sample.server.apps().find(({ displayName }) => displayName === name);
  if (app === undefined) throw new Error('the seed has no such application');
  return app;
}

async function consentOnlyTo(permission: string, { appId }: { readonly appId: string }) {
  const body = { delegated: [permission] };
  expect((await sample.send('PATCH', `/sandbox/apps/${appId}`, { body })).status).toBe(200);
}

/** The user principal name of an actor; the administrator's, where the scenario does not say who it is. */
function nameOf({ user }: Actor, { inputs }: Pick<Scenario, 'inputs'>): string {
  const input = inputs.find(({ name }) => user?.value === `\${${name}}`);
  const { directory } = sample.server.sandbox().world;
  const found = input === undefined ? undefined : directory.user(String(input.example));
  return found?.userPrincipalName ?? sample.server.administrator ?? '';
}

/** Does what a person does who is shown a code: types it in, as the actor who is named with it. */
async function typeCode(text: string, scenario: Scenario): Promise<void> {
  const [, name, code] = /^(\S+): .*\b([B-Z2-9]{9})\b/s.exec(text) ?? [];
  const actor = scenario.actors.find((one) => one.name === name);
  if (actor === undefined || code === undefined) return;
  const body = { decision: 'approve', user: createdMember(actor) ?? nameOf(actor, scenario) };
  expect((await sample.send('POST', `/sandbox/device-codes/${code}`, { body })).status).toBe(200);
}

function createdMember({ user }: Actor): string | undefined {
  const [start = '', ...rest] = user?.value.split('${run.id}') ?? [];
  if (rest.length === 0) return undefined;
  const { directory } = sample.server.sandbox().world;
  return directory.users().find(({ userPrincipalName }) => userPrincipalName.startsWith(start))?.userPrincipalName;
}
