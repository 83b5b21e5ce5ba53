import { isJsonObject, type Json, type JsonObject, property, setProperty } from '../../../json/json.ts';
import { onceFor } from '../../../once-for.ts';
import type { Entity } from '../../store/object-store.ts';
import { zeroOf } from '../schema/edm-values.ts';
import { isFree } from '../schema/typed-body.ts';
import type { TypedModel, TypedProperty, TypedType } from '../schema/typed-model.ts';

/** Objects never change, changed ones are others: each is drawn once for a type that it is shown as. */
const drawn = new WeakMap<Entity, { readonly as: string; readonly wire: JsonObject }>();

/** An object as the service shows it: all that its type declares, null where nothing was set. */
export function entityWire(model: TypedModel, entity: Entity, as: string): JsonObject {
  const known = drawn.get(entity);
  if (known?.as === as) return known.wire;
  const wire = draw(model, entity, as);
  drawn.set(entity, { as, wire });
  return wire;
}

function draw(model: TypedModel, entity: Entity, as: string): JsonObject {
  const { id, type, values, origin } = entity;
  const declared = model.type(type);
  const wire: { [name: string]: Json } = {};
  if (type !== as) setProperty(wire, '@odata.type', `#microsoft.graph.${type}`);
  if (declared === undefined || origin === 'modeled') return { ...wire, ...values };
  if (hasEtag(declared) || property(values, '@odata.etag') !== undefined)
    setProperty(wire, '@odata.etag', etagOf(entity));
  if (declared.properties.has('id')) setProperty(wire, 'id', id);
  for (const one of structural(declared)) {
    if (one.name !== 'id') setProperty(wire, one.name, wholeValue(model, one, property(values, one.name)));
  }
  for (const [name, value] of Object.entries(values))
    if (!Object.hasOwn(wire, name) && !isPrivate(name)) setProperty(wire, name, value);
  return wire;
}

/** Names that packs keep something under that is not shown. */
export const isPrivate = (name: string): boolean => name.startsWith('~');

/** A value with all that its complex type declares, as the service shows it: null where nothing was set. */
export function wholeValue(model: TypedModel, one: TypedProperty, value: Json | undefined): Json {
  if (value === undefined) return defaultOf(model, one);
  if (Array.isArray(value)) return value.map((item) => wholeItem(model, one.type.name, item));
  return wholeItem(model, one.type.name, value);
}

function wholeItem(model: TypedModel, name: string, value: Json): Json {
  if (!isJsonObject(value)) return value;
  const written = property(value, '@odata.type');
  const type = typeof written === 'string' ? model.typeNamed(written) : model.type(name);
  if (type === undefined || type.entity || isFree(type)) return value;
  const declared = structural(type).map((one): [string, Json] => [
    one.name,
    wholeValue(model, one, property(value, one.name)),
  ]);
  return { ...value, ...Object.fromEntries(declared) };
}

/** Outlook and Planner return the version of an object. */
const hasEtag = ({ lineage }: TypedType): boolean =>
  lineage.some((one) => ['outlookItem', 'plannerDelta'].includes(one) || /^planner(?:Task|Plan|Bucket)/.test(one));

/** Until it is changed, an object has the one that it was given. */
export function etagOf({ id, revision, values }: Entity): string {
  const given = property(values, '@odata.etag');
  return revision === 1 && typeof given === 'string'
    ? given
    : `W/"${Buffer.from(`${id}#${revision}`).toString('base64')}"`;
}

export const structural = onceFor((type: TypedType): readonly TypedProperty[] => {
  return [...type.properties.values()].filter((one) => !one.navigation && one.type.name !== 'Edm.Stream');
});

function defaultOf(model: TypedModel, { type, required }: TypedProperty): Json {
  if (type.collection) return [];
  if (!required) return null;
  const members = model.members(type.name);
  if (members !== undefined) return members[0] ?? null;
  return model.type(type.name) === undefined ? zeroOf(type.name) : {};
}

/** Names that a query may use of a type; `undefined`: all names. */
export const queryNames = onceFor((type: TypedType): readonly string[] | undefined =>
  isFree(type) ? undefined : [...type.properties.values()].map(({ name }) => name),
);
