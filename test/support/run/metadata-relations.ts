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

/** Actions after which there is something new. */
const makes = /^(?:add|clone|copy|create|import|instantiate|invite|upload)/i;

/** Names of bound actions that change what is there, in lower case and in order; those of workbooks aside, which are many. */
export function actionsIn({ operations, types }: Metadata): readonly string[] {
  const collections = new Set(Object.values(types).flatMap(({ navigation }) => navigation));
  const names = Object.values(operations)
    .flat()
    .filter(
      ({ kind, binding, name }) =>
        kind === 'action' && binding?.name.startsWith('workbook') === false && !collections.has(name),
    )
    .map(({ name }) => name);
  return [...new Set(names.filter((name) => !makes.test(name)).map((name) => name.toLowerCase()))].sort();
}
