import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { parseResult } from '../report/result/parse-result.ts';
import { dispatch } from './dispatch.ts';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'expired-'));
  copyFileSync(join(fixtures, 'users.scenario.yaml'), join(folder, 'users.scenario.yaml'));
  const recording = JSON.parse(readFileSync(join(fixtures, 'users.recording.json'), 'utf8'));
  writeFileSync(join(folder, 'users.recording.json'), JSON.stringify({ ...recording, expires: '2026-06-30' }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(now: string, ...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const clock = { now: () => Date.parse(now), sleep: async () => {} };
  const code = await dispatch(['run', join(folder, 'users.scenario.yaml'), ...args], { ...streams, clock });
  return { code, out: out(), err: err() };
}

test('on its last day a recording still counts', async () => {
  const { code, out } = await run('2026-06-30T23:59:59Z', '--fail-on-expired');
  expect(code).toBe(0);
  expect(out).not.toContain('Expired');
});

test('the day after, one line of the summary and the stored result say so, and nothing fails', async () => {
  const report = join(folder, 'result.json');
  const { code, out } = await run('2026-07-01T00:00:00Z', '-r', 'terminal', '-r', `json=${report}`);
  expect(code).toBe(0);
  expect(out.match(/^Expired.*$/gm)).toEqual([
    `Expired      since 2026-06-30, the recording of ${join(folder, 'users.scenario.yaml')}: record again`,
  ]);
  const read = parseResult({ path: report, text: readFileSync(report, 'utf8') });
  expect(read.ok && read.value).toMatchObject({
    scenarios: [{ recording: { expires: '2026-06-30', expired: true } }],
    summary: { expired: [{ file: join(folder, 'users.scenario.yaml'), expires: '2026-06-30' }], exitCode: 0 },
  });
});

test('with `--fail-on-expired` nothing is run, and the place is reported', async () => {
  const { code, out, err } = await run('2026-07-01T00:00:00Z', '--fail-on-expired');
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(
    /users\.recording\.json:1:\d+: recording-expired: this recording of .* was valid until 2026-06-30/,
  );
});

test('a file that is not a recording cannot have expired', async () => {
  const { code, err } = await run('2026-07-01T00:00:00Z', '--against', 'sandbox', '--fail-on-expired');
  expect([code, err]).toEqual([2, expect.stringContaining('concerns recordings only')]);
});
