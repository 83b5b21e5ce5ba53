import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { parseJson } from '../json/parse-json.ts';
import { dispatch } from './dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'damaged-'));
afterAll(() => rmSync(folder, { recursive: true }));
const scenario = join(folder, 'look.scenario.yaml');
const recording = join(folder, 'look.recording.json');
const result = join(folder, 'RESULT.json');

async function run(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, streams);
  return { code, out: out(), err: err().replaceAll(`${folder}/`, '') };
}

let whole: { readonly result: string; readonly recording: string };
beforeAll(async () => {
  writeFileSync(
    scenario,
    'title: Look\nactors: { me: {} }\nsteps:\n  - id: look\n    request: { method: GET, url: /v1.0/me }\n    response: { status: 200, body: { id: <string>, size: 1 } }\n    capture: { userId: $.id }\n',
  );
  const exchange = {
    request: { method: 'GET', url: '/v1.0/me', headers: { accept: 'application/json' } },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body: { id: 'a', size: 2 } },
  };
  const recorded = {
    version: 1,
    source: 'documentation',
    date: '2026-01-01',
    run: { id: 'abcd', now: '2026-01-01T00:00:00Z' },
    steps: { look: [exchange] },
  };
  writeFileSync(recording, `${JSON.stringify(recorded, null, 2)}\n`);
  expect(await run('run', scenario, '-r', `json=${result}`)).toMatchObject({ code: 1 });
  whole = { result: readFileSync(result, 'utf8'), recording: readFileSync(recording, 'utf8') };
});

const kinds = [
  ['result', () => result, ['report', result, '-r', 'json']],
  ['recording', () => recording, ['run', scenario]],
] as const;

/** Every line's end and middle, the beginning, and one character before the end. */
function cuts(text: string): readonly number[] {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  const inside = ends.map((end, at) => Math.floor((end + (ends[at - 1] ?? 0)) / 2));
  return [...new Set([0, 1, ...inside, ...ends, text.length - 3])].filter((at) => at < text.trimEnd().length);
}

describe.each(kinds)('a damaged %s is wrong input with its place:', (kind, path, args) => {
  const refused = async (text: string): Promise<string> => {
    writeFileSync(path(), text);
    const { code, out, err } = await run(...args);
    expect([code, out], err).toEqual([2, '']);
    expect(err).toMatch(/^(?:RESULT|look\.recording)\.json:\d+:\d+: [a-z-]+: \S/);
    expect(err).toContain('nothing was sent');
    expect(err).not.toMatch(/\n\s+at .*:\d+:\d+\)/);
    return err;
  };

  test('cut off anywhere', async () => {
    for (const at of cuts(whole[kind])) await refused(whole[kind].slice(0, at));
  });

  test('filled with zeros from anywhere, or zeros only', async () => {
    const text = whole[kind];
    for (const at of cuts(text)) await refused(text.slice(0, at) + '\0'.repeat(text.length - at));
  });

  test('with zeros for one block in its middle', async () => {
    const text = whole[kind];
    const at = Math.floor(text.length / 2);
    await refused(`${text.slice(0, at)}${'\0'.repeat(64)}${text.slice(at + 64)}`);
  });

  test('with values of wrong types, at the value', async () => {
    const lines = whole[kind].split('\n');
    const named = new Set([
      'version',
      'source',
      'date',
      'steps',
      'status',
      'method',
      'url',
      'scenarios',
      'outcome',
      'kind',
      'at',
      'startedAt',
      'attempts',
    ]);
    const wrong = lines.flatMap((line, at) => {
      const [, indent = '', name = ''] = /^( *)"([a-zA-Z]+)": (?:"[^"]*"|\d+),?$/.exec(line) ?? [];
      return named.has(name) ? [{ at, indent, name, comma: line.endsWith(',') ? ',' : '' }] : [];
    });
    expect(wrong.length).toBeGreaterThan(4);
    for (const { at, indent, name, comma } of wrong) {
      const text = lines.with(at, `${indent}"${name}": [[]]${comma}`).join('\n');
      expect(parseJson(text).ok).toBe(true);
      expect(await refused(text)).toMatch(new RegExp(`^[^:]+:${at + 1}:`, 'm'));
    }
  });

  test('with another thing than an object in it', async () => {
    for (const text of ['', 'null', '[]', '7', '"text"', '{}', 'not JSON']) await refused(text);
  });
});
