import { reporters } from '../src/report/reporter-table.ts';
import { storedEvents } from '../src/report/result/stored-events.ts';
import type { Reporter, ReporterRow, Sink } from '../src/report/wording/reporter.ts';
import type { ScenarioResult, StepResult } from '../src/run/result.ts';
import { differingScenario, sampleResult } from '../test/support/report/sample-result.ts';
import { manyDifferences, sampleStep } from '../test/support/report/sample-steps.ts';
import { sideBySide, timed } from './measure.ts';
import type { Row } from './row.ts';

const small = 1_000;
const large = 10_000;

/** How the steps are spread over scenarios; every second one differs, every one captures and uses what the first one captured. */
const shapes = { 'one scenario': (steps: number) => steps, 'scenarios of 10': () => 10 } as const;

/** What a step costs each reporter in a result of 10,000, beside one of 1,000: twice the steps, twice the time. */
export async function measureReports(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [shape, length] of Object.entries(shapes)) {
    const results = { small: resultOf(small, length(small)), large: resultOf(large, length(large)) };
    for (const [name, row] of Object.entries(reporters)) {
      const medians = await sideBySide(
        { small: () => timed(() => render(row, results.small)), large: () => timed(() => render(row, results.large)) },
        { rounds: 7, warmUp: 2 },
      );
      const [perSmall, perLarge] = [(medians.small * 1000) / small, (medians.large * 1000) / large];
      rows.push({
        group: 'reports',
        what: `${name}, ${shape}`,
        value: perLarge,
        unit: 'µs/step',
        ratio: perLarge / perSmall,
        aim: 1.25,
      });
    }
  }
  return rows;
}

async function render(row: ReporterRow, result: ReturnType<typeof resultOf>): Promise<void> {
  const reporter = await open(row);
  for (const event of storedEvents(result)) await reporter.on(event);
}

function open(row: ReporterRow): Promise<Reporter> {
  const nowhere: Sink = { write: () => {}, end: async () => {}, abort: async () => {} };
  const environment = {
    stdout: { write: () => {}, isTTY: false },
    color: false,
    verbose: false,
    random: () => 'bench',
    version: '0.0.0',
  };
  if (row.kind === 'screen') return row.open(environment);
  if (row.kind === 'file') return row.open(nowhere, environment);
  if (row.kind === 'folder') return row.open({ put: async () => true, problems: () => [] }, environment);
  const sink = { ...nowhere, problems: () => [] };
  return row.open(environment, { sink, path: 'summary.md', roomBytes: 1024 * 1024 });
}

function resultOf(count: number, length: number) {
  const scenarios = Array.from({ length: count / length }, (_, at): ScenarioResult => {
    const steps = Array.from({ length }, (_, index) => stepOf(at * length + index, index, length));
    return { ...differingScenario, file: `scenarios/${at}.scenario.yaml`, steps, cleanup: [] };
  });
  return sampleResult(scenarios, { exitCode: 1 });
}

function stepOf(id: number, index: number, of: number): StepResult {
  const [, list] = differingScenario.steps;
  const uses = index === 0 ? {} : { uses: [`value${id - index}`] };
  const captured = { [`value${id}`]: String(id) };
  const step = sampleStep({ id: `step-${id}`, number: index + 1, of, captured, ...uses });
  const outcome = id % 2 === 0 ? step.outcome : ({ kind: 'failed', differences: manyDifferences } as const);
  return { ...step, outcome, ...(list?.exchange === undefined ? {} : { exchange: list.exchange }) };
}
