import { type SharedOrigin, type Span, within } from '../../../diagnostics/source.ts';
import { scopedNameForm } from '../../template/parse-template.ts';
import type { YamlNode } from '../yaml-node.ts';

/** Maps a name of shared steps to its name in the scenario that calls them. */
export type NameMap = (name: string) => string;

/** A tree with renamed `${…}`, in which each span names its own source. */
export function renamedNode(node: YamlNode, rename: NameMap, origin: SharedOrigin | undefined): YamlNode {
  const moved = (span: Span): Span => (origin === undefined ? span : { ...within(span, span.start, span.end), origin });
  switch (node.kind) {
    case 'scalar':
      return {
        ...node,
        value: typeof node.value === 'string' ? renamedText(node.value, rename) : node.value,
        span: moved(node.span),
      };
    case 'sequence':
      return { ...node, items: node.items.map((item) => renamedNode(item, rename, origin)), span: moved(node.span) };
    case 'mapping':
      return {
        ...node,
        entries: node.entries.map(({ key, keySpan, value }) => ({
          key,
          keySpan: moved(keySpan),
          value: renamedNode(value, rename, origin),
        })),
        span: moved(node.span),
      };
    default:
      return node satisfies never;
  }
}

const expressionStart = new RegExp(String.raw`(\$?)\$\{(\s*)(${scopedNameForm})`, 'g');

/** `$${` is a literal, and a name of the run is the same everywhere. */
function renamedText(text: string, rename: NameMap): string {
  return text.replace(expressionStart, (all, dollar: string, space: string, name: string) =>
    dollar !== '' || name.startsWith('run.') ? all : `\${${space}${rename(name)}`,
  );
}

/** The names in the `${…}` of a tree. */
export function namesInNode(node: YamlNode): ReadonlySet<string> {
  const known = namesOf.get(node);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const note: NameMap = (name) => {
    names.add(name);
    return name;
  };
  renamedNode(node, note, undefined);
  namesOf.set(node, names);
  return names;
}

/** A file may be called thousands of times. */
const namesOf = new WeakMap<YamlNode, ReadonlySet<string>>();
