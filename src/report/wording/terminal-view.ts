import { displayWidth } from '../../diagnostics/display-width.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import type { OutcomeKind } from '../../run/result.ts';
import type { Paint } from './paint.ts';
import type { Commands } from './reporter.ts';

/** How text is shown to a person. */
export type View = {
  readonly paint: Paint;
  readonly columns: number;
  /** A person reads it at this width. */
  readonly wraps?: boolean;
  readonly verbose: boolean;
  /** Another program runs the scenarios: it has no `-v`. */
  readonly isEmbedded?: boolean;
  readonly commands?: Commands;
  /** The terminal takes hyperlinks. */
  readonly links?: boolean;
};

/** A line, broken between words where a person reads it at a width. */
export function viewLines(line: string, { wraps = false, columns }: View): readonly string[] {
  return wraps ? wrapped(line, columns) : [line];
}

/** The mark of an outcome, which has the meaning of the color without color. */
export function outcomeMark(kind: OutcomeKind, paint: Paint): string {
  switch (kind) {
    case 'passed':
      return paint.green('✓');
    case 'failed':
      return paint.red('✗');
    case 'blocked':
      return paint.yellow('!');
    case 'skipped':
      return paint.dim('–');
    case 'pending':
      return paint.yellow('?');
    default:
      return kind satisfies never;
  }
}

/** A sequence that takes no room (colors, hyperlinks), spaces, or a word. */
const part = /(\x1b\[[0-9;]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\))|( +)|([^ \x1b]+|\x1b)/g;

const sequences = /\x1b\[[0-9;]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g;

/**
 * Wraps a line of a report for a terminal, between words only; continuation lines are indented to the field in which
 * the line broke. A word that is too wide for that field goes below the line, and one that is longer than a line stays.
 */
export function wrapped(line: string, columns: number): readonly string[] {
  if (line.length <= columns && displayWidth(line) <= columns) return [line];
  const lines: string[] = [];
  let text = '';
  let width = 0;
  let gap = '';
  // Escape sequences after the gap: if the line breaks there, they belong to the next word.
  let marks = '';
  let hasWord = false;
  const lead = line.search(/[^ ]/);
  let hang = 2;
  for (const { 1: sequence, 2: spaces, 3: word, index } of line.matchAll(part)) {
    if (sequence !== undefined) {
      if (gap === '') text += sequence;
      else marks += sequence;
    } else if (spaces !== undefined) {
      // Two spaces part the fields of a line.
      const next = width + gap.length + spaces.length;
      if (lines.length === 0 && (width === 0 || spaces.length > 1) && next <= columns / 2) {
        hang = width === 0 ? next + 2 : next;
      }
      gap += spaces;
    } else if (word !== undefined) {
      const wide = displayWidth(word);
      // A field that fits on its own line is not broken.
      const whole = gap.length > 1 ? fieldWidth(line, index) : wide;
      const needed = hang + whole <= columns ? whole : wide;
      const indent = [hang, lead + 2, 2, 0].find((one) => one + wide <= columns) ?? Number.POSITIVE_INFINITY;
      if (hasWord && indent < width + gap.length && width + gap.length + needed > columns) {
        lines.push(text);
        width = indent;
        text = ' '.repeat(width);
        gap = '';
      }
      text += gap + marks + word;
      hasWord = true;
      width += gap.length + wide;
      [gap, marks] = ['', ''];
    }
  }
  return [...lines, text + marks];
}

/** Up to the next two spaces. */
function fieldWidth(line: string, from: number): number {
  const end = line.indexOf('  ', from);
  return displayWidth(line.slice(from, end === -1 ? line.length : end).replaceAll(sequences, ''));
}

/** Where text is written; `columns`: where a person reads it at a width. */
type Terminal = { readonly write: (text: string) => void; readonly columns?: number };

/** Commands and JSON are pasted unchanged, and an excerpt of a source has its caret below it. */
const excerpt = /^ *\d* \| /;
const json = /^ *(?:"|[[\]{}],?$)/;

function isWhole(line: string): boolean {
  return excerpt.test(line) || json.test(line) || line.replace(/^[ |]*/, '').startsWith(`${ownCommand} `);
}

/**
 * Writes text for people: on a terminal, lines are wrapped between words. Other output, and text to paste, is not
 * wrapped.
 */
export function printText(text: string, { write, columns }: Terminal): void {
  const shown = (line: string) => (columns === undefined || isWhole(line) ? [line] : wrapped(line, columns));
  write(text.split('\n').flatMap(shown).join('\n'));
}

/** The formats of a command's output: `text` is for people, the others are for programs. */
type Formats<Format extends string> = { readonly [format in Format]: () => string | Promise<string> };

/** Prints in the requested format; only text is broken where a terminal ends. */
export async function printAs<Format extends string>(
  format: Format,
  formats: Formats<Format>,
  to: Terminal,
): Promise<void> {
  const text = await formats[format]();
  if (format === 'text') printText(text, to);
  else to.write(text);
}
