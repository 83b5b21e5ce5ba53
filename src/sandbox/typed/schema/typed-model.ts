/**
 * Answers everything that no pack models: objects of any type of the service's metadata, in one store. This file: the
 * metadata as the layer uses it, type by type.
 */
import {
  isA,
  type Metadata,
  type Operation,
  own,
  type Restriction,
  type TypeReference,
  typeName,
} from '../../../metadata/metadata.ts';

export type TypedProperty = {
  readonly name: string;
  readonly type: TypeReference;
  readonly navigation: boolean;
  readonly contained: boolean;
  /** Never null. */
  readonly required: boolean;
  /** Only the service writes it. */
  readonly computed: boolean;
  readonly restricted: readonly Restriction[];
};

/** A type with all that its bases have. */
export type TypedType = {
  readonly name: string;
  /** The type and its bases. */
  readonly lineage: readonly string[];
  readonly open: boolean;
  readonly abstract: boolean;
  readonly entity: boolean;
  readonly media: boolean;
  /** By name in lower case, as declared: bases first. */
  readonly properties: ReadonlyMap<string, TypedProperty>;
  readonly alternateKeys: readonly string[];
  readonly restricted: readonly Restriction[];
};

export type TypedModel = {
  /** Which service and month: `v1.0@2026-08`. */
  readonly version: string;
  readonly type: (name: string) => TypedType | undefined;
  /** In any spelling: `#microsoft.graph.user`, in any case. */
  readonly typeNamed: (written: string) => TypedType | undefined;
  readonly members: (enumeration: string) => readonly string[] | undefined;
  readonly root: (
    name: string,
  ) => { readonly type: TypeReference; readonly restricted: readonly Restriction[] } | undefined;
  /** Operations of a name that are bound to the type, or to none. */
  readonly operations: (name: string, binding: TypeReference | undefined) => readonly Operation[];
  readonly isA: (type: string, base: string) => boolean;
  /** Types derived from one, the nearest first. */
  readonly derived: (base: string) => readonly TypedType[];
};

export function typedModel(metadata: Metadata, version: string): TypedModel {
  const known = new Map<string, TypedType | undefined>();
  let spellings: ReadonlyMap<string, string> | undefined;
  let bases: ReadonlyMap<string | undefined, readonly string[]> | undefined;
  const type = (name: string): TypedType | undefined => {
    if (!known.has(name)) known.set(name, typeOf(metadata, name));
    return known.get(name);
  };
  return {
    version,
    type,
    typeNamed: (written) => {
      spellings ??= new Map(Object.keys(metadata.types).map((name) => [name.toLowerCase(), name]));
      const name = spellings.get(typeName(written).toLowerCase());
      return name === undefined ? undefined : type(name);
    },
    members: (enumeration) => own(metadata.enums, enumeration),
    root: (name) => {
      const found = own(metadata.roots, name.toLowerCase());
      return found && { type: found, restricted: own(metadata.restrictedRoots ?? {}, name.toLowerCase()) ?? [] };
    },
    operations: (name, binding) =>
      (own(metadata.operations, typeName(name).toLowerCase()) ?? []).filter((one) => isBound(metadata, one, binding)),
    isA: (one, base) => isA(metadata, one, base),
    derived: (base) => {
      bases ??= Map.groupBy(Object.keys(metadata.types), (name) => metadata.types[name]?.base);
      const near = bases.get(base) ?? [];
      return [...near, ...near.flatMap((one) => bases?.get(one) ?? [])].flatMap((one) => type(one) ?? []);
    },
  };
}

function isBound(metadata: Metadata, { binding }: Operation, to: TypeReference | undefined): boolean {
  if (binding === undefined || to === undefined) return binding === to;
  return binding.collection === to.collection && isA(metadata, to.name, binding.name);
}

function typeOf(metadata: Metadata, name: string): TypedType | undefined {
  const chain = lineageOf(metadata, name);
  const declared = chain.map((one) => own(metadata.types, one)).filter((one) => one !== undefined);
  const [first] = declared;
  if (first === undefined) return undefined;
  const properties = new Map<string, TypedProperty>();
  for (const one of declared.toReversed()) {
    for (const [property, reference] of Object.entries(one.properties)) {
      properties.set(property.toLowerCase(), {
        name: property,
        type: reference,
        navigation: one.navigation.includes(property),
        contained: one.contained?.includes(property) ?? false,
        required: one.required?.includes(property) ?? false,
        computed: one.computed?.includes(property) ?? false,
        restricted: own(one.restricted ?? {}, property) ?? [],
      });
    }
  }
  return {
    name,
    lineage: chain,
    open: declared.some((one) => one.open === true),
    abstract: first.abstract === true,
    entity: declared.some((one) => one.entity === true),
    media: declared.some((one) => one.media === true),
    properties,
    alternateKeys: declared.flatMap((one) => one.alternateKeys ?? []),
    restricted: declared.flatMap((one) => own(one.restricted ?? {}, '') ?? []),
  };
}

function lineageOf(metadata: Metadata, name: string): readonly string[] {
  const chain: string[] = [];
  for (let next: string | undefined = name; next !== undefined && !chain.includes(next); ) {
    chain.push(next);
    next = own(metadata.types, next)?.base;
  }
  return chain;
}
