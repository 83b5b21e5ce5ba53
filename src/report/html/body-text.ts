import { parseJson } from '../../json/parse-json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { type Html, html, nothing } from './html-text.ts';

const mostLines = 200;
const mostCharacters = 20_000;

/** A body for people: JSON over several lines, anything else unchanged; only the beginning of a long one. */
export function bodyBlock(text: string): Html {
  if (text === '') return nothing;
  const read = text.length > mostCharacters * 5 ? undefined : parseJson(text);
  return textBlock(read?.ok === true ? prettyJson(read.value) : text);
}

export function textBlock(text: string): Html {
  const lines = text.slice(0, mostCharacters).split('\n');
  const shown = lines.slice(0, mostLines).join('\n');
  const left = text.length - shown.length;
  return html`<pre tabindex="0">
${shown}</pre>${left === 0 ? nothing : html`<p class="left">${left} more characters are left out here; the stored result has them.</p>`}`;
}
