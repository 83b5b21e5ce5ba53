import { rm } from 'node:fs/promises';
import { getResponse } from 'msw';
import { toHandlers } from '../src/backends/msw-backend.ts';
import { recordedResponder } from '../src/backends/recorded/recorded-responder.ts';
import { graphOrigin } from '../src/backends/responder.ts';
import { runCommand } from '../src/cli/commands/run-command.ts';
import type { Streams } from '../src/cli/output/streams.ts';
import { loadRecording, recordingPath } from '../src/format/recording/load-recording.ts';
import type { Recording } from '../src/format/recording/recording.ts';
import { loadScenario } from '../src/format/scenario/load-scenario.ts';
import { planRun, replay } from '../src/harness/harness.ts';
import type { ReadyPlan } from '../src/harness/plan-options.ts';
import { canonicalJson } from '../src/json/canonical.ts';
import { sideBySide, timed } from './measure.ts';
import type { Row } from './row.ts';
import { copyScenario, scenarioFile } from './scenario-copies.ts';

const copies = 1_000;

/** A thousand replays in one process, beside a loop that only asks MSW the same questions. */
export async function measureMarginal(): Promise<readonly Row[]> {
  const ready = await readyPlan();
  const folder = await copyScenario(copies);
  const recording = await readRecording();
  const exchanges = Object.values(recording.steps).flat().length;
  const steps = ready.plan.steps.length + ready.plan.cleanup.length;
  const medians = await sideBySide(
    {
      loop: () => timed(() => repeat(() => askMsw(recording))),
      whole: () => timed(() => repeat(() => replay(ready))),
      files: () => timed(() => runCommand([folder], sink)),
    },
    { rounds: 7, warmUp: 1 },
  );
  await rm(folder, { recursive: true });
  const perStep = (ms: number) => (ms * 1000) / copies / steps;
  const row = (what: string, ms: number, aim?: number): Row => ({
    group: 'marginal',
    what,
    value: perStep(ms),
    unit: 'µs/step',
    ratio: ms / medians.loop,
    ...(aim === undefined ? {} : { aim }),
  });
  return [
    row(`getResponse in a loop (${exchanges} requests for ${steps} steps)`, medians.loop),
    row('replay of a plan', medians.whole, 2),
    row('load, plan, replay and report 1,000 files', medians.files),
  ];
}

async function readRecording(): Promise<Recording> {
  const loaded = await loadRecording(recordingPath(scenarioFile));
  if (!loaded.ok) throw new Error('the recording is wrong');
  return loaded.value.recording;
}

async function readyPlan(): Promise<ReadyPlan> {
  const scenario = await loadScenario(scenarioFile);
  if (!scenario.ok) throw new Error('the scenario is wrong');
  const ready = await planRun(scenario.value);
  if (!ready.ok) throw new Error('the plan is wrong');
  return ready.value;
}

async function repeat(run: () => Promise<unknown>): Promise<void> {
  for (let at = 0; at < copies; at++) await run();
}

/** The floor: the same handlers, the same requests, and nothing done with the responses but reading them. */
async function askMsw(recording: Recording): Promise<void> {
  const handlers = toHandlers(recordedResponder(recording).responder);
  for (const [step, exchanges] of Object.entries(recording.steps)) {
    for (const { request } of exchanges) {
      const asked = new Request(`${graphOrigin}${request.url}`, {
        method: request.method,
        headers: { accept: 'application/json', ...request.headers, 'x-tutorial-replay-step': step },
        ...(request.body === undefined ? {} : { body: canonicalJson(request.body) }),
      });
      const response = await getResponse(handlers, asked);
      if (response === undefined) throw new Error(`nothing answers ${request.url}`);
      await response.text();
    }
  }
}

const nowhere = { write: () => {}, isTTY: false };
const sink: Streams = {
  stdout: nowhere,
  stderr: { ...nowhere, write: (text: string) => void process.stderr.write(text) },
  environment: {},
  wallClock: () => performance.now(),
  signal: new AbortController().signal,
  lost: new AbortController().signal,
  pid: process.pid,
  remains: new Set(),
  asides: new Set(),
};
