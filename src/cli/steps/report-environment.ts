import { defined } from '../../defined.ts';
import { randomWord } from '../../harness/harness.ts';
import type { ReportEnvironment } from '../../report/wording/reporter.ts';
import { repositoryRoot } from '../../report/wording/repository-path.ts';
import { version } from '../../version.ts';
import { pagesIn } from '../loading/page-files.ts';
import type { Streams } from '../output/streams.ts';

/** What reports use of the process. */
export function reportEnvironment(
  streams: Streams,
  { verbose, pages }: { readonly verbose: boolean; readonly pages?: string | undefined },
): ReportEnvironment {
  const root = repositoryRoot(streams.environment, '.');
  return {
    stdout: streams.stdout,
    color: wantsColor(streams),
    verbose,
    variables: streams.environment,
    random: randomWord,
    version,
    ...defined({ root }),
    ...(pages !== undefined && { pageFile: pagesIn(pages) }),
  };
}

/** https://no-color.org: a value that is not empty; `FORCE_COLOR` also colors a pipe. */
function wantsColor({ stdout, environment }: Streams): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  return stdout.isTTY || (environment['FORCE_COLOR'] ?? '') !== '';
}
