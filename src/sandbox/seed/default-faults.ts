import type { SeedFault } from '../packs/directory/seed/seed-references.ts';
import type { TypedModel } from '../typed/schema/typed-model.ts';
import { propertiesFault } from './property-fault.ts';
import type { SeedDefaults } from './seed-objects.ts';
import { seedPlace } from './seed-place.ts';

/** Faults of defaults for new objects: the path must name a collection, and its type must have the properties. */
export function defaultFault(
  { path, type: written, properties }: SeedDefaults,
  model: TypedModel,
  user: string | undefined,
): SeedFault | undefined {
  const read = seedPlace(model, `${path}/*`, user);
  if (!read.ok || read.place.single)
    return {
      message: `\`${path}\` is not a collection of objects`,
      fix: 'write the address that creates one',
      path: ['path'],
    };
  const type = model.typeNamed(written ?? read.place.type);
  if (type === undefined || !model.isA(type.name, read.place.type))
    return {
      message: `\`${written}\` is not a \`${read.place.type}\``,
      fix: `name a type derived from \`${read.place.type}\``,
      path: ['type'],
    };
  return propertiesFault(model, type, properties);
}
