import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openFileSink } from '../../report/files/write-file.ts';
import { keepOutcomes, lastOutcomes } from './last-outcomes.ts';

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

test('a run waits for no disk to keep how it ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'last-outcomes-'));
  const syncs = [vi.spyOn(fs, 'fsync'), vi.spyOn(fs, 'fdatasync')];
  const synced = () => syncs.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  syncBuiltinESMExports();
  try {
    const lastRuns = join(folder, 'last-runs');
    const { keep } = keepOutcomes([{ key: 'a.scenario.yaml' }], { against: 'live', isWhole: true });
    await keep({ lastRuns });
    expect(await lastOutcomes({ lastRuns }, 'live')).toEqual({ 'a.scenario.yaml': 'not-run' });
    expect(synced()).toBe(0);
    // A report is waited for, and would be counted.
    const report = openFileSink(join(folder, 'report'), 'x', { replaces: 'any' });
    if (report.ok) await report.value.end();
    expect(synced()).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
