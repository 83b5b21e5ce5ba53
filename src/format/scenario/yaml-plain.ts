import type { Source, Span } from '../../diagnostics/source.ts';
import type { LocatedValue } from '../document/located.ts';
import type { Value } from '../template/values.ts';
import type { YamlEntry, YamlMapping, YamlNode } from './yaml-node.ts';

/** A YAML file and the places of its parts. */
export function locatedYaml(source: Source, root: YamlNode): LocatedValue {
  return {
    source,
    value: plain(root),
    spansOf: (parts) => parts.map(({ path, onKey }) => spanAt(root, path, onKey)),
  };
}

/** The values without their positions, for a schema to look at. */
export function plain(node: YamlNode): Value {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(plain);
    case 'mapping':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
    default:
      return node satisfies never;
  }
}

export function entryOf(mapping: YamlNode | undefined, key: string): YamlEntry | undefined {
  if (mapping?.kind !== 'mapping') return undefined;
  if (mapping.entries.length <= fewEntries) return mapping.entries.find((entry) => entry.key === key);
  const index = indexes.get(mapping) ?? new Map(mapping.entries.map((entry) => [entry.key, entry]));
  indexes.set(mapping, index);
  return index.get(key);
}

/** Up to here looking through all of them is as fast as anything. */
const fewEntries = 32;
const indexes = new WeakMap<YamlMapping, ReadonlyMap<string, YamlEntry>>();

export function valueAt(mapping: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryOf(mapping, key)?.value;
}

export function entriesOf(node: YamlNode | undefined): YamlMapping['entries'] {
  return node?.kind === 'mapping' ? node.entries : [];
}

/** Some entries of a mapping whose structure was checked, without their positions; an absent one stays absent. */
export function plainEntries(
  mapping: YamlNode | undefined,
  keys: readonly string[],
): { readonly [key: string]: Value } {
  const found: { [key: string]: Value } = {};
  for (const key of keys) {
    const value = valueAt(mapping, key);
    if (value !== undefined) found[key] = plain(value);
  }
  return found;
}

export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

/** The span of a value, or of the key that leads to it; of the nearest thing there is where the path leads nowhere. */
function spanAt(root: YamlNode, path: readonly (string | number)[], onKey: boolean): Span {
  let node = root;
  let span = headSpan(root);
  for (const [index, key] of path.entries()) {
    const entry = typeof key === 'string' ? entryOf(node, key) : undefined;
    const next = typeof key === 'number' ? itemsOf(node)[key] : entry?.value;
    if (next === undefined) return span;
    const last = index === path.length - 1;
    span = entry !== undefined && (onKey || next.kind !== 'scalar') ? entry.keySpan : headSpan(next);
    if (last) return span;
    node = next;
  }
  return span;
}

/** Where a collection begins, because marking all of it would not show a place. */
function headSpan(node: YamlNode): Span {
  if (node.kind === 'scalar') return node.span;
  const first = node.kind === 'mapping' ? node.entries[0]?.keySpan : node.items[0] && headSpan(node.items[0]);
  return first ?? { start: node.span.start, end: Math.min(node.span.end, node.span.start + 1) };
}
