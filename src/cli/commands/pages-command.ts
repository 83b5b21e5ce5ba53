import { resolve } from 'node:path';
import { failure, type Problem, problemsOf, type Result, success } from '../../diagnostics/problem.ts';
import { largestFileBytes, readSource } from '../../diagnostics/read-source.ts';
import { prettyJson } from '../../json/pretty.ts';
import { githubLog } from '../../report/ci/github-log.ts';
import { ownFiles } from '../../report/wording/reporter.ts';
import { repositoryPath, repositoryRoot } from '../../report/wording/repository-path.ts';
import { printAs } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { type Baseline, newSince, noBaseline, printBaseline, readBaseline } from '../../tutorial/check/baseline.ts';
import { type Basis, checkPage } from '../../tutorial/check/check-page.ts';
import { type FoundPage, type FoundPages, findPages } from '../../tutorial/check/find-pages.ts';
import { fixPage } from '../../tutorial/check/fix-page.ts';
import { changedSince, lastCommits } from '../../tutorial/check/page-history.ts';
import {
  findingLine,
  findingsDocument,
  findingsSarif,
  findingsText,
  type PlacedFinding,
  placed,
  unreadable,
} from '../../tutorial/check/page-report.ts';
import { version } from '../../version.ts';
import { type PagesConfig, pagesConfig } from '../options/pages-config.ts';
import { printProblems } from '../output/print-problems.ts';
import { filePatch, writeAsked } from '../output/rewrite-file.ts';
import type { Streams } from '../output/streams.ts';
import { loadContract } from '../steps/check-contract.ts';

/** `pages check`: finds errors in reference pages, without a scenario, a tenant or a recording. */
export async function pagesCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = pagesConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const basis = await loadBasis(config.value, streams);
  const baseline = await loadBaseline(config.value);
  if (!basis.ok || !baseline.ok) return printProblems(problemsOf(basis, baseline), streams);
  const files = await findPages(config.value.operands);
  if (files.pages.length + files.unreadable.length === 0) return printProblems(files.problems, streams);
  const chosen = await chooseChanged(files.pages, config.value.since);
  if (!chosen.ok) return printProblems(chosen.problems, streams);
  const checked = await checkAll({ ...files, pages: chosen.value }, basis.value, config.value);
  const written = await finish(checked, { config: config.value, baseline: baseline.value, streams });
  const problems = [...files.problems, ...written.problems];
  if (problems.length > 0) printProblems(problems, streams);
  return exitCode({
    failed: written.failed,
    wrongInput: files.problems.length > 0,
    unwritten: written.problems.length > 0,
  });
}

type CheckedPages = {
  readonly pages: number;
  readonly found: readonly PlacedFinding[];
  readonly patches: readonly string[];
};

/** Checks one page after the other. A page that cannot be read is an error of its own, and does not end the run. */
async function checkAll(files: FoundPages, basis: Basis, config: PagesConfig): Promise<CheckedPages> {
  const days = new Map<string, ReadonlyMap<string, number>>();
  const found = files.unreadable.map((one) => unreadable(one.problem, one.name));
  const patches: string[] = [];
  let pages = 0;
  for (const { path, folder, name } of files.pages) {
    // A control character in the prose of a page is invisible; only a file with a NUL is not a text.
    const source = await readSource(path, largestFileBytes, /\0/);
    if (!source.ok) {
      found.push(...source.problems.map((problem) => unreadable(problem, name)));
      continue;
    }
    pages += 1;
    if (config.asOf === undefined && !days.has(folder)) days.set(folder, await lastCommits(folder));
    const day = config.asOf ?? days.get(folder)?.get(resolve(path));
    const own = checkPage(source.value, basis, day);
    const shown = own.filter(({ level }) => level !== 'style' || config.style);
    found.push(...placed(shown, source.value, name));
    if (config.format === 'patch') {
      const fixed = fixPage(source.value.text, (text) => checkPage({ path, text }, basis, day));
      patches.push(await filePatch(source.value, fixed));
    }
  }
  return { pages, found, patches };
}

type Ending = { readonly config: PagesConfig; readonly baseline: Baseline; readonly streams: Streams };

async function finish(
  { pages, found, patches }: CheckedPages,
  { config, baseline, streams }: Ending,
): Promise<{ readonly failed: boolean; readonly problems: readonly Problem[] }> {
  const fresh = config.writeBaseline ? [] : newSince(baseline, found);
  const root = repositoryRoot(streams.environment, '.');
  // As code scanning names files.
  const fromRoot = fresh.map((one) => ({ ...one, at: { ...one.at, file: repositoryPath(one.at.file, root) } }));
  const baselineFile = config.writeBaseline ? config.baseline : undefined;
  const problems = await writeAsked(
    [
      { path: config.sarif, text: () => findingsSarif(fromRoot, version), replaces: ownFiles.sarif },
      { path: baselineFile, text: () => printBaseline(found, baselineFile ?? ''), replaces: ownFiles.baseline },
    ],
    streams,
  );
  const checked = { pages, known: found.length - fresh.length, byMetadata: config.contract !== undefined };
  const print = {
    text: () => findingsText(fresh, checked),
    json: () => `${prettyJson(findingsDocument(fresh))}\n`,
    github: () => githubText(fromRoot),
    patch: () => patches.join(''),
  };
  await printAs(config.format, print, streams.stdout);
  // A patch cannot list pages that could not be read.
  const silent = config.format === 'patch' ? fresh.filter(({ kind }) => kind === 'unreadable') : [];
  streams.stderr.write(silent.map((one) => `${findingLine(one)}\n`).join(''));
  return { failed: fresh.some(({ level }) => level === 'error'), problems };
}

function githubText(found: readonly PlacedFinding[]): string {
  const { annotation } = githubLog(undefined);
  return found
    .map(({ level, kind, code, message, at }, rank) => {
      const shown = level === 'error' ? 'error' : 'notice';
      return `${annotation({ level: shown, rank, code, title: `pages ${kind}`, message, at })}\n`;
    })
    .join('');
}

async function chooseChanged(
  pages: readonly FoundPage[],
  since: string | undefined,
): Promise<Result<readonly FoundPage[]>> {
  if (since === undefined) return success(pages);
  const changed = new Set<string>();
  for (const folder of new Set(pages.map((page) => page.folder))) {
    const names = await changedSince(folder, since);
    if (!names.ok) return names;
    for (const name of names.value) changed.add(name);
  }
  return success(pages.filter(({ path }) => changed.has(resolve(path))));
}

async function loadBaseline({ baseline, writeBaseline }: PagesConfig): Promise<Result<Baseline>> {
  if (baseline === undefined || writeBaseline) return success(noBaseline);
  const source = await readSource(baseline, 64 * 1024 * 1024);
  return source.ok ? readBaseline(source.value) : source;
}

async function loadBasis({ contract }: PagesConfig, streams: Streams): Promise<Result<Basis>> {
  const now = streams.wallClock();
  if (contract === undefined) return success({ metadata: {}, metadataDay: now });
  const loaded = await loadContract(contract, streams);
  if (!loaded.ok) return failure(loaded.problems);
  const { metadata, permissions } = loaded.value;
  const days = contract.metadata.flatMap(({ file }) => dayInName(file));
  const metadataDay = days.length === 0 ? now : Math.min(...days);
  return success({ metadata, metadataDay, ...(permissions && { permissions }) });
}

/** `v1.0.2026-08.xml` is of that month; metadata documents do not state their date. */
function dayInName(file: string): readonly number[] {
  const [, year, month] = /(20\d\d)-(0[1-9]|1[0-2])/.exec(file.split(/[\\/]/).at(-1) ?? '') ?? [];
  return year === undefined ? [] : [Date.parse(`${year}-${month}-01`)];
}
