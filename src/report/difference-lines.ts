import { codeFrame } from '../diagnostics/code-frame.ts';
import { placeText } from '../diagnostics/place.ts';
import { safeLine } from '../diagnostics/safe-text.ts';
import { type Difference, worstFirst } from '../expectation/difference.ts';
import { displayWidth } from './display-width.ts';
import type { View } from './view.ts';

const mostFrames = 10;
const longestValue = 2000;
const labelWidth = 10;

/** Every difference with both values and its place; the excerpt once for each line of the file. */
export function differenceLines(differences: readonly Difference[], view: View, indent: string): readonly string[] {
  const sorted = worstFirst(differences);
  const digits = String(sorted.length).length;
  const framed = new Set<string>();
  let left = 0;
  const lines = sorted.flatMap((difference, index) => {
    const number = sorted.length === 1 ? '' : `${String(index + 1).padStart(digits)}  `;
    const inner = indent + ' '.repeat(number.length);
    const head = `${view.paint.red(difference.code)}  ${view.paint.bold(safeLine(difference.path))}`;
    const block = [
      indent + number + head,
      inner + safeLine(difference.message),
      ...valueLines(difference, view, inner),
    ];
    const line = `${difference.at.file}:${difference.at.line}`;
    const isNew = difference.at.excerpt.length > 0 && !framed.has(line);
    if (isNew && framed.size < mostFrames) {
      framed.add(line);
      block.push('', ...frameLines(difference, view, inner));
    } else if (isNew) left++;
    return index === sorted.length - 1 ? block : [...block, ''];
  });
  if (left === 0) return lines;
  return [
    ...lines,
    '',
    indent + view.paint.dim(`the excerpts of ${left} more are left out; each place is named above`),
  ];
}

function valueLines(difference: Difference, view: View, indent: string): readonly string[] {
  const { paint } = view;
  const inner = `${indent}  `;
  const values = [
    { label: 'promised', text: difference.expected, color: paint.green },
    { label: 'came', text: difference.actual, color: paint.red },
  ].flatMap(({ label, text, color }) => {
    if (text === undefined) return [inner + label.padEnd(labelWidth) + paint.dim('nothing')];
    const shown = safeLine(text.length > longestValue ? `${text.slice(0, longestValue)}…` : text);
    const fits = inner.length + labelWidth + displayWidth(shown) <= view.columns;
    return fits ? [inner + label.padEnd(labelWidth) + color(shown)] : [inner + label, `${inner}  ${color(shown)}`];
  });
  return [...values, inner + 'at'.padEnd(labelWidth) + paint.cyan(safeLine(placeText(difference.at)))];
}

function frameLines(difference: Difference, view: View, indent: string): readonly string[] {
  const frame = codeFrame(difference.at).split('\n');
  return frame.map(
    (line, index) => `${indent}  ${index === frame.length - 1 ? view.paint.red(line) : view.paint.dim(line)}`,
  );
}
