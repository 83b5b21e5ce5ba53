import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandboxServer } from '../src/sandbox/server/sandbox-server.ts';
import { openServerFolder } from '../src/sandbox/server/server-folder.ts';
import type { Row } from './row.ts';

const mebibyte = 1024 * 1024;
const aimMb = 200;
const tellPeak = fileURLToPath(new URL('./tell-peak.js', import.meta.url));

const scenario = (mebibytes: number) => `version: 2
title: ${mebibytes} MiB, up and down
actors:
  admin: { permissions: [Files.ReadWrite.All] }
steps:
  - id: upload
    request: { method: PUT, url: "/v1.0/me/drive/root:/large-\${run.id}.bin:/content", body: { file: large.bin } }
    response: { status: 201, body: { id: <string>, size: ${mebibytes * mebibyte} } }
    capture: { file: $.id }
    creates: { delete: "/v1.0/me/drive/items/\${file}" }
  - id: content
    request: { method: GET, url: "/v1.0/me/drive/items/\${file}/content" }
    response: { status: 302 }
    capture: { download: { header: location } }
  - id: download
    request: { method: GET, url: "\${download}", credentials: none }
    response: { status: 200, size: ${mebibytes * mebibyte} }
cleanup:
  - id: delete
    request: { method: DELETE, url: "/v1.0/me/drive/items/\${file}" }
    response: { status: 204 }
`;

/** How large the process of a live run is at most, with a file of 1 MiB and with one of 64 MiB, over HTTPS. */
export async function measureTransfer(bin: string): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-transfer-'));
  const opened = await openServerFolder(join(folder, 'keys'), Date.now());
  if (!opened.ok) throw new Error('no server');
  const server = await startSandboxServer({ port: 0, now: Date.now, folder: opened.value });
  const app = server.apps().find(({ displayName }) => displayName === 'Tutorial Replay');
  const env = {
    ...process.env,
    TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
    REPLAY_CLOUD: 'custom',
    REPLAY_GRAPH_ORIGIN: server.origin,
    REPLAY_AUTHORITY: server.origin,
    NODE_EXTRA_CA_CERTS: opened.value.paths.ca,
    REPLAY_CLIENT_ID: app?.appId ?? '',
    REPLAY_ADMIN_USERNAME: server.administrator ?? '',
    REPLAY_ADMIN_PASSWORD: server.password,
  };
  const peakMb = async (mebibytes: number): Promise<number> => {
    await writeFile(join(folder, 'large.bin'), Buffer.alloc(mebibytes * mebibyte, 7));
    await writeFile(join(folder, 'large.scenario.yaml'), scenario(mebibytes));
    const args = ['run', '--against', 'live', '--tenant', server.sandbox().world.tenant.id];
    const child = spawn(process.execPath, ['--import', tellPeak, bin, ...args, join(folder, 'large.scenario.yaml')], {
      env,
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    const code = await new Promise((resolve) => child.on('close', resolve));
    const output = Buffer.concat(chunks).toString();
    if (code !== 0) throw new Error(output);
    return Number(/^peak=(\d+)$/m.exec(output)?.[1]) / 1024;
  };
  const [small, large] = [await peakMb(1), await peakMb(64)];
  await server.close();
  await rm(folder, { recursive: true });
  const row = (what: string, value: number): Row => ({ group: 'transfer', what, value, unit: 'MB' });
  return [
    row('1 MiB up and down, at most', small),
    { ...row('64 MiB up and down, at most', large), ratio: large / aimMb, aim: 1, gate: true },
  ];
}
