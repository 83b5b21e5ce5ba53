import { inlineCode } from '../wording/markdown-text.ts';
import type { AccountComparison, StepComparison } from './compare-accounts.ts';
import { changeCodes } from './compared-change.ts';
import { stepName, summaryLines } from './comparison-text.ts';
import { alike, anyItem, type Likeness } from './likeness.ts';

/** A comment of GitHub has room for 65,536 characters. */
const mostRows = 100;
const longestValue = 120;

/** The differences, as Markdown for a pull request. */
export function comparisonMarkdown(comparison: AccountComparison): string {
  const { before, after, steps } = comparison;
  const [summary = '', ...more] = summaryLines(comparison);
  const rows = steps.flatMap((step) => alike(step.changes).map((one) => row(step, one, steps)));
  const left = rows.length - mostRows;
  return [
    '### What differs',
    '',
    [before, after].map(({ file, kind, about }) => `${inlineCode(file)} (${kind}, ${inlineCode(about)})`).join(' → '),
    '',
    ...(rows.length === 0 ? [] : ['| step | what | where | before | after |', '| --- | --- | --- | --- | --- |']),
    ...rows.slice(0, mostRows),
    ...(rows.length === 0 ? [] : ['']),
    ...(left > 0 ? [`${left} more are not listed here.`, ''] : []),
    `${summary[0]?.toUpperCase() ?? ''}${summary.slice(1)}.${more.map((line) => ` ${line[0]?.toUpperCase()}${line.slice(1)}.`).join('')}`,
    '',
  ].join('\n');
}

function row(step: StepComparison, { first, more }: Likeness, all: readonly StepComparison[]): string {
  const { code, path, before, after } = first;
  const several = all.some(({ scenario }) => scenario !== step.scenario);
  const also = more === 0 ? '' : `, and ${more} more at ${inlineCode(anyItem(path))}`;
  const cells = [
    inlineCode(several ? `${step.scenario} › ${stepName(step)}` : stepName(step)),
    changeCodes[code],
    inlineCode(path) + also,
    ...[before, after].map((value) => (value === undefined ? '' : inlineCode(value, longestValue))),
  ];
  return `| ${cells.join(' | ')} |`;
}
