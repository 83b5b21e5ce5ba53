import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
let folder: string;
/** Numbers 1 to 5; the second fails, and only the last is tagged `late`. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exit-codes-'));
  const users = readFileSync(join(here, 'fixtures', 'users.scenario.yaml'), 'utf8');
  for (const number of [1, 2, 3, 4, 5]) {
    const failing = number === 2 ? users.replace('status: 200', 'status: 201') : users;
    const tagged = number === 5 ? failing.replace('tags: [users', 'tags: [late, users') : failing;
    writeFileSync(join(folder, `${number}.scenario.yaml`), tagged);
    copyFileSync(join(here, 'fixtures', 'users.recording.json'), join(folder, `${number}.recording.json`));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const file = (name: string) => join(folder, name);
  const reports = ['json', 'junit', 'html', 'markdown'].flatMap((name) => ['-r', `${name}=${file(`report.${name}`)}`]);
  const code = await dispatch(['run', folder, '-r', 'terminal', ...reports, ...args], streams);
  const read = (name: string) => readFileSync(file(`report.${name}`), 'utf8');
  const { summary } = JSON.parse(read('json'));
  return { code, out: out(), err: err(), summary, read };
}

test('with --bail, what did not run is counted in every report', async () => {
  const { code, out, summary, read } = await run('--bail');
  expect(code).toBe(1);
  expect(summary.scenarios).toMatchObject({ passed: 1, 'not-run': 3 });
  expect(summary).toMatchObject({ notRun: { bail: 3 }, sent: 2, exitCode: 1 });
  expect(out).toMatch(/^Scenarios +1 passed, 1 \w+, 3 not run\nNot run +3 after the first failure/m);
  expect(out).toMatch(/^Sent +2 requests$/m);
  expect(read('junit')).toMatch(/skipped="1"[\s\S]*3 not run: 3 after the first failure/);
  expect(read('html')).toMatch(/3 not run<\/strong>: 3 after the first failure/);
  expect(read('markdown')).toMatch(
    /\| scenarios \| 1 \| 1 \| 0 \| 0 \| 0 \| 3 \|[\s\S]*Not run: 3 after the first failure/,
  );
  expect(read('markdown')).toContain('2 requests sent');
});

test.each(['github', 'azure'])('with --bail, the log of %s counts what did not run', async (name) => {
  const { streams, out } = capturedStreams();
  const start = process.cwd();
  // Azure's summary is written below the working directory.
  process.chdir(folder);
  try {
    expect(await dispatch(['run', folder, '--bail', '-r', name], streams)).toBe(1);
  } finally {
    process.chdir(start);
  }
  expect(out()).toMatch(/1 passed, 1 \w+, 3 not run/);
});

test('scenarios that a shard and a selection leave out are counted with the reason', async () => {
  const shard = await run('--shard', '1/2');
  expect(shard.summary).toMatchObject({ notRun: { shard: 2 }, scenarios: { passed: 3, 'not-run': 2 }, exitCode: 0 });
  const late = await run('--tags', 'late');
  expect(late.summary).toMatchObject({ notRun: { selection: 4 }, scenarios: { passed: 1, 'not-run': 4 }, exitCode: 0 });
});

test('a shard that gets nothing of a selection says so, and is exit 0', async () => {
  const { code, out, summary } = await run('--tags', 'late', '--shard', '2/2');
  expect(code).toBe(0);
  expect(out).toContain('This shard got none of the selected scenarios.');
  expect(summary).toMatchObject({ executed: 0, sent: 0, notRun: { selection: 4, shard: 1 }, exitCode: 0 });
});

test('a selection that fits nothing is exit 2, in a shard, too', async () => {
  for (const more of [[], ['--shard', '2/2']]) {
    const { streams, err } = capturedStreams();
    expect(await dispatch(['run', folder, '--tags', 'nothing', ...more], streams)).toBe(2);
    expect(err()).toContain('nothing was sent');
  }
});

test('several shards, joined, are all that was named', async () => {
  const files = [1, 2, 3].map((index) => join(folder, `shard-${index}.json`));
  for (const [at, file] of files.entries()) {
    const { streams } = capturedStreams();
    await dispatch(['run', folder, '--shard', `${at + 1}/3`, '-r', `json=${file}`], streams);
  }
  const joined = join(folder, 'joined.json');
  const { streams } = capturedStreams();
  expect(await dispatch(['report', ...files, '-r', `json=${joined}`], streams)).toBe(1);
  const { summary } = JSON.parse(readFileSync(joined, 'utf8'));
  expect(summary).toMatchObject({ scenarios: { passed: 4, 'not-run': 0 }, sent: 5, exitCode: 1 });
  expect(summary.notRun).toBeUndefined();
  // Two of three are not everything.
  await dispatch(['report', ...files.slice(1), '-r', `json=${joined}`], capturedStreams().streams);
  expect(JSON.parse(readFileSync(joined, 'utf8')).summary.notRun).toEqual({ shard: 2 });
});

test('a run that was stopped before its first step is the exit code of its signal', async () => {
  const { streams, out } = capturedStreams();
  const signal = AbortSignal.abort(129);
  expect(await dispatch(['run', folder, '-r', 'terminal'], { ...streams, signal })).toBe(129);
  expect(out()).toMatch(/^Scenarios +5 not run\nNot run +5 after the run was stopped/m);
});

test('an output that is lost is exit 3 where requests were still to be sent', async () => {
  const { streams, err } = capturedStreams();
  expect(await dispatch(['run', folder], { ...streams, lost: AbortSignal.abort() })).toBe(3);
  expect(err()).toContain('the output cannot be written');
});

test('every command takes its exit code from the one function', () => {
  const all = readdirSync(here, { recursive: true, encoding: 'utf8' });
  const files = all
    .filter((name) => /^(?:commands|output)\/.*\.ts$|^(?:main|dispatch)\.ts$/.test(name))
    .filter((name) => !name.includes('.test.'));
  expect(files.length).toBeGreaterThan(15);
  const own = /\breturn (?:Number\(|[^;{}]*\? )?[0-9]+(?: : [0-9]+)?;|process\.exitCode = [0-9]|process\.exit\([0-9]/;
  expect(files.filter((name) => own.test(readFileSync(join(here, name), 'utf8')))).toEqual([]);
});
