import { type Json, type JsonObject, property, setProperty } from '../../json/json.ts';
import { FaultFound } from './filter-fault.ts';

/** Parses `id,displayName`: the names, each once; `undefined` if it selects everything (`*`). Throws a `FaultFound`. */
export function selectionOf(text: string): readonly string[] | undefined {
  const names = text.split(',').map((name) => name.replaceAll('+', ' ').trim());
  if (names.includes('*')) return undefined;
  for (const name of names) {
    if (!/^[\p{L}_@][\p{L}\p{N}_.@$/-]*$/u.test(name)) {
      throw new FaultFound({
        kind: 'syntax',
        message: `expected the name of a property, found ${name === '' ? 'none' : name}`,
        position: text.indexOf(name) + 1,
      });
    }
  }
  return [...new Set(names)];
}

/**
 * The selected properties of a wire object, in the object's own order. Its annotations (`@odata.type`) are kept, and so
 * are those of a selected property. A path selects its first property.
 */
export function project(wire: JsonObject, select: readonly string[] | undefined): JsonObject {
  if (select === undefined) return wire;
  const wanted = new Set(select.map((name) => (name.split('/')[0] ?? name).toLowerCase()));
  const result: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(wire)) {
    const owner = name.split('@')[0] ?? '';
    if (name.startsWith('@odata.') || wanted.has(owner.toLowerCase())) setProperty(result, name, value);
  }
  return result;
}

/** A copy with one more property; an existing one keeps its place. */
export function withProperty(wire: JsonObject, name: string, value: Json): JsonObject {
  const result: { [name: string]: Json } = {};
  for (const key of Object.keys(wire)) setProperty(result, key, property(wire, key) ?? null);
  setProperty(result, name, value);
  return result;
}
