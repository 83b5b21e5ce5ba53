/**
 * The contract room: the service's own metadata, and the findings of scenarios against it. This file: the index of a
 * CSDL document (OData 4.0 Common Schema Definition Language) as plain data, and how names are looked up in it.
 */

import { onceFor } from '../once-for.ts';

export type GraphVersion = 'v1.0' | 'beta';

/** Names of types are without the namespace `microsoft.graph`; those of others keep the rest: `callRecords.session`. */
export type Metadata = {
  /** `true`: it has an entity container, so that whatever it lacks does not exist. An extract is incomplete. */
  readonly whole: boolean;
  readonly types: { readonly [name: string]: StructuredType };
  /** Members by type. */
  readonly enums: { readonly [name: string]: readonly string[] };
  /** Entity sets and singletons, by their name in lower case. */
  readonly roots: { readonly [name: string]: TypeReference };
  /** Operations that entity sets do not support, by their names in lower case. */
  readonly restrictedRoots?: { readonly [name: string]: readonly Restriction[] };
  /** Actions and functions, by their name in lower case. */
  readonly operations: { readonly [name: string]: readonly Operation[] };
};

export type StructuredType = {
  readonly base?: string;
  /** It may have undeclared properties. */
  readonly open?: true;
  readonly abstract?: true;
  readonly properties: { readonly [name: string]: TypeReference };
  /** The names among them that are navigation properties. */
  readonly navigation: readonly string[];
  /** An entity, not a complex type. */
  readonly entity?: true;
  /** It has a media stream. */
  readonly media?: true;
  /** Properties that are never null. */
  readonly required?: readonly string[];
  /** Navigation properties whose targets live inside the object. */
  readonly contained?: readonly string[];
  /** Properties that only the service writes. */
  readonly computed?: readonly string[];
  /** Properties other than the key by which an object can be addressed. */
  readonly alternateKeys?: readonly string[];
  /** Operations that are not supported, by navigation property; the empty name is the type itself. */
  readonly restricted?: { readonly [name: string]: readonly Restriction[] };
};

export type Restriction = 'insert' | 'update' | 'delete';

/** `Edm.String`, `group`, … and whether it is a collection of them. */
export type TypeReference = { readonly name: string; readonly collection: boolean };

export type Operation = {
  readonly kind: 'action' | 'function';
  readonly name: string;
  /** The type that it is bound to; without one, the container imports it. */
  readonly binding?: TypeReference;
  readonly parameters: { readonly [name: string]: TypeReference };
  /** Required parameters. */
  readonly required?: readonly string[];
  readonly returns?: TypeReference;
};

/** A property of a type or of one of its base types. `unknown`: it cannot be determined. */
export type FoundProperty = { readonly name: string; readonly type: TypeReference; readonly navigation: boolean };

/** A type, then its bases. Ends with `unknown` where a base is not in the metadata. */
function* lineage(metadata: Metadata, name: string): Generator<StructuredType | 'unknown'> {
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const type: StructuredType | undefined = own(metadata.types, next);
    if (type === undefined) {
      // Every extract lacks the base type of all entities, which is known nevertheless.
      if (next === 'entity') yield entity;
      else yield 'unknown';
      return;
    }
    yield type;
    next = type.base;
  }
}

const entity: StructuredType = { properties: { id: { name: 'Edm.String', collection: false } }, navigation: [] };

/** Looks a property up, ignoring case. `unknown` if the type does not have it, but is open or incompletely known. */
export function findProperty(metadata: Metadata, type: string, name: string): FoundProperty | 'unknown' | undefined {
  let certain = true;
  for (const one of lineage(metadata, type)) {
    if (one === 'unknown') return 'unknown';
    const key = keyOf(one, name);
    const found = key === undefined ? undefined : one.properties[key];
    if (key !== undefined && found !== undefined) {
      return { name: key, type: found, navigation: one.navigation.includes(key) };
    }
    if (one.open === true) certain = false;
  }
  return certain ? undefined : 'unknown';
}

const keysOf = onceFor(
  ({ properties }: StructuredType) => new Map(Object.keys(properties).map((key) => [key.toLowerCase(), key])),
);

/** A property's declared name, looked up ignoring case. */
const keyOf = (type: StructuredType, name: string): string | undefined => keysOf(type).get(name.toLowerCase());

/** Whether all base types of a type are known, and one of them is open. */
export function isOpen(metadata: Metadata, type: string): boolean {
  const all = [...lineage(metadata, type)];
  return !all.includes('unknown') && all.some((one) => one !== 'unknown' && one.open === true);
}

/** The names of all properties of a completely known type. */
export function propertyNames(metadata: Metadata, type: string): readonly string[] {
  return [...lineage(metadata, type)].flatMap((one) => (one === 'unknown' ? [] : Object.keys(one.properties)));
}

/** Whether a type is another, or derived from it. */
export function isA(metadata: Metadata, type: string, base: string): boolean {
  const seen = new Set<string>();
  for (
    let next: string | undefined = type;
    next !== undefined && !seen.has(next);
    next = own(metadata.types, next)?.base
  ) {
    if (next === base) return true;
    seen.add(next);
  }
  return false;
}

/** The types derived from one, near or far. */
export function derivedTypes(metadata: Metadata, base: string): readonly string[] {
  const known = derivedOf.get(metadata) ?? new Map<string, readonly string[]>();
  derivedOf.set(metadata, known);
  const derived =
    known.get(base) ?? Object.keys(metadata.types).filter((name) => name !== base && isA(metadata, name, base));
  known.set(base, derived);
  return derived;
}

const derivedOf = new WeakMap<Metadata, Map<string, readonly string[]>>();

/** Whether any type at all has a property of this name. */
export const isKnownName = (metadata: Metadata, name: string): boolean => namesOf(metadata).has(name.toLowerCase());

const namesOf = onceFor(({ types }: Metadata) => {
  const names = Object.values(types).flatMap(({ properties }) => Object.keys(properties));
  return new Set(names.map((one) => one.toLowerCase()));
});

/** A member of a record made from a document: names like `constructor` are nothing special. */
export function own<T>(record: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** `#microsoft.graph.user`, `graph.user` and `microsoft.graph.user` are all `user`. */
export function typeName(written: string): string {
  return written.replace(/^#/, '').replace(/^(?:microsoft\.graph|graph)\./i, '');
}
