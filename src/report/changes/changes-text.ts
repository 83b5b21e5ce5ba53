import { safeLine } from '../../diagnostics/safe-text.ts';
import { counted } from '../wording/duration-text.ts';
import { inlineCode } from '../wording/markdown-text.ts';
import { type Paint, paintFor } from '../wording/paint.ts';
import { type ComparedRun, changeWords, type RunChanges, worse } from '../wording/run-change.ts';
import { outcomeMark } from '../wording/terminal-view.ts';

/** A comment of GitHub has room for 65,536 characters. */
const mostRows = 100;

/** The changes, for a person at a terminal. */
export function changesText({ before, after, ...rest }: RunChanges, paint: Paint): string {
  const head = [
    { label: 'before', run: before },
    { label: 'after', run: after },
  ].map(({ label, run }) => `${paint.dim(label.padEnd(8))}${safeLine(run.file)} ${paint.dim(`(${aboutRun(run)})`)}`);
  const lines = rest.changes.flatMap(({ kind, scenario, step, detail }) => [
    `${outcomeMark(changeWords[kind].mark, paint)} ${paint.bold(safeLine(`${scenario} › ${step}`))} ${changeWords[kind].word}`,
    ...(detail === '' ? [] : [`    ${safeLine(detail)}`]),
  ]);
  return `${[...head, '', ...lines, ...(lines.length === 0 ? [] : ['']), changesVerdict({ before, after, ...rest })].join('\n')}\n`;
}

/** The changes, as Markdown for a pull request. */
export function changesMarkdown(changes: RunChanges): string {
  const { before, after } = changes;
  const plain = paintFor(false);
  const rows = changes.changes.map(({ kind, scenario, step, detail }) => {
    const { mark, word } = changeWords[kind];
    const said = detail === '' ? '' : inlineCode(detail);
    return `| ${outcomeMark(mark, plain)} ${word} | ${inlineCode(`${scenario} › ${step}`)} | ${said} |`;
  });
  const left = rows.length - mostRows;
  return [
    `## ${isWorse(changes) ? '✗' : '✓'} ${changesVerdict(changes)}`,
    '',
    [before, after].map((run) => `${inlineCode(run.file)} (${inlineCode(aboutRun(run))})`).join(' → '),
    '',
    ...(rows.length === 0 ? [] : ['| what | step | how |', '| --- | --- | --- |', ...rows.slice(0, mostRows), '']),
    ...(left > 0 ? [`${left} more are not listed here.`, ''] : []),
  ].join('\n');
}

/** All of it in one sentence. */
export function changesVerdict({ changes, compared }: RunChanges): string {
  const both = `both runs have ${counted(compared, 'step')}`;
  if (changes.length === 0) return `Nothing changed; ${both}.`;
  const counts = Object.entries(changeWords).flatMap(([kind, { word }]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} × ${word}`];
  });
  return `${counted(changes.length, 'change')}: ${counts.join(', ')}; ${both}.`;
}

/** Whether the later run is worse than the one before. */
export function isWorse({ changes }: RunChanges): boolean {
  return changes.some(({ kind }) => worse.includes(kind));
}

/** `live, 2026-11-22 08:30` */
export function aboutRun({ against, startedAt }: ComparedRun): string {
  return safeLine(`${against}, ${startedAt.slice(0, 16).replace('T', ' ')}`);
}
