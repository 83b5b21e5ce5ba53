import type { Text } from '../../diagnostics/source.ts';
import type { YamlNode } from './yaml-node.ts';
import { itemsOf } from './yaml-plain.ts';

/** Values of a tree whose structure was checked; `undefined` if there is none. */

export function text(node: YamlNode | undefined): Text {
  return { value: string(node) ?? '', span: node?.span ?? { start: 0, end: 0 } };
}

export function string(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

export function number(node: YamlNode | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
}

export function boolean(node: YamlNode | undefined): boolean | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : undefined;
}

export function strings(node: YamlNode | undefined): readonly string[] {
  return itemsOf(node)
    .map(string)
    .filter((item) => item !== undefined);
}
