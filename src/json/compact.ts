import { isJsonObject, type Json } from './json.ts';

export const unchanged = (text: string): string => text;

/**
 * JSON on one line, `{"a": 1, "b": [2]}`, shortened with `…` where it is longer. The part that is cut off is not formatted.
 * `show`: what a name or text is shown as, before it is shortened.
 */
export function compactJson(value: Json, maxLength = 200, show = unchanged): string {
  const text = write(value, '', { enough: maxLength, show });
  return text.length <= maxLength ? text : `${whole(text.slice(0, Math.max(0, maxLength - 1)))}…`;
}

type Writing = { readonly enough: number; readonly show: (text: string) => string };

/** Appends the value to the text, and stops soon after the text is longer than `enough`. */
function write(value: Json, before: string, writing: Writing): string {
  const { enough, show } = writing;
  if (typeof value === 'string') return before + JSON.stringify(show(value).slice(0, enough + 1));
  if (typeof value === 'bigint') return before + value.toString();
  if (Array.isArray(value)) return `${writeItems(value, before, writing)}]`;
  if (isJsonObject(value)) return `${writeMembers(value, before, writing)}}`;
  return before + JSON.stringify(value);
}

function writeItems(items: readonly Json[], before: string, writing: Writing): string {
  let text = `${before}[`;
  let separator = '';
  for (const item of items) {
    if (text.length > writing.enough) break;
    text = write(item, text + separator, writing);
    separator = ', ';
  }
  return text;
}

function writeMembers(value: { readonly [name: string]: Json }, before: string, writing: Writing): string {
  let text = `${before}{`;
  let separator = '';
  for (const [name, member] of members(value)) {
    if (text.length > writing.enough) break;
    text = write(member, `${write(name, text + separator, writing)}: `, writing);
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
