import type { Metadata, Operation, StructuredType, TypeReference } from './metadata.ts';

/**
 * The index as it ships: references as text (`user`, `[]user`), empty lists left out. In this form a whole service
 * takes a megabyte, a sixth of it zipped.
 */
export type PackedModel = {
  readonly version: string;
  readonly types: { readonly [name: string]: PackedType };
  readonly enums: Metadata['enums'];
  readonly roots: { readonly [name: string]: string };
  readonly restrictedRoots?: NonNullable<Metadata['restrictedRoots']>;
  readonly operations: readonly PackedOperation[];
};

type PackedType = Omit<StructuredType, 'properties' | 'navigation'> & {
  readonly properties?: { readonly [name: string]: string };
  readonly navigation?: readonly string[];
};

type PackedOperation = Omit<Operation, 'parameters' | 'returns' | 'binding'> & {
  readonly binding?: string;
  readonly parameters?: { readonly [name: string]: string };
  readonly returns?: string;
};

/** `version`: of which service and month it is, such as `v1.0@2026-08`. */
export function packModel(
  { types, enums, roots, restrictedRoots = {}, operations }: Metadata,
  version: string,
): PackedModel {
  return {
    version,
    types: mapped(types, ({ properties, navigation, ...rest }) => ({
      ...rest,
      ...(Object.keys(properties).length === 0 ? {} : { properties: mapped(properties, written) }),
      ...(navigation.length === 0 ? {} : { navigation }),
    })),
    enums,
    roots: mapped(roots, written),
    restrictedRoots,
    operations: Object.values(operations)
      .flat()
      .map(({ parameters, returns, binding, ...rest }) => ({
        ...rest,
        ...(binding !== undefined && { binding: written(binding) }),
        ...(Object.keys(parameters).length === 0 ? {} : { parameters: mapped(parameters, written) }),
        ...(returns !== undefined && { returns: written(returns) }),
      })),
  };
}

export function unpackModel({ types, enums, roots, restrictedRoots = {}, operations }: PackedModel): Metadata {
  const known = new Map<string, TypeReference>();
  const reference = (text: string): TypeReference => {
    const found = known.get(text) ?? referenceOf(text);
    known.set(text, found);
    return found;
  };
  const unpacked = operations.map(
    ({ parameters, returns, binding, ...rest }): Operation => ({
      ...rest,
      ...(binding !== undefined && { binding: reference(binding) }),
      parameters: mapped(parameters ?? {}, reference),
      ...(returns !== undefined && { returns: reference(returns) }),
    }),
  );
  return {
    whole: true,
    types: lazily(types, ({ properties, navigation = [], ...rest }) => {
      // The base type is read of all types, their members of few.
      let made: ReturnType<typeof mapped<string, TypeReference>> | undefined;
      return {
        ...rest,
        get properties() {
          made ??= mapped(properties ?? {}, reference);
          return made;
        },
        navigation,
      };
    }),
    enums,
    roots: mapped(roots, reference),
    restrictedRoots,
    operations: Object.fromEntries(Map.groupBy(unpacked, ({ name }) => name.toLowerCase())),
  };
}

const written = ({ name, collection }: TypeReference): string => (collection ? `[]${name}` : name);

const referenceOf = (text: string): TypeReference =>
  text.startsWith('[]') ? { name: text.slice(2), collection: true } : { name: text, collection: false };

/** A process uses a few of thousands of types: each is decoded on first use. */
function lazily<T extends object, U extends object>(
  record: { readonly [name: string]: T },
  make: (value: T) => U,
): { readonly [name: string]: U } {
  const made = new Map<string | symbol, U>();
  const proxy: unknown = new Proxy(record, {
    get: (target, name) => {
      const value = typeof name === 'string' && Object.hasOwn(target, name) ? target[name] : undefined;
      if (value === undefined) return undefined;
      const known = made.get(name) ?? make(value);
      made.set(name, known);
      return known;
    },
  });
  // The proxy shows the decoded value under each name.
  return proxy as { readonly [name: string]: U };
}

function mapped<T, U>(record: { readonly [name: string]: T }, change: (value: T) => U): { [name: string]: U } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
