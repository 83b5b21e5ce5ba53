import { failure, type Result, success } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { evidenceSources } from '../../run/evidence-source.ts';
import { worstCode } from '../../run/exit-code.ts';
import {
  type Counts,
  type NotRun,
  type NotRunReason,
  notRunTotal,
  type RunResult,
  type RunSummary,
  type TenantOfRun,
} from '../../run/result.ts';
import { clockOfAll, earliest } from '../../run/timing.ts';

/** A result and the file it was read from. */
export type StoredResult = { readonly file: string; readonly result: RunResult };

/**
 * Several results as one, such as those of shards: scenarios one after the other as the results were named, numbers added
 * up. A scenario that two runs ran is there twice. Problems: `usage` where not the same kind of thing answered, for one
 * report concerns one.
 */
export function mergeResults(stored: readonly [StoredResult, ...StoredResult[]]): Result<RunResult> {
  const [first, ...others] = stored;
  const { against } = first.result.summary;
  const stranger = others.find(({ result }) => result.summary.against !== against);
  if (stranger !== undefined) {
    const reported = `${safeLine(first.file)} is of a run against ${against}, ${safeLine(stranger.file)} of one against`;
    const message = `${reported} ${stranger.result.summary.against}`;
    return failure([
      { code: 'usage', message, fix: 'render them separately: a report covers runs against one service' },
    ]);
  }
  if (others.length === 0) return success(first.result);
  const results = stored.map(({ result }) => result);
  return success({
    ...first.result,
    scenarios: results.flatMap(({ scenarios }) => scenarios),
    summary: mergeSummaries(results.map(({ summary }) => summary)),
  });
}

function mergeSummaries(summaries: readonly RunSummary[]): RunSummary {
  const [first] = summaries;
  if (first === undefined) throw new Error('there is no result to merge');
  const sum = (number: (summary: RunSummary) => number) => summaries.reduce((total, one) => total + number(one), 0);
  const counts = (of: (summary: RunSummary) => Counts): Counts => ({
    passed: sum((one) => of(one).passed),
    failed: sum((one) => of(one).failed),
    blocked: sum((one) => of(one).blocked),
    skipped: sum((one) => of(one).skipped),
    pending: sum((one) => of(one)['pending']),
  });
  const notRun = mergedNotRun(summaries);
  const recycleBin = summaries.flatMap((one) => one.recycleBin ?? []);
  const expired = summaries.flatMap((one) => one.expired ?? []);
  const clocks = summaries.flatMap(({ clock }) => clock ?? []);
  const sources = evidenceSources
    .map((source) => [source, sum((one) => one.sources?.[source] ?? 0)] as const)
    .filter(([, steps]) => steps > 0);
  const byPerson = sum((one) => one.byPerson ?? 0);
  return {
    against: first.against,
    startedAt: earliest(summaries),
    durationMs: sum(({ durationMs }) => durationMs),
    ...clockOfAll(clocks),
    scenarios: { ...counts(({ scenarios }) => scenarios), 'not-run': notRunTotal(notRun) },
    ...mergedTenants(summaries),
    ...(notRunTotal(notRun) === 0 ? {} : { notRun }),
    steps: counts(({ steps }) => steps),
    executed: sum(({ executed }) => executed),
    sent: sum(({ sent }) => sent),
    ...(byPerson === 0 ? {} : { byPerson }),
    ...(sources.length === 0 ? {} : { sources: Object.fromEntries(sources) }),
    leftovers: summaries.flatMap(({ leftovers }) => leftovers),
    ...(recycleBin.length === 0 ? {} : { recycleBin }),
    ...(expired.length === 0 ? {} : { expired }),
    exitCode: mergedCode(summaries),
  };
}

/** A tenant in several parts becomes one, with each of its obstacles once. */
function mergedTenants(summaries: readonly RunSummary[]): Pick<RunSummary, 'tenants'> {
  const tenants = new Map<string, TenantOfRun>();
  for (const one of summaries.flatMap((summary) => summary.tenants ?? [])) {
    const earlier = tenants.get(one.name)?.obstacles ?? [];
    const known = new Set(earlier.map((obstacle) => JSON.stringify(obstacle)));
    const obstacles = [...earlier, ...(one.obstacles ?? []).filter((obstacle) => !known.has(JSON.stringify(obstacle)))];
    tenants.set(one.name, { name: one.name, tags: one.tags, ...(obstacles.length === 0 ? {} : { obstacles }) });
  }
  return tenants.size === 0 ? {} : { tenants: [...tenants.values()] };
}

/**
 * Scenarios that one shard did not run were run by others. The largest part names as many as there are in all: those
 * that the parts together did not run are still missing.
 */
function mergedNotRun(summaries: readonly RunSummary[]): NotRun {
  const sum = (reason: NotRunReason) => summaries.reduce((total, { notRun }) => total + (notRun?.[reason] ?? 0), 0);
  const named = summaries.map(({ scenarios }) => Object.values(scenarios).reduce((total, count) => total + count, 0));
  const own = named.reduce((total, count) => total + count, 0) - sum('shard') - sum('selection');
  const selection = Math.max(...summaries.map(({ notRun }) => notRun?.selection ?? 0));
  const counts = {
    selection,
    shard: Math.max(0, Math.max(...named) - selection - own),
    tenant: sum('tenant'),
    bail: sum('bail'),
    stopped: sum('stopped'),
    changed: sum('changed'),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** A part in which no step was executed is wrong only on its own: the whole has executed steps. */
function mergedCode(summaries: readonly RunSummary[]): RunSummary['exitCode'] {
  const busy = summaries.filter(({ executed }) => executed > 0);
  const counting = busy.length === 0 ? summaries : summaries.filter(({ exitCode }) => exitCode !== 2);
  return worstCode(counting.map(({ exitCode }) => exitCode));
}
