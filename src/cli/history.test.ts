import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

let folder: string;
let minutes = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
  await write(200);
  minutes = 0;
  return () => rm(folder, { recursive: true });
});

const write = (status: number, tail = '') =>
  writeFile(
    join(folder, 'me.scenario.yaml'),
    `title: Who I am
actors:
  reader: { permissions: [User.Read] }
steps:
  - id: read-me
    actor: reader
    request: { method: GET, url: /v1.0/me }
    response: { status: ${status}, body: { id: <uuid>, displayName: <string> } }
${tail}`,
  );

async function call(args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const wallClock = () => Date.parse('2026-11-29T08:30:00Z') + minutes * 60_000;
  minutes += 1;
  const code = await dispatch(args, { ...streams, wallClock });
  return { code, out: out(), err: err() };
}

const kept = () => join(folder, 'history');
const run = (...more: readonly string[]) =>
  call(['run', '--against', 'sandbox', '--history', kept(), ...more, join(folder, 'me.scenario.yaml')]);
const report = (...more: readonly string[]) => call(['report', '--history', kept(), ...more]);
const files = async () => (await readdir(kept())).sort();

test('a history that is not there is a wrong path, not an empty history', async () => {
  const { code, err } = await report();
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringMatching(/history:1:1: file-unreadable: no such folder/),
  });
});

test('since when a scenario fails, and what changed then, is in the report', async () => {
  expect((await run()).code).toBe(0);
  expect((await run()).out).toContain('Since the last runs: nothing changed (1 verdict)');
  await write(404);
  const failed = await run();
  expect(failed.code).toBe(1);
  expect(failed.out).toMatch(/^written: .*\d{8}T\d{6}Z-\w+\.json$/m);
  expect(failed.out).toMatch(
    /Since the last runs: 1 worse, 0 better, 0 as before\n {2}✗ .*me\.scenario\.yaml: passed → failed/,
  );
  const { code, out } = await report();
  expect(code).toBe(0);
  expect(out).toContain('✓✓✗');
  expect(out).toContain('1 scenario: 1 failed in the last run.\n');
  expect(out).toContain('failed since 2026-11-29 08:3');
  expect(out).toContain('changed then: the scenario');
  expect(await files()).toHaveLength(3);
});

test('with `--notify-on change`, only what is worse than the last time is an exit code', async () => {
  const notify = async () => (await run('--notify-on', 'change')).code;
  expect(await notify()).toBe(0);
  await write(404);
  expect(await notify()).toBe(1);
  expect(await notify()).toBe(0);
  expect((await run()).code).toBe(1);
  await write(200);
  const corrected = await run('--notify-on', 'change');
  expect(corrected).toMatchObject({ code: 0, out: expect.stringContaining('0 worse, 1 better') });
  await write(404, '    unknown: key\n');
  expect(await notify()).toBe(2);
});

test('histories of two machines are merged by putting their files together', async () => {
  await run();
  const other = join(folder, 'other');
  await cp(kept(), other, { recursive: true });
  await write(404);
  await run();
  await call(['run', '--against', 'sandbox', '--history', other, join(folder, 'me.scenario.yaml')]);
  await cp(other, kept(), { recursive: true });
  expect(await files()).toHaveLength(3);
  expect((await report()).out).toContain('✓✗✗');
});

test.each([
  ['damaged', (text: string) => text.slice(0, 40), /history-invalid: not valid JSON/],
  [
    'of another version',
    (text: string) => text.replace('"version":1', '"version":9'),
    /:1:\d+: history-invalid: this is version 9, and this release reads version 1/,
  ],
  [
    'with a key of the wrong kind',
    (text: string) => text.replace('"outcome":"passed"', '"outcome":"fine"'),
    /:2:\d+: history-invalid: `outcome` cannot be "fine"/,
  ],
])(
  'a history that is %s is exit 2 at its place, nothing is sent, and nothing of it is lost',
  async (_, damage, expected) => {
    await run();
    const [name = ''] = await files();
    const damaged = damage(await readFile(join(kept(), name), 'utf8'));
    await writeFile(join(kept(), name), damaged);
    for (const { code, err } of [await run(), await report()]) {
      expect(code).toBe(2);
      expect(err).toMatch(expected);
      expect(err).toContain('nothing was sent');
    }
    expect(await files()).toEqual([name]);
    expect(await readFile(join(kept(), name), 'utf8')).toBe(damaged);
  },
);

test('P19 a history that cannot be written is known before anything is sent', async () => {
  await writeFile(kept(), 'a file');
  const { code, err } = await run();
  expect(err).toContain('nothing was sent');
  expect(code).toBe(2);
});

test('P19 nothing of the service is in it: no id, no name, no url', async () => {
  await run();
  const [name = ''] = await files();
  const text = await readFile(join(kept(), name), 'utf8');
  expect(text).toContain('read-me');
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|https?:|@|\/v1\.0/);
});

test('the history is drawn as a page, as Markdown and as JSON', async () => {
  await run();
  const out = (name: string) => join(folder, `history.${name}`);
  const { code } = await report(
    '-r',
    `html=${out('html')}`,
    '-r',
    `markdown=${out('md')}`,
    '-r',
    `json=${out('json')}`,
  );
  expect(code).toBe(0);
  expect(await readFile(out('html'), 'utf8')).toContain('<rect class="passed"');
  expect(await readFile(out('md'), 'utf8')).toMatch(/^\| ✓ \| `.*me\.scenario\.yaml` \| ✓ \|/m);
  expect(JSON.parse(await readFile(out('json'), 'utf8')).trends[0].verdicts).toHaveLength(1);
});
