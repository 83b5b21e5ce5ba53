import { globSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createRecorder } from '../backends/recorded/recorder.ts';
import { defined } from '../defined.ts';
import { problemText } from '../diagnostics/code-frame.ts';
import type { Result } from '../diagnostics/problem.ts';
import { parseRecording } from '../format/recording/load-recording.ts';
import { printRecording } from '../format/recording/print-recording.ts';
import { loadScenario } from '../format/scenario/load-scenario.ts';
import { parseScenario } from '../format/scenario/parse-scenario.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import { publicIds } from '../redaction/tables/public-ids.ts';
import type { ScenarioResult, StepResult } from '../run/result.ts';
import { planRun, replay } from './harness.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = globSync('scenarios/**/*.scenario.yaml', { cwd: root }).toSorted();

const key = Buffer.alloc(32, 7);
const sandbox = { startMs: Date.parse('2026-01-05T08:00:00Z'), runId: 'a1b2c3d4e5f6g' };

function succeeded<T>(outcome: Result<T>): T {
  if (!outcome.ok) throw new Error(outcome.problems.map(problemText).join('\n'));
  return outcome.value;
}

type Ran = { readonly result: ScenarioResult; readonly text: string };

/** Runs a scenario against the sandbox and records what the run reports itself. */
async function recorded(scenario: Scenario, pseudonymKey?: Uint8Array): Promise<Ran> {
  const ready = succeeded(await planRun(scenario, { against: 'sandbox', sandbox }));
  const recorder = createRecorder(ready.plan, { source: 'live', date: '2026-01-05' });
  const shown = defined({ pseudonymKey });
  const result = await replay(ready, { listener: recorder.listener, ...shown });
  return { result, text: printRecording(recorder.recording()) };
}

async function replayed(scenario: Scenario, text: string): Promise<ScenarioResult> {
  const recording = succeeded(parseRecording({ path: 'a.recording.json', text }));
  return replay(succeeded(await planRun(scenario, { recording })));
}

/** What a step ended as, without the values. */
function verdict({ id, outcome, attempts, captured, notes }: StepResult) {
  const differences = outcome.kind === 'failed' ? outcome.differences.map(({ code, path }) => `${code} ${path}`) : [];
  const unexpected = notes.map(({ code, path }) => `${code} ${path}`);
  return { id, kind: outcome.kind, differences, unexpected, attempts, captured: Object.keys(captured) };
}

const verdicts = ({ outcome, steps, cleanup }: ScenarioResult) => ({
  outcome,
  steps: [...steps, ...cleanup].map(verdict),
});

/** The same scenario with states that no response keeps. A certificate is refused by any name that is not a subject. */
function broken(scenario: Scenario): Scenario {
  const text = scenario.source.text
    .replace(/status: 200\b/, 'status: 418')
    .replaceAll(/^( +)displayName: (?!["'<$]|CN=)\S.*$/gm, '$1displayName: Not expected this')
    .replaceAll('<datetime>', '<email>');
  return succeeded(parseScenario({ path: scenario.source.path, text }));
}

describe.each(files)('P12 a redacted recording replays to the same verdict: %s', (file) => {
  test('as its scenario is', async () => {
    const scenario = succeeded(await loadScenario(resolve(root, file)));
    const plain = await recorded(scenario);
    const { result, text } = await recorded(scenario, key);
    expect(verdicts(result)).toEqual(verdicts(plain.result));
    const again = await replayed(scenario, text);
    expect(verdicts(again)).toEqual(verdicts(result));
    // What a replay captures is what the redacted run said that it captured.
    expect(again.steps.map(({ captured }) => captured)).toEqual(result.steps.map(({ captured }) => captured));
    expect(exchangesIn(text)).toBe(exchangesIn(plain.text));
    expect(idsIn(text).filter((id) => idsIn(plain.text).includes(id) && !scenario.source.text.includes(id))).toEqual(
      [],
    );
  });

  test('with states that are broken', async () => {
    const scenario = broken(succeeded(await loadScenario(resolve(root, file))));
    const plain = await recorded(scenario);
    const { result, text } = await recorded(scenario, key);
    expect(verdicts(result)).toEqual(verdicts(plain.result));
    expect(result.outcome).not.toBe('passed');
    expect(verdicts(await replayed(scenario, text))).toEqual(verdicts(result));
    const reported = JSON.stringify(result);
    expect(idsIn(plain.text).filter((id) => reported.includes(id) && !scenario.source.text.includes(id))).toEqual([]);
  });
});

const exchangesIn = (text: string): number => text.split('"request": {').length;

function idsIn(text: string): readonly string[] {
  const ids = text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  return [...new Set(ids)].filter((id) => !publicIds.has(id));
}

test('without a key, the ids of the sandbox stay: the test above can fail', async () => {
  const [file = ''] = files;
  const scenario = succeeded(await loadScenario(resolve(root, file)));
  const { text } = await recorded(scenario);
  expect(
    idsIn(text).filter((id) => !scenario.source.text.includes(id)),
    basename(file),
  ).not.toEqual([]);
});
