/** Parts of a text that change from run to run: ids, pseudonyms, opaque words, dates. */
import { guidSource } from '../../guid.ts';
import { escapeMark, pseudonymShape } from '../../redaction/pseudonyms/pseudonym-forms.ts';

export type VaryingKind = 'datetime' | 'date' | 'uuid' | 'sid' | 'pseudonym' | 'opaque';

/** A part of a text: a constant or, with a kind, a part that varies. */
export type TextPart = { readonly text: string; readonly kind?: VaryingKind };

const colon = `(?::|${escapeMark}3A)`;

/** In a url, the colons of a time are escaped; errors of Graph omit the `Z`. */
const shapes = {
  datetime: String.raw`\d{4}-\d\d-\d\dT\d\d${colon}\d\d${colon}\d\d(?:\.\d{1,9})?Z?`,
  date: String.raw`(?<!\d)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)`,
  uuid: guidSource.replaceAll('a-f', 'A-Fa-f'),
  // The SID of a cloud object is its id, written as four numbers.
  sid: String.raw`S-1-12-1(?:-\d{1,10}){4}`,
  pseudonym: pseudonymShape,
  // It does not begin with the end of an escape.
  opaque: `(?<!${escapeMark}[0-9A-Fa-f]?)[A-Za-z0-9_-]{20,}={0,2}`,
} as const satisfies { readonly [kind in VaryingKind]: string };

const shapeOf = (all: readonly VaryingKind[]): RegExp =>
  new RegExp(all.map((kind) => `(?<${kind}>${shapes[kind]})`).join('|'), 'g');

const kinds = ['datetime', 'date', 'uuid', 'sid', 'pseudonym', 'opaque'] as const satisfies readonly VaryingKind[];
const anyShape = shapeOf(kinds);
/** Parts that may occur inside a long word that is not opaque: `-S-1-12-1-…-`. */
const innerShape = shapeOf(['datetime', 'date', 'uuid', 'sid', 'pseudonym']);

/** A text in parts; put together again they are the text. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { at, found, kind } of foundIn(text, anyShape)) {
    if (at > end) parts.push({ text: text.slice(end, at) });
    parts.push({ text: found, kind });
    end = at + found.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

type Found = { readonly at: number; readonly found: string; readonly kind: VaryingKind };

function foundIn(text: string, shape: RegExp): readonly Found[] {
  return [...text.matchAll(shape)].flatMap((match): readonly Found[] => {
    const [found] = match;
    const kind = kinds.find((one) => match.groups?.[one] !== undefined);
    if (kind === undefined) return [];
    return kind === 'opaque' ? foundInWord(found, match.index) : [{ at: match.index, found, kind }];
  });
}

/** A long word is opaque as a whole, unless it contains ids: then the parts between them may be opaque. */
function foundInWord(word: string, at: number): readonly Found[] {
  const inner = foundIn(word, innerShape);
  if (isRandom(word) && inner.every(({ kind }) => isTime(kind))) return [{ at, found: word, kind: 'opaque' }];
  const parts: Found[] = [];
  let end = 0;
  for (const one of [...inner, { at: word.length, found: '', kind: undefined }]) {
    const between = word.slice(end, one.at);
    if (between.length >= 20 && isRandom(between)) parts.push({ at: at + end, found: between, kind: 'opaque' });
    if (one.kind !== undefined) parts.push({ ...one, at: at + one.at });
    end = one.at + one.found.length;
  }
  return parts;
}

export function isTime(kind: VaryingKind): kind is 'datetime' | 'date' {
  return kind === 'datetime' || kind === 'date';
}

/** Words that people write seldom change between capitals, small letters and digits; encoded bytes do all the time. */
function isRandom(word: string): boolean {
  const changes = word.match(/(?<=[A-Z])[a-z\d]|(?<=[a-z])[A-Z\d]|(?<=\d)[A-Za-z]/g)?.length ?? 0;
  return /\d/.test(word) && changes >= word.length / 4;
}

/** A text without the parts that vary: it is the same in two runs in which nothing changed. */
export function textShape(text: string): string {
  return textParts(text)
    .map(({ text: part, kind }) => (kind === undefined ? part : `\u0000${kind}\u0000`))
    .join('');
}
