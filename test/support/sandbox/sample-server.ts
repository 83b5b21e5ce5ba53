import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request as undiciRequest } from 'undici';
import { problemText } from '../../../src/diagnostics/code-frame.ts';
import type { Group } from '../../../src/sandbox/packs/directory/directory.ts';
import {
  type SandboxServer,
  type SandboxServerOptions,
  startSandboxServer,
} from '../../../src/sandbox/server/sandbox-server.ts';
import { openServerFolder, type ServerFolder } from '../../../src/sandbox/server/server-folder.ts';

/** A served sandbox for tests, and a client that trusts it. */
export type SampleServer = {
  readonly server: SandboxServer;
  readonly folder: ServerFolder;
  /** PEM text. */
  readonly ca: string;
  readonly agent: Agent;
  /** Where it is and how its administrator signs in, as a live run reads it from the environment. */
  readonly settings: () => { readonly [name: string]: string };
  readonly send: (method: string, path: string, options?: SendOptions) => Promise<TenantResponse>;
  /** A token for the administrator. */
  readonly token: () => Promise<string>;
  /** The id of its tenant. */
  readonly tenant: () => string;
  /** The groups that are there, or those of this name. */
  readonly groups: (displayName?: string) => readonly Group[];
  readonly close: () => Promise<void>;
};

type SendOptions = {
  readonly headers?: { readonly [name: string]: string };
  /** Sent as JSON, or as it is where it is a text. */
  readonly body?: object | string;
  readonly token?: string;
};

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it knows is there.
type TenantResponse = { readonly status: number; readonly headers: any; readonly text: string; readonly json: any };

export async function sampleServer(options: Partial<SandboxServerOptions> = {}): Promise<SampleServer> {
  const place = await mkdtemp(join(tmpdir(), 'sandbox-server-'));
  const opened = await openServerFolder(join(place, 'keys'), Date.now());
  if (!opened.ok) throw new Error(opened.problems.map(problemText).join('\n'));
  const folder = opened.value;
  const server = await startSandboxServer({ port: 0, now: Date.now, folder, ...options });
  const ca = await readFile(folder.paths.ca, 'utf8');
  const agent = new Agent({ connect: { ca } });
  const clientId = () => server.apps().find(({ displayName }) => displayName === 'Tutorial Replay')?.appId ?? '';
  const settings = () => ({
    REPLAY_CLOUD: 'custom',
    REPLAY_GRAPH_ORIGIN: server.origin,
    REPLAY_AUTHORITY: server.origin,
    NODE_EXTRA_CA_CERTS: folder.paths.ca,
    REPLAY_CLIENT_ID: clientId(),
    REPLAY_ADMIN_USERNAME: server.administrator ?? '',
    REPLAY_ADMIN_PASSWORD: server.password,
  });
  const send: SampleServer['send'] = async (method, path, { headers, body, token } = {}) => {
    const response = await undiciRequest(`${server.origin}${path}`, {
      method: method as 'GET',
      dispatcher: agent,
      headers: {
        ...(typeof body === 'object' && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: typeof body === 'object' ? JSON.stringify(body) : (body ?? null),
    });
    const text = await response.body.text();
    const isJson = String(response.headers['content-type']).includes('json') && text !== '';
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };
  const tenant = () => server.sandbox().world.tenant.id;
  const groups = (displayName?: string) =>
    server
      .sandbox()
      .world.directory.groups()
      .filter((group) => displayName === undefined || group.displayName === displayName);
  const token = async () => {
    const form = new URLSearchParams({
      grant_type: 'password',
      client_id: clientId(),
      username: server.administrator ?? '',
      password: server.password,
      scope: 'https://graph.microsoft.com/.default',
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return (await send('POST', `/${tenant()}/oauth2/v2.0/token`, { headers, body: form.toString() })).json.access_token;
  };
  const close = async () => {
    await agent.close();
    await server.close();
    await rm(place, { recursive: true });
  };
  return { server, folder, ca, agent, settings, send, token, tenant, groups, close };
}
