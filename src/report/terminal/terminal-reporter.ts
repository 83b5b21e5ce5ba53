import { defined } from '../../defined.ts';
import type { RunEvent, RunSummary, ScenarioResult } from '../../run/result.ts';
import { matrixBuilder } from '../tenants/tenant-matrix.ts';
import { tenantsLines } from '../tenants/tenants-lines.ts';
import { counted } from '../wording/duration-text.ts';
import { lookList } from '../wording/next-commands.ts';
import { paintFor } from '../wording/paint.ts';
import type { ReportEnvironment, Reporter, Timer } from '../wording/reporter.ts';
import { summaryLines } from '../wording/summary-lines.ts';
import { type View, viewLines } from '../wording/terminal-view.ts';
import { progressLine } from './progress-line.ts';
import { scenarioLine, scenarioLines } from './scenario-lines.ts';
import { StepStream } from './step-stream.ts';

/** Without a `wallClock` nothing is live; of one scenario at a time the steps are printed as they end. */
export type TerminalOptions = Pick<
  ReportEnvironment,
  'color' | 'verbose' | 'commands' | 'asides' | 'wallClock' | 'timer' | 'oneAtATime'
> & {
  readonly write: (text: string) => void;
  /** A terminal a person watches: a progress line is rewritten in place. */
  readonly live: boolean;
  readonly columns: number;
  /** The width at this moment, for lines that are drawn again. */
  readonly columnsNow?: () => number;
  /** A person reads it at this width: lines are broken between words. */
  readonly wraps?: boolean;
  /** The terminal takes hyperlinks. */
  readonly links?: boolean;
};

/** Without a timer, nothing is drawn later. */
const noTimer: Timer = () => () => {};

/** With more scenarios than this, those that passed take one line each. */
const mostInFull = 20;

/**
 * The report for people: a block for each scenario when it ends, so that parallel scenarios never mix, and a summary.
 * In a live run, which takes minutes, the steps are printed as they end.
 */
export function terminalReporter(options: TerminalOptions): Reporter {
  const { write, wallClock, timer = noTimer, columns, verbose, commands, links = false } = options;
  const columnsNow = () => options.columnsNow?.() || columns;
  const shown = defined({ commands });
  const wraps = options.wraps ?? false;
  const view: View = {
    ...{ paint: paintFor(options.color), wraps, verbose, links, ...shown },
    // A window may be resized while the run takes its time.
    get columns() {
      return columnsNow();
    },
  };
  const progress =
    options.live && wallClock !== undefined ? progressLine({ write, columnsNow, wallClock, timer }) : undefined;
  if (progress !== undefined) options.asides?.add(progress);
  let collapses = false;
  let previous: 'line' | 'block' = 'block';
  let several = false;
  let streams = false;
  let stream: StepStream | undefined;
  const toLookAt = lookList();
  const tenants = matrixBuilder();

  const print = (kind: 'line' | 'block', lines: readonly string[]): void => {
    const gap = kind === 'block' || previous === 'block' ? '\n' : '';
    previous = kind;
    put(`${gap}${lines.join('\n')}\n`);
  };
  const put = (text: string): void => {
    if (progress === undefined) write(text);
    else progress.around(() => write(text));
  };
  const printScenario = (scenario: ScenarioResult): void => {
    if (several) toLookAt.add(scenario);
    tenants.add(scenario);
    if (stream !== undefined) {
      previous = 'block';
      put(`${stream.end(scenario).join('\n')}\n`);
    } else if (collapses && scenario.outcome === 'passed') print('line', scenarioLine(scenario, view));
    else print('block', scenarioLines(scenario, view));
  };
  const printSummary = (summary: RunSummary): void => {
    const matrix = tenants.matrix(summary);
    const lines = matrix === undefined ? [] : tenantsLines(matrix, view);
    print('block', summaryLines(summary, view, { toLookAt: toLookAt.lines(view), tenants: lines }));
  };

  return {
    on: (event: RunEvent) => {
      progress?.on(event);
      switch (event.kind) {
        case 'run-started': {
          several = event.scenarios > 1;
          collapses = event.scenarios > mostInFull && !verbose;
          // Stored results have no progress.
          streams = event.against === 'live' && wallClock !== undefined && options.oneAtATime === true && !collapses;
          const size = `${counted(event.scenarios, 'scenario')}, ${counted(event.steps, 'step')}, ${event.against}`;
          return write(`${viewLines(view.paint.dim(`tutorial-replay · ${size}`), view).join('\n')}\n`);
        }
        case 'scenario-ended':
          return printScenario(event.scenario);
        case 'run-ended':
          return printSummary(event.summary);
        case 'scenario-started':
          if (!streams) return;
          stream = new StepStream(event, view);
          return print('block', stream.head(event));
        case 'step-ended':
          return stream === undefined ? undefined : put(`${stream.step(event.step).join('\n')}\n`);
        case 'step-started':
        case 'step-waiting':
        case 'step-exchanged':
          return;
        default:
          event satisfies never;
      }
    },
  };
}
