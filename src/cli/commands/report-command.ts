import { ownCommand } from '../../diagnostics/own-command.ts';
import { failure, type Problem, problemsOf, type Result, unlessProblems } from '../../diagnostics/problem.ts';
import { reporters } from '../../report/reporter-table.ts';
import { mergeResults, type StoredResult } from '../../report/result/merge-results.ts';
import { storedEvents } from '../../report/result/stored-events.ts';
import { openReporters } from '../../report/write-reports.ts';
import { exitCode, worstCode } from '../../run/exit-code.ts';
import type { ExitCode, RunResult } from '../../run/result.ts';
import { filesBelow, filesNamed, filesOfAll } from '../loading/files-of.ts';
import { chosenTenants } from '../loading/live-tenants.ts';
import { readResult } from '../loading/read-result.ts';
import { readinessOf } from '../loading/readiness-of.ts';
import type { FleetChoice } from '../options/fleet-flags.ts';
import { type ReportConfig, reportConfig } from '../options/report-config.ts';
import { printProblems } from '../output/print-problems.ts';
import { printWritten } from '../output/print-written.ts';
import type { Streams } from '../output/streams.ts';
import { reportEnvironment } from '../steps/report-environment.ts';
import { onlyTenants } from './run/only-tenants.ts';

/** `report`: renders stored results again, several as one, and ends as their runs did; compares two; packs them, and checks packs. */
export async function reportCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = reportConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  switch (config.value.kind) {
    case 'render':
      return render(config.value, streams);
    case 'compare':
      return compare(config.value, streams);
    case 'history':
      return (await import('../steps/history/show-history.ts')).showHistory(config.value, streams);
    case 'verify':
      return verify(config.value, streams);
    default:
      return config.value satisfies never;
  }
}

async function render(config: Extract<ReportConfig, { kind: 'render' }>, streams: Streams): Promise<ExitCode> {
  const { files, reporters: choices, verbose, pages, pack, readiness, fleet } = config;
  const [whole, found] = [await readResults(files), await readinessOf({ pages, readiness })];
  const result = whole.ok && fleet !== undefined ? await chosenOf(whole.value, fleet) : whole;
  if (!result.ok || !found.ok) return printProblems(problemsOf(result, found), streams);
  const environment = { ...reportEnvironment(streams, { verbose, pages }), ...found.value };
  const reporters = await openReporters(choices, environment);
  if (!reporters.ok) return printProblems(reporters.problems, streams);
  for (const event of storedEvents(result.value)) void reporters.value.on(event);
  const problems = [...(await reporters.value.close())];
  printWritten(reporters.value, streams);
  if (pack !== undefined) {
    const { packEvidence } = await import('../steps/evidence.ts');
    problems.push(...(await packEvidence(result.value, { ...pack, ...found.value }, streams)));
  }
  const { exitCode: stored } = result.value.summary;
  if (problems.length > 0) printProblems(problems, streams);
  return worstCode([stored, exitCode({ unwritten: problems.length > 0 })]);
}

async function verify({ files, key }: Extract<ReportConfig, { kind: 'verify' }>, streams: Streams): Promise<ExitCode> {
  const packs = await filesOfAll(files, packsBelow);
  if (!packs.ok) return printProblems(packs.problems, streams);
  return (await import('../steps/evidence.ts')).verifyEvidence(packs.value, key, streams);
}

/** The chosen tenants of a run over many. Problems: those of the tenants file, `nothing-selected`. */
async function chosenOf(result: RunResult, fleet: FleetChoice): Promise<Result<RunResult>> {
  const tenants = await chosenTenants(fleet);
  if (!tenants.ok) return tenants;
  return onlyTenants(result, new Set(tenants.value.chosen.map(({ name }) => name)));
}

async function compare(config: Extract<ReportConfig, { kind: 'compare' }>, streams: Streams): Promise<ExitCode> {
  const stored = await readStored([config.before, config.after]);
  if (!stored.ok) return printProblems(stored.problems, streams);
  const [before, after] = stored.value;
  if (before === undefined || after === undefined) throw new Error('two results were read, but not kept');
  const { compareRuns } = await import('../steps/compare-runs.ts');
  return compareRuns({ ...config, before, after }, streams);
}

async function readResults(files: readonly string[]): Promise<Result<RunResult>> {
  const named = await Promise.all(files.map((file) => filesNamed(file, resultsBelow)));
  const missing = problemsOf(...named).map(withWriter);
  const stored = await readStored([...new Set(named.flatMap((one) => (one.ok ? one.value : [])))]);
  if (!stored.ok || missing.length > 0) return failure([...missing, ...problemsOf(stored)]);
  const [first, ...others] = stored.value;
  return first === undefined ? failure([]) : mergeResults([first, ...others]);
}

/** The default file exists only after a run has written it. */
function withWriter(problem: Problem): Problem {
  const file = reporters.json.defaultFile;
  if (problem.at?.file !== file) return problem;
  return { ...problem, fix: `write it with \`${ownCommand} run -r json\`, or name another RESULT.json` };
}

const resultsBelow = (folder: string) => filesBelow(folder, ['.json']);
const packsBelow = (folder: string) => filesBelow(folder, ['.zip']);

/** Reads all of them, so that all problems are reported together. */
async function readStored(files: readonly string[]): Promise<Result<readonly StoredResult[]>> {
  const stored: StoredResult[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const result = await readResult(file);
    if (result.ok) stored.push({ file, result: result.value });
    else problems.push(...result.problems);
  }
  return unlessProblems(problems, () => stored);
}
