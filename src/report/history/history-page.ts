import type { HistoryRun } from '../../tenant/history/history-run.ts';
import { entryName, type Trend } from '../../tenant/history/history-trends.ts';
import { type Html, html } from '../html/html-text.ts';
import { outcomeLabel, outcomeWords } from '../html/outcome-label.ts';
import { pageHead, readPageAssets } from '../html/page-assets.ts';
import { counted } from '../wording/duration-text.ts';
import { notesOf, verdictText } from './history-text.ts';

const mostRuns = 60;

/** The history as one page: a row a scenario and tenant, a square a run. */
export function historyPage(trends: readonly Trend[], runs: readonly HistoryRun[], version: string): string {
  const all = [...new Set(runs.map(({ startedAt }) => startedAt))].sort();
  const times = all.slice(-mostRuns);
  const earlier = all.length > times.length ? `last ${times.length} of ` : '';
  const rows = trends.map((trend) => {
    const last = trend.verdicts.at(-1)?.outcome ?? 'skipped';
    const notes = notesOf(trend).map((note) => html`<li>${note}</li>`);
    return html`<tr><th scope="row">${entryName(trend)}</th><td>${outcomeLabel(last)}</td><td>${squares(trend, times)}</td><td><ul>${notes}</ul></td></tr>
`;
  });
  const days = [...new Set([times[0], times.at(-1)].map((time = '') => time.slice(0, 10)))];
  return html`${pageHead(readPageAssets(), `History of ${counted(times.length, 'run')}`)}
<body><main><header>
<p class="tool">tutorial-replay ${version}</p>
<h1>${verdictText(trends)}</h1>
<p class="sent">${earlier}${counted(all.length, 'run')}, ${days.length === 1 ? 'on' : 'from'} ${days.join(' to ')}; the latest is on the right.</p></header>
<div class="wide" tabindex="0" role="region" aria-label="Scenarios by runs"><table class="matrix history"><thead><tr><th scope="col">scenario</th><th scope="col">now</th><th scope="col">runs</th><th scope="col">what is known</th></tr></thead>
<tbody>${rows}</tbody></table></div>
</main></body>
</html>
`.html;
}

const square = 10;

function squares({ verdicts }: Trend, times: readonly string[]): Html {
  const outcomes = new Map(verdicts.map(({ startedAt, outcome }) => [startedAt, outcome]));
  const parts = times.flatMap((time, index) => {
    const outcome = outcomes.get(time);
    if (outcome === undefined) return [];
    const said = `${time}: ${outcomeWords[outcome].word}`;
    return [
      html`<rect class="${outcome}" x="${index * square}" y="0" width="${square - 2}" height="16"><title>${said}</title></rect>`,
    ];
  });
  return html`<svg class="bar squares" role="img" aria-label="${String(verdicts.length)} runs" width="${times.length * square}" height="16">${parts}</svg>`;
}
