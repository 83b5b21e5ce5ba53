import { type Html, html } from './html-text.ts';

/** A link for an address of the web; any other text, such as one with `javascript:`, stays text. */
export function pageLink(address: string): Html {
  const isWeb = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  return isWeb ? html`<a href="${address}" rel="noopener noreferrer">${address}</a>` : html`<code>${address}</code>`;
}
