import { isA, type Metadata, type TypeReference } from '../../../src/metadata/metadata.ts';

/** What files and lists consist of, though the metadata does not say that it is contained. */
const parts = new Set(['drive', 'driveItem', 'listItem', 'columnDefinition', 'itemAnalytics']);
/** References all the same. */
const references = new Set(['following', 'followedSites']);

/**
 * Names of navigation properties that refer to other objects instead of holding them, in lower case and in order: those that
 * no type contains, but for what files consist of; of those that some type contains, the collections of which all contain or
 * refer to objects of one type, so that an object is known by its id wherever it stands.
 */
export function relationsIn(metadata: Metadata): readonly string[] {
  const uses = Object.values(metadata.types).flatMap(({ navigation, contained = [], properties }) =>
    navigation.map((name) => ({ name, isContained: contained.includes(name), type: properties[name] })),
  );
  const names = [...Map.groupBy(uses, ({ name }) => name)].flatMap(([name, own]) => {
    if (own.every(({ isContained }) => isContained)) return [];
    const types = own.flatMap(({ type }) => type ?? []);
    const isReference = own.some(({ isContained }) => isContained) ? isOneCollection(types) : !isPart(types, metadata);
    return isReference || references.has(name) ? [name.toLowerCase()] : [];
  });
  return names.sort();
}

const isOneCollection = (types: readonly TypeReference[]): boolean =>
  types.every(({ collection }) => collection) && new Set(types.map(({ name }) => name)).size === 1;

const isPart = (types: readonly TypeReference[], metadata: Metadata): boolean =>
  types.some(({ name }) => parts.has(name) || name.startsWith('workbook') || isA(metadata, name, 'drive'));

/** What POSTs name, from the metadata: actions, and collections in which they create something. */
export function postsIn({ operations, types, roots }: Metadata): {
  readonly collections: readonly string[];
  readonly actions: readonly string[];
} {
  const held = Object.values(types).flatMap(({ navigation, properties }) =>
    navigation.filter((name) => properties[name]?.collection === true),
  );
  const sets = Object.entries(roots).flatMap(([name, { collection }]) => (collection ? [name] : []));
  const collections = new Set([...held, ...sets]);
  const actions = Object.values(operations)
    .flat()
    .filter(({ kind, binding, name }) => kind === 'action' && !collections.has(name) && !ofWorkbook(binding))
    .map(({ name }) => name);
  return { collections: sorted(collections), actions: sorted(actions) };
}

/** They are many, and compute in a workbook. */
const ofWorkbook = (binding: TypeReference | undefined): boolean => binding?.name.startsWith('workbook') === true;

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

/** Actions that take parameters, and only read. */
const reads =
  /^(?:get|check(?!in$|out$)|validate|find|query|search|translate|evaluate|preview|retriev(?:e|al)|extract|parse|runHuntingQuery$)/;
/** Actions after which there is something new, and what they name is as it was. */
const makes = /^(?:clone|copy|create|import|instantiate|invite)/;

export const readingOf = (actions: readonly string[]): readonly string[] =>
  lower(actions.filter((name) => reads.test(name)));

export const makingOf = (actions: readonly string[]): readonly string[] =>
  lower(actions.filter((name) => makes.test(name)));

/** The words that actions begin with, the shortest of those that begin alike. */
export function verbsOf(actions: readonly string[]): readonly string[] {
  // `windowsDefenderScan` begins with a noun.
  const words = sorted(actions.map((name) => /^[a-z]+/.exec(name)?.[0] ?? '')).filter((word) => word !== 'windows');
  return words.filter((word) => !words.some((other) => other !== word && word.startsWith(other)));
}

const lower = (names: readonly string[]): readonly string[] => sorted(names.map((name) => name.toLowerCase()));
