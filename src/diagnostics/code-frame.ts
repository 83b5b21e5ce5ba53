import type { Place } from './place.ts';
import { placeText } from './place.ts';
import type { Problem } from './problem.ts';
import { safeLine, safeText } from './safe-text.ts';

const widest = 160;

/**
 * The excerpt of a place with a caret line under it. Every data line starts with a gutter, so that text from a file can
 * never start a line of a CI log.
 */
export function codeFrame(place: Place): string {
  if (place.excerpt.length === 0) return '';
  const gutter = Math.max(3, String(place.line).length);
  const shift = Math.max(0, Math.min(place.column - 1, place.endColumn - 1 - widest));
  const show = (text: string) => safeLine(text.slice(shift, shift + widest));
  const lines = place.excerpt.map((text, index) => {
    const number = place.line - place.excerpt.length + 1 + index;
    return `${String(number).padStart(gutter)} | ${show(text)}`;
  });
  const text = place.excerpt.at(-1) ?? '';
  const before = show(text.slice(0, place.column - 1)).length;
  const marked = Math.max(1, show(text.slice(0, place.endColumn - 1)).length - before);
  lines.push(`${' '.repeat(gutter)} | ${' '.repeat(before)}${'^'.repeat(marked)}`);
  return lines.join('\n');
}

/** A problem as text: `file:line:col: code: message`, the code frame, and what to do. */
export function problemText(problem: Problem): string {
  const head = problem.at === undefined ? '' : `${safeLine(placeText(problem.at))}: `;
  const lines = [`${head}${problem.code}: ${safeText(problem.message)}`];
  if (problem.at !== undefined && problem.at.excerpt.length > 0) lines.push(codeFrame(problem.at));
  if (problem.fix !== undefined) lines.push(`  fix: ${safeText(problem.fix)}`);
  return lines.join('\n');
}
