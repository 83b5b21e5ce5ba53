import type { RunEvent } from '../../run/result.ts';
import { type ReportEnvironment, type Reporter, type Sink, writeLast } from '../wording/reporter.ts';
import { summaryPage } from './summary-page.ts';

/** GitHub takes 65,536 characters a comment; bytes are never fewer. The mark by which a comment is found again needs some. */
const commentBytes = 65_536 - 64;

/** Writes the run as a Markdown page that fits into a comment on a pull request. */
export function markdownReporter(
  sink: Sink,
  about: Pick<ReportEnvironment, 'commands' | 'readiness' | 'root'> = {},
): Reporter {
  const page = summaryPage(commentBytes, about);
  return {
    on: (event: RunEvent) => {
      if (event.kind === 'scenario-ended') return page.add(event.scenario);
      if (event.kind === 'run-ended') return writeLast(sink, page.text(event.summary));
    },
  };
}
