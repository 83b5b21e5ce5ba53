import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import { childPath } from '../../../src/json/path.ts';
import { referenceFolder } from './sample-reference.ts';

const file = join(referenceFolder, 'v1.0-Prod.accessReviews.csdl.xml');
export const hasMetadata = existsSync(file);

type MetadataType = {
  readonly base: string | undefined;
  readonly isOpen: boolean;
  /** Declared and navigation properties, and the types of their values, without `Collection(…)` and namespace. */
  readonly properties: ReadonlyMap<string, string>;
};

/** The types of v1.0, as far as access reviews need them. */
export type Metadata = ReadonlyMap<string, MetadataType>;

export function readMetadata(): Metadata {
  const types = new Map<string, MetadataType>();
  const element = /<(?:Entity|Complex)Type\s([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:Entity|Complex)Type>)/g;
  for (const [, attributes = '', content = ''] of readFileSync(file, 'utf8').matchAll(element)) {
    const name = attribute(attributes, 'Name') ?? '';
    // Other namespaces come later, and have types of the same names.
    if (types.has(name)) continue;
    const properties = [...content.matchAll(/<(?:Navigation)?Property\s([^>]*?)\/?>/g)].map(
      ([, property = '']) => [attribute(property, 'Name') ?? '', plainType(attribute(property, 'Type') ?? '')] as const,
    );
    const base = attribute(attributes, 'BaseType');
    const isOpen = attribute(attributes, 'OpenType') === 'true';
    types.set(name, {
      base: base === undefined ? undefined : plainType(base),
      isOpen,
      properties: new Map(properties),
    });
  }
  return types;
}

function attribute(text: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1];
}

const plainType = (text: string): string => text.replace(/^Collection\((.*)\)$/, '$1').replace(/^.*\./, '');

/** `userIdentity.type` for each property that the metadata does not declare, with where it stands. */
export function undeclared(
  value: Json,
  { type, path }: { readonly type: string; readonly path: string },
  metadata: Metadata,
): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item, at) => undeclared(item, { type, path: `${path}[${at}]` }, metadata));
  if (!isJsonObject(value)) return [];
  const own = typeOf(value) ?? type;
  return Object.entries(value).flatMap(([name, member]) => {
    if (name.includes('@')) return [];
    const found = name === 'id' && isEntity(own, metadata) ? 'String' : declaredType(own, name, metadata);
    if (found === undefined) return [`${own}.${name} at ${childPath(path, name)}`];
    return metadata.has(found) ? undeclared(member, { type: found, path: childPath(path, name) }, metadata) : [];
  });
}

function typeOf(value: JsonObject): string | undefined {
  const type = value['@odata.type'];
  return typeof type === 'string' ? plainType(type) : undefined;
}

function declaredType(type: string, name: string, metadata: Metadata): string | undefined {
  const found = metadata.get(type);
  return found && (found.properties.get(name) ?? (found.base && declaredType(found.base, name, metadata)));
}

/** The extract has no `entity`, which every entity is and which has the id. */
function isEntity(type: string, metadata: Metadata): boolean {
  const base = metadata.get(type)?.base;
  return base === 'entity' || (base !== undefined && isEntity(base, metadata));
}
