import { isJsonObject, type Json, setProperty } from './json.ts';

/** A JSON value with every text in it changed; names stay. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isJsonObject(value)) return value;
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) setProperty(result, name, mapTexts(member, change));
  return result;
}
