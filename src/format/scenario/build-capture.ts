import type { Span } from '../../diagnostics/source.ts';
import type { Capture, Creates } from './scenario.ts';
import type { YamlNode } from './yaml-node.ts';
import { entriesOf, valueAt } from './yaml-plain.ts';
import { string, text } from './yaml-scalars.ts';

/** A capture as written, of a tree whose structure was checked. */
export function buildCapture({ key, keySpan, value }: { key: string; keySpan: Span; value: YamlNode }): Capture {
  const [entry] = entriesOf(value);
  if (entry === undefined) return { name: key, nameSpan: keySpan, path: text(value) };
  const from = entry.key === 'header' || entry.key === 'text' ? entry.key : 'status';
  const path = from === 'status' ? { value: 'status', span: entry.keySpan } : text(entry.value);
  return { name: key, nameSpan: keySpan, path, from };
}

/** What a step creates, as written. */
export function buildCreates(node: YamlNode | undefined): Creates | undefined {
  if (node === undefined) return undefined;
  const reason = string(valueAt(node, 'stays'));
  if (reason !== undefined) return { kind: 'stays', reason };
  const find = valueAt(node, 'find');
  return {
    kind: 'deletable',
    delete: text(valueAt(node, 'delete')),
    ...(find !== undefined && { find: text(find) }),
  };
}
