import { codeFrame } from '../../../diagnostics/code-frame.ts';
import { placeText } from '../../../diagnostics/place.ts';
import { type Difference, differencesFound } from '../../../expectation/compare/difference.ts';
import { countedPart, groupedDigits } from '../../wording/duration-text.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { prose } from '../prose.ts';

const mostListed = 200;
const longestValue = 2000;
/** As many as fit into the box beside the values, so that the caret of a long line is visible. */
export const frameColumns = 64;

/** Every difference with its expected and its actual value, and the line of the scenario; in the order in which they are numbered. */
export function differencesPart(differences: readonly Difference[], anchor: string): Html {
  const found = differencesFound(differences);
  const left = differences.length - mostListed;
  const count = countedPart(Math.min(differences.length, mostListed), found, 'difference');
  return html`<h5>${found === 1 ? count : `${count}, worst first`}</h5>
<ol class="differences">${differences.slice(0, mostListed).map((one, index) => item(one, `${anchor}.d${index + 1}`))}</ol>
${left > 0 ? html`<p class="left">The stored result has ${groupedDigits(left)} more of them.</p>` : nothing}`;
}

function item({ code, path, message, expected, actual, at }: Difference, id: string): Html {
  const frame = codeFrame(at, frameColumns);
  const [stated, received] = marked(expected, actual);
  return html`<li id="${id}"><p class="said"><strong>${code}</strong> ${path === code ? nothing : html`<code>${path}</code> `}<span>${prose(message)}</span></p>
<div class="beside"><dl><dt>expected</dt><dd>${stated}</dd><dt>actual</dt><dd>${received}</dd></dl>
<div class="place"><p>${placeText(at)}</p>${frame === '' ? nothing : html`<pre tabindex="0">${frame}</pre>`}</div></div></li>`;
}

/** Two values, with the part marked in which they differ. */
function marked(expected: string | undefined, actual: string | undefined): readonly [Html, Html] {
  const [left, right] = [expected, actual].map(
    (text) => text && (text.length > longestValue ? `${text.slice(0, longestValue).toWellFormed()}…` : text),
  );
  const absent = html`<span class="none">nothing</span>`;
  if (left === undefined || right === undefined) {
    return [left === undefined ? absent : value(left), right === undefined ? absent : value(right)];
  }
  const [start, end] = commonEnds(left, right);
  // Values that have next to nothing in common are easier to read unmarked.
  if (start + end < Math.min(left.length, right.length) / 3) return [value(left), value(right)];
  return [value(left, start, end), value(right, start, end)];
}

function value(text: string, start = 0, end = text.length): Html {
  const middle = text.slice(start, text.length - end);
  if (middle === '' || end === text.length) return html`<code>${text}</code>`;
  return html`<code>${text.slice(0, start)}<mark>${middle}</mark>${text.slice(text.length - end)}</code>`;
}

/** How much two texts share at their beginning and at their end; half a character is not shared. */
function commonEnds(a: string, b: string): readonly [start: number, end: number] {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  if (/[\ud800-\udbff]$/.test(a.slice(0, start))) start--;
  let end = 0;
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  if (end > 0 && /^[\udc00-\udfff]/.test(a.slice(-end))) end--;
  return [start, end];
}
