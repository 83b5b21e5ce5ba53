import { defined } from '../../defined.ts';
import type { ReportEnvironment, Reporter } from '../wording/reporter.ts';
import { terminalReporter } from './terminal-reporter.ts';
import { takesLinks, watched } from './terminal-traits.ts';

const columnsUnknown = 120;

/** The terminal reporter for the kind of standard output. */
export function openTerminal(environment: ReportEnvironment): Reporter {
  const { stdout, color, verbose, wallClock, timer, oneAtATime, variables = {}, commands, asides } = environment;
  return terminalReporter({
    write: stdout.write,
    color,
    live: watched(stdout.isTTY, variables),
    columns: stdout.columns ?? columnsUnknown,
    ...defined({ columnsNow: stdout.columnsNow }),
    wraps: stdout.columns !== undefined,
    verbose,
    links: takesLinks(variables, stdout.isTTY),
    ...defined({ wallClock, timer, oneAtATime, commands, asides }),
  });
}
