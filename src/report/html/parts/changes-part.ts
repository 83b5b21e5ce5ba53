import { aboutRun, changesVerdict } from '../../changes/changes-text.ts';
import { changeWords, type RunChanges } from '../../wording/run-change.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { outcomeWords } from '../outcome-label.ts';
import { prose } from '../prose.ts';

const mostListed = 100;

/** Changes since an earlier run, between the steps that need a look and the scenarios. */
export function changesPart(changes: RunChanges | undefined): Html {
  if (changes === undefined) return nothing;
  const items = changes.changes.slice(0, mostListed).map(({ kind, scenario, step, detail }) => {
    const { mark, word } = changeWords[kind];
    const label = html`<span class="outcome ${mark}"><span class="mark" aria-hidden="true">${outcomeWords[mark].mark}</span> ${word}</span>`;
    return html`<li>${label}<div><strong>${step}</strong><p class="of">${scenario}</p></div><p class="said">${prose(detail)}</p></li>`;
  });
  const left = changes.changes.length - items.length;
  return html`<section class="troubles" id="changes"><h2>What changed since the run before</h2><p class="note">Before: <code>${changes.before.file}</code> (${aboutRun(changes.before)}). ${changesVerdict(changes)}</p>${items.length === 0 ? nothing : html`<ol>${items}</ol>`}${left > 0 ? html`<p class="left">and ${left} more</p>` : nothing}</section>`;
}
