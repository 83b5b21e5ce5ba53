import type { RunEvent, RunSummary, ScenarioResult } from '../../run/result.ts';
import { counted } from '../wording/duration-text.ts';
import { lookList } from '../wording/next-commands.ts';
import { paintFor } from '../wording/paint.ts';
import type { Aside, Commands, Reporter } from '../wording/reporter.ts';
import { summaryLines } from '../wording/summary-lines.ts';
import type { View } from '../wording/terminal-view.ts';
import { progressLine } from './progress-line.ts';
import { scenarioLine, scenarioLines } from './scenario-lines.ts';

export type TerminalOptions = {
  readonly write: (text: string) => void;
  readonly color: boolean;
  /** A terminal a person watches: a progress line is rewritten in place. */
  readonly live: boolean;
  readonly columns: number;
  readonly verbose: boolean;
  /** The terminal takes hyperlinks. */
  readonly links?: boolean;
  readonly commands?: Commands;
  readonly asides?: Set<Aside>;
  /** Milliseconds; without a clock nothing is live. */
  readonly wallClock?: () => number;
};

/** With more scenarios than this, those that passed take one line each. */
const mostInFull = 20;

/** What a person reads: a block for each scenario when it ends, so that scenarios side by side never mix, and a summary. */
export function terminalReporter(options: TerminalOptions): Reporter {
  const { write, wallClock, columns, verbose, commands, links = false } = options;
  const shown = commands === undefined ? {} : { commands };
  const view: View = { paint: paintFor(options.color), columns, verbose, links, ...shown };
  const progress = options.live && wallClock !== undefined ? progressLine({ write, columns, wallClock }) : undefined;
  if (progress !== undefined) options.asides?.add(progress);
  let collapses = false;
  let previous: 'line' | 'block' = 'block';
  let several = false;
  const toLookAt = lookList();

  const print = (kind: 'line' | 'block', lines: readonly string[]): void => {
    progress?.erase();
    const gap = kind === 'block' || previous === 'block' ? '\n' : '';
    previous = kind;
    write(`${gap}${lines.join('\n')}\n`);
  };
  const printScenario = (scenario: ScenarioResult): void => {
    if (several) toLookAt.add(scenario);
    if (collapses && scenario.outcome === 'passed') print('line', [scenarioLine(scenario, view)]);
    else print('block', scenarioLines(scenario, view));
  };
  const printSummary = (summary: RunSummary): void => {
    print('block', summaryLines(summary, view, toLookAt.lines(view)));
  };

  return {
    on: (event: RunEvent) => {
      progress?.on(event);
      switch (event.kind) {
        case 'run-started': {
          several = event.scenarios > 1;
          collapses = event.scenarios > mostInFull && !verbose;
          const size = `${counted(event.scenarios, 'scenario')}, ${counted(event.steps, 'step')}, ${event.against}`;
          return write(`${view.paint.dim(`tutorial-replay · ${size}`)}\n`);
        }
        case 'scenario-ended':
          return printScenario(event.scenario);
        case 'run-ended':
          return printSummary(event.summary);
        case 'scenario-started':
        case 'step-started':
        case 'step-waiting':
        case 'step-exchanged':
        case 'step-ended':
          return;
        default:
          event satisfies never;
      }
    },
  };
}
