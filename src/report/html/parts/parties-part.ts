import { codeFrame } from '../../../diagnostics/code-frame.ts';
import { placeText } from '../../../diagnostics/place.ts';
import { aloneWords, type PartyValue } from '../../../run/party-value.ts';
import { counted } from '../../wording/duration-text.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { frameColumns } from './differences-part.ts';

const mostListed = 50;

/**
 * The values about which page, scenario and service disagree: which party differs, and the value of each, with its
 * place.
 */
export function partiesPart(parties: readonly PartyValue[]): Html {
  const left = parties.length - mostListed;
  return html`<h5>Page, scenario and service differ about ${counted(parties.length, 'value')}</h5>
<ol class="differences">${parties.slice(0, mostListed).map(item)}</ol>
${left > 0 ? html`<p class="left">The stored result has ${left} more of them.</p>` : nothing}`;
}

function item({ alone, path, page, scenario, service, inPage, inScenario }: PartyValue): Html {
  const frame = codeFrame(inPage, frameColumns);
  return html`<li><p class="said"><code>${path}</code> <strong>${aloneWords[alone]}</strong></p>
<div class="beside"><dl><dt>page</dt><dd>${value(page)}</dd><dt>scenario</dt><dd>${value(scenario)}</dd>${
    alone === 'two' ? nothing : html`<dt>service</dt><dd>${value(service)}</dd>`
  }</dl>
<div class="place"><p>${placeText(inPage)}</p>${frame === '' ? nothing : html`<pre tabindex="0">${frame}</pre>`}<p>${placeText(inScenario)}</p></div></div></li>`;
}

const value = (text: string | undefined): Html =>
  text === undefined ? html`<span class="none">nothing</span>` : html`<code>${text}</code>`;
