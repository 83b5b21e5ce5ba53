import { defined } from '../defined.ts';
import { misspellingOf } from '../diagnostics/suggest.ts';
import {
  derivedTypes,
  findProperty,
  isA,
  isOpen,
  type Metadata,
  type Operation,
  own,
  propertyNames,
  type TypeReference,
  typeName,
} from './metadata.ts';
import { callOf } from './url-shape.ts';

/** The target of a path. */
export type Resolved =
  /** `operation`: the last segment calls it, and `type` is its return type; absent if it returns nothing. */
  | {
      readonly kind: 'found';
      readonly type?: TypeReference;
      readonly operation?: Operation;
      readonly suffix?: Suffix;
      /** The last segment is the key of one in a collection. */
      readonly keyed?: true;
    }
  /** Unknown: the metadata lacks a type on the way, or the type is open. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** There is no such segment; `known` lists the existing ones. */
  | { readonly kind: 'missing'; readonly segment: string; readonly of: string; readonly known: readonly string[] };

/** Segments that may follow any path: OData 4.0 part 2, 4.4 to 4.8. */
const suffixes = ['$count', '$ref', '$value'] as const;
type Suffix = (typeof suffixes)[number];

/** The entry points of an extract, which has no entity container. */
const anchors: { readonly [path: string]: TypeReference } = {
  'identitygovernance/accessreviews': { name: 'accessReviewSet', collection: false },
  users: { name: 'user', collection: true },
  groups: { name: 'group', collection: true },
};

/** Follows a path through the metadata. */
export function resolvePath(segments: readonly string[], metadata: Metadata): Resolved {
  const addressed = withoutPathAddressing(segments);
  const begun = begin(addressed, metadata);
  if (!('at' in begun)) return begun;
  let here: Step = { kind: 'found', type: begun.type };
  for (const segment of addressed.slice(begun.at)) {
    if (here.kind !== 'found') return here;
    if (here.type === undefined || here.suffix !== undefined) {
      return { kind: 'missing', segment, of: segments.join('/'), known: [] };
    }
    here = follow(segment, here.type, metadata);
  }
  return here;
}

type Step = Resolved;

/** `root:/Documents/plan.docx:/content` is an item addressed by its path: the text between the colons is a key. */
function withoutPathAddressing(segments: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let within = false;
  for (const segment of segments) {
    const colon = segment.length > 1 && segment.endsWith(':');
    if (!within) kept.push(colon ? segment.slice(0, -1) : segment);
    if (colon) within = !within;
  }
  return kept;
}

function begin(
  segments: readonly string[],
  metadata: Metadata,
): Resolved | { readonly at: number; readonly type: TypeReference } {
  const [first = ''] = segments;
  const { name, inside } = callOf(first);
  if (first === '$batch') return { kind: 'unknown', why: 'it is a batch' };
  const root = own(metadata.roots, name.toLowerCase());
  if (root !== undefined) return { at: 1, type: inside === undefined ? root : { ...root, collection: false } };
  const path = segments.map((segment) => segment.toLowerCase());
  for (const [anchor, type] of Object.entries(anchors)) {
    const parts = anchor.split('/');
    if (parts.every((part, at) => path[at] === part) && own(metadata.types, type.name) !== undefined) {
      return { at: parts.length, type };
    }
  }
  if (!metadata.whole) return { kind: 'unknown', why: `the metadata has no entry point /${first}` };
  return { kind: 'missing', segment: first, of: 'the service', known: Object.keys(metadata.roots) };
}

function follow(segment: string, type: TypeReference, metadata: Metadata): Step {
  const suffix = suffixes.find((one) => one === segment);
  if (suffix !== undefined) return { kind: 'found', type, suffix };
  const { name, inside } = callOf(segment);
  const cast = castTo(name, type, metadata);
  if (cast !== undefined) return { kind: 'found', type: cast };
  const operation = findOperation(name, type, metadata);
  if (operation !== undefined) {
    return { kind: 'found', operation, ...defined({ type: operation.returns }) };
  }
  if (type.collection) {
    // Every name that is not an operation is a key: ids are opaque.
    if (/^(?:microsoft\.)?graph\./.test(name)) return { kind: 'unknown', why: `the metadata does not have ${name}` };
    return { kind: 'found', type: { ...type, collection: false }, keyed: true };
  }
  const property = findProperty(metadata, type.name, name);
  if (property === 'unknown' && isMisspelled(name, type, metadata)) return ofDerived(segment, type, metadata);
  if (property === 'unknown' || (property === undefined && standsForName.test(segment))) {
    return { kind: 'unknown', why: `the metadata is incomplete for ${type.name}` };
  }
  if (property === undefined) return ofDerived(segment, type, metadata);
  const keyed = inside !== undefined && property.type.collection;
  return { kind: 'found', type: keyed ? { ...property.type, collection: false } : property.type };
}

/** A property that an open type may have is not a misspelling of a declared one. Names of extensions contain `_`. */
function isMisspelled(name: string, { name: type }: TypeReference, metadata: Metadata): boolean {
  if (!/^[A-Za-z][A-Za-z\d]*$/.test(name) || !isOpen(metadata, type)) return false;
  return misspellingOf(name, propertyNames(metadata, type)) !== undefined;
}

/** A segment that only derived types have would need a cast; Graph does without in places. */
function ofDerived(segment: string, type: TypeReference, metadata: Metadata): Step {
  const { name } = callOf(segment);
  const derived = derivedTypes(metadata, type.name);
  if (derived.some((one) => findProperty(metadata, one, name) !== undefined)) {
    return { kind: 'unknown', why: `only types derived from ${type.name} have ${name}` };
  }
  const operations = Object.values(metadata.operations).flat();
  const bound = operations.filter((one) => fits(one, type, metadata)).map((one) => one.name);
  const known = [...propertyNames(metadata, type.name), ...bound];
  // An extract may lack operations.
  if (!metadata.whole && bound.length === 0)
    return { kind: 'unknown', why: `the metadata may be incomplete for ${type.name}` };
  return { kind: 'missing', segment: name, of: type.name, known };
}

/** A value that only the run has, or a placeholder of a page. */
const standsForName = /\$\{|^[{<]|^\.\.\.$/;

function castTo(name: string, type: TypeReference, metadata: Metadata): TypeReference | undefined {
  if (!/^(?:microsoft\.)?graph\./.test(name)) return undefined;
  const short = typeName(name);
  const known =
    own(metadata.types, short) === undefined
      ? Object.keys(metadata.types).find((one) => one.toLowerCase() === short.toLowerCase())
      : short;
  return known === undefined ? undefined : { ...type, name: known };
}

function findOperation(name: string, type: TypeReference, metadata: Metadata): Operation | undefined {
  const named = own(metadata.operations, typeName(name).toLowerCase()) ?? [];
  return named.find((one) => fits(one, type, metadata));
}

function fits({ binding }: Operation, type: TypeReference, metadata: Metadata): boolean {
  return binding !== undefined && binding.collection === type.collection && isA(metadata, type.name, binding.name);
}
