import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSeed } from '../../../src/sandbox/packs/directory/seed/default-seed.ts';
import type { WholeSeed } from '../../../src/sandbox/packs/directory/seed/seed.ts';
import {
  type SandboxServer,
  type SandboxServerOptions,
  startSandboxServer,
} from '../../../src/sandbox/server/sandbox-server.ts';
import { openServerFolder } from '../../../src/sandbox/server/server-folder.ts';
import { sharedOrigin } from './shared-origin.ts';

/** A tenant of a sample fleet: a sandbox of its own, with names, ids, secrets and a password that no other has. */
type SampleTenant = {
  readonly name: string;
  readonly id: string;
  readonly server: SandboxServer;
  /** What may be in nothing of another tenant. */
  readonly canaries: readonly string[];
};

export type SampleFleet = {
  readonly folder: string;
  readonly tenants: readonly SampleTenant[];
  /** The tenants file. */
  readonly file: string;
  readonly environment: { readonly [name: string]: string };
  readonly close: () => Promise<void>;
};

const guid = (index: number, kind: number) =>
  `${String(index).padStart(4, '0')}c0de-0000-4000-8000-${String(kind).padStart(12, '0')}`;

type Heard = Parameters<NonNullable<SandboxServerOptions['watch']>>[0];
/** Hears every request to a tenant, counted from 1. */
export type Watch = (tenant: number, request: Heard) => Promise<void> | void;

export type FleetOptions = {
  readonly watch?: Watch;
  /** One multi-tenant application and one person for all, at one origin; default: an application for each. */
  readonly oneApplication?: boolean;
};

/** The application and the person of the partner, where one signs in everywhere. */
const partner = { clientId: guid(0, 4), secret: 'canary-secret-of-partner', password: 'canary-password-of-partner' };

/** Served sandboxes, one for each tenant, and the file that lists them. */
export async function sampleFleet(count: number, options: FleetOptions = {}): Promise<SampleFleet> {
  const { watch = () => {}, oneApplication = false } = options;
  const folder = await mkdtemp(join(tmpdir(), 'sample-fleet-'));
  const opened = await openServerFolder(join(folder, 'keys'), Date.now());
  if (!opened.ok) throw new Error('the folder of the sample fleet cannot be opened');
  const tenants: SampleTenant[] = [];
  const environment: { [name: string]: string } = { NODE_EXTRA_CA_CERTS: opened.value.paths.ca };
  const shared = oneApplication ? await sharedOrigin(opened.value) : undefined;
  for (let index = 1; index <= count; index++) {
    const seed = oneApplication ? withPartner(seedOf(index)) : seedOf(index);
    const server = await startSandboxServer({
      ...{ port: 0, now: Date.now, folder: opened.value, seed },
      ...(shared && { publicOrigin: shared.origin }),
      watch: (request) => watch(index, request),
    });
    shared?.lead(seed.tenant.id, server.listensOn);
    const [application] = seed.applications ?? [];
    const [admin] = seed.users ?? [];
    const prefix = oneApplication ? 'PARTNER' : `T${index}`;
    environment[`${prefix}_GRAPH_ORIGIN`] = server.origin;
    environment[`${prefix}_AUTHORITY`] = server.origin;
    environment[`${prefix}_CLIENT_ID`] = application?.clientId ?? '';
    environment[`${prefix}_ADMIN_USERNAME`] = admin?.userPrincipalName ?? '';
    environment[`${prefix}_ADMIN_PASSWORD`] = admin?.password ?? '';
    environment[`${prefix}_SERVICE_CLIENT_SECRET`] = application?.secret ?? '';
    const { tenant } = seed;
    const own = [application?.id, admin?.id, admin?.displayName];
    const signingIn = oneApplication ? [] : [application?.clientId, application?.secret, admin?.password];
    const canaries = [tenant.id, tenant.displayName, ...tenant.domains, ...own, ...signingIn].filter(
      (text) => text !== undefined,
    );
    tenants.push({ name: `tenant-${index}`, id: tenant.id, server, canaries });
  }
  const file = join(folder, 'tenants.yaml');
  await writeFile(file, tenantsFile(tenants, oneApplication));
  const close = async () => {
    await shared?.close();
    await Promise.all(tenants.map(({ server }) => server.close()));
    await rm(folder, { recursive: true });
  };
  return { folder, tenants, file, environment, close };
}

function seedOf(index: number): WholeSeed {
  // Domains that are reserved for examples are hidden by no one.
  const domain = `canary-${index}-domain.net`;
  const [admin] = defaultSeed.users ?? [];
  if (admin === undefined) throw new Error('the default seed has no one');
  return {
    ...defaultSeed,
    tenant: { ...defaultSeed.tenant, id: guid(index, 1), displayName: `Canary ${index} Ltd`, domains: [domain] },
    users: [
      {
        ...admin,
        id: guid(index, 2),
        displayName: `Canary Admin ${index}`,
        userPrincipalName: `admin@${domain}`,
        password: `canary-password-${index}-of-admin`,
      },
    ],
    groups: [],
    applications: [
      {
        id: guid(index, 3),
        clientId: guid(index, 4),
        displayName: 'Tutorial Replay',
        secret: `canary-secret-${index}-of-app`,
        permissions: ['Group.ReadWrite.All', 'User.Read.All'],
      },
    ],
    servicePrincipals: [],
    roles: [{ role: 'Global Administrator', active: [`admin@${domain}`] }],
    accessPackageAssignments: [],
  };
}

/** The same application everywhere, and the same name and password of the one who signs in. */
function withPartner(seed: WholeSeed): WholeSeed {
  const [admin] = seed.users ?? [];
  const [application] = seed.applications ?? [];
  if (admin === undefined || application === undefined) throw new Error('the sample seed has no one');
  return {
    ...seed,
    users: [{ ...admin, userPrincipalName: 'admin@partner-domain.net', password: partner.password }],
    applications: [{ ...application, clientId: partner.clientId, secret: partner.secret }],
    roles: [{ role: 'Global Administrator', active: ['admin@partner-domain.net'] }],
  };
}

function tenantsFile(tenants: readonly SampleTenant[], oneApplication: boolean): string {
  const lines = tenants.map(({ name, id }, index) => {
    const credentials = oneApplication ? '' : `credentials: T${index + 1}, `;
    return `  - { name: ${name}, id: ${id}, ${credentials}tags: [${index % 2 === 0 ? 'odd' : 'even'}] }`;
  });
  const defaults = ['defaults:', '  cloud: custom', ...(oneApplication ? ['  credentials: PARTNER'] : [])];
  return [...defaults, 'tenants:', ...lines, ''].join('\n');
}
