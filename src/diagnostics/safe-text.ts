/**
 * Characters that drive terminals, CI logs or text direction: C0 and C1 controls but for tab and line feed, bidirectional
 * marks, zero-width characters and line separators.
 */
const driving =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Commands of CI services: `##vso[` and `##[` anywhere, `::` at the start of a line. */
const commanding = /#(?=[a-z]*\[)(?<=##)|:(?=:)(?<=^[^\S\n]*:)/gim;

/**
 * Makes external text harmless for a terminal or a log: `\x1b` for control characters, `<U+202E>` for characters that
 * change the direction, `#\x23[` for a command. Line feeds are kept.
 */
export function safeText(text: string): string {
  const inert = text.replace(driving, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? escaped(code) : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
  return inert.replace(commanding, (character) => escaped(character.charCodeAt(0)));
}

const escaped = (code: number) => `\\x${code.toString(16).padStart(2, '0')}`;

/** The same on one line: tab and line feed are shown as `\t` and `\n`. */
export function safeLine(text: string): string {
  return safeText(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
