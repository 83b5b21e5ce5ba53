import { createHash } from 'node:crypto';
import { defined } from '../../defined.ts';
import type { Plan } from '../../run/plan/plan.ts';
import type { ScenarioResult, StepResult } from '../../run/result.ts';
import { type HistoryEntry, type HistoryStep, mostEntryBytes } from './history-run.ts';

const versionHeaders = ['odata-version', 'x-ms-api-version', 'deprecation', 'sunset'] as const;

/** The stored data of a scenario that has ended. */
export function historyEntry(
  { scenario }: Pick<Plan, 'scenario'>,
  result: ScenarioResult,
  tenant?: string,
): HistoryEntry {
  const { file, row, outcome, durationMs } = result;
  const pages = [...scenario.steps, ...scenario.cleanup].flatMap(({ page }) => page?.digest ?? []);
  const service = serviceVersion(result);
  const steps = [...result.steps, ...result.cleanup].filter(({ outcome: { kind } }) => kind !== 'skipped').map(stepOf);
  return bounded({
    ...defined({ tenant }),
    file: file.replaceAll('\\', '/').slice(0, 300),
    ...(row !== undefined && { row: row.slice(0, 300) }),
    outcome,
    ms: Math.round(durationMs),
    scenario: digestOf(scenario.source.text),
    ...(pages.length === 0 ? {} : { page: digestOf(pages.join()) }),
    ...defined({ service }),
    steps,
  });
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Only values that look like versions: a header may contain anything. */
function serviceVersion({ steps, cleanup }: ScenarioResult): string | undefined {
  const said = [...steps, ...cleanup].flatMap(({ exchange }) =>
    versionHeaders.flatMap((name) => {
      const value = exchange?.response.headers[name];
      return value !== undefined && /^[\w .:,+-]{1,40}$/.test(value) ? [`${name} ${value}`] : [];
    }),
  );
  const all = [...new Set(said)].sort().join('; ').slice(0, 300);
  return all === '' ? undefined : all;
}

function stepOf({ id, outcome, durationMs, lagMs }: StepResult): HistoryStep {
  const code =
    outcome.kind === 'failed' ? outcome.differences[0].code : outcome.kind === 'blocked' ? outcome.reason : undefined;
  return {
    id: id.slice(0, 300),
    outcome: outcome.kind,
    ms: Math.round(durationMs),
    ...(lagMs !== undefined && { lagMs: Math.round(lagMs) }),
    ...defined({ code }),
  };
}

/** Keeps as many steps as fit: first those that did not pass, then those with a lag, then the others, in their order. */
function bounded(entry: HistoryEntry): HistoryEntry {
  const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) + 1;
  if (size(entry) <= mostEntryBytes) return entry;
  const weight = ({ outcome, lagMs }: HistoryStep) => (outcome === 'passed' ? (lagMs === undefined ? 2 : 1) : 0);
  let room = mostEntryBytes - size({ ...entry, steps: [], more: 99_999 });
  const kept = new Set<HistoryStep>();
  for (const step of entry.steps.toSorted((a, b) => weight(a) - weight(b))) {
    room -= size(step);
    if (room < 0) break;
    kept.add(step);
  }
  const steps = entry.steps.filter((step) => kept.has(step));
  return { ...entry, steps, more: entry.steps.length - steps.length };
}
