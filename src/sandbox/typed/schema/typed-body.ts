import { isJsonObject, type Json, type JsonObject, setProperty } from '../../../json/json.ts';
import type { TypeReference } from '../../../metadata/metadata.ts';
import { isPrimitiveValue } from './edm-values.ts';
import type { TypedModel, TypedProperty, TypedType } from './typed-model.ts';

/** A body as the metadata reads it. */
export type ReadBody = {
  readonly type: TypedType;
  /** Structural properties, by their declared names. */
  readonly values: JsonObject;
  /** Objects within it, by their property. */
  readonly inside: readonly { readonly property: TypedProperty; readonly bodies: readonly ReadBody[] }[];
  /** Addresses of objects that it refers to. */
  readonly binds: readonly { readonly property: TypedProperty; readonly addresses: readonly string[] }[];
};

/** Why a body does not match the type; a sentence. `unknown`: a property that the type does not have. */
export class BodyFault extends Error {
  readonly unknown: boolean;

  constructor(message: string, unknown = false) {
    super(message);
    this.unknown = unknown;
  }
}

/** Reads a body. Property names are compared without regard to case. Throws a `BodyFault`. */
export function readTyped(model: TypedModel, type: TypedType, body: JsonObject): ReadBody {
  const actual = actualType(model, type, body);
  const values: { [name: string]: Json } = {};
  const inside: ReadBody['inside'][number][] = [];
  const binds: ReadBody['binds'][number][] = [];
  const seen = new Set<string>();
  for (const [written, value] of Object.entries(body)) {
    const [name = '', annotation] = written.split('@');
    if (name === '' || (annotation !== undefined && annotation !== 'odata.bind')) continue;
    if (seen.has(written.toLowerCase())) throw new BodyFault(`The property '${written}' is there more than once.`);
    seen.add(written.toLowerCase());
    const property = actual.properties.get(name.toLowerCase());
    if (annotation !== undefined) binds.push(bindOf(property, { name, type: actual, value }));
    else if (property === undefined) setProperty(values, name, undeclared(actual, name, value));
    else if (property.navigation) inside.push({ property, bodies: bodiesOf(model, property, value) });
    else setProperty(values, property.name, checkedValue(model, property, value));
  }
  return { type: actual, values, inside, binds };
}

function actualType(model: TypedModel, type: TypedType, body: JsonObject): TypedType {
  const written = body['@odata.type'];
  if (written === undefined) return type;
  const named = typeof written === 'string' ? model.typeNamed(written) : undefined;
  if (named === undefined) throw new BodyFault(`The type '${String(written)}' does not exist.`, true);
  // A reference may name the type of its target, such as a directory object.
  if (!model.isA(named.name, type.name)) {
    throw new BodyFault(`The type '${named.name}' is not '${type.name}', nor derived from it.`);
  }
  return named;
}

/** Extensions bring properties that no type declares: `ext4k2_courses`, `extension_{appId}_courses`. */
function undeclared(type: TypedType, name: string, value: Json): Json {
  if (isFree(type) || (type.open && name.includes('_'))) return value;
  throw new BodyFault(`The property '${name}' does not exist on type 'microsoft.graph.${type.name}'.`, true);
}

/** An open type that declares nothing but its names is a bag of properties. */
export function isFree(type: TypedType): boolean {
  if (!type.open) return false;
  const declared = [...type.properties.values()].filter(({ navigation }) => !navigation).map(({ name }) => name);
  return declared.every((name) => ['id', 'extensionName'].includes(name));
}

function bindOf(
  property: TypedProperty | undefined,
  { name, type, value }: { readonly name: string; readonly type: TypedType; readonly value: Json },
): ReadBody['binds'][number] {
  if (property === undefined || !property.navigation) {
    throw new BodyFault(`'${name}' is no relationship of type 'microsoft.graph.${type.name}'.`, true);
  }
  const addresses = Array.isArray(value) ? value : [value];
  if (Array.isArray(value) !== property.type.collection || !addresses.every((one) => typeof one === 'string')) {
    throw new BodyFault(`'${name}@odata.bind' is ${property.type.collection ? 'a list of addresses' : 'an address'}.`);
  }
  return { property, addresses: addresses.map(String) };
}

function bodiesOf(model: TypedModel, property: TypedProperty, value: Json): readonly ReadBody[] {
  if (value === null && !property.type.collection) return [];
  const bodies = property.type.collection ? value : [value];
  const type = model.type(property.type.name);
  if (!Array.isArray(bodies) || type === undefined) throw wrongType(property, value);
  return bodies.map((one) => {
    if (!isJsonObject(one)) throw wrongType(property, one);
    return readTyped(model, type, one);
  });
}

function checkedValue(model: TypedModel, property: TypedProperty, value: Json): Json {
  const { type } = property;
  if (value === null) {
    // Many properties that are declared so are null in requests of the documentation all the same, unless they are lists.
    if (property.required && type.name.startsWith('Edm.') && !type.collection && type.name !== 'Edm.String') {
      throw new BodyFault(`The property '${property.name}' cannot be null.`);
    }
    return null;
  }
  if (!type.collection) return itemOf(model, property, value);
  if (!Array.isArray(value)) throw wrongType(property, value);
  return value.map((item) => (item === null ? null : itemOf(model, property, item)));
}

function itemOf(model: TypedModel, property: TypedProperty, value: Json): Json {
  const { name } = property.type;
  const members = model.members(name);
  if (members !== undefined) return memberOf(members, property, value);
  const complex = model.type(name);
  if (complex === undefined) {
    // The service accepts these two texts as booleans.
    if (name === 'Edm.Boolean' && typeof value === 'string' && /^(?:true|false)$/i.test(value)) {
      return value.toLowerCase() === 'true';
    }
    if (!isPrimitiveValue(name, value)) throw wrongType(property, value);
    return value;
  }
  if (!isJsonObject(value)) throw wrongType(property, value);
  const { type, values, inside } = readTyped(model, closestType(model, complex, value), value);
  const annotated = type === complex ? values : { '@odata.type': `#microsoft.graph.${type.name}`, ...values };
  // A complex type may refer to entities: they stay where they are written.
  const held = inside.map(({ property: one, bodies }) => [
    one.name,
    one.type.collection ? bodies.map(({ values: all }) => all) : (bodies[0]?.values ?? null),
  ]);
  return { ...annotated, ...Object.fromEntries(held) };
}

/** A complex value need not state its derived type if its properties determine it. */
function closestType(model: TypedModel, declared: TypedType, value: JsonObject): TypedType {
  if (value['@odata.type'] !== undefined || isFree(declared)) return declared;
  const names = Object.keys(value).flatMap((name) => (name.includes('@') ? [] : [name.toLowerCase()]));
  const has = ({ properties }: TypedType): boolean => names.every((name) => properties.has(name));
  return has(declared) ? declared : (model.derived(declared.name).find(has) ?? declared);
}

/** One member, or several of a set of flags: `read,write`. */
function memberOf(members: readonly string[], property: TypedProperty, value: Json): Json {
  if (typeof value !== 'string') throw wrongType(property, value);
  const found = value.split(',').map((part) => {
    const member = members.find((one) => one.toLowerCase() === part.trim().toLowerCase());
    if (member === undefined) {
      throw new BodyFault(
        `'${part.trim()}' is no member of 'microsoft.graph.${property.type.name}' (${property.name}).`,
      );
    }
    return member;
  });
  return found.join(',');
}

export function readParameter(model: TypedModel, name: string, type: TypeReference, value: Json): Json {
  const property: TypedProperty = {
    name,
    type,
    navigation: false,
    contained: false,
    required: false,
    computed: false,
    restricted: [],
  };
  return checkedValue(model, property, value);
}

/** Whether a value can be given for a parameter. */
export function fitsParameter(
  model: TypedModel,
  { name, type, value }: { readonly name: string; readonly type: TypeReference; readonly value: Json },
): boolean {
  try {
    readParameter(model, name, type, value);
    return true;
  } catch (error) {
    if (error instanceof BodyFault) return false;
    throw error;
  }
}

function wrongType({ name, type }: TypedProperty, value: Json): BodyFault {
  const expected = type.collection ? `a list of ${type.name}` : type.name;
  const shown = JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one)) ?? 'nothing';
  const short = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
  return new BodyFault(`Cannot convert ${short} to the expected type '${expected}' of property '${name}'.`);
}
