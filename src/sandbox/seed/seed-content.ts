import { suggestion } from '../../diagnostics/suggest.ts';
import type { SeedFault } from '../packs/directory/seed/seed-references.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { TypedType } from '../typed/schema/typed-model.ts';
import type { SeedContent, SeedObject } from './seed-objects.ts';

/** Bytes in a seed, by the property that has them; '' for those of the object itself. */
type Held = readonly (readonly [property: string, content: SeedContent])[];

const isOne = (content: NonNullable<SeedObject['content']>): content is SeedContent => typeof content.type === 'string';

function heldBy({ content }: SeedObject, type: TypedType): Held {
  if (content === undefined) return [];
  if (!isOne(content)) return Object.entries(content);
  return [[type.name === 'driveItem' ? 'content' : '', content]];
}

/** The faults of an object's bytes. */
export function contentFaults(object: SeedObject, type: TypedType): readonly SeedFault[] {
  const streams = [...type.properties.values()].filter((one) => one.type.name === 'Edm.Stream').map(({ name }) => name);
  return heldBy(object, type).flatMap(([name]): readonly SeedFault[] => {
    const isKept = name === '' ? type.media || type.name === 'profilePhoto' : streams.includes(name);
    if (isKept) return [];
    const path = name === '' || type.name === 'driveItem' ? ['content'] : ['content', name];
    if (name === '')
      return [{ message: `a \`${type.name}\` has no bytes of its own`, fix: suggestion('', streams), path }];
    return [{ message: `\`${type.name}\` keeps no bytes in \`${name}\``, fix: suggestion(name, streams), path }];
  });
}

export function bytesOf(content: SeedContent): Buffer {
  return 'base64' in content ? Buffer.from(content.base64, 'base64') : Buffer.from(content.text);
}

/** `path`: the place of the object, in lower case. */
export function putContent(store: ObjectStore, path: string, type: TypedType, object: SeedObject): void {
  for (const [name, content] of heldBy(object, type)) {
    const at = name === '' ? path : `${path}/${name.toLowerCase()}`;
    store.setStream(at, { type: content.type, content: bytesOf(content) });
  }
}
