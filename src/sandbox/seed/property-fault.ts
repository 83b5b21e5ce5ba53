import type { JsonObject } from '../../json/json.ts';
import type { SeedFault } from '../packs/directory/seed/seed-references.ts';
import { BodyFault, readTyped } from '../typed/schema/typed-body.ts';
import type { TypedModel, TypedType } from '../typed/schema/typed-model.ts';
import type { SeedObject } from './seed-objects.ts';

/** The first property that the type does not have, or that has another type. */
export function propertiesFault(
  model: TypedModel,
  type: TypedType,
  properties: NonNullable<SeedObject['properties']>,
): SeedFault | undefined {
  for (const [name, value] of Object.entries(properties as JsonObject)) {
    const wrong = propertyFault(model, type, { [name]: value });
    if (wrong !== undefined) return { ...wrong, path: ['properties', name] };
  }
  return undefined;
}

function propertyFault(model: TypedModel, type: TypedType, one: JsonObject): Omit<SeedFault, 'path'> | undefined {
  try {
    const { inside, binds } = readTyped(model, type, one);
    const [other] = [...inside, ...binds];
    if (other === undefined) return undefined;
    const fix = 'name ids in `references`, and write what it holds as objects of their own';
    return { message: `\`${other.property.name}\` is a relationship`, fix };
  } catch (error) {
    if (!(error instanceof BodyFault)) throw error;
    return { message: error.message, fix: 'write it as in the service’s metadata' };
  }
}
