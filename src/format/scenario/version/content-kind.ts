import type { YamlMapping } from '../yaml-node.ts';

const companions = {
  json: [],
  text: [],
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

const contentKinds: readonly ContentKind[] = ['json', 'text', 'form', 'multipart', 'file', 'base64'];
