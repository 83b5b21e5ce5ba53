import { onceFor } from '../once-for.ts';
import type { Metadata } from './metadata.ts';

/** The names of a service, and the words that they are made of. */
export type Vocabulary = {
  /** As they are spelled, by their lower case: properties and parameters. */
  readonly names: ReadonlyMap<string, string>;
  /** In lower case, those of types, members and operations, too. */
  readonly words: ReadonlySet<string>;
};

/** `displayName` and `OSVersion2` are `display`, `name` and `os`, `version`. */
export function wordsOf(name: string): readonly string[] {
  return [...name.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)].map(([word]) => word.toLowerCase());
}

export const vocabularyOf = onceFor(readVocabulary);

function readVocabulary({ types, enums, operations, roots }: Metadata): Vocabulary {
  const names = [
    ...Object.values(types).flatMap(({ properties }) => Object.keys(properties)),
    ...Object.values(operations).flatMap((all) => all.flatMap(({ parameters }) => Object.keys(parameters))),
  ];
  const other = [
    ...[types, enums, operations, roots].flatMap((all) => Object.keys(all)),
    ...Object.values(operations).flatMap((all) => all.map(({ name }) => name)),
    ...Object.values(enums).flat(),
  ];
  return {
    names: new Map(names.map((name) => [name.toLowerCase(), name])),
    words: new Set([...names, ...other].flatMap(wordsOf)),
  };
}
