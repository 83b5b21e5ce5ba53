import type { Source, Span } from '../../diagnostics/source.ts';
import type { TextEdit } from '../../diagnostics/text-edit.ts';
import { columnOf, endOf, isFlow, placeOf } from '../../format/scenario/yaml-layout.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlSequence } from '../../format/scenario/yaml-node.ts';
import type { Layout } from './print-expected.ts';

/** The quotes of a scalar, which its replacement keeps. */
export function quoteOf({ text }: Source, { span }: YamlNode): Pick<Layout, 'quote'> {
  const first = text[span.start];
  return first === '"' || first === "'" ? { quote: first } : {};
}

/**
 * Removes an entry with its line; a mapping without other entries becomes `{}`. `firstKept`: the index of the first
 * entry that stays, because the text before that one is adjusted.
 */
export function removeEntry(source: Source, mapping: YamlMapping, entry: YamlEntry, firstKept: number): TextEdit {
  const { entries } = mapping;
  const at = entries.indexOf(entry);
  const [before, next] = [entries[at - 1], entries[at + 1]];
  if (entries.length === 1) return { span: placeOf(source, mapping), text: '{}' };
  const flow = isFlow(source, mapping);
  const lineStart = entry.keySpan.start - columnOf(source, entry.keySpan.start);
  const ownLine = !flow && source.text.slice(lineStart, entry.keySpan.start).trim() === '' && at > 0;
  if (ownLine && at > firstKept) {
    return { span: { start: lineStart, end: nextLine(source, endOfEntry(source, entry)) }, text: '' };
  }
  if (at < firstKept && next !== undefined) {
    return { span: { start: entry.keySpan.start, end: next.keySpan.start }, text: '' };
  }
  return { span: { start: endOfEntry(source, before), end: endOfEntry(source, entry) }, text: '' };
}

function endOfEntry(source: Source, entry: YamlEntry | undefined): number {
  return entry === undefined ? 0 : Math.max(endOf(source, entry.value), entry.keySpan.end + 1);
}

/** The start of the line after the one of an offset. */
function nextLine({ text }: Source, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Where an item is written, and the comments on the lines above it. */
export type ItemText = Span & { readonly lead: readonly string[] };

/** The items of a sequence as written, without their dashes, with the comments above and behind them. */
export function itemTexts(source: Source, sequence: YamlSequence): readonly ItemText[] {
  if (isFlow(source, sequence)) return sequence.items.map((item) => ({ ...placeOf(source, item), lead: [] }));
  let lead: readonly string[] = [];
  return sequence.items.map((item, at) => {
    const next = sequence.items[at + 1];
    const { start } = item.span;
    const own = { start, end: endOf(source, item), lead };
    if (next === undefined) return own;
    const between = source.text.slice(own.end, dashBefore(source, next.span.start));
    const [behind = '', ...above] = between.split(/\r?\n/);
    lead = above.map((line) => line.trim()).filter((line) => line.startsWith('#'));
    return { ...own, end: own.end + behind.trimEnd().length };
  });
}

function dashBefore({ text }: Source, offset: number): number {
  return text.lastIndexOf('-', offset - 1);
}
