/** What changes in a text from one run to the next by itself: ids, pseudonyms, opaque words, dates. */
import { pseudonymShape } from '../../redaction/pseudonyms/pseudonym-forms.ts';

export type VaryingKind = 'datetime' | 'date' | 'uuid' | 'sid' | 'pseudonym' | 'opaque';

/** A part of a text: as it stands, or, with a kind, as it varies. */
export type TextPart = { readonly text: string; readonly kind?: VaryingKind };

/** In a url, the colons of a time are escaped; the errors of Graph leave the `Z` out. */
const shapes: { readonly [kind in VaryingKind]: string } = {
  datetime: String.raw`\d{4}-\d\d-\d\dT\d\d(?::|%3A)\d\d(?::|%3A)\d\d(?:\.\d{1,9})?Z?`,
  date: String.raw`(?<!\d)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)`,
  uuid: '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}',
  // The SID of a cloud object is its id, written as four numbers.
  sid: String.raw`S-1-12-1(?:-\d{1,10}){4}`,
  pseudonym: pseudonymShape,
  opaque: '[A-Za-z0-9_-]{20,}={0,2}',
};

const anyShape = new RegExp(
  Object.entries(shapes)
    .map(([kind, shape]) => `(?<${kind}>${shape})`)
    .join('|'),
  'g',
);

/** A text in parts; put together again they are the text. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(anyShape)) {
    const [found] = match;
    const kind = kinds.find((one) => match.groups?.[one] !== undefined);
    if (kind === undefined || (kind === 'opaque' && !isRandom(found))) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: found, kind });
    end = match.index + found.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

const kinds = ['datetime', 'date', 'uuid', 'sid', 'pseudonym', 'opaque'] as const satisfies readonly VaryingKind[];

/** Words that people write seldom change between capitals, small letters and digits; encoded bytes do all the time. */
function isRandom(word: string): boolean {
  const changes = word.match(/(?<=[A-Z])[a-z\d]|(?<=[a-z])[A-Z\d]|(?<=\d)[A-Za-z]/g)?.length ?? 0;
  return /\d/.test(word) && changes >= word.length / 4;
}

/** A text without what varies: two runs in which nothing changed say the same. */
export function textShape(text: string): string {
  return textParts(text)
    .map(({ text: part, kind }) => (kind === undefined ? part : `\u0000${kind}\u0000`))
    .join('');
}
