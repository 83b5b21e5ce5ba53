import { defined } from '../../defined.ts';
import { problemTextWithin } from '../../diagnostics/code-frame.ts';
import { type Problem, usage } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { finishRun, storedRuns } from '../../harness/harness.ts';
import { counted } from '../../report/wording/duration-text.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import { exitCode, worstCode } from '../../run/exit-code.ts';
import type { OpenEntry } from '../../run/ports.ts';
import type { ExitCode } from '../../run/result.ts';
import type { FleetTenant } from '../../tenant/fleet/read-tenants.ts';
import { ledgerFolder } from '../loading/ledger-folder.ts';
import { memberOf } from '../loading/live-tenants.ts';
import { type CleanupConfig, cleanupConfig, isNamed } from '../options/cleanup-config.ts';
import { followUp } from '../output/follow-up.ts';
import { printProblems } from '../output/print-problems.ts';
import { type Streams, stopCodeOf } from '../output/streams.ts';
import { type CleanupMembers, membersOf, namedStreams } from '../steps/cleanup-members.ts';
import { type Remains, stillThere } from '../steps/cleanup-remains.ts';
import { forget } from '../steps/forget-entry.ts';
import { type LiveWorld, openLiveCommand, readLiveWorld } from '../steps/open-live-command.ts';

type Stored = Awaited<ReturnType<typeof storedRuns>>['runs'][number];

/** `cleanup`: deletes the leftovers of killed runs, from their ledgers alone. */
export async function cleanupCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = cleanupConfig(args);
  if (!parsed.ok) return printProblems(parsed.problems, streams);
  const config = parsed.value;
  const folder = ledgerFolder(config.ledger, streams);
  if (config.forget !== undefined) return forget(config.forget, folder, streams);
  const members = await membersOf(config);
  if (!members.ok) return printProblems(members.problems, streams);
  const { runs, damaged } = await storedRuns(folder, 'all');
  const isMeant = (run: string) => config.runs.length === 0 || isNamed(run, config.runs);
  const named = runs
    .filter(({ run }) => isMeant(run.run) && (config.tenant === undefined || run.tenant === config.tenant))
    .filter(({ run }) => members.value?.leftOut.has(run.tenant) !== true);
  const lost = damaged.filter(({ run }) => isMeant(run) || run === '');
  const unknown = config.runs.filter((name) => ![...runs, ...damaged].some((one) => isNamed(idOf(one), [name])));
  if (unknown.length > 0) return printProblems(unknown.map(noSuchRun), streams);
  const busy = named.filter(({ isRunning }) => isRunning);
  // A run that a person suspended is deleted only where it is named.
  const waiting = named.filter(
    (one) => !one.isRunning && one.waiting !== undefined && !config.runs.includes(one.run.run),
  );
  const idle = named.filter((one) => !one.isRunning && !waiting.includes(one));
  for (const { run } of busy) streams.stdout.write(`${run.run}  is still running: unchanged\n`);
  for (const stored of waiting) printSuspended(stored, config, streams);
  for (const { problem } of lost) printText(`${problemTextWithin(problem, streams.stderr.columns)}\n`, streams.stderr);
  const todo = idle.filter(
    (one) => one.open.length > 0 || one.waiting !== undefined || (config.purge && one.kept.length > 0),
  );
  printKept(idle, config, streams);
  const strangers = todo.filter(({ run }) => members.value?.chosen.has(run.tenant) === false);
  for (const { run } of strangers) streams.stderr.write(`${run.run}  belongs to no tenant of this file: unchanged\n`);
  const own = todo.filter((one) => !strangers.includes(one));
  const worst = exitCode({ leftovers: lost.length > 0 || strangers.some(({ open }) => open.length > 0) });
  if (own.length === 0) {
    streams.stdout.write(
      lost.length + strangers.length > 0
        ? 'the ledgers that can be read have nothing left to delete\n'
        : `nothing ${busy.length + waiting.length > 0 ? 'else ' : ''}is left to delete\n`,
    );
    return worst;
  }
  if (config.dryRun) return worstCode([worst, showPlan(own, config, streams)]);
  const remains = stillThere(own, config);
  streams.remains.add(remains.lines);
  const world = await readLiveWorld({
    own: config,
    scenarios: own.map(({ run }) => ({ actors: run.actors.map(({ name }) => name) })),
    streams,
    prefixes: [...new Set([...(members.value?.chosen.values() ?? [])].flatMap(({ prefix }) => prefix ?? []))],
  });
  if (!world.ok) return printProblems(world.problems, streams, 0);
  const at = { config, folder, streams, remains, world: world.value };
  const code = worstCode([worst, await finishAll(own, members.value, at)]);
  if (!streams.signal.aborted) return code;
  // Leftovers are still in the ledger.
  const left = remains.lines();
  streams.stderr.write([`stopped by a signal${left.length === 0 ? ': nothing is left' : ''}`, ...left, ''].join('\n'));
  return worstCode([code, exitCode({ signal: stopCodeOf(streams), leftovers: left.length > 0 })]);
}

/** Tenants of a file are finished side by side: one that hangs keeps no other waiting. */
async function finishAll(
  runs: readonly Stored[],
  members: CleanupMembers | undefined,
  at: Omit<At, 'sent'>,
): Promise<ExitCode> {
  if (members !== undefined) {
    const finished = [...byPlace(runs)].map(([id, group]) => {
      const member = members.chosen.get(id);
      const streams = member === undefined ? at.streams : namedStreams(at.streams, member.name);
      return finishAt({ id, ...(member && { member }) }, group, { ...at, streams, sent: 0 });
    });
    return worstCode((await Promise.all(finished)).map(({ code }) => code));
  }
  let code = exitCode({});
  let sent = 0;
  for (const [id, group] of byPlace(runs)) {
    if (at.streams.signal.aborted) break;
    const finished = await finishAt({ id }, group, { ...at, sent });
    code = worstCode([code, finished.code]);
    sent += finished.sent;
  }
  return code;
}

/** Runs of one tenant are finished in one session. */
function byPlace(runs: readonly Stored[]): ReadonlyMap<string, readonly Stored[]> {
  const groups = new Map<string, Stored[]>();
  for (const one of runs) groups.set(one.run.tenant, [...(groups.get(one.run.tenant) ?? []), one]);
  return groups;
}

type At = {
  readonly config: CleanupConfig;
  readonly folder: string;
  readonly streams: Streams;
  readonly remains: Remains;
  readonly world: LiveWorld;
  /** Requests that were sent before. */
  readonly sent: number;
};

type FinishedAt = { readonly code: ExitCode; readonly sent: number };

type FinishedTenant = { readonly id: string; readonly member?: FleetTenant };

async function finishAt({ id, member }: FinishedTenant, runs: readonly Stored[], at: At): Promise<FinishedAt> {
  const { config, folder, streams, remains, world } = at;
  const opened = await openLiveCommand({
    own: { given: new Map(), ...defined({ envFile: config.envFile }) },
    live: {
      tenant: id,
      ...(member && { member: memberOf(member) }),
      allowed: new Set(),
      unattended: true,
      allowDirty: true,
      envProxy: config.envProxy,
      budget: {},
    },
    scenarios: [],
    concerned: runs.map(({ run }) => ({ actors: run.actors.map(({ name }) => name) })),
    ...{ streams, world },
  });
  if (!opened.ok) {
    printProblems(opened.problems, streams, at.sent);
    return { code: exitCode({ untested: true, leftovers: runs.some(({ open }) => open.length > 0) }), sent: 0 };
  }
  const { session, streams: safe } = opened.value;
  let code = exitCode({});
  let sent = 0;
  try {
    for (const stored of runs) {
      if (streams.signal.aborted) break;
      const { origin } = session.backend([]);
      if (stored.run.origin !== origin) {
        safe.stderr.write(
          `${stored.run.run}  ran against ${stored.run.origin}, and the environment is set to ${origin}\n`,
        );
        printUnreachable(stored, config, safe);
        code = worstCode([code, exitCode({ leftovers: true })]);
        continue;
      }
      const finished = await finishRun(stored, {
        session,
        folder,
        pid: streams.pid,
        purge: config.purge,
        halt: streams.signal,
        done: ({ entry, outcome, attempts }) => {
          sent += attempts;
          if (outcome.kind !== 'left') remains.gone(stored.run.run, entry);
        },
      });
      code = worstCode([code, report(stored, finished, safe)]);
      // Leftovers of a stopped cleanup are left to the next one.
      if (finished.kind === 'finished' && !streams.signal.aborted)
        printForgotten(stored, { finished, config, streams: safe });
    }
    return { code, sent };
  } finally {
    await session.close();
  }
}

function printSuspended({ run: { run }, open }: Stored, config: CleanupConfig, { stdout }: Streams): void {
  const created = open.length === 0 ? '' : `, with ${counted(open.length, 'object')} that it created`;
  const [goOn, giveUp] = [followUp('resume', config, run), followUp('cleanup', config, run)];
  stdout.write(`${run}  waits for a person: unchanged${created}. \`${goOn}\` resumes it, \`${giveUp}\` abandons it\n`);
}

/** A service that is not reached keeps its objects; a sandbox that was stopped has none. */
function printUnreachable(
  { run: { run }, open }: Stored,
  config: CleanupConfig,
  { stderr }: Pick<Streams, 'stderr'>,
): void {
  for (const { id } of open) {
    const command = `${followUp('cleanup', config)} --forget ${run}:${id}`;
    stderr.write(
      `${run}  entry ${id}: set the environment to that service; if it no longer exists, close the entry with: ${command}\n`,
    );
  }
}

type Unfinished = { readonly finished: { readonly open: readonly OpenEntry[] }; readonly config: CleanupConfig };

/** What a person can do about objects without proof of ownership. */
function printForgotten(
  { run: { run } }: Stored,
  { finished, config, streams }: Unfinished & { readonly streams: Pick<Streams, 'stdout'> },
): void {
  for (const { id } of finished.open) {
    const command = `${followUp('cleanup', config)} --forget ${run}:${id}`;
    streams.stdout.write(`${run}  entry ${id}: delete it yourself, then close it with: ${command}\n`);
  }
}

function report(
  { run, waiting }: Stored,
  finished: Awaited<ReturnType<typeof finishRun>>,
  { stdout }: Streams,
): ExitCode {
  const line = (text: string) => printText(`${run.run}  ${safeLine(text)}\n`, stdout);
  if (finished.kind === 'taken') {
    line('another process works on it, or has finished it');
    return exitCode({});
  }
  if (finished.kind === 'unusable') {
    line(`left alone: ${finished.message}`);
    return exitCode({ leftovers: true });
  }
  if (waiting !== undefined) line('waited for a person, and is abandoned');
  for (const { entry, outcome } of finished.removals) {
    const what = entry.created ?? `what ${entry.method} ${entry.url} may have created`;
    line(outcome.kind === 'left' ? `left     ${what}: ${outcome.message}` : `${words[outcome.kind]}  ${what}`);
  }
  for (const { url, purged, message } of finished.purges) {
    line(purged ? `purged   ${url}` : `kept     ${url}: ${message ?? ''}`);
  }
  for (const { url, until } of finished.kept) line(`in the recycle bin until ${until.slice(0, 10)}  ${url}`);
  return exitCode({ leftovers: finished.open.length > 0 });
}

const words = {
  deleted: 'deleted',
  gone: 'is gone',
  'not-created': 'was never created:',
  existed: 'existed before, and stays:',
} as const;

function printKept(runs: readonly Stored[], { purge }: CleanupConfig, { stdout }: Streams): void {
  if (purge) return;
  const kept = runs.flatMap((stored) => stored.kept);
  const last = kept
    .map(({ until }) => until)
    .sort()
    .at(-1);
  if (last === undefined) return;
  stdout.write(
    `${kept.length} deleted in the recycle bin, until ${last.slice(0, 10)} at the latest; \`--purge\` deletes them now\n`,
  );
}

function showPlan(runs: readonly Stored[], { purge }: CleanupConfig, { stdout }: Streams): ExitCode {
  for (const { run, open, kept, waiting } of runs) {
    if (waiting !== undefined) stdout.write(`${run.run}  waits for a person, and would be abandoned\n`);
    for (const entry of open.toReversed()) {
      const find = entry.find === undefined ? '' : `: GET ${entry.find}, then `;
      const text =
        entry.created === undefined
          ? `find what ${entry.step} may have created${find}DELETE ${entry.delete}`
          : `DELETE ${entry.created}`;
      stdout.write(`${run.run}  ${safeLine(`${entry.actor}: ${text}`)}\n`);
    }
    if (purge) for (const { url } of kept) stdout.write(`${run.run}  ${safeLine(`purge ${url}`)}\n`);
  }
  return exitCode({});
}

const idOf = ({ run }: { readonly run: string | Stored['run'] }): string => (typeof run === 'string' ? run : run.run);

function noSuchRun(run: string): Problem {
  return usage(`no ledger here has a run ${safeLine(run)}`, 'name the folder with `--ledger`');
}
