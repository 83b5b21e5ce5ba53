import { isJsonObject, type Json } from './json.ts';
import { deepest, type JsonFault, type JsonRead, readJson, tooDeep } from './read-json.ts';

/**
 * Parses a text as JSON without loss: integers stay exact, duplicate names are listed, depth is limited. Most texts
 * need only `JSON.parse` and one scan of their characters; the full parser handles the others.
 */
export function parseJson(text: string): JsonRead | JsonFault {
  const { tooDeepAt, colons, inexact } = survey(text);
  if (tooDeepAt !== undefined) return { ok: false, offset: tooDeepAt, message: tooDeep };
  if (inexact) return readJson(text);
  const value = parseNatively(text);
  if (value === undefined || countMembers(value) !== colons) return readJson(text);
  return { ok: true, value, duplicates: [], moreDuplicates: 0 };
}

function parseNatively(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

type Survey = {
  /** The offset of the first bracket that is nested too deep. */
  readonly tooDeepAt?: number;
  /** Colons outside strings: the number of members, where the text is JSON. */
  readonly colons: number;
  /** A number may not fit a double. */
  readonly inexact: boolean;
};

const longestExactInteger = 15;

function survey(text: string): Survey {
  let depth = 0;
  let colons = 0;
  let inexact = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = stringEnd(text, at);
    else if (code === 0x3a) colons++;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > deepest) return { tooDeepAt: at, colons, inexact };
    } else if (code === 0x7d || code === 0x5d) depth--;
    else if (code >= 0x30 && code <= 0x39) {
      const end = digitsEnd(text, at);
      const isFraction = text.charCodeAt(at - 1) === 0x2e;
      if (!isFraction && end - at > longestExactInteger) inexact = true;
      if ((text.charCodeAt(end) | 0x20) === 0x65) inexact = true;
      at = end - 1;
    }
  }
  return { colons, inexact };
}

/** The offset of the quote that ends the string, or the end of the text. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at++;
  }
  return at;
}

function digitsEnd(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return at;
  }
  return at;
}

function countMembers(value: Json): number {
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += countMembers(item);
  else if (isJsonObject(value)) {
    const names = Object.keys(value);
    count = names.length;
    for (const name of names) count += countMembers(value[name] ?? null);
  }
  return count;
}
