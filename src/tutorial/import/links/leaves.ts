import { isJsonObject, type Json } from '../../../json/json.ts';

export type Path = readonly (string | number)[];

/** A value without children, and its path. */
export type Leaf = { readonly path: Path; readonly value: Json };

export function leavesOf(value: Json | undefined, path: Path = []): readonly Leaf[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
  return [{ path, value }];
}

/** The value that a path leads to; `undefined` where it leads nowhere. */
export function valueAtPath(value: Json | undefined, path: Path): Json | undefined {
  let at: Json | undefined = value;
  for (const key of path) {
    if (Array.isArray(at)) at = at[Number(key)];
    else if (isJsonObject(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

/** The last name on a path: of an item, the name of its list. */
export function keyOf(path: Path): string {
  return String(path.findLast((key) => typeof key === 'string') ?? '');
}

/** The same value with every text changed. */
export function mapTexts(value: Json, change: (text: string, path: Path) => Json, path: Path = []): Json {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, change, [...path, index]));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, mapTexts(member, change, [...path, key])]),
  );
}
