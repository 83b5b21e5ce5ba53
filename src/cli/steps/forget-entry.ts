import { userInfo } from 'node:os';
import { defined } from '../../defined.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { forgetEntry, storedRuns } from '../../harness/harness.ts';
import { openLine } from '../../run/cleanup/leftover-results.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';

/** The options of `cleanup --forget`. */
export type Forgetting = {
  readonly run: string;
  readonly entry: number;
  /** The reason; default: a prompt. */
  readonly why?: string;
  /** Without a confirmation. */
  readonly yes: boolean;
};

/** Closes an entry of a ledger without deleting anything, on a person's word; sends nothing. */
export async function forget(
  { run, entry, why, yes }: Forgetting,
  folder: string,
  streams: Streams,
): Promise<ExitCode> {
  const { runs } = await storedRuns(folder, 'all');
  const stored = runs.find((one) => one.run.run === run);
  const open = stored?.open.find(({ id }) => id === entry);
  if (stored === undefined || open === undefined) return printProblems([noSuchEntry(run, entry)], streams);
  if (stored.isRunning) return printProblems([busy(run)], streams);
  const what = safeLine(openLine(open));
  const reason = await reasonFor(what, { ...defined({ why }), yes }, streams);
  if (reason === undefined) {
    streams.stderr.write(`${run}:${entry}  stays: nothing was forgotten\n`);
    return exitCode({ leftovers: true });
  }
  const at = new Date(streams.wallClock()).toISOString();
  const by = { who: whoIs(streams.environment), why: reason, at };
  const done = await forgetEntry(stored, { folder, pid: streams.pid, entry, by });
  if (done !== 'forgotten') return printProblems([busy(run)], streams);
  streams.stdout.write(`${run}:${entry}  forgotten by ${safeLine(by.who)}: ${what}\n`);
  return exitCode({});
}

type Reason = { readonly why?: string; readonly yes: boolean };

/** The reason, if the user confirms it. */
async function reasonFor(what: string, { why, yes }: Reason, streams: Streams): Promise<string | undefined> {
  if (yes) return why ?? 'confirmed with --yes';
  if (streams.ask === undefined) {
    streams.stderr.write('no terminal to confirm it: add `--yes` if that is intended\n');
    return undefined;
  }
  const { ask, signal } = streams;
  const answer = await ask(`${what}\nIt is not deleted, and no command will list it again. Forget it? [y/N] `, signal);
  if (!/^y(?:es)?$/i.test(answer?.trim() ?? '')) return undefined;
  if (why !== undefined) return why;
  const given = (await ask('Why? ', signal))?.trim() ?? '';
  return given === '' ? undefined : given;
}

function whoIs(environment: Streams['environment']): string {
  const named = environment['USER'] ?? environment['LOGNAME'] ?? environment['USERNAME'];
  if (named !== undefined && named !== '') return named;
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

function noSuchEntry(run: string, entry: number): Problem {
  const message = `no entry ${entry} of a run ${safeLine(run)} is open here`;
  return { code: 'usage', message, fix: '`cleanup` lists what is left, each with its RUN:ENTRY' };
}

function busy(run: string): Problem {
  return { code: 'usage', message: `another process works on the run ${safeLine(run)}`, fix: 'wait until it is done' };
}
