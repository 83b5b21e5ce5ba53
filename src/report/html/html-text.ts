import { safeText } from '../../diagnostics/safe-text.ts';

/** Markup made by `html`, which is inserted into a page unchanged. Every other text is escaped. */
export type Html = { readonly html: string };

export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

/** Markup with its values escaped: the only way in which text gets into the page, so that escaping cannot be forgotten. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += markup(part) + (strings[index + 1] ?? '');
  return { html: text };
}

export const nothing: Html = { html: '' };

function markup(part: HtmlPart): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return htmlText(part);
  if (typeof part === 'number') return String(part);
  return isMarkup(part) ? part.html : part.map(markup).join('');
}

function isMarkup(part: Html | readonly HtmlPart[]): part is Html {
  return 'html' in part;
}

const references: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * The text of an element or of a quoted attribute; characters that could control a terminal or the direction of text
 * are made visible.
 */
export function htmlText(text: string): string {
  return escaped(safeText(text).replace(/[\ufffe\uffff]/g, '\ufffd'));
}

/** A text to be copied unchanged, which must be safe for its purpose. */
export function verbatim(text: string): Html {
  return { html: escaped(text) };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => references[character] ?? character);
}
