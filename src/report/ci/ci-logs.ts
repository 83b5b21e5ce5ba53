import { defined } from '../../defined.ts';
import type { ReportEnvironment, Reporter, SummaryFile } from '../wording/reporter.ts';
import { azureLog } from './azure-log.ts';
import { githubLog } from './github-log.ts';
import { type LogOptions, logReporter } from './log-reporter.ts';

export function githubReporter(environment: ReportEnvironment, summary: SummaryFile | undefined): Reporter {
  return logReporter(githubLog(environment.root), logOptions(environment, summary));
}

export function azureReporter(environment: ReportEnvironment, summary: SummaryFile | undefined): Reporter {
  return logReporter(azureLog(environment.root), logOptions(environment, summary));
}

function logOptions(environment: ReportEnvironment, summary: SummaryFile | undefined): LogOptions {
  const { stdout, color, verbose, wallClock, pageFile, commands, readiness, root } = environment;
  return {
    write: stdout.write,
    color,
    verbose,
    ...defined({ wallClock, summary, pageFile, commands, readiness, root }),
  };
}
