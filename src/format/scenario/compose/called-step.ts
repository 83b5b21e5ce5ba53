import type { SharedOrigin } from '../../../diagnostics/source.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../yaml-node.ts';
import { entryOf } from '../yaml-plain.ts';
import { type NameMap, renamedNode } from './rename-names.ts';

/** One call of shared steps: the calling step, and the prefix of ids and names. */
export type CallScope = {
  readonly call: YamlMapping;
  readonly id: string;
  readonly names: string;
  readonly origin: SharedOrigin;
};

/** The prefix of names from a call: its id and a dot. A name cannot begin with a digit, but an id can. */
export function scopeOf(id: string): string {
  return `${id
    .split('.')
    .map((part) => part.replace(/^(?=\d)/, '_'))
    .join('.')}.`;
}

/** A name of shared steps as their file has it. */
export function localName(name: string): string {
  return name.startsWith('run.') ? name : (name.split('.').at(-1) ?? name);
}

/** A shared step as a step of the scenario: with its new id, renamed names, and the keys of the call. */
export function calledStep(step: YamlNode, { call, id, names, origin }: CallScope): YamlNode {
  const rename: NameMap = (name) => names + name;
  const renamed = renamedNode(step, rename, origin);
  if (renamed.kind !== 'mapping') return renamed;
  const own = renamed.entries.map((entry) => {
    switch (entry.key) {
      case 'id':
      case 'repeat':
      case 'after':
        return { ...entry, value: prefixed(entry.value, `${id}.`) };
      case 'capture':
        return { ...entry, value: withKeys(entry.value, rename) };
      default:
        return entry;
    }
  });
  const actor = entryOf(renamed, 'actor') === undefined ? entryOf(call, 'actor') : undefined;
  const entries = actor === undefined ? own : [...own, actor];
  return { ...renamed, entries: withAll(withAll(entries, 'when', call), 'after', call) };
}

function prefixed(node: YamlNode, prefix: string): YamlNode {
  if (node.kind === 'sequence') return { ...node, items: node.items.map((item) => prefixed(item, prefix)) };
  return node.kind === 'scalar' && typeof node.value === 'string' ? { ...node, value: prefix + node.value } : node;
}

function withKeys(node: YamlNode, rename: NameMap): YamlNode {
  if (node.kind !== 'mapping') return node;
  return { ...node, entries: node.entries.map((entry) => ({ ...entry, key: rename(entry.key) })) };
}

/** Keys of the call apply to each of its steps, in addition to the keys of the step. */
function withAll(entries: readonly YamlEntry[], key: string, call: YamlMapping): readonly YamlEntry[] {
  const ofCall = entryOf(call, key);
  if (ofCall === undefined) return entries;
  const own = entries.find((entry) => entry.key === key);
  const items = [ofCall.value, own?.value].flatMap((value) =>
    value?.kind === 'sequence' ? value.items : value === undefined ? [] : [value],
  );
  const all: YamlEntry = { ...ofCall, value: { kind: 'sequence', items, span: ofCall.value.span } };
  return [...entries.filter((entry) => entry.key !== key), all];
}
