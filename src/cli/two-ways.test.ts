import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

const root = mkdtempSync(join(tmpdir(), 'tutorial-replay-two-ways-'));
afterAll(() => rmSync(root, { recursive: true }));
const bin = resolve('bin/tutorial-replay.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

/** A process of its own: it has a standard input and a working directory. */
function cli(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    input: input ?? '',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') },
  });
  return { code: status, out: stdout, err: stderr };
}

const me = 'steps:\n  - request: { method: GET, url: /v1.0/me }\n';

describe('a scenario on standard input', () => {
  test('is run and checked', () => {
    const run = cli(['run', '-', '--against', 'sandbox'], me);
    expect(run).toMatchObject({ code: 0 });
    expect(run.out).toContain('✓ standard input  -');
    expect(cli(['check', '-'], me)).toMatchObject({ code: 0, out: '1 scenario with 1 steps: nothing wrong\n' });
  });

  test('uses shared steps from the folder in which the command runs', () => {
    writeFileSync(join(folder, 'a.steps.yaml'), me);
    const text = 'version: 2\nuse: { a: ./a.steps.yaml }\nsteps:\n  - call: a\n';
    expect(cli(['run', '-', '--against', 'sandbox'], text)).toMatchObject({ code: 0 });
  });

  test('has its problems by place, and sends nothing', () => {
    const { code, err } = cli(['run', '-', '--against', 'sandbox'], `${me}    when: \${a}\n`);
    expect(code).toBe(2);
    expect(err).toContain('-:3:5: unknown-key: `when` belongs to version 2');
    expect(err).toContain('1 problem; nothing was sent');
  });

  test.each([
    [['run', '-'], 'a scenario from standard input has no recording'],
    [['run', '-', '--against', 'sandbox', '-u'], 'has no file to write to'],
    [['record', '-'], 'has no file to write to'],
    [['check', '-', '--fix'], 'standard input cannot be rewritten'],
  ])('%j is refused with what to do', (args, message) => {
    const { code, err } = cli(args, me);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('fix: ');
  });

  test.each([
    ['nothing', '', '-:1:1: no-steps: the file is empty'],
    ['a control character', 'a: \u0000', '-:1:1: file-encoding: byte 3 is the control character'],
    ['too much', `# ${'x'.repeat(1024 * 1024)}\n${me}`, '-:1:1: file-too-large'],
  ])('that is %s is refused', (_, input, message) => {
    const { code, err } = cli(['check', '-'], input);
    expect(code).toBe(2);
    expect(err.replace(/^file-too-large/, '-:1:1: file-too-large')).toContain(message);
  });
});

test('a scenario that lies in the folder itself is named as the next thing to do', () => {
  writeFileSync(join(folder, 'a.scenario.yaml'), me);
  const { code, err } = cli(['run']);
  expect(code).toBe(2);
  expect(err).toContain('fix: name `.` for those in this folder, such as `a.scenario.yaml`');
});

describe('--failed', () => {
  const failing = `${me}    response: { status: 404 }\n`;
  const write = (name: string, text: string) => writeFileSync(join(folder, `${name}.scenario.yaml`), text);
  const inProcess = async (...args: readonly string[]) => {
    const { streams, out, err } = capturedStreams();
    const code = await dispatch(['run', folder, ...args], { ...streams, lastRuns: join(folder, 'cache') });
    return { code, out: out(), err: err() };
  };
  const run = (...args: readonly string[]) => inProcess('--against', 'sandbox', '-r', 'terminal', ...args);
  const ran = ({ out }: { readonly out: string }) =>
    [...out.matchAll(/^[✓✗?–] .*? {2}\S*?(\w+)\.scenario\.yaml$/gm)].map(([, name]) => name);

  test('reports what to do where nothing has run', async () => {
    write('a', me);
    const { code, err } = await run('--failed');
    expect(code).toBe(2);
    expect(err).toContain('nothing-selected: no earlier run against sandbox is known in this folder');
    expect(err).toContain('fix: run once without `--failed`');
  });

  test('runs what did not pass, until all of it has', async () => {
    write('a', me);
    write('b', failing);
    write('c', failing);
    expect((await run()).code).toBe(1);
    const again = await run('--failed');
    expect([again.code, ran(again)]).toEqual([1, ['b', 'c']]);
    write('b', me);
    expect((await run('--failed')).code).toBe(1);
    const last = await run('--failed');
    expect([last.code, ran(last)]).toEqual([1, ['c']]);
    write('c', me);
    expect((await run('--failed')).code).toBe(0);
    const none = await run('--failed');
    expect(none).toMatchObject({
      code: 0,
      out: 'every scenario here passed when it ran last against sandbox: nothing to run again\n',
    });
  });

  test('needs no name: what ran last may lie anywhere, and may be gone by now', async () => {
    for (const name of ['a', 'b', 'c']) write(name, name === 'a' ? me : failing);
    await run();
    rmSync(join(folder, 'c.scenario.yaml'));
    const { streams, out } = capturedStreams();
    const named = { ...streams, lastRuns: join(folder, 'cache') };
    expect(await dispatch(['run', '--failed', '--against', 'sandbox', '-r', 'terminal'], named)).toBe(1);
    expect(ran({ out: out() })).toEqual(['b']);
  });

  test('runs what --bail kept from starting', async () => {
    write('a', failing);
    write('b', me);
    await run('--bail');
    expect(ran(await run('--failed'))).toEqual(['a', 'b']);
  });

  test('knows rows, and each of what answers for itself', async () => {
    write(
      'a',
      `version: 2\nmatrix: [{ name: one, code: me }, { name: two, code: nothing }]\n${me.replace('/v1.0/me', '"/v1.0/${code}"')}`,
    );
    expect((await run()).code).toBe(1);
    expect((await run('--failed')).out).toMatch(/1 scenario, [\s\S]*a · two/);
    expect((await inProcess('--failed')).code).toBe(2);
  });

  test('a part of a scenario that passes does not make it pass', async () => {
    const two = `${failing.replace('- request', '- id: bad\n    request')}  - id: good\n    request: { method: GET, url: /v1.0/me }\n`;
    write('a', two);
    await run();
    expect((await run('--only', 'good')).code).toBe(0);
    expect(ran(await run('--failed'))).toEqual(['a']);
  });

  test('a cache that cannot be written changes nothing', async () => {
    write('a', me);
    symlinkSync('/dev/null', join(folder, 'cache'));
    expect((await run()).code).toBe(0);
  });
});
