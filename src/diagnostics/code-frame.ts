import { displayWidth } from './display-width.ts';
import type { Place } from './place.ts';
import { placeText } from './place.ts';
import type { Problem } from './problem.ts';
import { safeLine, safeText } from './safe-text.ts';

const widest = 160;
/** Narrower than this, nothing could be read. */
const narrowest = 20;

/**
 * The excerpt of a place with a caret line under it. Every data line starts with a gutter, so that text from a file can
 * never start a line of a CI log. `…` marks where a long line is cut off.
 */
export function codeFrame(place: Place, columns?: number): string {
  if (place.excerpt.length === 0) return '';
  const gutter = Math.max(3, String(place.line).length);
  const room = Math.min(widest, Math.max(narrowest, (columns ?? Infinity) - gutter - ' | ……'.length));
  const from = place.excerptColumn ?? 1;
  const column = place.column - from;
  const endColumn = place.endColumn - from;
  const shift = endColumn <= room ? 0 : Math.max(0, column - Math.floor(room / 2));
  const cut = shift > 0 || from > 1 ? '…' : '';
  const show = (text: string) => cut + safeLine(text.slice(shift, shift + room));
  const lines = place.excerpt.map((text, index) => {
    const number = place.line - place.excerpt.length + 1 + index;
    const rest = text.length > shift + room ? '…' : '';
    return `${String(number).padStart(gutter)} | ${show(text)}${rest}`;
  });
  const text = place.excerpt.at(-1) ?? '';
  // Letters of some scripts take two columns of a terminal.
  const before = displayWidth(show(text.slice(0, column)));
  const marked = Math.max(1, displayWidth(show(text.slice(0, endColumn))) - before);
  lines.push(`${' '.repeat(gutter)} | ${' '.repeat(before)}${'^'.repeat(marked)}`);
  return lines.join('\n');
}

/**
 * A problem as text: `file:line:col: code: message`, the code frame, and what to do. Lines after a message's first get a
 * gutter, for the same reason as a code frame's. It takes nothing else: `problems.map(problemText)` must not give it an index.
 */
export function problemText(problem: Problem): string {
  return problemTextWithin(problem, undefined);
}

/** The same for a terminal of so many columns. */
export function problemTextWithin(problem: Problem, columns: number | undefined): string {
  const head = problem.at === undefined ? '' : `${safeLine(placeText(problem.at))}: `;
  const lines = [`${head}${problem.code}: ${inGutter(problem.message)}`];
  if (problem.at !== undefined && problem.at.excerpt.length > 0) lines.push(codeFrame(problem.at, columns));
  if (problem.fix !== undefined) lines.push(`  fix: ${inGutter(problem.fix)}`);
  return lines.join('\n');
}

function inGutter(text: string): string {
  return safeText(text).replaceAll('\n', '\n    | ');
}
