import type { Source, Span } from '../../diagnostics/source.ts';
import type { YamlNode } from './yaml-node.ts';

/** Whether a collection stands within brackets. */
export function isFlow({ text }: Source, { span }: YamlNode): boolean {
  return text[span.start] === '{' || text[span.start] === '[';
}

/** Where a value ends, without the blanks, comments and line breaks behind a block. */
export function endOf(source: Source, node: YamlNode): number {
  if (node.kind === 'scalar') {
    const written = source.text.slice(node.span.start, node.span.end);
    return node.span.start + written.trimEnd().length;
  }
  if (isFlow(source, node)) return node.span.end;
  const last = node.kind === 'mapping' ? node.entries.at(-1)?.value : node.items.at(-1);
  return last === undefined ? node.span.end : endOf(source, last);
}

/** The column of an offset, from 0. */
export function columnOf({ text }: Source, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The line breaks of a file. */
export function newlineOf({ text }: Pick<Source, 'text'>): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** What a value's place takes, from behind its key or dash to its end. */
export function placeOf(source: Source, node: YamlNode): Span {
  return { start: node.span.start, end: endOf(source, node) };
}
