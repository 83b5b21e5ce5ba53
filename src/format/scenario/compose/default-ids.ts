import type { YamlNode } from '../yaml-node.ts';
import { entriesOf, entryOf, itemsOf, valueAt } from '../yaml-plain.ts';
import { string } from '../yaml-scalars.ts';

/** A step without an id, and its default id: made of its title, or of method and url. */
export type DefaultId = { readonly step: YamlNode; readonly id: string };

/** The default ids of steps, in the order of the file; each is unique. */
export function defaultIds(steps: readonly YamlNode[]): readonly DefaultId[] {
  const taken = new Set(steps.map((step) => string(valueAt(step, 'id'))).filter((id) => id !== undefined));
  return steps
    .filter((step) => entryOf(step, 'id') === undefined)
    .map((step) => {
      const wanted = slug(wordsOf(step)) || 'step';
      let id = wanted;
      for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
      taken.add(id);
      return { step, id };
    });
}

/** Lower-case words joined by `-`; empty where a text has no letter or digit of ASCII. */
export function slug(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return (words ?? []).join('-').slice(0, 60).replace(/-$/, '');
}

function wordsOf(step: YamlNode): string {
  const texts = ['title', 'call', 'repeat'].map((key) => string(valueAt(step, key)));
  const request = valueAt(step, 'request') ?? valueAt(valueAt(step, 'unattended'), 'request');
  const [method, url] = [valueAt(request, 'method'), valueAt(request, 'url')].map(string);
  const known = texts.find((text) => text !== undefined && slug(text) !== '');
  return known ?? (method === undefined ? 'manual' : `${method} ${resourcesOf(url ?? '')}`);
}

/** The names of the resources in a url: without version, query, function arguments and values that only the run has. */
function resourcesOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path
    .replace(/\$\{[^}]*\}|\([^)]*\)/g, '')
    .replace(/^\/(?:v1\.0|beta)(?=\/|$)/, '')
    .replace(/[a-z](?=[A-Z])/g, '$&-')
    .split('/')
    .filter((segment) => !/\d{4}|@/.test(segment))
    .join(' ');
}

/** The step of a file with this id, stated or default, including the cleanup; without steps of the files that it calls. */
export function stepNode(root: YamlNode | undefined, id: string): YamlNode | undefined {
  const steps = stepsIn(root);
  const stated = steps.find((step) => string(valueAt(step, 'id')) === id);
  return stated ?? defaultIds(steps).find((one) => one.id === id)?.step;
}

/** Every step of a file, the cleanup's last. */
export function stepsIn(root: YamlNode | undefined): readonly YamlNode[] {
  return [...itemsOf(valueAt(root, 'steps')), ...itemsOf(valueAt(root, 'cleanup'))];
}

/** A tree of steps in which every step has an id; the span of a default id is the beginning of its step. */
export function withDefaultIds(root: YamlNode): YamlNode {
  const made = new Map(defaultIds(stepsIn(root)).map(({ step, id }) => [step, id]));
  if (made.size === 0 || root.kind !== 'mapping') return root;
  const withId = (step: YamlNode): YamlNode => {
    const id = made.get(step);
    if (id === undefined || step.kind !== 'mapping') return step;
    const span = entriesOf(step)[0]?.keySpan ?? step.span;
    const entry = { key: 'id', keySpan: span, value: { kind: 'scalar', value: id, span } } as const;
    return { ...step, entries: [entry, ...step.entries] };
  };
  return {
    ...root,
    entries: root.entries.map((entry) =>
      (entry.key === 'steps' || entry.key === 'cleanup') && entry.value.kind === 'sequence'
        ? { ...entry, value: { ...entry.value, items: entry.value.items.map(withId) } }
        : entry,
    ),
  };
}
