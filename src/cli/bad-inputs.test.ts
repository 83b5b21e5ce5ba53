import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

/**
 * Golden pairs: each folder of `bad-inputs/` holds a scenario that is wrong (and a recording, where that matters) beside
 * all that `check` says about it. `UPDATE_GOLDEN=1` writes them again: read what changed before you keep it.
 */
const corpus = relative(process.cwd(), fileURLToPath(new URL('./bad-inputs', import.meta.url)));
const update = process.env['UPDATE_GOLDEN'] === '1';

describe.each(readdirSync(corpus).sort())('P13 %s', (name) => {
  const folder = join(corpus, name);

  test('is refused with the place, what is wrong and what to do', async () => {
    const { streams, out, err } = capturedStreams();
    const code = await dispatch(['check', join(folder, 'bad.scenario.yaml')], streams);
    const text = err().replaceAll(`${folder}/`, '');
    const golden = join(folder, 'expected.txt');
    if (update) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
    expect(code).toBe(2);
    expect(out()).toBe('');
  });

  test('reports where, in order, for every problem', async () => {
    const { streams, err } = capturedStreams();
    await dispatch(['check', join(folder, 'bad.scenario.yaml')], streams);
    const lines = err().split('\n');
    const heads = lines.filter((line) => line.startsWith(folder));
    const places = heads.map((line) => /\.(yaml|json):(\d+):(\d+): [a-z-]+: \S/.exec(line));
    expect(places).not.toContain(null);
    const order = places.map((place) => [place?.[1] === 'yaml' ? 0 : 1, Number(place?.[2]), Number(place?.[3])]);
    expect(order).toEqual(order.toSorted((a, b) => compare(a, b)));
    expect(lines.at(-2)).toMatch(new RegExp(`^${heads.length} problems?; nothing was sent$`));
    expect(lines.filter((line) => line.startsWith('  fix: '))).toHaveLength(heads.length);
  });
});

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
