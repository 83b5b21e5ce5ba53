import { isJsonObject, type Json } from './json.ts';

/** JSON on one line, `{"a": 1, "b": [2]}`, shortened with `…` where it is longer. The part that is cut off is not formatted. */
export function compactJson(value: Json, maxLength = 200): string {
  const text = write(value, '', maxLength);
  return text.length <= maxLength ? text : `${whole(text.slice(0, Math.max(0, maxLength - 1)))}…`;
}

/** Appends the value to the text, and stops soon after the text is longer than `enough`. */
function write(value: Json, before: string, enough: number): string {
  if (typeof value === 'string') return before + JSON.stringify(value.slice(0, enough + 1));
  if (typeof value === 'bigint') return before + value.toString();
  if (Array.isArray(value)) return `${writeItems(value, before, enough)}]`;
  if (isJsonObject(value)) return `${writeMembers(value, before, enough)}}`;
  return before + JSON.stringify(value);
}

function writeItems(items: readonly Json[], before: string, enough: number): string {
  let text = `${before}[`;
  let separator = '';
  for (const item of items) {
    if (text.length > enough) break;
    text = write(item, text + separator, enough);
    separator = ', ';
  }
  return text;
}

function writeMembers(value: { readonly [name: string]: Json }, before: string, enough: number): string {
  let text = `${before}{`;
  let separator = '';
  for (const [name, member] of members(value)) {
    if (text.length > enough) break;
    text = write(member, `${write(name, text + separator, enough)}: `, enough);
    separator = ', ';
  }
  return text;
}

/** `Object.entries`, one at a time. */
function* members(value: { readonly [name: string]: Json }): Generator<readonly [string, Json]> {
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member !== undefined) yield [name, member];
  }
}

/** Without half a surrogate pair at the end. */
function whole(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
