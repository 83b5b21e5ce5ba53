import { isJsonObject, type Json, type JsonObject, property, setProperty } from '../../json/json.ts';
import { FaultFound } from './filter-fault.ts';

/** A navigation property that a query asks for, `members($select=id)`. */
export type Expansion = { readonly name: string; readonly select: readonly string[] | undefined };

/** Reads `id,displayName`: the names, each once; `undefined` where it asks for all (`*`). Throws a `FaultFound`. */
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

/** Reads `members($select=id,displayName),owners`. Throws a `FaultFound`. */
export function expansionsOf(text: string): readonly Expansion[] {
  const expansions: Expansion[] = [];
  const form = /[\s+]*([\p{L}_*][\p{L}\p{N}_./]*)[\s+]*(?:\(([^()]*)\))?[\s+]*(,|$)/uy;
  for (let more = true; more; ) {
    const position = form.lastIndex + 1;
    const found = form.exec(text);
    const [, name, options, separator] = found ?? [];
    if (name === undefined) {
      throw new FaultFound({ kind: 'syntax', message: 'expected the name of a relationship', position });
    }
    expansions.push({ name, select: options === undefined ? undefined : nestedSelection(options, position) });
    more = separator === ',';
  }
  return expansions;
}

function nestedSelection(options: string, position: number): readonly string[] | undefined {
  let select: readonly string[] | undefined;
  for (const option of options.split(';')) {
    const [, name = '', value = ''] = /^\s*([^=\s]*)\s*=(.*)$/s.exec(option) ?? [];
    if (!/^\$?select$/i.test(name)) {
      const message = `within $expand only $select is modeled, not ${name === '' ? option : name}`;
      throw new FaultFound({ kind: 'unsupported', message, position });
    }
    select = selectionOf(value);
  }
  return select;
}

/**
 * The properties of a wire object that are selected, in the object's own order. Its annotations (`@odata.type`) stay, and
 * so do those of a selected property. A path selects what stands at its start.
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

/** A navigation property's value with only what its `$select` asks for. */
export function projectExpanded(value: Json, { select }: Expansion): Json {
  if (Array.isArray(value)) return value.map((item) => (isJsonObject(item) ? project(item, select) : item));
  return isJsonObject(value) ? project(value, select) : value;
}

/** A copy with one more property; one that is there already keeps its place. */
export function withProperty(wire: JsonObject, name: string, value: Json): JsonObject {
  const result: { [name: string]: Json } = {};
  for (const key of Object.keys(wire)) setProperty(result, key, property(wire, key) ?? null);
  setProperty(result, name, value);
  return result;
}
