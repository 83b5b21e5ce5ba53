import { parseScenario } from '../../../src/format/scenario/parse-scenario.ts';
import type { StepDocument } from '../../../src/format/scenario/print-scenario.ts';
import { importSource } from '../../../src/harness/import-page.ts';

/** Pages of a few blocks, imported and run on what was imported: through MSW, as any recording. */

export const root = 'https://graph.microsoft.com/v1.0';
export const id = (n: number) => `aaaaaaaa-bbbb-4ccc-8ddd-00000000000${n}`;
export const fence = (...lines: readonly string[]) => `\`\`\`http\n${lines.join('\n')}\n\`\`\`\n`;
const json = (value: unknown) => ['content-type: application/json', '', JSON.stringify(value)];
export const requestBlock = (line: string, body?: unknown) =>
  fence(line.replace(' /', ` ${root}/`), ...(body === undefined ? [] : json(body)));
export const responseBlock = (status: number, body?: unknown, ...headers: readonly string[]) =>
  fence(`HTTP/1.1 ${status}`, ...headers, ...(body === undefined ? [] : json(body)));

export async function imported(...parts: readonly string[]) {
  const text = ['# A page', ...parts].join('\n\n');
  const read = await importSource({ path: 'page.md', text }, { scenarioPath: 'a.scenario.yaml', today: '2026-11-22' });
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  const { imported: made, replayed, summary, scenario: source } = read.value;
  const parsed = parseScenario(source);
  if (!parsed.ok) throw new Error('what is imported is always a scenario');
  if (!replayed.ok) throw new Error(replayed.problems.map(({ message }) => message).join('\n'));
  const outcomes = [...replayed.value.steps, ...replayed.value.cleanup].map(({ outcome }) => outcome.kind);
  const { steps, cleanup = [], version, inputs } = made.document;
  const { recording, defects } = made;
  return {
    scenario: parsed.value,
    steps,
    cleanup,
    version,
    inputs,
    outcomes,
    summary: summary.join('\n'),
    recording,
    defects: defects.map(({ code }) => code),
  };
}

export const urls = (steps: readonly StepDocument[]) => steps.map(({ request }) => request?.url);
