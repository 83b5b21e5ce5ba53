/** Finds secrets in a line of a scenario, a page or a recording, which must not be quoted. */

import { continuedValues } from './continued-values.ts';
import { fieldValues, type HiddenPart } from './field-values.ts';
import { goneOf } from './secret-patterns.ts';
import { shapesIn } from './secret-shapes.ts';
import { spreadValues } from './spread-values.ts';
import { cellValues } from './table-cells.ts';
import type { Scope } from './written-value.ts';

/** The text that a line is in. */
export type Surroundings = Scope & {
  /** The text before the line, as far as a secret may continue from it; otherwise empty. */
  readonly before: string;
  readonly above: () => string;
  /** What of the line is hidden because of the whole text. */
  readonly found: readonly HiddenPart[];
};

const nothing: Scope = { isDeclared: () => true, hasPaths: () => false };

/**
 * The parts of a line that hold secrets, in order: by the name of their field, or by their shape.
 */
export function secretsInLine(line: string, around?: Surroundings): readonly HiddenPart[] {
  const scope = around ?? nothing;
  const parts = [
    ...(around === undefined ? [] : continuedValues(line, around.before, scope)),
    ...fieldValues(line, scope),
    ...cellValues(line, around?.above ?? (() => ''), scope),
    ...(around?.found ?? spreadValues(line, scope)),
    ...shapes(line),
  ].toSorted((a, b) => a.start - b.start);
  const kept: HiddenPart[] = [];
  for (const part of parts) {
    const last = kept.at(-1);
    if (last === undefined || part.start >= last.end) kept.push(part);
    else if (part.end > last.end) kept[kept.length - 1] = { ...last, end: part.end };
  }
  return kept;
}

/** A line from an offset on, with its hidden parts replaced. */
export function withoutParts(line: string, parts: readonly HiddenPart[], from = 0): string {
  let shown = '';
  let copied = from;
  for (const { start, end, mark } of parts) {
    if (end <= from) continue;
    shown += line.slice(copied, Math.max(start, from)) + mark;
    copied = end;
  }
  return shown + line.slice(copied);
}

function shapes(line: string): readonly HiddenPart[] {
  const parts: HiddenPart[] = [];
  for (const [rule, { find }] of shapesIn(line)) {
    for (let found = find(line, 0); found !== undefined; found = find(line, found.end)) {
      parts.push({ start: found.start, end: found.isOpen === true ? line.length : found.end, mark: goneOf(rule) });
    }
  }
  return parts;
}
