/**
 * East Asian wide forms (https://www.unicode.org/reports/tr11/, W and F), by blocks. Emoji are known by their property.
 */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18df2}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;
/** A pictograph, or a character that a selector (U+FE0F) or a keycap turns into one. */
const emoji = /^\p{Emoji_Presentation}|^\p{Emoji}\ufe0f|^\p{Regional_Indicator}{2}/u;
/**
 * Characters without a column of their own: marks, joiners and other format characters, vowels and finals of Hangul
 * syllables.
 */
const none = /^[\p{Mark}\p{Cf}\u1160-\u11ff]$/u;
/** ASCII, Latin letters, dashes, quotes and the ellipsis: single characters of one column. */
const plain = /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Grapheme clusters: a terminal that draws one as a single character gives it the columns of one. */
function charactersOf(text: string): readonly string[] {
  if (plain.test(text)) return text.split('');
  // Made when first needed: its tables take longer to load than a small run takes.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** How many columns of a terminal a line takes. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  return charactersOf(text).reduce((sum, character) => sum + characterWidth(character), 0);
}

/** A pictograph is one character, even if it is joined from several; for everything else, terminals add up the parts. */
function characterWidth(character: string): number {
  if (plain.test(character)) return character.length;
  if (emoji.test(character)) return 2;
  let width = 0;
  for (const part of character) if (!none.test(part)) width += wide.test(part) ? 2 : 1;
  return width;
}

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Cuts the end off, between two characters. */
export function shortened(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  // Every visible character takes at least a column, except format characters, which are rare.
  return `${fitting(charactersOf(text.slice(0, width * 16 + 16)), width - 1)}…`;
}

/** Cuts out the middle: the end of a url is the most useful part. */
export function shortenedInside(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = charactersOf(text);
  const headWidth = Math.floor((width - 1) / 3);
  const head = fitting(characters, headWidth);
  const tail = fitting(characters.toReversed(), width - 1 - displayWidth(head), 'before');
  return `${head}…${tail}`;
}

/** As many of the characters as there are columns for, each put after the last or before it. */
function fitting(characters: readonly string[], width: number, put: 'after' | 'before' = 'after'): string {
  let text = '';
  let used = 0;
  for (const character of characters) {
    used += characterWidth(character);
    if (used > width) break;
    text = put === 'after' ? text + character : character + text;
  }
  return text;
}
