import { defined } from '../../../defined.ts';
import { type Result, success } from '../../../diagnostics/problem.ts';
import { safeLine } from '../../../diagnostics/safe-text.ts';
import { SecretIndex } from '../../../redaction/scan/secret-index.ts';
import type { ReportEnvironment } from '../../../report/wording/reporter.ts';
import { printText } from '../../../report/wording/terminal-view.ts';
import { openReporters } from '../../../report/write-reports.ts';
import { exitCode } from '../../../run/exit-code.ts';
import { isWhole } from '../../../run/plan/selection.ts';
import type { ExitCode, RunListener } from '../../../run/result.ts';
import { documentedPages } from '../../loading/documented-pages.ts';
import type { PlannedScenario } from '../../loading/plan-scenarios.ts';
import type { RunConfig } from '../../options/config.ts';
import type { HistoryWish } from '../../options/reporting-flags.ts';
import { followUp, repeatedOf, type Whereabouts } from '../../output/follow-up.ts';
import { keepOutcomes } from '../../output/last-outcomes.ts';
import { printProblems } from '../../output/print-problems.ts';
import { printWritten } from '../../output/print-written.ts';
import { type Streams, stopOf } from '../../output/streams.ts';
import type { HistoryWriter } from '../../steps/history/keep-history.ts';
import { realTimer } from '../../steps/real-clock.ts';
import { reportEnvironment } from '../../steps/report-environment.ts';
import { type ReplayAll, replayAll } from './replay-all.ts';

/** The output of the doctor. */
export type FoundReadiness = Pick<ReportEnvironment, 'readiness'>;

type Replayer = ReplayAll &
  Pick<RunConfig, 'reporters' | 'verbose' | 'pages' | 'repeated' | 'history' | 'selection'> &
  Pick<ReportEnvironment, 'secrets'> & {
    readonly where: Whereabouts;
    readonly found?: FoundReadiness;
    /** Whether a run was suspended. */
    readonly waits?: () => boolean;
  };

/** The credentials and tokens of a live run, which no report may contain. */
export function secretsOf(
  vault: { readonly values: () => readonly string[] } | undefined,
): Pick<ReportEnvironment, 'secrets'> {
  if (vault === undefined) return {};
  const index = new SecretIndex();
  let known: readonly string[] | undefined;
  return {
    secrets: () => {
      const values = vault.values();
      if (values !== known) index.become(values, 'a credential or token of this run');
      known = values;
      return index;
    },
  };
}

/** Runs the plans, and reports the results. */
export async function runPlans(
  plans: readonly PlannedScenario[],
  config: Replayer,
  streams: Streams,
): Promise<ExitCode> {
  const { verbose, pages, secrets, found, repeated, where, waits } = config;
  const environment = {
    ...reportEnvironment(streams, { verbose, pages }),
    wallClock: streams.wallClock,
    timer: realTimer,
    oneAtATime: config.jobs === 1 || plans.length === 1,
    commands: {
      repeated: repeatedOf(repeated, { against: config.against, isTTY: streams.stdout.isTTY }),
      cleanup: followUp('cleanup', where),
      ...defined({ waits }),
    },
    asides: streams.asides,
    ...defined({ secrets }),
    ...found,
  };
  const { history } = config;
  const opened = history === undefined ? success(undefined) : await openHistoryLate(history, environment);
  if (!opened.ok) return printProblems(opened.problems, streams);
  const historyWriter = defined({ historyWriter: opened.value });
  const reporters = await openReporters(config.reporters, environment);
  if (!reporters.ok) return printProblems(reporters.problems, streams);
  const { hear, keep } = keepOutcomes(plans, { against: config.against, isWhole: isWhole(config.selection) });
  const listener: RunListener = (event) => {
    hear(event);
    streams.trace?.on(event);
    return reporters.value.on(event);
  };
  const comparePage = pages === undefined ? {} : { comparePage: pageComparison(pages) };
  const { ending, changed, startedAt } = await replayAll(
    plans,
    { ...config, ...comparePage, ...historyWriter },
    { streams, listener },
  );
  await keep(streams);
  const unwritten = await reporters.value.close();
  printWritten(reporters.value, streams);
  const kept = await opened.value?.finish({ startedAt, against: config.against, tenants: config.fleet?.tenants });
  const lost = kept?.problems ?? [];
  const problems = [...changed, ...unwritten, ...lost];
  if (problems.length > 0) printProblems(problems, streams, ending.sent);
  const { acceptor } = config;
  const remaining = stopOf(streams).aborted ? undefined : await acceptor?.finish();
  const code = exitCode({
    ...ending,
    unwritten: unwritten.length + lost.length > 0,
    ...(remaining !== undefined && { failed: remaining > 0 }),
  });
  if (kept === undefined) return code;
  const { changesLines, notifiedCode } = await keepingHistory();
  if (kept.written !== undefined) streams.stdout.write(`written: ${safeLine(kept.written)}\n`);
  printText(`\n${changesLines(kept.changes).join('\n')}\n`, streams.stdout);
  return history?.notifyOnChange === true ? notifiedCode(code, kept.changes) : code;
}

/** Loaded only where past runs are kept. */
const keepingHistory = () => import('../../steps/history/keep-history.ts');

async function openHistoryLate(wish: HistoryWish, environment: ReportEnvironment): Promise<Result<HistoryWriter>> {
  const { openHistory } = await keepingHistory();
  return openHistory(wish, environment);
}

/** A page that is missing, or cannot be read, is not compared: reports state that. */
function pageComparison(pages: string): NonNullable<ReplayAll['comparePage']> {
  const pageOf = documentedPages({ pages });
  return async (scenario) => {
    const page = await pageOf(scenario);
    if (!page.ok) return (result) => result;
    const { holdAgainstPage } = await import('../../../tutorial/verify/hold-against-page.ts');
    return (result) => holdAgainstPage(result, scenario, page.value);
  };
}
