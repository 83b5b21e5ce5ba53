import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../../test/support/sandbox/sample-server.ts';
import type { Aside } from '../../report/wording/reporter.ts';
import { dispatch } from '../dispatch.ts';
import { stepAside } from './step-aside.ts';

let sample: SampleServer;
let folder: string;
beforeAll(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'step-aside-'));
});
afterAll(async () => {
  await sample.close();
  await rm(folder, { recursive: true });
});

test('the screen is cleared while a person is prompted, even if the prompt fails', async () => {
  const seen: string[] = [];
  const aside: Aside = { hide: () => void seen.push('hide'), show: () => void seen.push('show') };
  const asides = new Set([aside]);
  stepAside({ asides }, () => seen.push('reported'));
  await stepAside({ asides }, async () => seen.push('asked'));
  await expect(stepAside({ asides }, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(seen).toEqual(['hide', 'reported', 'show', 'hide', 'asked', 'show', 'hide', 'show']);
});

test('the line of progress is gone before a device code is shown, and comes back after it', async () => {
  const path = join(folder, 'a.scenario.yaml');
  const step = 'actor: reader, request: { method: GET, url: /v1.0/me }, response: { status: 200 }';
  const steps = ['a', 'b'].map((id) => `  - { id: ${id}, ${step} }\n`).join('');
  await writeFile(path, `title: Who\nactors: { reader: { permissions: [User.Read.All] } }\nsteps:\n${steps}`);
  const screen: string[] = [];
  const { streams } = capturedStreams();
  let wallMs = 0;
  const app = sample.server.apps().find(({ displayName }) => displayName === 'Tutorial Replay');
  const code = await dispatch(['run', '--against', 'live', '--tenant', sample.tenant(), path], {
    ...streams,
    stdout: { write: (text) => void screen.push(text), isTTY: true, columns: 100 },
    stderr: { write: (text) => void screen.push(text), isTTY: true },
    wallClock: () => {
      wallMs += 1_000;
      return wallMs;
    },
    environment: {
      TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
      REPLAY_CLOUD: 'custom',
      REPLAY_GRAPH_ORIGIN: sample.server.origin,
      REPLAY_AUTHORITY: sample.server.origin,
      NODE_EXTRA_CA_CERTS: sample.folder.paths.ca,
      REPLAY_CREDENTIAL: 'device-code',
      REPLAY_CLIENT_ID: app?.appId ?? '',
    },
  });
  expect(code).toBe(0);
  const at = screen.findIndex((text) => text.includes('To sign in, approve the code'));
  expect(screen[at - 2]).toContain('step 1 of 2 a');
  expect(screen[at - 1]).toMatch(/^\r\x1b\[K$|^\x1b.*K$/);
  expect(screen[at]).toMatch(/\n$/);
  expect(screen.slice(at).join('')).toContain('step 2 of 2 b');
});
