/** The JSON room: values, paths into them, and lossless parsing. This file: the type of a JSON value. */

/**
 * A JSON value. `bigint` is an integer that a double cannot hold exactly (RFC 8259 section 6 allows them), so that two
 * of them never look equal by rounding. Objects may have an own property named `__proto__`: look properties up with
 * `Object.hasOwn`, never with `in`.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function jsonType(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  if (type === 'bigint') return 'number';
  return type as 'boolean' | 'number' | 'string' | 'object';
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property's value; `undefined` if there is none, or if the value is not an object. */
export function property(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Sets an own property whatever its name: `__proto__` becomes data. */
export function setProperty(target: { [name: string]: Json }, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else target[name] = value;
}
