import { parseRecording } from '../../../src/format/recording/load-recording.ts';
import { parseScenario } from '../../../src/format/scenario/parse-scenario.ts';
import type { ScenarioDocument, StepDocument } from '../../../src/format/scenario/print-scenario.ts';
import { type ImportedPage, importSource } from '../../../src/harness/import-page.ts';
import { exportPage } from '../../../src/tutorial/export/export-scenario-page.ts';

/** Reads a page. */
export async function imported(text: string): Promise<ImportedPage | undefined> {
  const outcome = await importSource(
    { path: 'page.md', text },
    { scenarioPath: 'page.scenario.yaml', today: '2026-11-22' },
  );
  return outcome.ok ? outcome.value : undefined;
}

/** The page of what was read. */
export function exported({ scenario, recording }: ImportedPage): string {
  const [parsed, loaded] = [parseScenario(scenario), parseRecording(recording)];
  if (!parsed.ok || !loaded.ok) throw new Error('an import is always a scenario with a recording');
  return exportPage(parsed.value, loaded.value.recording);
}

/**
 * What a page can carry of a scenario: who sends what, in which order, linked how, answered by what. Names of inputs and
 * captures, ids, comments, prompts and where it is documented are the page's own; a date is a date however it is reported, a space
 * is one however it is escaped, and a list that is shown is shown whole.
 */
export function carried(document: ScenarioDocument): unknown {
  const names = new Map<string, string>();
  const normal = (text: string) =>
    text.replace(/\$\{run\.(today|now)[^}]*\}/g, '${run.$1}').replace(/\$\{(?!run\.)(\w+)\}/g, (_, name: string) => {
      if (!names.has(name)) names.set(name, `v${names.size}`);
      return `\${${names.get(name)}}`;
    });
  const step = ({ actor, request, repeat, manual, eventually, response, capture, creates }: StepDocument) => ({
    actor,
    kind: manual !== undefined ? 'manual' : repeat === undefined ? 'request' : 'repeat',
    request: request && { ...request, url: decodeURI(request.url), headers: lowerCased(request.headers) },
    eventually,
    status: response?.status,
    body: repeat === undefined ? wholeLists(response?.body) : response?.body,
    capture: Object.entries(capture ?? {}).map(([name, path]) => `\${${name}} ${path}`),
    creates,
  });
  const { steps, cleanup = [] } = document;
  return JSON.parse(normal(JSON.stringify({ steps: steps.map(step), cleanup: cleanup.map(step) })));
}

const lowerCased = (headers: { readonly [name: string]: string } = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function wholeLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wholeLists);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === '<contains>') return wholeLists(entries[0][1]);
  return Object.fromEntries(entries.map(([key, member]) => [key, wholeLists(member)]));
}
