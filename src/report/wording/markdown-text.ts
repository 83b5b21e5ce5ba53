import { safeLine } from '../../diagnostics/safe-text.ts';

/**
 * External text inside Markdown: always as code, where nothing is a link, a mention, HTML or emphasis, with a fence
 * longer than any run of backticks in it (https://spec.commonmark.org/0.31.2/#code-spans). Also valid in tables.
 */
export function inlineCode(text: string, longest = 300): string {
  const line = safeLine(text);
  const shown = line.length > longest ? `${line.slice(0, longest)}…` : line;
  if (shown.trim() === '') return '(empty)';
  const fence = '`'.repeat(longestRun(shown) + 1);
  // A reader takes one space away from both ends, where there is one at each.
  const space = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return fence + space + withoutCells(shown) + space + fence;
}

/** A pipe ends a cell even inside code; after a backslash of the data, another backslash would not prevent that. */
function withoutCells(text: string): string {
  return text.replace(/\\*\|/g, (run) => (run === '|' ? '\\|' : `${run.slice(0, -1)}\\x7c`));
}

/** Lines inside a fenced block; they are safe for a terminal already. */
export function codeBlock(lines: readonly string[]): readonly string[] {
  const fence = '`'.repeat(
    Math.max(
      3,
      lines.reduce((most, line) => Math.max(most, longestRun(line) + 1), 0),
    ),
  );
  return [`${fence}text`, ...lines, fence];
}

/** Text inside our HTML. */
export function htmlCode(text: string, longest = 300): string {
  const line = safeLine(text);
  const shown = line.length > longest ? `${line.slice(0, longest)}…` : line;
  return `<code>${shown.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</code>`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
