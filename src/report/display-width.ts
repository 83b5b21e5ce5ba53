/** Characters that take two columns of a terminal: East Asian wide forms and emoji, near enough for aligning. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;
const none = /\p{Mark}/gu;
const plain = /^[\x20-\x7e]*$/;

/** How many columns of a terminal a line takes. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  return [...text.replace(none, '')].length + (text.match(wide)?.length ?? 0);
}

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Cuts the end off. */
export function shortened(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let short = '';
  let used = 0;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width - 1) break;
    short += character;
  }
  return `${short}…`;
}

/** Cuts the middle out: of a url, its end says most. */
export function shortenedInside(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.floor((width - 1) / 3);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}
