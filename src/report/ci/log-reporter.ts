import { defined } from '../../defined.ts';
import type { RunSummary, ScenarioResult } from '../../run/result.ts';
import type { Readiness } from '../../tenant/doctor/doctor-finding.ts';
import { failureBlocks, scenarioLine, stepBlock } from '../terminal/scenario-lines.ts';
import { type Annotation, annotationsOf, leftoverAnnotations, type PageFile } from '../wording/annotation.ts';
import { counted } from '../wording/duration-text.ts';
import { paintFor } from '../wording/paint.ts';
import { type Commands, type Reporter, reporterOf, type SummaryFile } from '../wording/reporter.ts';
import { summaryLines } from '../wording/summary-lines.ts';
import type { View } from '../wording/terminal-view.ts';
import { summaryPage } from './summary-page.ts';
import { WorstAnnotations } from './worst-annotations.ts';

/** The format of one CI system, line by line. */
export type LogDialect = {
  readonly groupStart: (title: string) => string;
  readonly groupEnd: string;
  readonly annotation: (annotation: Annotation) => string;
  /** The last lines, after the summary is written. */
  readonly ending: (summary: RunSummary, summaryPath: string | undefined) => readonly string[];
};

export type LogOptions = {
  readonly write: (text: string) => void;
  readonly color: boolean;
  readonly verbose: boolean;
  /** The file of the summary; absent if the system provides none. */
  readonly summary?: SummaryFile;
  readonly pageFile?: PageFile;
  readonly commands?: Commands;
  readonly readiness?: Readiness;
  /** The root of the checkout, from which the summary names files. */
  readonly root?: string;
};

/**
 * The log of a CI job: a folded group for each scenario, its failures unfolded below it, and at the end the
 * annotations, worst first. Data is never at the start of a line, and inside commands only escaped.
 */
export function logReporter(dialect: LogDialect, options: LogOptions): Reporter {
  const { summary: file, pageFile } = options;
  const { color, verbose, commands } = options;
  const view: View = { paint: paintFor(color), columns: 120, verbose, ...defined({ commands }) };
  const worst = new WorstAnnotations();
  const page = file === undefined ? undefined : summaryPage(file.roomBytes, options);
  const print = (lines: readonly string[]) => options.write(`${lines.join('\n')}\n`);

  const printScenario = (scenario: ScenarioResult): void => {
    const title = scenarioLine(scenario, { ...view, paint: paintFor(false) }).join(' ');
    print([dialect.groupStart(title), ...stepBlock(scenario, view), dialect.groupEnd]);
    const failures = failureBlocks(scenario, view);
    if (failures.length > 0) print([...failures, '']);
    for (const annotation of annotationsOf(scenario, pageFile)) worst.add(annotation);
    page?.add(scenario);
  };

  const finish = async (summary: RunSummary): Promise<void> => {
    for (const annotation of leftoverAnnotations(summary)) worst.add(annotation);
    const more = worst.left();
    print([
      ...worst.kept().map(dialect.annotation),
      ...(more === 0 ? [] : [`${counted(more, 'more annotation')} would not be shown; the log above has their text.`]),
      '',
      ...summaryLines(summary, view),
    ]);
    const written = file !== undefined && page !== undefined && (await writeSummary(file, page.text(summary)));
    const ending = dialect.ending(summary, written ? file.path : undefined);
    if (ending.length > 0) print(ending);
  };

  return reporterOf({
    'run-started': ({ scenarios, steps, against }) =>
      print([`tutorial-replay · ${counted(scenarios, 'scenario')}, ${counted(steps, 'step')}, ${against}`]),
    'scenario-ended': ({ scenario }) => printScenario(scenario),
    'run-ended': ({ summary }) => finish(summary),
  });
}

async function writeSummary(file: SummaryFile, text: string): Promise<boolean> {
  await file.sink.write(text);
  await file.sink.end();
  return file.sink.problems().length === 0;
}
