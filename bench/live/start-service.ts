import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Where the service is, and what a client of it has in its environment. */
export type Service = {
  readonly origin: string;
  readonly tenant: string;
  /** A file: PEM. */
  readonly ca: string;
  readonly environment: { readonly [name: string]: string };
  readonly stop: () => Promise<void>;
};

/** Starts the service in a process of its own. */
export async function startService(folder: string, latencyMs = 0): Promise<Service> {
  const file = fileURLToPath(new URL('./service.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [file, join(folder, 'keys'), String(latencyMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  const { origin, ca, tenant } = JSON.parse(String(line)) as { origin: string; ca: string; tenant: string };
  const environment = {
    NODE_EXTRA_CA_CERTS: ca,
    REPLAY_CLOUD: 'custom',
    REPLAY_GRAPH_ORIGIN: origin,
    REPLAY_AUTHORITY: origin,
    REPLAY_APP_CLIENT_ID: 'c6a1d8a6-0b1c-4a53-8f0e-3d5f8f1f6a01',
    REPLAY_APP_CLIENT_SECRET: 'the secret of the bench',
  };
  const stop = async () => {
    child.stdin?.end();
    await once(child, 'exit');
  };
  return { origin, tenant, ca, environment, stop };
}
