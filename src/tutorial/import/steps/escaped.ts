/** A text that looks like a matcher, and is none. */
export function escaped(text: string): string {
  return /^\\*<.+>$/s.test(text) ? `\\${text}` : text;
}
