import { namePattern } from '../../template/parse-template.ts';
import type { YamlNode } from '../yaml-node.ts';
import { entriesOf, entryOf, itemsOf, valueAt } from '../yaml-plain.ts';
import { string } from '../yaml-scalars.ts';
import { stepsIn, withDefaultIds } from './default-ids.ts';

/** The names that scenarios, or files of shared steps, define. */
export type OwnNames = {
  /** The names that a `${…}` may contain: inputs, values of rows, captures. */
  readonly values: readonly string[];
  readonly actors: readonly string[];
  /** The ids of their steps. */
  readonly steps: readonly string[];
  /** The files of shared steps that they use. */
  readonly calls: readonly string[];
  /** The urls of their requests, as written. */
  readonly urls: readonly string[];
};

/** The names in files that may be incomplete: they only need to be YAML. */
export function ownNames(roots: readonly YamlNode[]): OwnNames {
  const all = roots.map(withDefaultIds);
  const steps = all.flatMap(stepsIn);
  const rows = all.flatMap((root) => itemsOf(valueAt(root, 'matrix')));
  const keysOf = (nodes: readonly YamlNode[], key?: string) =>
    nodes.flatMap((node) => entriesOf(key === undefined ? node : valueAt(node, key)).map((entry) => entry.key));
  const textsOf = (nodes: readonly (YamlNode | undefined)[], key: string) =>
    nodes.flatMap((node) => string(valueAt(node, key)) ?? []);
  const requests = steps.map((step) =>
    valueAt(entryOf(step, 'request') ? step : valueAt(step, 'unattended'), 'request'),
  );
  return {
    values: names([
      ...keysOf(all, 'inputs'),
      ...keysOf(rows).filter((key) => key !== 'name'),
      ...keysOf(steps, 'capture'),
    ]),
    actors: names(keysOf(all, 'actors')),
    steps: unique(textsOf(steps, 'id')),
    calls: names(keysOf(all, 'use')),
    urls: unique(textsOf(requests, 'url')),
  };
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
const names = (texts: readonly string[]): readonly string[] => unique(texts).filter((text) => namePattern.test(text));
