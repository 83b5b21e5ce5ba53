import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';

/**
 * A sign-in by browser, whole: a process of its own asks the system to open one, and `BROWSER` names a program that does
 * what a browser does with the page: it follows where the authority leads, back to the process that waits.
 */

const program = fileURLToPath(new URL('../../bin/tutorial-replay.js', import.meta.url));
const scenario = `title: Who am I
actors:
  reader: { permissions: [User.Read.All] }
steps:
  - id: me
    actor: reader
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { userPrincipalName: AlexM@contoso.com } }
`;
const browser = `import { appendFile } from 'node:fs/promises';
const [, , log, url] = process.argv;
const page = await fetch(url, { redirect: 'manual' });
const html = await page.text();
const form = new URLSearchParams();
for (const [, name, value] of html.matchAll(/name="(\\w+)" value="([^"]*)"/g)) form.set(name, value);
const back = await fetch(/action="([^"]*)"/.exec(html)[1], { method: 'POST', body: form });
await appendFile(log, [url, page.status, back.status, form.get('code'), ''].join('\\n'));
`;

let sample: SampleServer;
let folder: string;
beforeAll(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'browser-'));
  await writeFile(join(folder, 'a.scenario.yaml'), scenario);
  await writeFile(join(folder, 'browser.mjs'), browser);
  const start = `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'browser.mjs')}" "${join(folder, 'log')}" "$1"\n`;
  await writeFile(join(folder, 'browser'), start);
  await chmod(join(folder, 'browser'), 0o755);
});
afterAll(async () => {
  await sample.close();
  await rm(folder, { recursive: true });
});

function run(changes: { readonly [name: string]: string } = {}): Promise<{ code: number | null; text: string }> {
  const app = sample.server.apps().find(({ displayName }) => displayName === 'Tutorial Replay');
  const env = {
    PATH: process.env['PATH'] ?? '',
    BROWSER: join(folder, 'browser'),
    REPLAY_CLOUD: 'custom',
    REPLAY_GRAPH_ORIGIN: sample.server.origin,
    REPLAY_AUTHORITY: sample.server.origin,
    NODE_EXTRA_CA_CERTS: sample.folder.paths.ca,
    REPLAY_READER_CREDENTIAL: 'browser',
    REPLAY_READER_CLIENT_ID: app?.appId ?? '',
    REPLAY_READER_USERNAME: 'AlexM@contoso.com',
    ...changes,
  };
  const tenant = sample.server.sandbox().world.tenant.id;
  const args = [program, 'run', '--against', 'live', '--tenant', tenant, 'a.scenario.yaml'];
  const child = spawn(process.execPath, args, { cwd: folder, env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, text })));
}

// Elsewhere than on Linux the system has programs of its own for that, which no variable replaces.
test.skipIf(process.platform !== 'linux')('a person signs in with the browser of this machine', async () => {
  const { code, text } = await run();
  expect(text).toContain('1 passed');
  expect(code).toBe(0);
  const [url = '', asking, back, authorization = ''] = (await readFile(join(folder, 'log'), 'utf8'))
    .trimEnd()
    .split('\n');
  expect([asking, back]).toEqual(['200', '200']);
  const asked = Object.fromEntries(new URL(url).searchParams);
  expect(new URL(url).origin).toBe(sample.server.origin);
  expect(asked).toMatchObject({
    login_hint: 'AlexM@contoso.com',
    code_challenge_method: 'S256',
    response_mode: 'form_post',
    redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+$/),
  });
  // Nothing of what the browser carried is printed.
  expect(authorization).toMatch(/^[\w-]{43}$/);
  expect(text).not.toContain(authorization);
});

test.skipIf(process.platform !== 'linux')('another user than the one who is meant is refused', async () => {
  await writeFile(
    join(folder, 'a.scenario.yaml'),
    scenario.replace('reader: { permissions', 'reader: { user: CaseyL@contoso.com, permissions'),
  );
  const { code, text } = await run();
  expect(text).toContain('not the user that the scenario names');
  expect(code).toBe(3);
});
