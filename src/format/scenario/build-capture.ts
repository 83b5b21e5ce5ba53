import type { Span } from '../../diagnostics/source.ts';
import type { Capture, Creates } from './scenario.ts';
import type { YamlNode } from './yaml-node.ts';
import { entriesOf, valueAt } from './yaml-plain.ts';
import { string, text } from './yaml-scalars.ts';

/** A capture as written, of a tree whose structure was checked. */
export function buildCapture({ key, keySpan, value }: { key: string; keySpan: Span; value: YamlNode }): Capture {
  const named = { name: key, nameSpan: keySpan };
  const header = valueAt(value, 'header');
  const part = valueAt(value, 'text');
  if (header !== undefined) return { ...named, path: text(header), from: 'header', ...(part && { part: text(part) }) };
  if (part !== undefined) return { ...named, path: text(part), from: 'text' };
  const [status] = entriesOf(value);
  if (status === undefined) return { ...named, path: text(value) };
  return { ...named, path: { value: 'status', span: status.keySpan }, from: 'status' };
}

/** The declared creation of a step, as written. */
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
