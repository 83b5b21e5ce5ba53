import type { YamlMapping } from '../yaml-node.ts';

const companions = {
  json: [],
  text: ['type'],
  form: [],
  multipart: [],
  file: ['range', 'type'],
  base64: ['type'],
} as const;
export type ContentKind = keyof typeof companions;

/** The kind of a body that names one; `undefined` for a mapping that is JSON itself. */
export function contentKind({ entries }: YamlMapping): ContentKind | undefined {
  return kindOfKeys(entries.map(({ key }) => key));
}

/** The same of a body's keys. */
export function kindOfKeys(keys: readonly string[]): ContentKind | undefined {
  const kind = contentKinds.find((one) => keys.includes(one));
  if (kind === undefined) return undefined;
  const beside: readonly string[] = companions[kind];
  return keys.every((key) => key === kind || beside.includes(key)) ? kind : undefined;
}

/** Where every key is one of such bodies, and they fit no kind together: the kind that was meant, and what cannot be used with it. */
export function mixedKinds(
  keys: readonly string[],
): { readonly kind: ContentKind; readonly beside: string } | undefined {
  const known = new Set<string>([...contentKinds, ...Object.values(companions).flat()]);
  const kind = contentKinds.find((one) => keys.includes(one));
  if (kind === undefined || kindOfKeys(keys) !== undefined || !keys.every((key) => known.has(key))) return undefined;
  const fitting: readonly string[] = [kind, ...companions[kind]];
  const beside = keys.find((key) => !fitting.includes(key));
  return beside === undefined ? undefined : { kind, beside };
}

const contentKinds: readonly ContentKind[] = ['json', 'text', 'form', 'multipart', 'file', 'base64'];
