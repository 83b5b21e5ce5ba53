import type { Json } from '../../json/json.ts';
import { isJsonObject } from '../../json/json.ts';
import { FaultFound } from './filter-fault.ts';
import { propertyNamed } from './property-at.ts';

/** `"displayName:north" OR "mail:ann"`: one of these groups has to match, with all of its clauses. */
export type Search = readonly (readonly SearchClause[])[];
type SearchClause = { readonly property: string; readonly words: readonly string[]; readonly split: Split };

/** The parts of a text, one of which begins with each word sought. */
type Split = (text: string) => readonly string[];

/** Reads a directory `$search`. Throws a `FaultFound`. */
export function searchOf(text: string): Search {
  const groups: SearchClause[][] = [[]];
  const form = /[\s+]*"([^":]*):([^"]*)"[\s+]*(?:(AND|OR)\b|$)/y;
  for (let more = true; more; ) {
    const position = form.lastIndex + 1;
    const found = form.exec(text);
    if (found === null) {
      const message = 'expected "property:words" in double quotes, with AND or OR between two of them';
      throw new FaultFound({ kind: 'syntax', message, position });
    }
    const [, property = '', words = '', joint] = found;
    groups.at(-1)?.push(clauseOf(property.trim(), words));
    if (joint === 'OR') groups.push([]);
    more = joint !== undefined;
  }
  return groups;
}

/** Names and descriptions are searched by their parts, all other properties by their beginnings. */
function clauseOf(property: string, words: string): SearchClause {
  return /^(?:displayName|description)$/i.test(property)
    ? { property, words: tokensOf(words), split: (text) => [...tokensOf(text), ...joinedOf(text)] }
    : { property, words: [words.toLowerCase()].filter((one) => one !== ''), split: (text) => [text.toLowerCase()] };
}

/** Reads a `$search` for words anywhere: `"hello world"`, `subject:plan AND pizza`. Throws a `FaultFound`. */
export function freeSearchOf(text: string): Search {
  const whole = text.replace(/^\s*"(.*)"\s*$/s, '$1').replaceAll('\\"', '"');
  const groups = whole.split(/\s+OR\s+/).map((group) =>
    group.split(/\s+AND\s+/).map((clause): SearchClause => {
      const [, property = '', words = clause] = /^"?(\w+):(.*)$/s.exec(clause.trim()) ?? [];
      return { property, words: wordsOf(words), split: wordsOf };
    }),
  );
  if (groups.flat().every(({ words }) => words.length > 0)) return groups;
  throw new FaultFound({ kind: 'syntax', message: 'expected words', position: 1 });
}

export function matchesSearch(search: Search, wire: Json): boolean {
  return search.some((clauses) => clauses.every((clause) => matchesClause(clause, wire)));
}

function matchesClause({ property, words, split }: SearchClause, wire: Json): boolean {
  const value = property === '' ? wire : isJsonObject(wire) ? propertyNamed(wire, property) : null;
  const present = property === '' || typeof value === 'string' ? textsIn(value ?? null).flatMap(split) : [];
  return words.length > 0 && words.every((word) => present.some((one) => one.startsWith(word)));
}

function textsIn(wire: Json): readonly string[] {
  if (typeof wire === 'string') return [wire];
  if (Array.isArray(wire)) return wire.flatMap(textsIn);
  return isJsonObject(wire) ? Object.values(wire).flatMap(textsIn) : [];
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}@.]+/u)
    .filter((word) => word !== '');
}

/** A part ends where the characters change: from small to capital letters, between letters, digits and symbols. */
const tokensOf = (text: string): readonly string[] =>
  (text.match(/\p{Lu}*[\p{L}--\p{Lu}]+|\p{Lu}+|\p{N}+/gv) ?? []).map((token) => token.toLowerCase());

/** `helloworld` for `hello-world`. */
const joinedOf = (text: string): readonly string[] =>
  text.split(/\s+/).map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase());
