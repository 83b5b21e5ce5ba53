import * as z from 'zod/mini';
import { defined } from '../../defined.ts';
import { formVersion, list, named, says, text } from '../../format/document/schema-words.ts';
import { type HistoryEntry, type HistoryRun, historyKey, isBad, scenarioOutcome } from './history-run.ts';

const ms = (about: string) => z.number().check(z.gte(0), says(about));
const runs = (about: string) => z.int().check(z.gte(1), says(about));

const verdict = z.object({
  startedAt: text('When the run began: RFC 3339.'),
  outcome: scenarioOutcome,
  ms: ms('How long the scenario took, in milliseconds.'),
});

const onset = z
  .object({
    since: text('When the first run of the series began: RFC 3339.'),
    runs: runs('How many runs in a row.'),
    goodUntil: z.exactOptional(text('When the last good run before began; absent where none is known.')),
    changed: list(z.string(), 'What changed then, in words; empty where there is no good run to compare with.'),
  })
  .check(says('Where the last outcome is bad: since when, and what changed then.'));

const flakyStep = z.object({
  step: text('The id of the step.'),
  flips: z.int().check(says('How often its outcome became another one.')),
  runs: runs('In how many runs of the same scenario.'),
});

const stepLag = z.object({
  step: text('The id of the step.'),
  medianMs: ms('The median of all runs, in milliseconds.'),
  beforeMs: ms('That of the first half of them.'),
  lastMs: ms('That of the second half.'),
  runs: runs('How many runs measured it.'),
  grows: z.boolean().check(says('Whether it became notably longer.')),
});

const trend = z
  .object({
    tenant: z.exactOptional(text('The tenant, as the tenants file calls it.')),
    file: text('The scenario file.'),
    row: z.exactOptional(text('The data row.')),
    verdicts: list(verdict, 'Its outcomes, the oldest first.'),
    onset: z.exactOptional(onset),
    flaky: list(flakyStep, 'Steps whose outcome changes while the scenario stays the same.'),
    lags: list(stepLag, 'How long the service took to show what was written.'),
  })
  .check(named('Trend', 'A scenario in a tenant, run after run.'));

/** The output of `report --history -r json`. */
export const trendsSchema = z
  .object({
    version: formVersion(1),
    trends: list(trend, 'Every scenario in every tenant, those that fail now first.'),
  })
  .check(says('What the runs of a history come to.'));

export type TrendsDocument = z.infer<typeof trendsSchema>;
export type Trend = z.infer<typeof trend>;
type Onset = z.infer<typeof onset>;
/** A step whose outcome changes while its scenario stays the same: how often, in how many runs. */
type FlakyStep = z.infer<typeof flakyStep>;
/** How long a service took to show writes: medians in milliseconds, of all runs and of the two halves. */
type StepLag = z.infer<typeof stepLag>;

type At = { readonly run: HistoryRun; readonly entry: HistoryEntry };

/** Every scenario in every tenant, those that fail now first. */
export function historyTrends(runs: readonly HistoryRun[]): readonly Trend[] {
  const series = seriesOf(runs);
  return [...series.values()]
    .map((all) => trendOf(all, series))
    .sort(
      (a, b) => Number(b.onset !== undefined) - Number(a.onset !== undefined) || (entryName(a) < entryName(b) ? -1 : 1),
    );
}

function seriesOf(runs: readonly HistoryRun[]): ReadonlyMap<string, readonly At[]> {
  const ordered = runs.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const all = ordered.flatMap((run) => run.entries.map((entry) => ({ run, entry })));
  return Map.groupBy(all, ({ entry }) => historyKey(entry));
}

function trendOf(all: readonly At[], series: ReadonlyMap<string, readonly At[]>): Trend {
  const [first] = all;
  if (first === undefined) throw new Error('a series has entries');
  const { tenant, file, row } = first.entry;
  const onset = onsetOf(all, series);
  return {
    ...defined({ tenant }),
    file,
    ...defined({ row }),
    verdicts: all.map(({ run, entry }) => ({ startedAt: run.startedAt, outcome: entry.outcome, ms: entry.ms })),
    ...defined({ onset }),
    flaky: flakySteps(all),
    lags: stepLags(all),
  };
}

function onsetOf(all: readonly At[], series: ReadonlyMap<string, readonly At[]>): Onset | undefined {
  const good = all.findLastIndex(({ entry }) => !isBad(entry.outcome));
  const [bad, before] = [all[good + 1], all[good]];
  if (bad === undefined) return undefined;
  const onset = { since: bad.run.startedAt, runs: all.length - good - 1 };
  if (before === undefined) return { ...onset, changed: [] };
  return { ...onset, goodUntil: before.run.startedAt, changed: changesBetween(before, bad, series) };
}

/** What differs between the last good run and the first bad one; if nothing does, whether other tenants fail, too. */
function changesBetween(before: At, bad: At, series: ReadonlyMap<string, readonly At[]>): readonly string[] {
  const changed: string[] = [];
  if (before.entry.scenario !== bad.entry.scenario) changed.push('the scenario');
  if (before.entry.page !== bad.entry.page) changed.push('the page it follows');
  if (before.entry.service !== bad.entry.service) {
    changed.push(`the service: ${before.entry.service ?? 'no version'} before, ${bad.entry.service ?? 'none'} then`);
  }
  if (before.run.tool !== bad.run.tool)
    changed.push(`tutorial-replay: ${before.run.tool} before, ${bad.run.tool} then`);
  return changed.length > 0 ? changed : [elsewhere(bad, series)];
}

function elsewhere(bad: At, series: ReadonlyMap<string, readonly At[]>): string {
  const { file, row, tenant } = bad.entry;
  const at = Date.parse(bad.run.startedAt);
  const others = [...series.values()].flatMap((all) => {
    const same = all.filter(({ entry }) => entry.file === file && entry.row === row && entry.tenant !== tenant);
    return same.filter(({ run }) => Date.parse(run.startedAt) >= at).slice(0, 1);
  });
  if (others.length === 0) return 'nothing that the history records: see the response of the step';
  const failing = others.filter(({ entry }) => isBad(entry.outcome)).length;
  if (failing === 0) return 'the tenant: it passes in the others';
  return failing === others.length
    ? 'the service: it fails in every tenant'
    : `the service or the tenant: it fails in ${failing + 1} of ${others.length + 1} tenants`;
}

const fewestFlips = 2;

/** Only runs of the same scenario are compared; a step that is not listed passed where the scenario did. */
function flakySteps(all: readonly At[]): readonly FlakyStep[] {
  const last = all.at(-1);
  const same = all.filter(({ entry }) => entry.scenario === last?.entry.scenario);
  const ids = new Set(
    same.flatMap(({ entry }) => entry.steps.filter(({ outcome }) => isBad(outcome)).map(({ id }) => id)),
  );
  return [...ids]
    .map((step) => {
      const known = same.flatMap(({ entry }) => {
        const found = entry.steps.find(({ id }) => id === step);
        if (found !== undefined) return [isBad(found.outcome)];
        return entry.outcome === 'passed' ? [false] : [];
      });
      const flips = known.filter((bad, index) => index > 0 && bad !== known[index - 1]).length;
      return { step, flips, runs: known.length };
    })
    .filter(({ flips }) => flips >= fewestFlips)
    .sort((a, b) => b.flips - a.flips);
}

const fewestLags = 6;
const growth = 1.5;
const leastGrowthMs = 1_000;

function stepLags(all: readonly At[]): readonly StepLag[] {
  const lags = all.flatMap(({ entry }) =>
    entry.steps.flatMap(({ id, lagMs }) => (lagMs === undefined ? [] : [{ id, lagMs }])),
  );
  return [...Map.groupBy(lags, ({ id }) => id)].map(([step, each]) => {
    const values = each.map(({ lagMs }) => lagMs);
    const half = Math.floor(values.length / 2);
    const [before, last] = [median(values.slice(0, half)), median(values.slice(-half || undefined))];
    const grows = values.length >= fewestLags && last >= before * growth && last - before >= leastGrowthMs;
    return { step, medianMs: median(values), beforeMs: before, lastMs: last, runs: values.length, grows };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** The changes of a run, compared with the last earlier verdict of each scenario in each tenant. */
export type VerdictChanges = {
  readonly worse: readonly VerdictChange[];
  readonly better: readonly VerdictChange[];
  readonly same: number;
};
type VerdictChange = { readonly name: string; readonly before: string; readonly now: string };

/** A scenario that is new and passes is not a change; one that could be tested before and cannot be now is. */
export function verdictChanges(earlier: readonly HistoryRun[], run: HistoryRun): VerdictChanges {
  const before = new Map<string, string>();
  for (const one of earlier.filter(({ against }) => against === run.against)) {
    for (const [key, verdict] of verdictsOf(one)) before.set(key, verdict.outcome);
  }
  const worse: VerdictChange[] = [];
  const better: VerdictChange[] = [];
  let same = 0;
  for (const [key, { name, outcome }] of verdictsOf(run)) {
    const was = before.get(key) ?? (key.startsWith('tenant\0') ? 'tested' : 'new');
    const isFine = outcome === 'passed' || outcome === 'skipped' || outcome === 'tested';
    const wasFine = was === 'passed' || was === 'skipped' || was === 'tested' || was === 'new';
    if (was === outcome || (isFine && wasFine)) same += 1;
    else (isFine ? better : worse).push({ name, before: was, now: outcome });
  }
  return { worse, better, same };
}

type NamedVerdict = { readonly name: string; readonly outcome: string };

function verdictsOf({ entries, untested = [] }: HistoryRun): ReadonlyMap<string, NamedVerdict> {
  const verdicts = new Map<string, NamedVerdict>();
  for (const { tenant } of entries) {
    if (tenant !== undefined) verdicts.set(`tenant\0${tenant}`, { name: tenant, outcome: 'tested' });
  }
  for (const { tenant, code } of untested)
    verdicts.set(`tenant\0${tenant}`, { name: tenant, outcome: `not run: ${code}` });
  for (const entry of entries) verdicts.set(historyKey(entry), { name: entryName(entry), outcome: entry.outcome });
  return verdicts;
}

/** `contoso: scenarios/groups.scenario.yaml`. */
export function entryName({
  tenant,
  file,
  row,
}: Pick<HistoryEntry, 'file'> & { readonly tenant?: string | undefined; readonly row?: string | undefined }): string {
  const own = row === undefined ? file : `${file} (${row})`;
  return tenant === undefined ? own : `${tenant}: ${own}`;
}
