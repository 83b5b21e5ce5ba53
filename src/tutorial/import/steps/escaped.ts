/** Escapes a text that looks like a matcher. */
export function escaped(text: string): string {
  return /^\\*<.+>$/s.test(text) ? `\\${text}` : text;
}
