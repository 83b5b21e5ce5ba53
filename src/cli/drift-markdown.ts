import { placeText } from '../../diagnostics/place.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { PageCoverage } from './coverage.ts';
import { countCoverage, percentOf } from './coverage.ts';
import type { Drift, DriftReport } from './find-drift.ts';

/** The drift as a summary for a pull request. */
export function driftMarkdown(reports: readonly DriftReport[]): string {
  const drifts = reports.flatMap((report) => report.drifts);
  const steps = reports.reduce((sum, { matches }) => sum + matches.length, 0);
  const lines = [
    drifts.length === 0
      ? '**Nothing has drifted.**'
      : `**${drifts.length} drifted** of ${steps} steps that pages teach.`,
    '',
    ...(drifts.length === 0
      ? []
      : ['| | step or block | page | scenario | what to do |', '| --- | --- | --- | --- | --- |']),
    ...drifts.map(row),
  ];
  return `${lines.join('\n')}\n`;
}

function row({ kind, title, inPage, inScenario, fix }: Drift): string {
  const cells = [
    kind,
    code(title),
    inPage === undefined ? '' : code(placeText(inPage)),
    kind === 'new' ? '' : code(placeText(inScenario)),
    cell(fix),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The coverage of pages as a table. */
export function coverageMarkdown(pages: readonly PageCoverage[]): string {
  const counts = countCoverage(pages);
  const lines = [
    `**${percentOf(counts)} %** of ${pages.reduce((sum, { blocks }) => sum + blocks.length, 0)} blocks are exercised.`,
    '',
    '| page | line | request | state | steps |',
    '| --- | ---: | --- | --- | --- |',
    ...pages.flatMap(({ page, blocks }) =>
      blocks.map(({ block, state, steps }) => {
        const { method, url } = block.request;
        const taught = steps.map(({ id }) => code(id)).join(' ');
        return `| ${code(page.source.path)} | ${block.line} | ${code(`${method} ${url}`)} | ${state} | ${taught} |`;
      }),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** As code nothing of a page is a link, a mention, HTML or the end of a cell. */
function code(text: string): string {
  const line = cell(safeLine(text));
  const fence = '`'.repeat(Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  return fence.length === 1 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

const cell = (text: string) => text.replaceAll('|', '\\|');
