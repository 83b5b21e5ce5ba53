import { createHash } from 'node:crypto';
import { defined } from '../defined.ts';
import { placeOfFile } from '../diagnostics/place.ts';
import { failure, type Result, success } from '../diagnostics/problem.ts';
import { readSource } from '../diagnostics/read-source.ts';
import type { Source } from '../diagnostics/source.ts';
import { parseRecording, recordingPath } from '../format/recording/load-recording.ts';
import { printRecording } from '../format/recording/print-recording.ts';
import { recordedPassword, recordingVersion } from '../format/recording/recording.ts';
import { parseScenario } from '../format/scenario/parse-scenario.ts';
import { printScenario, printSeed } from '../format/scenario/print-scenario.ts';
import type { ScenarioResult } from '../run/result.ts';
import { importSummary } from '../tutorial/import/import-summary.ts';
import { type Imported, importTutorial } from '../tutorial/import/import-tutorial.ts';
import { planRun, replay } from './harness.ts';
import { seedName, seedPath } from './scenario-seeds.ts';

/** A page larger than this is not a page. */
const largestPageBytes = 256 * 1024;

export type ImportPageOptions = {
  /** Where the scenario will be, for its messages. */
  readonly scenarioPath: string;
  /** Where editors find the schema, from there. */
  readonly schema?: string;
  /** An RFC 3339 full-date. */
  readonly today: string;
  readonly address?: string;
};

/** Both files of an imported page as text, the summary for a person, and the result of their replay. */
export type ImportedPage = {
  readonly imported: Imported;
  readonly scenario: Source;
  readonly recording: Source;
  /** The initial state that the page assumes, for runs against the sandbox. */
  readonly seed: Source;
  readonly summary: readonly string[];
  /** The run on the page's own recording; its problems where the scenario does not check. */
  readonly replayed: Result<ScenarioResult>;
};

/** Reads a page and makes a scenario and its recording of it. Problems: `file-…`, `page-no-request`. */
export async function importPage(path: string, options: ImportPageOptions): Promise<Result<ImportedPage>> {
  const source = await readSource(path, largestPageBytes);
  return source.ok ? importSource(source.value, options) : source;
}

/** The same, of a page's text. */
export async function importSource(source: Source, options: ImportPageOptions): Promise<Result<ImportedPage>> {
  const { path } = source;
  // The markdown parser is loaded only when a page is read.
  const { readPage } = await import('../tutorial/page/read-page.ts');
  const page = readPage(source);
  const { today, address, scenarioPath, schema } = options;
  const run = { id: runId(path), password: recordedPassword };
  const imported = importTutorial(page, { run, today, keysInUrl: await serviceKeys(), ...defined({ address }) });
  if (imported === undefined) {
    const message = 'the page shows no request that a scenario could send';
    const fix = 'name a page with requests to Microsoft Graph in fenced blocks';
    return failure([{ code: 'page-no-request', message, at: placeOfFile(path), fix }, ...page.problems]);
  }
  const { comments } = imported;
  const { title, tutorial, ...rest } = imported.document;
  const document = { title, ...defined({ tutorial }), seed: seedName(scenarioPath), ...rest };
  const scenario = {
    path: scenarioPath,
    text: printScenario(document, { comments, ...defined({ schema }) }),
  };
  const recording = {
    path: recordingPath(scenarioPath),
    text: printRecording({ version: recordingVersion, ...imported.recording }),
  };
  const replayed = await replayOf(scenario, recording);
  const seed = { path: seedPath(scenarioPath), text: await seedText(imported) };
  return success({ imported, scenario, recording, seed, summary: importSummary(imported), replayed });
}

/** The keys in a url, by the service's metadata. */
async function serviceKeys(): Promise<(url: string) => readonly string[]> {
  const { keysInUrl } = await import('../metadata/keys-in-url.ts');
  const { shippedMetadata } = await import('../sandbox/typed/schema/shipped-model.ts');
  return (url) => keysInUrl(url, shippedMetadata());
}

/** The state that the page's exchanges assume, and that no step creates. */
async function seedText({ document, recording: { steps } }: Imported): Promise<string> {
  // The model of the service is loaded only where a page is imported.
  const { givenOf } = await import('../sandbox/seed/given/given-of.ts');
  const { shippedModel } = await import('../sandbox/typed/schema/shipped-model.ts');
  const ids = [...document.steps, ...(document.cleanup ?? [])].map(({ id }) => id);
  // For a step that polls, the last response counts.
  const exchanges = ids.flatMap((id) => steps[id]?.slice(-1) ?? []);
  return printSeed(givenOf(exchanges, shippedModel()));
}

/** A run id is 13 lower-case letters and digits; a page's own is always the same. */
function runId(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  return BigInt(`0x${createHash('sha256').update(name).digest('hex')}`)
    .toString(36)
    .slice(0, 13);
}

/** Reads, checks and replays the imported scenario like all others. */
async function replayOf(scenario: Source, recording: Source): Promise<Result<ScenarioResult>> {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) return parsed;
  const loaded = parseRecording(recording);
  if (!loaded.ok) return loaded;
  const ready = await planRun(parsed.value, { recording: loaded.value });
  return ready.ok ? success(await replay(ready.value)) : ready;
}
