import { type Html, html } from './html-text.ts';

/** A part between backticks that is a separate word; backticks inside a value belong to the value. */
const quoted = /(?<=^|[\s(])`([^`\n]+)`(?=$|[\s).,:;!?])/g;

/** A message on the page: parts that other reports write between backticks are code. */
export function prose(text: string): Html {
  // Every other part was between backticks.
  return html`${text.split(quoted).map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}
