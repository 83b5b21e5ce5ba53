import type { Json } from '../../json/json.ts';
import { isJsonObject, property } from '../../json/json.ts';
import { readTolerantJson } from './json/tolerant-json.ts';

/** What a comment states about the code block after it; the documentation's own tests also read it. */
export type PageAnnotation = {
  readonly block: 'request' | 'response' | 'ignored' | 'resource' | 'other';
  readonly name?: string;
  readonly truncated: boolean;
  readonly collection: boolean;
  /** The type of the response, or of each of its items. */
  readonly type?: string;
  /** The ids in the request's url, in order. */
  readonly keys: readonly string[];
};

/** Reads a comment's text; `undefined` where it is not an annotation, `unreadable` where it is a broken one. */
export function readAnnotation(text: string): PageAnnotation | 'unreadable' | undefined {
  if (!text.startsWith('{')) return undefined;
  const read = readTolerantJson(text);
  if (!read.ok || !isJsonObject(read.value)) return text.includes('blockType') ? 'unreadable' : undefined;
  const { value } = read;
  const type = property(value, 'blockType');
  if (typeof type !== 'string') return undefined;
  const name = property(value, 'name');
  const odataType = property(value, '@odata.type');
  return {
    block: blockOf(type.trim().toLowerCase()),
    ...(typeof name === 'string' && name.trim() !== '' && { name: name.trim() }),
    truncated: isTrue(property(value, 'truncated')),
    collection: isTrue(property(value, 'isCollection')),
    ...(typeof odataType === 'string' && { type: odataType.replace(/^#?Collection\((.*)\)$/i, '$1').trim() }),
    keys: textsOf(property(value, 'sampleKeys')),
  };
}

const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [];

const isTrue = (value: Json | undefined) => value === true || value === 'true';

function blockOf(type: string): PageAnnotation['block'] {
  if (type === 'request' || type === 'response' || type === 'ignored' || type === 'resource') return type;
  return 'other';
}
