import { defined } from '../../../defined.ts';
import { isItem, isPlural, singular } from '../nouns.ts';
import { mapGuids } from './link-names.ts';
import type { Linker } from './linker.ts';
import type { Use } from './use.ts';

export type Replacements = {
  /** Texts that the importer gave a name before: mail addresses, what marks a run's own things. */
  readonly texts: ReadonlyMap<string, string>;
  /** Only as a whole OData string: `displayName eq '…'`. */
  readonly quoted: (text: string, property: string | undefined) => string | undefined;
};

const scan =
  /(?<escape>%[0-9A-Fa-f]{2})|(?<paging>(?<=(?:skip|delta)token=)[^&\s]+)|(?<braces>\{:?[A-Za-z](?![0-9a-f-]{35}\})[\w .|=-]*\}|(?<=[=(/,])<[A-Za-z][\w .|-]*>)|(?<quoted>'(?<inner>[^'&?{}]+)')|(?<mail>[\w.+%-]+@[\w-]+(?:\.[\w-]+)+)|(?<word>(?:(?<=\/)-)?[A-Za-z0-9_][\w-]*(?:={1,3}(?!\w))?)/g;

const neighborhood = 200;

/** One pass over a text; inserted text is not searched again. */
export function linkText(text: string, use: Use, { linker, known }: { linker: Linker; known: Replacements }): string {
  let result = '';
  let end = 0;
  const query = text.indexOf('?');
  const isUrl = use.place === 'url' || /^(?:https?:\/)?\//.test(text);
  for (const match of text.matchAll(scan)) {
    const { groups = {}, index } = match;
    if (index < end) continue;
    // The nearest neighbors determine an id: searching a long text for each would take too long.
    const before = text.slice(Math.max(0, index - neighborhood), index);
    const after = text.slice(index + match[0].length, index + match[0].length + 3);
    const inPath = use.place === 'url' && (query === -1 || index < query);
    const reference = isUrl && use.place === 'body';
    const here = { ...use, reference, ...around(before, after, { ...use, inPath }) };
    const shown = isUrl && /[/(']$/.test(before) ? segmentAt(text, index) : undefined;
    // A value that the importer named before has that name.
    const segment = shown === undefined || known.texts.has(shown) ? undefined : shown;
    const wholeSegment =
      segment === undefined
        ? undefined
        : linker.segment(segment, {
            ...use,
            reference,
            ...around(before, text.slice(index + segment.length).slice(0, 3), { ...use, inPath }),
          });
    if (segment !== undefined && wholeSegment !== undefined) {
      result += literal(text.slice(end, index)) + wholeSegment;
      end = index + segment.length;
      continue;
    }
    const put = replacement(groups, here, { linker, known, isUrl, inPath, before, isWhole: match[0] === text });
    if (put === undefined) continue;
    result += literal(text.slice(end, index)) + put;
    end = index + match[0].length;
  }
  return result + literal(text.slice(end));
}

/** The whole segment that begins here, because ids contain dots, dashes and other separators. */
const segmentAt = (text: string, at: number): string | undefined =>
  /^[^/?()'&#\s{}]*[^/?()'&#\s{}:]/.exec(text.slice(at, at + 400))?.[0];

type Surroundings = {
  readonly linker: Linker;
  readonly known: Replacements;
  readonly isUrl: boolean;
  /** Before the query of a request's own url. */
  readonly inPath: boolean;
  readonly before: string;
  /** The match is all of the text. */
  readonly isWhole: boolean;
};

type Groups = { readonly [name: string]: string | undefined };

function replacement(
  { braces, quoted, inner, mail, word, paging }: Groups,
  use: Use,
  { linker, known, isUrl, inPath, before, isWhole }: Surroundings,
): string | undefined {
  if (paging !== undefined) return linker.pagingToken(paging, use);
  if (braces !== undefined) return linker.placeholder(braces, use);
  if (quoted !== undefined && inner !== undefined) {
    const property = /(\w+)(?: |\+|%20)(?:eq|in)(?: |\+|%20)$/i.exec(before)?.[1];
    const name = known.quoted(inner, property) ?? known.texts.get(inner);
    if (name !== undefined) return `'${name}'`;
    // `messages('AAMk=')`: a key, like one after a slash.
    const key = isUrl && before.endsWith('(') ? linker.segment(inner, use) : undefined;
    if (key !== undefined) return `'${key}'`;
    // `groups('groupId')`: a word in place of a value.
    const parameter = /(\w+)=$/.exec(before)?.[1];
    if (isUrl && parameter !== undefined && (inner === parameter || /^(?:parameter|\w+[_-])value$/i.test(inner))) {
      return `'${linker.placeholder(`{${parameter}}`, use)}'`;
    }
    if (isUrl && before.endsWith('(') && /^[a-z]+(?:Id|-id)$/i.test(inner))
      return `'${linker.placeholder(`{${inner}}`, use)}'`;
    const linked = linkText(inner, use, { linker, known });
    return linked === literal(inner) ? undefined : `'${linked}'`;
  }
  if (mail !== undefined) {
    const names = use.place === 'url' && inPath && (isWhole || /[/']$/.test(before));
    return known.texts.get(mail) ?? (names ? linker.address(mail, use) : undefined);
  }
  if (word === undefined) return undefined;
  if (linker.isProduced(word, use.step) && word.length >= 8) return linker.resolve(word, use);
  const linked = mapGuids(word, (guid) => linker.resolve(guid, use));
  if (linked !== word) return linked;
  const whole = use.place === 'url' ? before.endsWith('/') : before === '' && isWhole;
  if (whole && linker.isReplaced(word)) return linker.resolve(word, use);
  const opaque = inPath && before.endsWith('/') && isItem(word);
  return opaque && use.noun !== undefined ? linker.resolve(word, use) : undefined;
}

/** The words around an id that describe it. */
function around(
  before: string,
  after: string,
  { inPath, noun, role }: Use & { readonly inPath: boolean },
): Partial<Use> {
  const collection =
    /([A-Za-z]\w*)(?:\/|\('?)$/.exec(before)?.[1] ??
    /[(,/?&]([A-Za-z]\w*)Id='?$/.exec(before)?.[1] ??
    /([A-Za-z]\w*)(?:\/[iI]d|Id)(?: |\+|%20)eq(?: |\+|%20)(?:'|%27)?$/.exec(before)?.[1];
  const found =
    collection === undefined || !(isPlural(collection) || collection !== 'v1') ? undefined : singular(collection);
  const target = inPath && /^(?:\?|$|'\)$)/.test(after);
  return {
    ...(found === undefined ? defined({ noun }) : { noun: found }),
    ...defined({ role }),
    target,
  };
}

/** A literal `${` must not begin an expression. */
export function literal(text: string): string {
  return text.replaceAll('${', () => '$${');
}
