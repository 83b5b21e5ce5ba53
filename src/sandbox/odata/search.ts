import type { Json } from '../../json/json.ts';
import { isJsonObject } from '../../json/json.ts';
import { FaultFound } from './filter-fault.ts';
import { propertyNamed } from './property-at.ts';

/** `"displayName:north" OR "mail:ann"`: one of these groups has to match, with all of its clauses. */
export type Search = readonly (readonly SearchClause[])[];
type SearchClause = { readonly property: string; readonly words: readonly string[] };

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
    groups.at(-1)?.push({ property: property.trim(), words: wordsOf(words) });
    if (joint === 'OR') groups.push([]);
    more = joint !== undefined;
  }
  return groups;
}

/** Reads a `$search` for words anywhere: `"hello world"`, `subject:plan AND pizza`. Throws a `FaultFound`. */
export function freeSearchOf(text: string): Search {
  const whole = text.replace(/^\s*"(.*)"\s*$/s, '$1').replaceAll('\\"', '"');
  const groups = whole.split(/\s+OR\s+/).map((group) =>
    group.split(/\s+AND\s+/).map((clause): SearchClause => {
      const [, property = '', words = clause] = /^"?(\w+):(.*)$/s.exec(clause.trim()) ?? [];
      return { property, words: wordsOf(words) };
    }),
  );
  if (groups.flat().every(({ words }) => words.length > 0)) return groups;
  throw new FaultFound({ kind: 'syntax', message: 'expected words', position: 1 });
}

/** Each word sought starts a word of the property. */
export function matchesSearch(search: Search, wire: Json): boolean {
  return search.some((clauses) => clauses.every((clause) => matchesClause(clause, wire)));
}

function matchesClause({ property, words }: SearchClause, wire: Json): boolean {
  if (property === '') return words.every((word) => textsOf(wire).some((one) => one.startsWith(word)));
  const value = isJsonObject(wire) ? propertyNamed(wire, property) : null;
  if (typeof value !== 'string') return false;
  const present = [value.toLowerCase(), ...wordsOf(value)];
  return words.length > 0 && words.every((word) => present.some((one) => one.startsWith(word)));
}

function textsOf(wire: Json): readonly string[] {
  if (typeof wire === 'string') return wordsOf(wire);
  if (Array.isArray(wire)) return wire.flatMap(textsOf);
  return isJsonObject(wire) ? Object.values(wire).flatMap(textsOf) : [];
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}@.]+/u)
    .filter((word) => word !== '');
}
