import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoSettings } from '../../src/cli/loading/demo-settings.ts';
import { findScenarios } from '../../src/cli/loading/find-scenarios.ts';
import { loadScenario } from '../../src/format/scenario/load-scenario.ts';
import type { Scenario } from '../../src/format/scenario/scenario.ts';
import type { ServedSandbox } from '../../src/harness/harness.ts';
import { defaultSeed } from '../../src/sandbox/packs/directory/seed/default-seed.ts';
import type { WholeSeed } from '../../src/sandbox/packs/directory/seed/seed.ts';
import {
  type SandboxServer,
  type SandboxServerOptions,
  startSandboxServer,
} from '../../src/sandbox/server/sandbox-server.ts';
import { openServerFolder } from '../../src/sandbox/server/server-folder.ts';

type Heard = Parameters<NonNullable<SandboxServerOptions['watch']>>[0];

export type LibraryTenants = {
  readonly folder: string;
  /** The scenarios of the library. */
  readonly files: readonly string[];
  /** The tenants file. */
  readonly file: string;
  readonly environment: { readonly [name: string]: string };
  /** Of each tenant, what may be in nothing of another. */
  readonly canaries: readonly (readonly string[])[];
  readonly advance: (ms: number) => void;
  /** Who and what is there: people, groups, principals and reviews, by their ids; the recycle bins aside. */
  readonly state: () => string;
  readonly close: () => Promise<void>;
};

const guid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Ids of Microsoft's own that are the same in every tenant. */
const everywhere = /^(?:00000000-0000-0000|00000003-0000)/;

/** A text of the default tenant as one of tenant `n`: other ids, other domains, another name. */
const ofTenant = (n: number, text: string): string =>
  text
    .replaceAll(guid, (id) => (everywhere.test(id) ? id : `${String(n).padStart(4, '0')}${id.slice(4)}`))
    .replaceAll('contoso.onmicrosoft.com', `canary-${n}-on.net`)
    .replaceAll('contoso.com', `canary-${n}-domain.net`)
    .replaceAll('"Contoso', `"Canary${n} Ltd`);

/** Served sandboxes with the default tenant under other names, and all that the library needs in each. */
export async function libraryTenants(
  count: number,
  watch: (tenant: number, heard: Heard) => void,
): Promise<LibraryTenants> {
  const folder = await mkdtemp(join(tmpdir(), 'prove-tenants-'));
  const keys = await openServerFolder(join(folder, 'keys'), Date.now());
  const found = await findScenarios(['scenarios']);
  if (!keys.ok || !found.ok) throw new Error('the keys or the library cannot be read');
  const { paths } = keys.value;
  const ca = await readFile(paths.ca, 'utf8');
  const loaded = await Promise.all(found.value.map((file) => loadScenario(file)));
  const library = loaded.flatMap((one) => (one.ok ? [one.value] : []));
  const environment: { [name: string]: string } = { NODE_EXTRA_CA_CERTS: paths.ca, PATH: process.env['PATH'] ?? '' };
  const tenants: { readonly seed: WholeSeed; readonly server: SandboxServer }[] = [];
  for (let n = 1; n <= count; n++) {
    const seed: WholeSeed = JSON.parse(ofTenant(n, JSON.stringify(defaultSeed)));
    const server = await startSandboxServer({
      ...{ port: 0, now: Date.now, folder: keys.value, seed },
      watch: (heard) => watch(n, heard),
    });
    Object.assign(environment, await signIns(n, { server, folder: keys.value, library, ca }));
    tenants.push({ seed, server });
  }
  const file = join(folder, 'tenants.yaml');
  await writeFile(file, tenantsFile(tenants.map(({ seed }) => seed.tenant.id)));
  const worlds = () => tenants.map(({ server }) => server.sandbox());
  return {
    folder,
    file,
    environment,
    files: found.value,
    canaries: tenants.map(({ seed: { tenant, users = [], groups = [] } }) =>
      [
        tenant.id,
        ...users.flatMap(({ id, userPrincipalName }) => [id, userPrincipalName]),
        ...groups.map(({ id }) => id),
      ]
        .filter((text) => text !== undefined)
        .map((text) => text.toLowerCase()),
    ),
    advance: (ms) => {
      for (const { clock } of worlds()) clock.advance(ms);
    },
    state: () =>
      JSON.stringify(
        worlds().map(({ world: { directory, store } }) => {
          const ids = [directory.users(), directory.groups(), directory.servicePrincipals()].map((all) =>
            all.map(({ id }) => id).sort(),
          );
          // Histories of reviews cannot be deleted: they expire.
          const reviews = [...store.all()].filter(({ type }) => type === 'accessReviewScheduleDefinition');
          return [...ids, reviews.map(({ path }) => path).sort()];
        }),
      ),
    close: async () => {
      await Promise.all(tenants.map(({ server }) => server.close()));
      await rm(folder, { recursive: true });
    },
  };
}

function tenantsFile(ids: readonly string[]): string {
  const allow = ['tenant-wide', 'sends-mail', 'deletes-existing', 'changes-existing'];
  const tenants = ids.map((id, at) => ({ name: `tenant-${at + 1}`, id, credentials: `T${at + 1}` }));
  return JSON.stringify({ defaults: { cloud: 'custom', allow }, tenants });
}

type Served = ServedSandbox & { readonly library: readonly Scenario[]; readonly ca: string };

/** How the actors of the library sign in to tenant `n`, and the values of its inputs there. */
async function signIns(
  n: number,
  { server, folder, library, ca }: Served,
): Promise<{ readonly [name: string]: string }> {
  const own = library.map((scenario) => ({
    ...scenario,
    inputs: scenario.inputs.map((input) =>
      typeof input.example === 'string' ? { ...input, example: ofTenant(n, input.example) } : input,
    ),
  }));
  const settings = [...demoSettings(own, { server, folder }).matchAll(/^(REPLAY_(\w+))=(.*)$/gm)];
  const [reading] = server.apps().filter(({ displayName }) => displayName === 'Decision Collector');
  if (reading === undefined) throw new Error('the default tenant has no application that reads decisions');
  await consentOnlyTo('AccessReview.Read.All', `${server.origin}/sandbox/apps/${reading.appId}`, ca);
  return {
    ...Object.fromEntries(
      settings.flatMap(([, name = '', short = '', value = '']) => [
        [`T${n}_${short}`, value],
        [`T${n}_${name}`, value],
      ]),
    ),
    // Who may only read has an application with that consent alone.
    [`T${n}_REVIEWER_IN_A_READING_APP_CLIENT_ID`]: reading.appId,
    [`T${n}_GRAPH_ORIGIN`]: server.origin,
    [`T${n}_AUTHORITY`]: server.origin,
  };
}

function consentOnlyTo(permission: string, url: string, ca: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'PATCH', ca, headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume().on('end', () => resolve());
    });
    sent.on('error', reject).end(JSON.stringify({ delegated: [permission] }));
  });
}
