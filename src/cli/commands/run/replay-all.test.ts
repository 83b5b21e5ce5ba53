import { expect, test } from 'vitest';
import { capturedStreams } from '../../../../test/support/cli/captured-streams.ts';
import type { PlannedScenario } from '../../loading/plan-scenarios.ts';
import { replayAll } from './replay-all.ts';

/** Runs two scenarios whose recordings have changed; the keys of those that were begun. */
async function begun(lost: AbortSignal, onStart: () => void) {
  const keys: string[] = [];
  const plan = (key: string): PlannedScenario => ({
    key,
    steps: 1,
    ready: async () => {
      keys.push(key);
      return { ok: false, problems: [] };
    },
  });
  const { streams } = capturedStreams();
  await replayAll(
    [plan('a'), plan('b')],
    { against: 'recorded', bail: false, jobs: 2 },
    { streams: { ...streams, lost }, listener: ({ kind }) => kind === 'run-started' && onStart() },
  );
  return keys;
}

test('P10 nothing is begun where the first text could not be written, which is known a turn later', async () => {
  const lost = new AbortController();
  expect(await begun(lost.signal, () => void setImmediate(() => lost.abort()))).toEqual([]);
  expect(await begun(new AbortController().signal, () => {})).toEqual(['a', 'b']);
});
