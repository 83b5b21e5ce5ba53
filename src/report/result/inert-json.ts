/** A JSON value, or an internal object whose absent properties are `undefined`. */
export type Printable =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Printable[]
  | { readonly [name: string]: Printable | undefined };

/**
 * JSON over several lines, as `JSON.stringify(value, null, 2)` writes it, with integers exact and every character that
 * could drive a terminal or a CI log written as an escape: the value stays the same, the text is inert.
 */
export function inertJson(value: Printable, indent = ''): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + inertJson(item, inner)).join(',\n')}\n${indent}]`;
  }
  const members: string[] = [];
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member !== undefined) members.push(`${inner}${quoted(name)}: ${inertJson(member, inner)}`);
  }
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

function isList(value: Printable): value is readonly Printable[] {
  return Array.isArray(value);
}

const driving = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|(?<=#)#(?=[\w-]*\s?\[)/g;

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    driving,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
