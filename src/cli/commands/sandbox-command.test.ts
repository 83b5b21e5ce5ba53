import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { missingSignInPackage } from '../../tenant/auth/sign-in-package.ts';
import { dispatch } from '../dispatch.ts';
import { cacheFolder } from '../output/cache-folder.ts';
import { demoText } from './sandbox-command.ts';

const bin = fileURLToPath(new URL('../../../bin/tutorial-replay.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sandbox-command-'));
const certDir = join(folder, 'with a space');
afterAll(() => rmSync(folder, { recursive: true }));

type Served = {
  readonly child: ChildProcess;
  readonly settings: NodeJS.Dict<string>;
  readonly out: () => string;
  readonly err: () => string;
};

async function serve({ cwd }: { readonly cwd: string }, ...args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [bin, 'sandbox', '--cert-dir', certDir, ...args], { stdio: 'pipe', cwd });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  // It says so once all settings are out.
  while (!err.includes('serving')) {
    if (child.exitCode !== null) throw new Error(err);
    await Promise.race([once(child.stderr, 'data'), once(child, 'exit')]);
  }
  return { child, settings: parseEnv(out), out: () => out, err: () => err };
}

/** A client that knows nothing but the settings. */
const client = `
const { AZURE_AUTHORITY_HOST: origin, AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client_id } = process.env;
const { AZURE_CLIENT_SECRET: client_secret } = process.env;
const form = { grant_type: 'client_credentials', client_id, client_secret, scope: 'https://graph.microsoft.com/.default' };
const token = await (await fetch(origin + '/' + tenant + '/oauth2/v2.0/token', { method: 'POST', body: new URLSearchParams(form) })).json();
const headers = { authorization: 'Bearer ' + token.access_token };
const body = await (await fetch(origin + '/v1.0/organization', { headers })).json();
console.log(body.value[0].displayName);
const slow = { ...headers, 'x-sandbox-fault': 'drip;rate=1' };
if (process.argv[1] === 'wait') fetch(origin + '/v1.0/organization', { headers: slow }).then(() => console.log('slow'));
`;

describe('sandbox', () => {
  test('serves anyone who has its settings, until SIGINT, and is the same the next time', async () => {
    const first = await serve({ cwd: folder }, '--clock', '2026-03-01T08:00:00Z');
    const env = { ...process.env, ...first.settings };
    const reading = spawn(process.execPath, ['--input-type=module', '-e', client, 'wait'], { env, stdio: 'pipe' });
    let answered = '';
    reading.stdout.setEncoding('utf8').on('data', (text) => {
      answered += text;
    });
    while (!answered.includes('slow')) await Promise.race([once(reading.stdout, 'data'), once(reading, 'exit')]);
    expect(answered).toBe('Contoso\nslow\n');

    // A body is on its way for minutes: it does not keep the server.
    first.child.kill('SIGINT');
    expect(await once(first.child, 'exit')).toEqual([130, null]);
    expect(first.err()).toBe('serving until it is interrupted\n');
    reading.kill();

    const port = new URL(first.settings['AZURE_AUTHORITY_HOST'] ?? '').port;
    const second = await serve({ cwd: folder }, '--port', port);
    expect(second.settings).toEqual(first.settings);
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', client], { env });
    expect(stdout).toBe('Contoso\n');
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([143, null]);
  });

  test('--demo: doctor and a live run are green as they are pasted, and no file is replaced', async () => {
    const here = mkdtempSync(join(folder, 'demo-'));
    writeFileSync(join(here, 'sandbox.env'), 'MINE=1\n');
    const run = (args: readonly string[]) => promisify(execFile)(process.execPath, [bin, ...args], { cwd: here });
    const demo = await serve({ cwd: here }, '--demo');
    const lines = demo.out().match(/npx tutorial-replay .*/g) ?? [];
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toContain('--env sandbox-2.env');
      // Rejects where the exit code is not 0.
      await run(line.split(' ').slice(2));
    }
    expect(statSync(join(here, 'sandbox-2.env')).mode & 0o077).toBe(0);
    demo.child.kill('SIGINT');
    await once(demo.child, 'exit');
    expect(readdirSync(here)).not.toContain('sandbox-2.env');
    expect(readFileSync(join(here, 'sandbox.env'), 'utf8')).toBe('MINE=1\n');
  });

  test('--demo says what live runs lack, and nothing where they lack nothing', () => {
    const about = {
      file: 'sandbox.env',
      tenant: 'some-id',
      demo: ['library:groups'],
      labels: ['sends-mail'],
      waits: [],
    };
    const none = () => {
      throw new Error('not there');
    };
    expect(demoText({ ...about, lacking: missingSignInPackage(none) })).toContain(
      'which is not installed: run `npm install --save-dev @azure/identity@4`\n\nIn another terminal',
    );
    expect(demoText({ ...about, lacking: missingSignInPackage() })).toBe(
      [
        'written: sandbox.env, with invented people; it is removed when the sandbox stops\n',
        'In another terminal, in this folder:',
        '    npx tutorial-replay doctor --tenant some-id --env sandbox.env --allow sends-mail library:groups',
        '    npx tutorial-replay run --against live --unattended --tenant some-id --env sandbox.env --allow sends-mail library:groups\n\n',
      ].join('\n'),
    );
  });

  test('--demo names the scenarios that wait for days, and how to run them without', async () => {
    const demo = await serve(
      { cwd: mkdtempSync(join(folder, 'waits-')) },
      '--demo',
      'library:groups',
      'library:auto-apply',
    );
    demo.child.kill('SIGINT');
    await once(demo.child, 'exit');
    expect(demo.out()).toMatch(/^Live, these wait for the real time, up to:\n {4}2 days {4}[^\n]+\nWithout the wait/m);
    expect(demo.out()).toContain(': npx tutorial-replay run --against sandbox library:groups library:auto-apply\n');
  });

  test.each([
    [['--port', '99999'], /not a port/],
    [['--clock', 'noon'], /not a time/],
    [['scenarios'], /takes no `scenarios`/],
    [['--seed', 'no-such.json'], /no-such\.json:1:1: file-unreadable/],
    [['--cert-dir', 'src'], /holds `.*`, which the sandbox did not write/],
  ])('%j is wrong', async (args, message) => {
    const { streams, err } = capturedStreams();
    expect([await dispatch(['sandbox', ...args], streams), err()]).toEqual([2, expect.stringMatching(message)]);
  });
});

test.each([
  ['linux', { XDG_CACHE_HOME: '/var/cache/me' }, '/var/cache/me/tutorial-replay'],
  ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/me/.cache/tutorial-replay'],
  ['linux', {}, '/home/me/.cache/tutorial-replay'],
  ['darwin', {}, '/home/me/Library/Caches/tutorial-replay'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/tutorial-replay/Cache'],
] as const)('on %s with %j, what can be made again is kept in %s', (platform, environment, path) => {
  expect(cacheFolder({ platform, environment, home: '/home/me' })).toBe(path);
});
