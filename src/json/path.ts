/** A member-name-shorthand of RFC 9535: a name that may follow a dot. */
const shorthand = /^[A-Za-z_\u0080-\ud7ff\ue000-\u{10ffff}][A-Za-z0-9_\u0080-\ud7ff\ue000-\u{10ffff}]*$/u;

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ["'", "\\'"],
  ['\\', '\\\\'],
]);

/** The JSONPath (RFC 9535) of a property or an item: `$.value[0]`, `$.a['odd name']`. */
export function childPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return shorthand.test(key) ? `${path}.${key}` : `${path}['${escapeName(key)}']`;
}

/** Escapes as in the normalized paths of RFC 9535 section 2.7; a lone surrogate, which they cannot express, by its number. */
function escapeName(name: string): string {
  return name.replace(
    /[\u0000-\u001f'\\]|\p{Surrogate}/gu,
    (character) => shortEscapes.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
