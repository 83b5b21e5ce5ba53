import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { program, startProgram } from '../../test/support/cli/started-program.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';

/**
 * A sign-in by browser, whole: a process of its own asks the system to open one, and `BROWSER` names a program that does
 * what a browser does with the page: it follows where the authority leads, back to the process that waits.
 */

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

async function run(changes: { readonly [name: string]: string } = {}) {
  const { REPLAY_ADMIN_USERNAME: _, REPLAY_ADMIN_PASSWORD: __, ...settings } = sample.settings();
  const environment = {
    ...settings,
    BROWSER: join(folder, 'browser'),
    REPLAY_READER_CREDENTIAL: 'browser',
    REPLAY_READER_USERNAME: 'AlexM@contoso.com',
    ...changes,
  };
  const args = ['run', '--against', 'live', '--tenant', sample.tenant(), 'a.scenario.yaml'];
  const { ended } = startProgram([process.execPath, program, ...args], { cwd: folder, environment });
  const { code, out, err } = await ended;
  return { code, text: out + err };
}

// Elsewhere than on Linux the system has programs of its own for that, which no variable replaces.
test.skipIf(process.platform !== 'linux')('a person signs in with the browser of this machine', async () => {
  const { code, text } = await run();
  expect(text).toContain('1 passed');
  expect(code).toBe(0);
  const [url = '', opened, back, authorization = ''] = (await readFile(join(folder, 'log'), 'utf8'))
    .trimEnd()
    .split('\n');
  expect([opened, back]).toEqual(['200', '200']);
  const query = Object.fromEntries(new URL(url).searchParams);
  expect(new URL(url).origin).toBe(sample.server.origin);
  expect(query).toMatchObject({
    login_hint: 'AlexM@contoso.com',
    code_challenge_method: 'S256',
    response_mode: 'form_post',
    redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+$/),
  });
  // Nothing of what the browser carried is printed.
  expect(authorization).toMatch(/^[\w-]{43}$/);
  expect(text).not.toContain(authorization);
});

test.skipIf(process.platform !== 'linux')('another user than the one who is intended is refused', async () => {
  await writeFile(
    join(folder, 'a.scenario.yaml'),
    scenario.replace('reader: { permissions', 'reader: { user: CaseyL@contoso.com, permissions'),
  );
  const { code, text } = await run();
  expect(text).toContain('not the one that the scenario names');
  expect(code).toBe(3);
});
