import { join } from 'node:path';
import { makeFolder } from '../../../diagnostics/make-folder.ts';
import { failure, type Problem, type Result, success } from '../../../diagnostics/problem.ts';
import { safeLine } from '../../../diagnostics/safe-text.ts';
import { openFileSink, writeProblem } from '../../../report/files/write-file.ts';
import { counted } from '../../../report/wording/duration-text.ts';
import { type ReportEnvironment, writeLast } from '../../../report/wording/reporter.ts';
import type { Plan } from '../../../run/plan/plan.ts';
import type { Against, ExitCode, ScenarioResult, TenantOfRun } from '../../../run/result.ts';
import { historyEntry } from '../../../tenant/history/history-entry.ts';
import { type HistoryEntry, type HistoryRun, printHistory } from '../../../tenant/history/history-run.ts';
import { type VerdictChanges, verdictChanges } from '../../../tenant/history/history-trends.ts';
import { historyFileName, readHistory } from '../../../tenant/history/read-history.ts';
import type { HistoryWish } from '../../options/reporting-flags.ts';

/** So many runs are looked through for the last verdict of a scenario: a shard has only a part of them. */
const mostLooked = 20;

export type HistoryWriter = {
  readonly hear: (plan: Pick<Plan, 'scenario'>, result: ScenarioResult, tenant?: string) => void;
  /** Writes the run into the folder, regardless of its verdict, and compares it with those before. */
  readonly finish: (run: FinishedRun) => Promise<KeptHistory>;
};

export type FinishedRun = {
  readonly startedAt: string;
  readonly against: Against;
  readonly tenants?: readonly TenantOfRun[] | undefined;
};

export type KeptHistory = {
  readonly problems: readonly Problem[];
  readonly changes: VerdictChanges;
  /** The file of this run; absent if nothing could be tested. */
  readonly written?: string;
};

/**
 * Reads the last runs of a history, and makes sure of its folder, before anything is sent. What is there is never written
 * again. Problems: `history-invalid`, `file-unreadable`.
 */
export async function openHistory(
  { folder }: HistoryWish,
  { random, version, secrets }: Pick<ReportEnvironment, 'random' | 'version' | 'secrets'>,
): Promise<Result<HistoryWriter>> {
  const earlier = await readHistory(folder, mostLooked);
  if (!earlier.ok) return earlier;
  try {
    makeFolder(folder);
  } catch (error) {
    return failure([writeProblem(folder, error)]);
  }
  const entries: HistoryEntry[] = [];
  return success({
    hear: (plan, result, tenant) => {
      // Steps that a stop cut off are ignored.
      const cut = [...result.steps, ...result.cleanup].some(
        ({ outcome }) => outcome.kind === 'skipped' && outcome.reason === 'stopped',
      );
      if (!cut) entries.push(historyEntry(plan, result, tenant));
    },
    finish: async ({ startedAt, against, tenants = [] }) => {
      const untested = tenants.flatMap(({ name, obstacles = [] }) => {
        const whole = obstacles.find(({ file }) => file === undefined);
        return whole === undefined ? [] : [{ tenant: name, code: whole.code }];
      });
      const run: HistoryRun = {
        ...{ version: 1, startedAt, tool: version, against, entries },
        ...(untested.length === 0 ? {} : { untested }),
      };
      const changes = verdictChanges(earlier.value, run);
      if (entries.length + untested.length === 0) return { problems: [], changes };
      const path = join(folder, historyFileName(startedAt, random()));
      const sink = openFileSink(path, random(), { replaces: 'none', secrets, shared: true });
      if (!sink.ok) return { problems: sink.problems, changes };
      await writeLast(sink.value, printHistory(run));
      const found = sink.value.problems();
      return { problems: found, changes, ...(found.length === 0 && { written: path }) };
    },
  });
}

const mostListed = 20;

/** The changes since the last verdicts, one line each: for schedulers, which forward the output. */
export function changesLines({ worse, better, same }: VerdictChanges): readonly string[] {
  const lines = [...worse.map((one) => ({ ...one, mark: '✗' })), ...better.map((one) => ({ ...one, mark: '✓' }))];
  const more = lines.length - mostListed;
  const count = `${worse.length} worse, ${better.length} better, ${same} as before`;
  return [
    lines.length === 0
      ? `Since the last runs: nothing changed (${counted(same, 'verdict')})`
      : `Since the last runs: ${count}`,
    ...lines
      .slice(0, mostListed)
      .map(({ mark, name, before, now }) => `  ${mark} ${safeLine(name)}: ${before} → ${now}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

/**
 * With `--notify-on change`, verdicts that are as before do not make a run fail. What is still there, a signal and wrong input
 * or output do.
 */
export function notifiedCode(code: ExitCode, { worse }: VerdictChanges): ExitCode {
  return worse.length === 0 && (code === 1 || code === 3) ? 0 : code;
}
