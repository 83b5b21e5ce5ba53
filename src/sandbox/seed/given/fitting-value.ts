import { isJsonObject, type Json } from '../../../json/json.ts';
import { BodyFault, readTyped } from '../../typed/schema/typed-body.ts';
import type { TypedModel, TypedType } from '../../typed/schema/typed-model.ts';
import { stableId } from './stable-id.ts';

/** A property with only the members that its type has; `undefined` if nothing is left. */
export function fittingValue(model: TypedModel, type: TypedType, name: string, value: Json): Json | undefined {
  if (isFitting(model, type, name, value)) return value;
  const one = type.properties.get(name.toLowerCase());
  const meant = one === undefined || typeof value !== 'string' ? undefined : valueMeant(model, one.type.name, value);
  if (meant !== undefined) return meant;
  const inner = one === undefined || one.navigation ? undefined : model.type(one.type.name);
  if (inner === undefined) return undefined;
  const pruned = [value].flat().flatMap((item) => {
    if (!isJsonObject(item)) return [];
    const written = item['@odata.type'];
    const actual = (typeof written === 'string' ? model.typeNamed(written) : undefined) ?? inner;
    const kept = Object.entries(item).flatMap(([key, member]): [string, Json][] => {
      const fitting = key.startsWith('@') ? member : fittingValue(model, actual, key, member);
      return fitting === undefined ? [] : [[key, fitting]];
    });
    return kept.some(([key]) => !key.startsWith('@')) ? [Object.fromEntries(kept)] : [];
  });
  const left = Array.isArray(value) ? pruned : pruned[0];
  return left === undefined || !isFitting(model, type, name, left) ? undefined : left;
}

/** A value of the type for which a page has a placeholder: `customerId-value`, `String`. */
const valueMeant = (model: TypedModel, type: string, text: string): string | undefined =>
  /^String$|-value$/i.test(text) ? (type === 'Edm.Guid' ? stableId(text) : model.members(type)?.[0]) : undefined;

function isFitting(model: TypedModel, type: TypedType, name: string, value: Json): boolean {
  try {
    const { inside, binds } = readTyped(model, type, { [name]: value });
    return inside.length + binds.length === 0;
  } catch (error) {
    if (error instanceof BodyFault) return false;
    throw error;
  }
}
