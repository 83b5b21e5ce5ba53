import type { Document, ParsedNode } from 'yaml';

const closers: { readonly [open: string]: string } = { '"': '"', "'": "'", '[': ']', '{': '}' };

/** The offset of the quote or bracket that is open, and never closed, before an offset; the innermost one. */
export function openMark(documents: readonly Document.Parsed[], text: string, offset: number): number | undefined {
  let open: number | undefined;
  let node: ParsedNode | null | undefined = documents.findLast(({ range }) => range[0] <= offset)?.contents;
  while (node !== undefined && node !== null) {
    const [start, end]: readonly number[] = node.range;
    if (start === undefined || end === undefined) break;
    const closer = closers[text[start] ?? ''];
    if (closer !== undefined && (end - start < 2 || text[end - 1] !== closer)) open = start;
    node = childrenOf(node).findLast((child) => child.range[0] < offset);
  }
  return open;
}

function childrenOf(node: ParsedNode): readonly ParsedNode[] {
  if (!('items' in node)) return [];
  return node.items
    .flatMap((item) => ('key' in item ? [item.key, item.value] : [item]))
    .filter((item) => item !== null && item !== undefined);
}
