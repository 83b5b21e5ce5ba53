import { FaultFound } from './filter-fault.ts';

export type FilterToken = {
  readonly kind: 'word' | 'text' | 'number' | 'date' | 'id' | 'mark' | 'end';
  /** As written; for a text, the content of the quotes, with `''` as `'`. */
  readonly text: string;
  /** Characters before it. */
  readonly at: number;
};

// Sticky, so that each pattern matches only at the end of the last token. A `+` is a space that was not decoded.
const forms = [
  ['space', /[\s+]+/y],
  ['text', /(?:duration|binary|microsoft\.graph\.\w+)?'((?:[^']|'')*)'/iy],
  ['id', /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/iy],
  ['date', /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d)?)?(?!\w)/iy],
  ['number', /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/iy],
  ['word', /[\p{L}_$@][\p{L}\p{N}_.$@-]*/uy],
  ['mark', /[(),/:]/y],
] as const;

/** The tokens of a query option; the last one is its end. Throws a `FaultFound` if it is invalid. */
export function tokensOf(text: string): readonly FilterToken[] {
  const tokens: FilterToken[] = [];
  let at = 0;
  while (at < text.length) {
    const [kind, found] = formAt(text, at);
    if (kind !== 'space') tokens.push({ kind, text: kind === 'text' ? unquoted(found[1]) : found[0], at });
    at += found[0].length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function formAt(text: string, at: number): readonly [FilterToken['kind'] | 'space', RegExpExecArray] {
  for (const [kind, form] of forms) {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found !== null) return [kind, found];
  }
  const character = text[at] ?? '';
  const why =
    character === "'"
      ? 'the text that starts here never ends'
      : /[‘’“”"]/.test(character)
        ? `${character} does not quote a text, only ' does`
        : `${character} has no meaning here`;
  throw new FaultFound({ kind: 'syntax', message: why, position: at + 1 });
}

const unquoted = (text = ''): string => text.replaceAll("''", "'");
