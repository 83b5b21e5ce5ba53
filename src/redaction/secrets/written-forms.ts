/**
 * The forms of a value in texts and bytes, by the name of the encoding; a row may give several. Forms with a line break
 * inside are not listed: a search has to skip line breaks.
 */
export const encodings: { readonly [name: string]: (value: string) => readonly string[] } = {
  raw: (value) => [value],
  json: (value) => jsonForms(value),
  // A report quotes a response that quotes: one more level.
  'double json': (value) => [...jsonForms(value).flatMap(jsonForms), quoted(quoted(quoted(value)))],
  'percent, upper case': (value) => [percent(value)],
  'percent, lower case': (value) => [lowerEscapes(percent(value))],
  form: (value) => [form(value), lowerEscapes(form(value))],
  base64: (value) => alignments(value),
  base64url: (value) => alignments(value).map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  'html entities': (value) => [entities(value, '&#39;'), entities(value, '&#x27;'), numbered(value, 10)],
  'xml entities': (value) => [entities(value, '&apos;'), numbered(value, 16), numbered(value, 16).toUpperCase()],
  // In either byte order: the first or the last NUL may or may not belong to it.
  'utf-16': (value) => [[...value].join('\0')],
  'upper case': (value) => [value.toUpperCase()],
  'lower case': (value) => [value.toLowerCase()],
};

/** A shorter form occurs in texts by chance. */
const shortestForm = 4;

/** Such a long value is only written as JSON, and its forms would take more memory than any response. */
const longestEncoded = 100_000;

/** Every written form of a value, the longest first, each once. */
export function writtenForms(value: string): readonly string[] {
  if (value.length > longestEncoded) return [...new Set(jsonForms(value).concat(value))];
  const all = Object.values(encodings).flatMap((encode) => encode(value));
  return [...new Set(all)].filter((one) => one.length >= shortestForm).toSorted((a, b) => b.length - a.length);
}

/** As JSON.stringify escapes it; with everything beyond ASCII escaped, too; and with escaped slashes. */
function jsonForms(value: string): readonly string[] {
  const plain = quoted(value);
  const ascii = plain.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  // Paths (RFC 9535) and many languages write texts in single quotes.
  const single = value.replace(/['\\]/g, '\\$&');
  return [plain, ascii, plain.replaceAll('/', '\\/'), single];
}

const quoted = (value: string): string => JSON.stringify(value).slice(1, -1);

/** RFC 3986: everything but unreserved characters. */
function percent(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function form(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

function lowerEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (one) => one.toLowerCase());
}

/** The characters of a base64 text that the value alone decides, for each of the three places it may begin at. */
function alignments(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const shared = (before + bytes.length) % 3 !== 0 ? 1 : 0;
    return text.slice(before === 0 ? 0 : before + 1, text.length - shared);
  });
}

function entities(value: string, apostrophe: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
}

function numbered(value: string, radix: 10 | 16): string {
  let text = '';
  for (const one of value) text += reference(one.codePointAt(0) ?? 0, radix);
  return text;
}

/** Tokens are long, and ASCII. */
const references = new Map(
  [10, 16].map((radix) => [radix, Array.from({ length: 128 }, (_, code) => named(code, radix))]),
);
const reference = (code: number, radix: number): string => references.get(radix)?.[code] ?? named(code, radix);

function named(code: number, radix: number): string {
  return `&#${radix === 16 ? 'x' : ''}${code.toString(radix)};`;
}
