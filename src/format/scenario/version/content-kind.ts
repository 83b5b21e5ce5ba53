import { defined } from '../../../defined.ts';
import { editDistance } from '../../../diagnostics/suggest.ts';
import { wordsOf } from '../../../words-of.ts';
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
function kindOfKeys(keys: readonly string[]): ContentKind | undefined {
  const kind = contentKinds.find((one) => keys.includes(one));
  if (kind === undefined) return undefined;
  const beside: readonly string[] = companions[kind];
  return keys.every((key) => key === kind || beside.includes(key)) ? kind : undefined;
}

/** Why a body does not have the kind that its keys suggest: the key, the key that was intended, or the key beside it. */
export type MissedKind = {
  readonly key: string;
  readonly meant?: ContentKind | Companion;
  readonly beside?: ContentKind;
};

/** For a body whose keys are all keys of kinds, or misspelt ones, but that has no valid kind. */
export function missedKind(keys: readonly string[]): MissedKind | undefined {
  if (kindOfKeys(keys) !== undefined) return undefined;
  const names = keys.map((key) => ({ key, name: allNames.find((one) => one === key || isMisspelt(key, one)) }));
  const kind = contentKinds.find((one) => names.some(({ name }) => name === one));
  if (kind === undefined || names.some(({ name }) => name === undefined)) return undefined;
  const misspelt = names.find(({ key, name }) => key !== name);
  if (misspelt !== undefined) return { key: misspelt.key, ...defined({ meant: misspelt.name }) };
  const fitting: readonly string[] = [kind, ...companions[kind]];
  const stray = keys.find((key) => !fitting.includes(key));
  return stray === undefined ? undefined : { key: stray, beside: kind };
}

/** Whether JSON with these keys has to go under `json` in order to be read as JSON. */
export const needsJsonKey = (keys: readonly string[]): boolean =>
  kindOfKeys(keys) !== undefined || missedKind(keys) !== undefined;

type Companion = 'type' | 'range';
const contentKinds: readonly ContentKind[] = ['json', 'text', 'form', 'multipart', 'file', 'base64'];
const allNames = [...contentKinds, 'type', 'range'] as const;

/** Words that differ by one letter from a key, and that are common property names in JSON. */
const otherWords = new Set(wordsOf('from test next text1 text2 texts files forms types ranges orange'));

const isMisspelt = (key: string, name: string): boolean =>
  key.length > 2 && !otherWords.has(key) && editDistance(key.toLowerCase(), name) <= (name.length < 8 ? 1 : 2);
