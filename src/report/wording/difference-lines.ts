import { codeFrame } from '../../diagnostics/code-frame.ts';
import { displayWidth, shortened } from '../../diagnostics/display-width.ts';
import { placeText } from '../../diagnostics/place.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { type Difference, worstFirst } from '../../expectation/compare/difference.ts';
import { aloneWords, type PartyValue } from '../../run/party-value.ts';
import { counted } from './duration-text.ts';
import { fileLink } from './hyperlink.ts';
import { type View, viewLines } from './terminal-view.ts';

const mostFrames = 10;
const longestValue = 2000;
const labelWidth = 10;

/** So many are shown in full before the rest takes two lines each: a failure fits on a screen. */
const mostInFull = 3;

/** Every difference with both values and its place, worst first. */
export function differenceLines(differences: readonly Difference[], view: View, indent: string): readonly string[] {
  const sorted = worstFirst(differences);
  // One or two more are not worth another form.
  const full = view.verbose || sorted.length <= mostInFull + 1 ? sorted.length : mostInFull;
  const digits = String(sorted.length).length;
  const number = (index: number) => (sorted.length === 1 ? '' : `${String(index + 1).padStart(digits)}  `);
  const framing: Framing = { framed: new Set(), left: 0 };
  const lines = sorted.flatMap((difference, index) => {
    const gap = index === 0 || index > full ? [] : [''];
    const writing = { view, indent, number: number(index) };
    return [...gap, ...(index < full ? fullLines(difference, writing, framing) : shortLines(difference, writing))];
  });
  const notes = [
    ...(framing.left === 0 ? [] : [`the excerpts of ${framing.left} more are left out; each place is named above`]),
    ...(full === sorted.length || view.isEmbedded === true
      ? []
      : [`-v shows the last ${sorted.length - full} in full, too`]),
  ];
  return notes.length === 0 ? lines : [...lines, '', ...notes.map((note) => indent + view.paint.dim(note))];
}

type Writing = { readonly view: View; readonly indent: string; readonly number: string };

/** Which lines of the scenario were shown, each once, and how many were not. */
type Framing = { readonly framed: Set<string>; left: number };

function fullLines(difference: Difference, writing: Writing, framing: Framing): readonly string[] {
  const { view, indent, number } = writing;
  const inner = indent + ' '.repeat(number.length);
  const block = [
    ...viewLines(headLine(difference, writing), view),
    ...viewLines(inner + safeLine(difference.message), view),
    ...valueLines(difference, view, inner),
  ];
  const line = `${difference.at.file}:${difference.at.line}`;
  if (difference.at.excerpt.length === 0 || framing.framed.has(line)) return block;
  if (framing.framed.size >= mostFrames) {
    framing.left++;
    return block;
  }
  framing.framed.add(line);
  return [...block, '', ...frameLines(difference, view, inner)];
}

function shortLines(difference: Difference, writing: Writing): readonly string[] {
  const { view, indent, number } = writing;
  const { paint } = view;
  const inner = indent + ' '.repeat(number.length);
  const head = viewLines(`${headLine(difference, writing)}  ${placeOf(difference, view)}`, view);
  const shown = (text: string | undefined) => (text === undefined ? 'nothing' : safeLine(text.slice(0, longestValue)));
  const [expected, actual] = [shown(difference.expected), shown(difference.actual)];
  if (displayWidth(`${inner}expected ${expected}, got ${actual}`) <= view.columns) {
    return [...head, `${inner}expected ${paint.green(expected)}, got ${paint.red(actual)}`];
  }
  const room = Math.max(20, view.columns - inner.length - labelWidth);
  const from = whereTheyPart(expected, actual, room);
  const row = (label: string, text: string) => inner + label.padEnd(labelWidth) + text;
  return [
    ...head,
    row('expected', paint.green(shortened(cutBefore(expected, from), room))),
    row('actual', paint.red(shortened(cutBefore(actual, from), room))),
  ];
}

/** For two long values with the same beginning, the part where they diverge, with a few characters before it. */
function whereTheyPart(a: string, b: string, room: number): number {
  if (displayWidth(a) <= room && displayWidth(b) <= room) return 0;
  let common = 0;
  while (common < a.length && a[common] === b[common]) common++;
  return common <= room / 2 ? 0 : common - Math.floor(room / 4);
}

function cutBefore(text: string, from: number): string {
  return from === 0 ? text : `…${text.slice(from)}`;
}

function headLine({ code, path }: Difference, { view: { paint }, indent, number }: Writing): string {
  // The place of an unexpected status is the status.
  const where = path === code ? '' : `  ${paint.bold(safeLine(path))}`;
  return `${indent}${number}${paint.red(code)}${where}`;
}

function placeOf({ at }: Difference, view: View): string {
  return fileLink(view.paint.cyan(safeLine(placeText(at))), at.file, view);
}

function valueLines(difference: Difference, view: View, indent: string): readonly string[] {
  const { paint } = view;
  const inner = `${indent}  `;
  const values = [
    { label: 'expected', text: difference.expected, color: paint.green },
    { label: 'actual', text: difference.actual, color: paint.red },
  ].flatMap(({ label, text, color }) => {
    if (text === undefined) return [inner + label.padEnd(labelWidth) + paint.dim('nothing')];
    const shown = safeLine(text.length > longestValue ? `${text.slice(0, longestValue)}…` : text);
    const fits = inner.length + labelWidth + displayWidth(shown) <= view.columns;
    return fits ? [inner + label.padEnd(labelWidth) + color(shown)] : [inner + label, `${inner}  ${color(shown)}`];
  });
  return [...values, ...viewLines(inner + 'at'.padEnd(labelWidth) + placeOf(difference, view), view)];
}

function frameLines(difference: Difference, view: View, indent: string): readonly string[] {
  const frame = codeFrame(difference.at, view.wraps ? view.columns - indent.length - 2 : undefined).split('\n');
  return frame.map(
    (line, index) => `${indent}  ${index === frame.length - 1 ? view.paint.red(line) : view.paint.dim(line)}`,
  );
}

const mostParties = 20;
/**
 * The values about which page, scenario and service disagree: which party differs, and the value of each, with its
 * place.
 */
export function partyLines(parties: readonly PartyValue[], view: View, indent: string): readonly string[] {
  const { paint } = view;
  const shown = view.verbose ? parties : parties.slice(0, mostParties);
  const more = parties.length - shown.length;
  return [
    `${indent}page, scenario and service differ about ${counted(parties.length, 'value')}`,
    ...shown.flatMap((one) => partyValueLines(one, view, `${indent}  `)),
    ...(more === 0 ? [] : [`${indent}  ${paint.dim(`and ${more} more (-v lists them)`)}`]),
  ];
}

function partyValueLines({ alone, path, inPage, inScenario, ...values }: PartyValue, view: View, indent: string) {
  const { paint } = view;
  const row = (label: 'page' | 'scenario' | 'service', place: string | undefined) => {
    const text = values[label];
    const value = text === undefined ? paint.dim('nothing') : paint[label === alone ? 'red' : 'green'](safeLine(text));
    const begin = `${indent}  ${label.padEnd(labelWidth)}`;
    if (place === undefined) return [begin + value];
    const wide = displayWidth(begin) + displayWidth(text ?? 'nothing') + 2 + displayWidth(place) > view.columns;
    const where = paint.cyan(place);
    return wide ? [begin + value, `${indent}  ${' '.repeat(labelWidth)}${where}`] : [`${begin}${value}  ${where}`];
  };
  const serviceRow = alone === 'two' ? [] : row('service', undefined);
  return [
    `${indent}${paint.bold(safeLine(path))}: ${aloneWords[alone]}`,
    ...row('page', safeLine(placeText(inPage))),
    ...row('scenario', safeLine(placeText(inScenario))),
    ...serviceRow,
  ];
}
