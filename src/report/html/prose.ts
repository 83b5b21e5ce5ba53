import { type Html, html } from './html-text.ts';

/** A part between backticks that stands as a word of its own: those inside a value are the value's. */
const quoted = /(?<=^|[\s(])`([^`\n]+)`(?=$|[\s).,:;!?])/g;

/** A message as the page shows it: what other reports write between backticks is code. */
export function prose(text: string): Html {
  // Every other part stood between backticks.
  return html`${text.split(quoted).map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}
