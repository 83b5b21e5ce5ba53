import type { Source, Span } from '../../diagnostics/source.ts';
import type { YamlNode } from './yaml-node.ts';

/** Whether a collection is written with brackets. */
export function isFlow({ text }: Source, { span }: YamlNode): boolean {
  return text[span.start] === '{' || text[span.start] === '[';
}

/** The end of a value, without the spaces, comments and line breaks after a block. */
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

/** The range of a value, from the end of its key or dash to its own end. */
export function placeOf(source: Source, node: YamlNode): Span {
  return { start: node.span.start, end: endOf(source, node) };
}
