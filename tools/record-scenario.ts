import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { parseRecording, recordingPath } from '../src/backend/recorded/load-recording.ts';
import { printRecording } from '../src/backend/recorded/print-recording.ts';
import { createRecorder } from '../src/backend/recorded/recorder.ts';
import { problemText } from '../src/diagnostics/code-frame.ts';
import { planRun, replay } from '../src/harness/harness.ts';
import type { ScenarioResult } from '../src/run/result.ts';
import { loadScenario } from '../src/scenario/load-scenario.ts';

/** What recording a scenario gives: the file and its text, or why there is none. */
export type Recorded =
  | { readonly ok: true; readonly path: string; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** The time at which every recording begins: a Monday morning. */
const now = '2026-01-05T08:00:00Z';

/**
 * Runs a scenario against a new sandbox, at a fixed time and with a run id that follows from the file's name, so that
 * recording again gives the same bytes. Only a run that keeps every promise is a recording.
 */
export async function recordScenario(file: string): Promise<Recorded> {
  const scenario = await loadScenario(file);
  if (!scenario.ok) return failed(scenario.problems.map(problemText));
  const sandbox = { startMs: Date.parse(now), runId: runIdOf(file) };
  const ready = await planRun(scenario.value, { against: 'sandbox', sandbox });
  if (!ready.ok) return failed(ready.problems.map(problemText));
  const recorder = createRecorder(ready.value.plan, { source: 'sandbox', date: now.slice(0, 10) });
  const result = await replay(ready.value, { listener: recorder.listener });
  if (result.outcome !== 'passed') return failed(failures(result));
  const [path, text] = [recordingPath(file), printRecording(recorder.recording())];
  const read = parseRecording({ path, text });
  return read.ok ? { ok: true, path, text } : failed(read.problems.map(problemText));
}

/** 13 lower-case letters and digits, as every run's id has, made of the file's name. */
function runIdOf(file: string): string {
  const hash = createHash('sha256').update(basename(file)).digest('hex');
  return BigInt(`0x${hash}`).toString(36).slice(0, 13);
}

function failures({ file, steps, cleanup }: ScenarioResult): readonly string[] {
  const failing = [...steps, ...cleanup].filter(({ outcome }) => outcome.kind !== 'passed');
  return failing.map(({ id, outcome }) => {
    const details =
      outcome.kind === 'differs'
        ? outcome.differences.map(
            ({ path, message, expected = '', actual = '' }) => `  ${path} ${message} ${expected} ${actual}`,
          )
        : [`  ${'message' in outcome ? outcome.message : ''}`];
    return [`${file}: ${id} ${outcome.kind}`, ...details].join('\n');
  });
}

const failed = (messages: readonly string[]): Recorded => ({ ok: false, message: messages.join('\n') });
