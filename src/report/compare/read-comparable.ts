import { basename } from 'node:path';
import { type Result, success } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import { parseRecording } from '../../format/recording/load-recording.ts';
import type { RecordedExchange, Recording } from '../../format/recording/recording.ts';
import { isJsonObject, type Json, type JsonObject, property, setProperty } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { RunResult, ScenarioResult, StepResult } from '../../run/result.ts';
import { parseResult } from '../result/parse-result.ts';
import type { Account, Reported, Scene } from './comparable-account.ts';

const largestBytes = 256 * 1024 * 1024;

/** Reads a recording or a RESULT.json, whichever it is. Problems: those of either. */
export async function readAccount(file: string): Promise<Result<Account>> {
  const source = await readSource(file, largestBytes);
  if (!source.ok) return source;
  const read = parseJson(source.value.text);
  // A file without `steps` is checked as a result.
  const isRecording = read.ok && property(read.value, 'steps') !== undefined;
  if (isRecording) {
    const recording = parseRecording(source.value);
    return recording.ok ? success(accountOfRecording(file, recording.value.recording)) : recording;
  }
  const result = parseResult(source.value);
  return result.ok ? success(accountOfResult(file, result.value)) : result;
}

export function accountOfRecording(file: string, recording: Recording): Account {
  const steps = Object.entries(recording.steps).map(([id, exchanges]) => reportOfExchanges(id, exchanges));
  return {
    file,
    kind: 'recording',
    about: `${recording.source}, ${recording.date}`,
    scenes: [{ name: file, run: recording.run.id, steps }],
  };
}

/** How often a step sent its request is not a difference: a step that polls is reported by its last response, a list by all of its pages. */
function reportOfExchanges(id: string, exchanges: readonly RecordedExchange[]): Reported {
  const last = exchanges.findLastIndex(({ request }, at) => at === 0 || request.url === exchanges[0]?.request.url);
  const [first, ...pages] = exchanges.slice(last);
  if (first === undefined) throw new Error('a recorded step has no exchange');
  const { request, response } = first;
  return {
    id,
    method: request.method,
    url: request.url,
    sent: request.body,
    status: response.status,
    headers: response.headers,
    actual: pages.length === 0 ? response.body : joinedPages([first, ...pages].map((page) => page.response.body)),
  };
}

function joinedPages(bodies: readonly (Json | undefined)[]): Json | undefined {
  const [first] = bodies;
  const values = bodies.map((body) => property(body, 'value'));
  if (!isJsonObject(first) || !values.every((value) => Array.isArray(value))) return bodies.at(-1);
  const whole: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(first)) {
    if (name !== '@odata.nextLink') setProperty(whole, name, name === 'value' ? values.flat() : value);
  }
  return whole satisfies JsonObject;
}

function accountOfResult(file: string, { scenarios, summary }: RunResult): Account {
  return {
    file,
    kind: 'result',
    about: `${summary.against}, ${summary.startedAt.slice(0, 10)}`,
    scenes: scenarios.map(sceneOf),
  };
}

/** A row is named like its recording. */
function nameOf({ file, row }: Pick<ScenarioResult, 'file' | 'row'>): string {
  return row === undefined ? file : file.replace(/(?:\.scenario)?\.ya?ml$/, `.${row}$&`);
}

function sceneOf({ runId, steps, cleanup, ...scenario }: ScenarioResult): Scene {
  return { name: nameOf(scenario), run: runId, steps: [...steps, ...cleanup].flatMap(reportOfStep) };
}

/** A step that sent nothing has nothing to compare but that. */
function reportOfStep({ id, exchange, outcome }: StepResult): readonly Reported[] {
  if (exchange === undefined) return [];
  const { request, response } = exchange;
  const read = parseJson(response.text);
  return [
    {
      id,
      method: request.method,
      url: request.url,
      sent: request.body,
      status: response.status,
      headers: response.headers,
      actual: response.text === '' ? undefined : read.ok ? read.value : response.text,
      outcome: outcome.kind,
    },
  ];
}

/** `users.recording.json` and `users.scenario.yaml` are about the same. */
export function subjectOf(name: string): string {
  return basename(name).replace(/\.(?:scenario\.ya?ml|ya?ml|recording\.json|json)$/, '');
}
