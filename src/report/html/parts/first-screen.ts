import { ownCommand } from '../../../diagnostics/own-command.ts';
import type { Counts, RunSummary } from '../../../run/result.ts';
import type { Readiness } from '../../../tenant/doctor/doctor-finding.ts';
import type { TenantMatrix } from '../../tenants/tenant-matrix.ts';
import { byPersonCount } from '../../wording/by-person.ts';
import { clockName, clockText, counted, durationText, groupedDigits } from '../../wording/duration-text.ts';
import type { RunChanges } from '../../wording/run-change.ts';
import { notRunText, requestsText, verdict } from '../../wording/verdict.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { countWords, outcomeWords, shownOutcomes } from '../outcome-label.ts';
import { prose } from '../prose.ts';
import { serviceName } from '../service-name.ts';
import { changesPart } from './changes-part.ts';
import { readinessPart } from './readiness-part.ts';
import { tenantsPart } from './tenants-part.ts';

/** A step that a person has to look at, as the first screen reports it. */
export type Trouble = {
  readonly anchor: string;
  readonly scenario: string;
  readonly label: Html;
  readonly step: string;
  readonly said: string;
};

export type FirstScreen = {
  readonly summary: RunSummary;
  readonly version: string;
  /** The origins of the services of the run, if known. */
  readonly services: ReadonlySet<string>;
  readonly tenants: ReadonlySet<string>;
  /** Of a run over many tenants. */
  readonly matrix: TenantMatrix | undefined;
  /** The title of the first scenario. */
  readonly title: string | undefined;
  readonly readiness: Readiness | undefined;
  /** The first of them; `troubles` counts all. */
  readonly listed: readonly Trouble[];
  readonly troubles: number;
  /** Scenarios whose story is kept as text. */
  readonly later: number;
  /** Since an earlier run, where one is compared with. */
  readonly changes?: RunChanges | undefined;
};

/** The first screen: the verdict, the services, the counts, and the steps that need a look. */
export function firstScreen(about: FirstScreen): Html {
  const { summary, version } = about;
  const { 'not-run': _, ...started } = summary.scenarios;
  return html`<header slot="first" class="${worst(summary)}">
<p class="tool">tutorial-replay ${version}</p>
<h1>${verdict(summary, about.title)}${tenantPart(about)}</h1>
<p class="sent">${summaryText(about)}</p>
${bar(started)}
${leftoversPart(summary)}${tenantsPart(about.matrix, about.readiness)}
${troublePart(about)}${changesPart(about.changes)}${readinessPart(about.readiness)}
<h2 id="scenarios">Scenarios</h2>
${toolbar(started)}
${about.later === 0 ? nothing : html`<noscript><p class="note">Without script, ${counted(about.later, 'scenario')} below can only be read by name and counts.</p></noscript>`}
</header>`;
}

const mostNamed = 5;

function tenantPart({ tenants, matrix }: FirstScreen): Html {
  // In the order of their file, those that could not be tested among them.
  const all = matrix === undefined ? [...tenants] : matrix.rows.map(({ name }) => name);
  if (all.length === 0) return nothing;
  const names = all.length > mostNamed ? counted(all.length, 'tenant') : all.join(', ');
  const noun = all.length === 1 ? 'tenant ' : all.length > mostNamed ? '' : 'tenants ';
  return html` <span class="tenant">${noun}${names}</span>`;
}

/** The word for the whole run that colors the page's edge. */
function worst({ exitCode, scenarios }: RunSummary): keyof Counts {
  if (exitCode === 0) return 'passed';
  if (exitCode === 1 || scenarios.failed > 0) return 'failed';
  return exitCode === 4 ? 'failed' : 'blocked';
}

function summaryText({ summary, services }: FirstScreen): Html {
  const { scenarios, steps, executed, against, startedAt, durationMs, clock } = summary;
  const { 'not-run': left, ...started } = scenarios;
  const notRun = notRunText(summary);
  const sum = (counts: Counts) => Object.values(counts).reduce((total, count) => total + count, 0);
  const date = startedAt.slice(0, 16).replace('T', ' ');
  return html`${counted(sum(started), 'scenario')} with ${counted(sum(steps), 'step')}, ${executed === sum(steps) ? '' : `${groupedDigits(executed)} of them `}run against <strong>${serviceName(against, services)}</strong> on <time datetime="${startedAt}">${date} UTC</time>; it took ${durationText(durationMs)}, ${requestsText(summary)} sent.${clock === undefined ? nothing : html` The ${clockName(clock)}: ${clockText(clock)}.`} Steps: ${[countWords(steps), ...byPersonCount(summary)].join('; ')}.${notRun === undefined ? nothing : html` <strong>${groupedDigits(left)} not run</strong>: ${prose(notRun)}.`}`;
}

/** The scenarios as one bar; the buttons below show the count of each part. */
function bar(counts: Counts): Html {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return nothing;
  let from = 0;
  const parts = shownOutcomes.map((kind) => {
    const width = (counts[kind] / total) * 100;
    const part = html`<rect class="${kind}" x="${from.toFixed(3)}%" width="${width.toFixed(3)}%" height="10"/>`;
    from += width;
    return counts[kind] === 0 ? nothing : part;
  });
  return html`<svg class="bar" role="img" aria-label="Scenarios: ${countWords(counts)}">${parts}</svg>`;
}

function toolbar(counts: Counts): Html {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const button = (kind: string, text: Html, pressed: boolean) =>
    html`<button type="button" data-filter="${kind}" aria-pressed="${String(pressed)}">${text}</button>`;
  const outcomes = shownOutcomes.filter((kind) => counts[kind] > 0);
  return html`<div class="toolbar"><div role="group" aria-label="Show scenarios by outcome">${button('', html`all ${groupedDigits(all)}`, true)}${outcomes.map((kind) => button(kind, html`<span class="mark ${kind}" aria-hidden="true">${outcomeWords[kind].mark}</span> ${groupedDigits(counts[kind])} ${outcomeWords[kind].word}`, false))}</div>
<label>Search <input type="search" autocomplete="off" spellcheck="false" placeholder="title, step, url, code"></label>
<p role="status"></p></div>`;
}

function leftoversPart({ leftovers, recycleBin = [] }: RunSummary): Html {
  const left =
    leftovers.length === 0
      ? nothing
      : html`<section class="note failed"><h2>Left over</h2><ul class="things">${leftovers.map((line) => html`<li><code>${line}</code></li>`)}</ul><p>Delete it with <code>${ownCommand} cleanup</code>.</p></section>`;
  const kept =
    recycleBin.length === 0
      ? nothing
      : html`<p class="note">${counted(recycleBin.length, 'deleted object')} of this run ${recycleBin.length === 1 ? 'is' : 'are'} kept by the service for a while; each scenario shows until when.</p>`;
  return html`${left}${kept}`;
}

function troublePart({ listed, troubles }: FirstScreen): Html {
  if (listed.length === 0) return nothing;
  const items = listed.map(
    ({ anchor, scenario, label, step, said }) =>
      html`<li>${label}<div><a href="#${anchor}">${step}</a><p class="of">${scenario}</p></div><p class="said">${prose(said)}</p></li>`,
  );
  const left = troubles - listed.length;
  return html`<section class="troubles"><h2>${troubles === 1 ? 'What needs a look' : `${groupedDigits(troubles)} steps need a look`}</h2><ol>${items}</ol>${left > 0 ? html`<p class="left">and ${groupedDigits(left)} more below</p>` : nothing}</section>`;
}
