import { isJsonObject, type Json } from './json.ts';

/** JSON for files, as `JSON.stringify` indents it by two spaces, but with integers of any size. Names keep their order. */
export function prettyJson(value: Json): string {
  return write(value, '\n');
}

function write(value: Json, lineBreak: string): string {
  if (typeof value === 'bigint') return value.toString();
  const inner = `${lineBreak}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[${value.map((item) => inner + write(item, inner)).join(',')}${lineBreak}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value);
  if (names.length === 0) return '{}';
  const members = names.map((name) => `${inner}${JSON.stringify(name)}: ${write(value[name] ?? null, inner)}`);
  return `{${members.join(',')}${lineBreak}}`;
}
