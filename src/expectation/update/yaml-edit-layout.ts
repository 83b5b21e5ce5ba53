import type { Source, Span } from '../../diagnostics/source.ts';
import type { TextEdit } from '../../diagnostics/text-edit.ts';
import { columnOf, endOf, isFlow, placeOf } from '../../format/scenario/yaml-layout.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlSequence } from '../../format/scenario/yaml-node.ts';
import type { Layout } from './print-expected.ts';

/** The quotes a scalar stands in, so that what takes its place stands in the same. */
export function quoteOf({ text }: Source, { span }: YamlNode): Pick<Layout, 'quote'> {
  const first = text[span.start];
  return first === '"' || first === "'" ? { quote: first } : {};
}

/**
 * Removes an entry with its line; of a mapping that has no other, nothing but `{}` is left. `firstKept`: which entry of the
 * mapping is the first that stays, for what stands before that one makes room for it.
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

/** The start of the line behind the one that an offset is on. */
function nextLine({ text }: Source, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** The item of a block sequence as it is written, without its dash: comments behind it come along. */
export function itemTexts(source: Source, sequence: YamlSequence): readonly Span[] {
  if (isFlow(source, sequence)) return sequence.items.map((item) => placeOf(source, item));
  return sequence.items.map((item, at) => {
    const next = sequence.items[at + 1];
    const end = next === undefined ? endOf(source, item) : dashBefore(source, next.span.start);
    const written = source.text.slice(item.span.start, end);
    return { start: item.span.start, end: item.span.start + written.trimEnd().length };
  });
}

function dashBefore({ text }: Source, offset: number): number {
  return text.lastIndexOf('-', offset - 1);
}
