import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reporters } from '../report/reporter-table.ts';

const program = fileURLToPath(new URL('../../bin/tutorial-replay.js', import.meta.url));
const library = 'scenarios';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offline-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Ended = { readonly code: number; readonly out: string; readonly err: string };

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'], ...env } };
    execFile(command, [...args], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

function canLeaveTheNetwork(): boolean {
  try {
    execFileSync('unshare', ['--net', '--map-root-user', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Loaded before the program: anyone who opens a connection or asks for an address ends it. */
const guard = `
  import dgram from 'node:dgram';
  import dns from 'node:dns';
  import { syncBuiltinESMExports } from 'node:module';
  import net from 'node:net';
  const caught = (what) => () => { process.stderr.write('NETWORK: ' + what); process.exit(99); };
  net.Socket.prototype.connect = caught('connect');
  dgram.Socket.prototype.send = caught('send');
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) dns[name] = caught(name);
  syncBuiltinESMExports();
`;
const guarded = ['--import', `data:text/javascript,${encodeURIComponent(guard)}`];

describe('P10 recorded mode is offline', () => {
  test.skipIf(!canLeaveTheNetwork())(
    'every scenario passes in a network namespace without a route',
    async () => {
      const args = ['--net', '--map-root-user', process.execPath, program, 'run', library];
      const { code, out, err } = await run('unshare', args);
      expect(err).toBe('');
      expect(out).toMatch(/^Scenarios +\d+ passed$/m);
      expect(code).toBe(0);
    },
    60_000,
  );

  test('every scenario passes where no one may open a connection or ask for an address', async () => {
    const { code, out, err } = await run(process.execPath, [...guarded, program, 'run', library]);
    expect(err).toBe('');
    expect(out).toMatch(/^Scenarios +\d+ passed$/m);
    expect(code).toBe(0);
  });

  test('the guard of these tests sees who tries', async () => {
    const tries = [
      `fetch('http://127.0.0.1:8099/')`,
      `import('node:dns').then((dns) => dns.lookup('localhost', () => {}))`,
      `import('node:dgram').then(({ createSocket }) => createSocket('udp4').send('x', 9, '127.0.0.1'))`,
    ];
    for (const code of tries) {
      expect(await run(process.execPath, [...guarded, '-e', code])).toMatchObject({ code: 99 });
    }
  });
});

/** A file, or all files of a folder with their names. */
async function textOf(path: string): Promise<string> {
  if ((await stat(path)).isFile()) return readFile(path, 'utf8');
  const names = (await readdir(path)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')));
  return names.map((name, at) => `${name}\n${texts[at]}`).join('\n');
}

describe('P16 with SOURCE_DATE_EPOCH the same recording gives the same report', () => {
  const files = Object.entries(reporters)
    .filter(([, { kind }]) => kind === 'file' || kind === 'folder')
    .map(([name]) => name);

  test('in every format, byte for byte, in any time zone and language', async () => {
    expect(files).toEqual(expect.arrayContaining(['json', 'junit', 'html', 'allure', 'har']));
    const reports = async (where: string, env: NodeJS.ProcessEnv) => {
      const path = (name: string) => join(folder, where, name);
      const wanted = files.flatMap((name) => ['-r', `${name}=${path(name)}`]);
      const { code, err } = await run(process.execPath, [program, 'run', library, ...wanted], {
        ...env,
        SOURCE_DATE_EPOCH: '1795940100',
      });
      expect([code, err]).toEqual([0, '']);
      return Promise.all(files.map(async (name) => [name, await textOf(path(name))] as const));
    };
    const first = await reports('one', { TZ: 'UTC', LANG: 'C' });
    const second = await reports('two', { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8' });
    for (const [at, [name, text]] of first.entries()) {
      expect(text.length, name).toBeGreaterThan(100);
      expect(second[at]?.[1] === text, `${name} differs`).toBe(true);
    }
  });
});
