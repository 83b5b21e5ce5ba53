import { basename } from 'node:path';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { prettyJson } from '../../json/pretty.ts';
import { ownFiles } from '../../report/wording/reporter.ts';
import { printAs } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { coverageBadge } from '../../tutorial/verify/badge.ts';
import {
  type CoverageState,
  countCoverage,
  coverageOf,
  coverageStates,
  type PageCoverage,
  percentOf,
} from '../../tutorial/verify/coverage.ts';
import { coverageDocument } from '../../tutorial/verify/drift-document.ts';
import { serviceReplyOf } from '../../tutorial/verify/hold-against-page.ts';
import { shownText } from '../../tutorial/verify/shown-text.ts';
import { readPageFile } from '../loading/documented-pages.ts';
import { filesBelow, filesOfAll } from '../loading/files-of.ts';
import { type LastRun, lastRun } from '../loading/last-run.ts';
import { loadScenarios, wholeScenarios } from '../loading/load-scenarios.ts';
import { pageName } from '../loading/page-files.ts';
import { type CoverageConfig, coverageConfig } from '../options/drift-config.ts';
import { coverageMarkdown } from '../output/drift-markdown.ts';
import { printProblems } from '../output/print-problems.ts';
import { writeAsked } from '../output/rewrite-file.ts';
import type { Streams } from '../output/streams.ts';

/** `coverage`: lists which blocks of pages are exercised, and which are not. */
export async function coverageCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = coverageConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const loaded = await loadScenarios({ operands: config.value.scenarios });
  const scenarios = loaded.ok ? await wholeScenarios(loaded.value) : loaded;
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const last = await lastRun(config.value.result);
  if (!last.ok) return printProblems(last.problems, streams);
  const files = await filesOfAll(config.value.pages, pagesBelow);
  if (!files.ok) return printProblems(files.problems, streams);
  const pages: PageCoverage[] = [];
  for (const file of files.value) {
    const page = await readPageFile(file);
    if (!page.ok) return printProblems(page.problems, streams);
    const covered = coverageOf(page.value, scenarios.value, {
      namesPage: (scenario) => isPageOf(pageName(scenario), file),
      outcome: (scenario, step) => outcomeOf(last.value(scenario, step)),
      replyOf: (scenario, step) => serviceReplyOf(last.value(scenario, step)),
    });
    // Pages without requests in a folder are not tutorials.
    if (covered.blocks.length > 0 || files.value.length === 1) pages.push(covered);
  }
  return finish(pages, config.value, streams);
}

async function finish(pages: readonly PageCoverage[], config: CoverageConfig, streams: Streams): Promise<ExitCode> {
  const counts = countCoverage(pages);
  const problems = await writeAsked(
    [
      { path: config.badge, text: () => coverageBadge(counts), replaces: ownFiles.badge },
      { path: config.summary, text: () => coverageMarkdown(pages), replaces: ownFiles.summary },
    ],
    streams,
  );
  if (problems.length > 0) printProblems(problems, streams);
  const print = { text: () => text(pages, config), json: () => `${prettyJson(coverageDocument(pages))}\n` };
  await printAs(config.json ? 'json' : 'text', print, streams.stdout);
  return exitCode({
    failed: config.least !== undefined && percentOf(counts) < config.least,
    unwritten: problems.length > 0,
  });
}

function text(pages: readonly PageCoverage[], { result }: CoverageConfig): string {
  const counts = countCoverage(pages);
  // Without a result, runs are unknown.
  const word = (state: CoverageState) => (result === undefined && state === 'never passed' ? 'no result' : state);
  const lines = pages.flatMap(({ page, blocks }) =>
    blocks.flatMap(({ block, state, steps, values }) => {
      const { method, url } = block.request;
      const documented = steps.map(({ id }) => id).join(', ');
      const where = `${page.source.path}:${block.line}  ${method} ${shownText(url)}`;
      return [
        safeLine(`${word(state).padEnd(12)}  ${where}${documented === '' ? '' : `  (${documented})`}`),
        ...values.map(({ message, inPage = block }) => safeLine(`  line ${inPage.line}: ${message}`)),
      ];
    }),
  );
  const all = coverageStates.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${word(state)}`);
  const size = pages.reduce((sum, { blocks }) => sum + blocks.length, 0);
  const sum = size === 1 ? '1 block' : `${size} blocks`;
  const last =
    result === undefined
      ? `${[sum, ...all].join(', ')}; give --result to see what runs exercised`
      : `${sum}, ${percentOf(counts)} % exercised${all.length === 0 ? '' : `: ${all.join(', ')}`}`;
  return `${[...lines, '', last].join('\n')}\n`;
}

function outcomeOf(step: ReturnType<LastRun>) {
  if (step === undefined) return undefined;
  const { kind } = step.outcome;
  if (step.outcome.kind === 'skipped' && step.outcome.reason === 'condition') return 'off';
  return kind === 'passed' || kind === 'failed' ? kind : 'other';
}

/** Whether a file is the page of a name. */
function isPageOf(name: string | undefined, file: string): boolean {
  const own = basename(file).replace(/\.md$/, '');
  // Kept copies of a page bear its date before its name.
  return name !== undefined && name !== '' && (own === name || own.endsWith(`-${name}`));
}

const pagesBelow = (folder: string) => filesBelow(folder, ['.md']);
