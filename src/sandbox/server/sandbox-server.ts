/** The sandbox as an HTTPS server on loopback, with an Entra-like token endpoint and a control API. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { defined } from '../../defined.ts';
import type { Metadata } from '../../metadata/metadata.ts';
import { createSandbox, type Sandbox } from '../create-sandbox.ts';
import type { Seed } from '../packs/directory/seed/seed.ts';
import { permissionsOf } from '../service/caller.ts';
import type { SandboxResponse } from '../service/fault-response.ts';
import { timestampOf } from '../service/sandbox-clock.ts';
import { type Control, controlResponse } from './control-api.ts';
import { deliver } from './deliver.ts';
import type { AppRegistration } from './entra/app-registration.ts';
import { AuthorizationCodes } from './entra/authorization-codes.ts';
import { DeviceCodes } from './entra/device-codes.ts';
import type { Entra } from './entra/entra.ts';
import { entraResponse, json } from './entra/entra-door.ts';
import { registrations, signInOf } from './entra/registrations.ts';
import { type Stage, type StageOptions, stage } from './entra/sign-in-stage.ts';
import { tokenSigner } from './entra/token-signer.ts';
import { graphResponse } from './graph-door.ts';
import type { ServerFolder } from './server-folder.ts';
import { readRequest, type ServerRequest } from './server-request.ts';

export type SandboxServerOptions = Omit<StageOptions, 'create'> & {
  readonly folder: ServerFolder;
  /** 0: a free port. */
  readonly port: number;
  readonly seed?: Seed | readonly Seed[];
  readonly beta?: Metadata;
  /** Scheme, host and port that clients name, where something precedes it; default: its own. */
  readonly publicOrigin?: string;
  /** Is called with every request before the response, and can delay it. */
  readonly watch?: (request: ServerRequest) => Promise<void> | void;
};

export type SandboxServer = {
  /** Scheme, host and port that clients name. */
  readonly origin: string;
  /** The port on which it listens. */
  readonly listensOn: number;
  readonly sandbox: () => Sandbox;
  readonly apps: () => readonly AppRegistration[];
  /** Adds an application that can sign in; it stays when the sandbox starts over. */
  readonly register: (app: AppRegistration) => void;
  /** The administrator, and the password of users for whom the seed has none. */
  readonly administrator: string | undefined;
  readonly password: string;
  readonly close: () => Promise<void>;
};

const host = '127.0.0.1';

/** Starts the server. Rejects if the port is not available. */
export async function startSandboxServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const { folder, port } = options;
  const ready = Promise.withResolvers<Handle>();
  const server = createServer(
    { cert: folder.server.certificate, key: folder.server.key, minVersion: 'TLSv1.2' },
    (message, response) => {
      void serve(message, response, ready.promise).catch(() => response.destroy());
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // Links and tokens name the port, which is known only now.
  const { port: taken } = server.address() as AddressInfo;
  const origin = options.publicOrigin ?? `https://${host}:${taken}`;
  const control = await openControl(origin, options);
  const { stage: set, entra } = control;
  ready.resolve(async (request) => {
    await options.watch?.(request);
    return respond(request, control);
  });
  return {
    origin,
    listensOn: taken,
    sandbox: set.current,
    apps: entra.apps.all,
    register: entra.apps.add,
    administrator: administratorOf(set)?.userPrincipalName,
    password: signInOf(folder, []).password,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Handle = (request: ServerRequest) => Promise<SandboxResponse>;

async function openControl(origin: string, options: SandboxServerOptions): Promise<Control> {
  const { folder, seed, beta, now } = options;
  const set = stage({
    ...options,
    create: (startMs) =>
      createSandbox({
        now: timestampOf(startMs),
        origin,
        // Another origin, so that a client that sends its token there is detected; the server has both names.
        filesOrigin: origin.replace(host, 'localhost'),
        authority: `${origin}/common/oauth2/authorize`,
        // Clients wait by the real time.
        faultTime: now,
        ...defined({ seed, beta }),
      }),
  });
  const { tenant } = set.current().world;
  const { administrator } = set.current();
  const signIn = signInOf(folder, administrator.kind === 'delegated' ? permissionsOf(administrator) : []);
  const apps = registrations(() => set.current().world, signIn);
  const directory = () => set.current().world.directory;
  const entra: Entra = {
    origin,
    tenant,
    signer: await tokenSigner({ key: folder.tokenKey, origin, tenantId: tenant.id, now }),
    apps,
    devices: new DeviceCodes(now),
    authorizations: new AuthorizationCodes(now),
    refreshTokens: new Map(),
    user: (name) => directory().user(name),
    administrator: () => administratorOf(set),
    passwordOf: (user) => directory().passwordOf(user.id) ?? signIn.password,
    now,
  };
  return {
    stage: set,
    entra,
    reset: () => {
      set.reset();
      apps.reset();
      entra.devices.reset();
      entra.authorizations.reset();
      entra.refreshTokens.clear();
    },
  };
}

async function respond(request: ServerRequest, control: Control): Promise<SandboxResponse> {
  const { stage: set, entra } = control;
  if (!isOurs(request, entra.origin)) return json(421, { error: `This is ${entra.origin}.` });
  set.tick();
  return (
    controlResponse(request, control) ??
    (await entraResponse(request, entra)) ??
    (await graphResponse(request, set.current().handle, entra))
  );
}

async function serve(message: IncomingMessage, response: ServerResponse, ready: Promise<Handle>): Promise<void> {
  const handle = await ready;
  const request = await readRequest(message);
  if (request !== undefined) return deliver(response, withoutPin(request, await handle(request)));
  response.setHeader('connection', 'close');
  return deliver(response, json(413, { error: { code: 'RequestEntityTooLarge', message: 'The body is too large.' } }));
}

/** A browser would then use HTTPS for `localhost` on every port of the machine; not for an address. */
function withoutPin({ headers }: ServerRequest, response: SandboxResponse): SandboxResponse {
  if (!/^localhost(?::|$)/i.test(headers['host'] ?? '')) return response;
  const { 'strict-transport-security': _, ...others } = response.headers;
  return { ...response, headers: others };
}

/** Another host name that resolves to this machine is not this server's (DNS rebinding). */
function isOurs({ headers }: ServerRequest, origin: string): boolean {
  const { port } = new URL(origin);
  return [`${host}:${port}`, `localhost:${port}`].includes((headers['host'] ?? '').toLowerCase());
}

function administratorOf({ current }: Stage) {
  const { administrator, world } = current();
  return administrator.kind === 'delegated' ? world.directory.user(administrator.userId) : undefined;
}
