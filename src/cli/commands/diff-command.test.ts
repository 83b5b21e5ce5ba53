import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scenario = 'scenarios/access-reviews/apply-decisions';

async function command(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, streams);
  return { code, out: out(), err: err() };
}

async function resultOf(name: string, now: string): Promise<string> {
  const file = join(folder, name);
  const { code, out } = await command(
    'run',
    `${scenario}.scenario.yaml`,
    '--against',
    'sandbox',
    '--now',
    now,
    '-r',
    `json=${file}`,
  );
  expect(code, out).toBe(0);
  return file;
}

describe('diff', () => {
  test('finds nothing between runs of two days, nor between a recording and a run', async () => {
    const [one, other] = [
      await resultOf('one.json', '2026-03-11T08:30:00Z'),
      await resultOf('other.json', '2027-01-02T23:00:00Z'),
    ];
    expect(await command('diff', one, other)).toMatchObject({ code: 0 });
    const mixed = await command('diff', `${scenario}.recording.json`, other);
    expect(mixed.out).toContain('no difference in 16 steps\n');
    expect(mixed.code).toBe(0);
  });

  test('shows what was changed, in each format, and ends with 1', async () => {
    const text = readFileSync(`${scenario}.recording.json`, 'utf8').replace(/^ *"digest".*\n/m, '');
    const changed = join(folder, 'changed.recording.json');
    writeFileSync(changed, text.replace('"displayName": "Rota editors"', '"displayName": "Rota writers"'));
    const shown = await command('diff', `${scenario}.recording.json`, changed);
    expect(shown.code).toBe(1);
    expect(shown.out).toContain('✗ create-group  POST /v1.0/groups\n    value  request $.displayName\n');
    const json = await command('diff', `${scenario}.recording.json`, changed, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      version: 1,
      compared: 16,
      steps: [{ id: 'create-group', changes: [{ code: 'value' }] }],
    });
    const markdown = await command('diff', `${scenario}.recording.json`, changed, '--markdown');
    expect(markdown.out).toContain('| `create-group` | a value is different | `request $.displayName` |');
  });

  test.each([
    [[], 'usage: two files are compared at a time'],
    [['a', 'b', 'c'], 'usage: two files are compared at a time'],
    [['a', 'b', '--json', '--markdown'], '`--json` and `--markdown` are two formats'],
    [['not-there.json', `${scenario}.recording.json`], 'not-there.json:1:1: file-unreadable: no such file'],
    [[`${scenario}.recording.json`, `${scenario}.scenario.yaml`], 'result-invalid: not valid JSON'],
  ])('%j is wrong input', async (args, message) => {
    const { code, err } = await command('diff', ...args);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
