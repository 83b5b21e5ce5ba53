import { placeText } from '../../diagnostics/place.ts';
import { inlineCode } from '../../report/wording/markdown-text.ts';
import { countCoverage, type PageCoverage, percentOf } from '../../tutorial/verify/coverage.ts';
import { countDrifted, type Drift, type DriftReport } from '../../tutorial/verify/find-drift.ts';
import { shownText } from '../../tutorial/verify/shown-text.ts';

/** The drift as a summary for a pull request. */
export function driftMarkdown(reports: readonly DriftReport[]): string {
  const drifts = reports.flatMap((report) => report.drifts);
  const steps = reports.reduce((sum, { matches }) => sum + matches.length, 0);
  const lines = [
    drifts.length === 0
      ? '**Nothing has drifted.**'
      : `**${countDrifted(drifts)} drifted** of ${steps} steps that pages document.`,
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
    fix.replaceAll('|', '\\|'),
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
        const documented = steps.map(({ id }) => code(id)).join(' ');
        return `| ${code(page.source.path)} | ${block.line} | ${code(`${method} ${shownText(url)}`)} | ${state} | ${documented} |`;
      }),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Whole: a summary is short, and its urls are what people look for. */
const code = (text: string): string => inlineCode(text, Number.POSITIVE_INFINITY);
