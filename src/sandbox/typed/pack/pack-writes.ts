import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { propertyNamed } from '../../odata/property-at.ts';
import type { Entity } from '../../store/object-store.ts';
import type { ReadBody } from '../schema/typed-body.ts';
import type { TypedCall } from '../typed-call.ts';
import type { Ground } from './ground.ts';
import type { Transition, TypeRules, Write } from './pack.ts';

/** The rules of the pack that models a type; none where no pack does. */
export function rulesFor({ model, packs }: TypedCall, type: string): TypeRules {
  return packs.claim(model.type(type)?.lineage ?? [])?.rules ?? {};
}

export function writeOf(
  { call, packs }: TypedCall,
  kind: Write['kind'],
  { entity, read }: { readonly entity: Entity; readonly read?: ReadBody },
): Write {
  const given = (path: string): Json | undefined => (read === undefined ? undefined : givenIn(read, path.split('/')));
  return { kind, entity, given, call, ground: packs.ground() };
}

/** The values of a body: plain values unchanged, referenced objects by the last segment of their url. */
export function givenIn(
  { values, inside, binds }: ReadBody,
  [name = '', ...rest]: readonly string[],
): Json | undefined {
  const nested = inside.find((one) => one.property.name === name);
  if (nested !== undefined) {
    const [first] = nested.bodies;
    return first === undefined || rest.length === 0 ? first?.values : givenIn(first, rest);
  }
  const bound = binds.find((one) => one.property.name === name);
  if (bound !== undefined) {
    const [, id] = /([^/('"]+)['")]*$/.exec(bound.addresses[0] ?? '') ?? [];
    return rest.length === 0 ? { id: id ?? null } : rest[0] === 'id' ? id : undefined;
  }
  let value: Json | undefined = property(values, name);
  for (const one of rest) value = value !== undefined && isJsonObject(value) ? propertyNamed(value, one) : undefined;
  return value;
}

/** Plans the states that follow from the one an object is in. */
export function planStates(ground: Ground, entity: Entity, states: readonly Transition[] = []): void {
  for (const state of states.filter(({ property: name, from }) => property(entity.values, name) === from)) {
    ground.later(state.afterSeconds * 1000, (then) => {
      const now = then.fresh(entity);
      if (now === undefined || property(now.values, state.property) !== state.from) return;
      then.change(now, { ...stamped(state.also ?? {}, then.now), [state.property]: state.to });
      const after = then.fresh(now);
      if (after === undefined) return;
      state.reached?.(then, after);
      planStates(then, after, states);
    });
  }
}

/** `now()` is the moment at which it happens. */
function stamped(values: JsonObject, now: string): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === 'now()' ? now : value]));
}
