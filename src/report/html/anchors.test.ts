import { expect, test } from 'vitest';
import { sampleStep } from '../../../test/support/report/sample-steps.ts';
import { cpuClock } from '../../../tools/cpu-clock.ts';
import { Anchors, stepAnchors } from './anchors.ts';

const anchorsOf = (...ids: readonly string[]) => [
  ...stepAnchors(
    's',
    ids.map((id) => sampleStep({ id, number: 1, of: ids.length })),
  ).values(),
];

test('no name is given twice, whatever names there are already', () => {
  expect(anchorsOf('a', 'a', 'a-2', 'a', 'a-2', 'b')).toEqual(['s.a', 's.a-2', 's.a-2-2', 's.a-3', 's.a-2-3', 's.b']);
});

test('a scenario is named for its file, in whatever folder', () => {
  const anchors = new Anchors();
  expect(['x/a.scenario.yaml', 'y\\a.scenario.yml'].map((file) => anchors.scenario({ file }))).toEqual(['a', 'a-2']);
});

test('names that begin alike, and are cut to the same one, cost no more than others', () => {
  const ids = Array.from({ length: 8_000 }, (_, index) => `${'long-'.repeat(12)}${index}`);
  const spentMs = cpuClock();
  expect(new Set(anchorsOf(...ids)).size).toBe(8_000);
  // Milliseconds instead of many seconds, where each name is tried against all before it.
  expect(spentMs()).toBeLessThan(4_000);
});
