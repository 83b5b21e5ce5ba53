import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { reporters } from '../report/reporter-table.ts';
import { parseResult } from '../report/result/parse-result.ts';
import { dispatch } from './dispatch.ts';

const scenario = fileURLToPath(new URL('fixtures/users.scenario.yaml', import.meta.url));
let folder: string;
const start = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'real-time-'));
  // Azure's summary is written below the working directory.
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

/** A real clock that moves on with every look at it. */
function ticking(startMs: number): () => number {
  let nowMs = startMs;
  return () => {
    nowMs += 7;
    return nowMs;
  };
}

type World = { readonly wallClock: () => number; readonly environment?: { readonly [name: string]: string } };

async function run(args: readonly string[], { wallClock, environment = {} }: World) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(['run', scenario, ...args], { ...streams, environment, wallClock });
  return { code, out: out(), err: err() };
}

const named = Object.keys(reporters);

/** What every report of one run holds, by its name. */
async function everyReport(name: string, world: World): Promise<ReadonlyMap<string, string>> {
  const into = join(folder, name);
  mkdirSync(into);
  const environment = { ...world.environment, GITHUB_STEP_SUMMARY: join(into, 'step-summary.md') };
  const files = named.filter((one) => !['terminal', 'github', 'azure'].includes(one));
  const reports = new Map<string, string>();
  for (const screen of ['terminal', 'github', 'azure']) {
    const { code, out, err } = await run(['-r', screen], { ...world, environment });
    expect([code, err]).toEqual([0, '']);
    reports.set(screen, out);
  }
  const { code, err } = await run(
    files.flatMap((one) => ['-r', `${one}=${join(into, one)}`]),
    { ...world, environment },
  );
  expect([code, err]).toEqual([0, '']);
  for (const file of readdirSync(into, { recursive: true, encoding: 'utf8', withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    reports.set(relative(into, path), readFileSync(path, 'utf8'));
  }
  return reports;
}

test('with SOURCE_DATE_EPOCH two runs of a recording are the same byte for byte in every report', async () => {
  const environment = { SOURCE_DATE_EPOCH: '1795940100' };
  const one = await everyReport('one', { environment, wallClock: ticking(Date.parse('2026-11-29T08:00:00Z')) });
  const other = await everyReport('other', { environment, wallClock: ticking(Date.parse('2027-03-01T17:00:00Z')) });
  expect([...one.keys()].filter((file) => named.includes(file) || file.startsWith('allure/')).length).toBeGreaterThan(
    9,
  );
  expect([...other]).toEqual(
    [...one].map(([file, text]) => [file, text.replaceAll(`${folder}/one`, `${folder}/other`)]),
  );
});

test('without it every report has the real time of the run, and that of the recording under its name', async () => {
  const wallClock = ticking(Date.parse('2027-03-01T17:00:00Z'));
  const reports = await everyReport('today', { wallClock });
  for (const [file, text] of reports) {
    if (/attachment|categories|summary\.md/.test(file)) continue;
    const start = Date.parse('2027-03-01T17:00:00Z');
    const real = file.startsWith('allure/')
      ? new RegExp(`"(?:start|stop)": ${String(start).slice(0, 8)}\\d+`)
      : /2027-03-01[T ]17:0/;
    expect(text, file).toMatch(real);
    expect(text, file).toMatch(/recording's clock|recording&#39;s clock|Recording {4}its own clock|"of": "recording"/);
  }
  expect([...reports.keys()]).toEqual(expect.arrayContaining([...named.filter((one) => one !== 'allure')]));
});

test('run, scenario and step say when they really ran and how long that took', async () => {
  const report = join(folder, 'times.json');
  const start = Date.parse('2027-03-01T17:00:00Z');
  await run(['-r', `json=${report}`], { wallClock: ticking(start) });
  const read = parseResult({ path: report, text: readFileSync(report, 'utf8') });
  if (!read.ok) throw new Error(read.problems[0]?.message);
  const { summary, scenarios } = read.value;
  const [scenario] = scenarios;
  const steps = [...(scenario?.steps ?? []), ...(scenario?.cleanup ?? [])];
  expect(steps.length).toBeGreaterThan(0);
  let beforeMs = start;
  for (const { startedAt, durationMs, clock } of [summary, scenario, ...steps].filter((one) => one !== undefined)) {
    const startedMs = Date.parse(startedAt ?? '');
    expect(startedMs).toBeGreaterThan(beforeMs);
    expect(durationMs).toBeGreaterThan(0);
    expect(startedMs + durationMs).toBeLessThanOrEqual(Date.parse(summary.startedAt) + summary.durationMs);
    expect(clock?.of).toBe('recording');
    beforeMs = startedMs;
  }
});

test.each(['tomorrow', '-1', '1.5', '99999999999999', '1e9'])(
  'SOURCE_DATE_EPOCH=%s is refused before anything is sent',
  async (epoch) => {
    const world = { environment: { SOURCE_DATE_EPOCH: epoch }, wallClock: () => 0 };
    const { code, out, err } = await run([], world);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`SOURCE_DATE_EPOCH is "${epoch}", which is not a whole number of seconds since 1970`);
  },
);
