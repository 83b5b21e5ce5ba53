import { type Outcome, unlessProblems } from '../diagnostics/problem.ts';
import { type ReporterChoice, reporters } from '../report/reporter-table.ts';
import { readPages, readReporters, runFlags } from './config.ts';
import { type Flag, parseFlags } from './flags.ts';

/** Which stored results are rendered, and how. */
export type ReportConfig = {
  readonly files: readonly [string, ...string[]];
  readonly reporters: readonly ReporterChoice[];
  /** The folder with the pages. */
  readonly pages?: string;
  readonly verbose: boolean;
};

export const reportFlags: readonly Flag[] = runFlags.filter(({ name }) =>
  ['reporter', 'pages', 'verbose'].includes(name),
);

/** Problems: `usage`. */
export function reportConfig(args: readonly string[]): Outcome<ReportConfig> {
  const flags = parseFlags(args, reportFlags);
  const problems = [...flags.problems];
  const [first = reporters.json.defaultFile, ...others] = flags.operands;
  const config: ReportConfig = {
    files: [first, ...others],
    reporters: readReporters(flags, problems),
    ...readPages(flags),
    verbose: flags.has('verbose'),
  };
  return unlessProblems(problems, () => config);
}
