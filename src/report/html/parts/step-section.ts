import { codeFrame } from '../../../diagnostics/code-frame.ts';
import { shortenedInside } from '../../../diagnostics/display-width.ts';
import { type Place, placeText } from '../../../diagnostics/place.ts';
import { differencesFound, worstFirst } from '../../../expectation/compare/difference.ts';
import { clouds } from '../../../http/clouds.ts';
import { curlCommand } from '../../../http/curl.ts';
import type { Headers, HttpRequest } from '../../../http/message.ts';
import { binaryLine, isTextBody } from '../../../http/payload.ts';
import { pictureOf } from '../../../http/picture.ts';
import { prettyJson } from '../../../json/pretty.ts';
import { blockedReasons, type ScenarioResult, type StepOutcome, type StepResult } from '../../../run/result.ts';
import { againCommand } from '../../wording/again-command.ts';
import { byPersonLabel, personsWordText } from '../../wording/by-person.ts';
import {
  clockName,
  clockText,
  durationText,
  groupedDigits,
  momentText,
  passedText,
  waitedText,
} from '../../wording/duration-text.ts';
import { pageNotCompared } from '../../wording/failure-lines.ts';
import { notesOf } from '../../wording/step-notes.ts';
import { bodyBlock, textBlock } from '../body-text.ts';
import { type Html, html, nothing, verbatim } from '../html-text.ts';
import { isTrouble, outcomeLabel, statusClass } from '../outcome-label.ts';
import type { PagePlaces } from '../page-places.ts';
import { prose } from '../prose.ts';
import { differencesPart } from './differences-part.ts';
import { partiesPart } from './parties-part.ts';
import { sidesPart } from './sides-part.ts';
import { type StepThreads, threadRail, threadWords } from './threads-part.ts';

/** The context of a step's section. */
export type StepAbout = {
  readonly scenario: ScenarioResult;
  readonly anchor: string;
  readonly places: PagePlaces;
  readonly threads: StepThreads;
  /** Steps that passed are shown without request and response. */
  readonly brief: boolean;
};

/** One step of the story: its line and, when opened, everything that is known about it. */
export function stepSection(step: StepResult, about: StepAbout): Html {
  const { outcome } = step;
  const open = isTrouble(outcome.kind) ? html` open` : nothing;
  return html`<li class="step lanes-${about.threads.lanes}">${threadRail(about.threads)}<details class="${outcome.kind}" id="${about.anchor}" data-step${open}>
<summary><span class="number">${step.number}</span><h4>${step.title}</h4>${outcomeLabel(outcome.kind)}
${requestPart(step)}
<span class="took">${stepTook(step)}</span></summary>
<div class="inside">
${outcomePart(step, about)}
${step.parties === undefined ? nothing : partiesPart(step.parties)}
${threadWords(about.threads)}
${exchangePart(step, about)}
${factsPart(step, about)}
</div></details></li>`;
}

/** The end of a longer url is the most useful part. */
const longestUrl = 100;

/** The actor, the request and its response. */
function requestPart({ actor, exchange, attempts, byPerson, outcome, clock }: StepResult): Html {
  const sentLine =
    exchange === undefined
      ? nothing
      : html`<b>${exchange.request.method}</b> <span class="url">${shortenedInside(exchange.request.url, longestUrl)}</span> <span class="${statusClass(outcome)}">${exchange.response.status}</span>`;
  const clockPassed = clock === undefined || clock.durationMs === 0 ? '' : ` (${passedText(clock)})`;
  return html`<span class="sent"><span class="actor">${actor}</span> ${sentLine}${attempts > 1 ? ` after ${groupedDigits(attempts)} attempts` : ''}${clockPassed}${byPerson === undefined ? '' : ` ${byPersonLabel}`}</span>`;
}

function stepTook(step: StepResult): string {
  return step.attempts === 0 ? '' : durationText(step.durationMs);
}

function outcomePart(step: StepResult, about: StepAbout): Html {
  const { outcome } = step;
  switch (outcome.kind) {
    case 'passed':
      return notesPart(step);
    case 'failed':
      return differsPart(step, outcome, about);
    case 'blocked':
      return html`<div class="note blocked"><p><strong>${outcome.reason}</strong>: ${blockedReasons[outcome.reason]}</p><p class="lines">${prose(outcome.message)}</p>${outcome.fix === undefined ? nothing : html`<p class="lines"><strong>What to do</strong> ${prose(outcome.fix)}</p>`}</div>${framePart(step)}`;
    case 'skipped':
      return skippedPart(step, outcome, about);
    case 'pending':
      return html`<div class="note pending"><p><strong>A person has to do this:</strong></p><p class="lines">${prose(outcome.prompt)}</p></div>`;
    default:
      return outcome satisfies never;
  }
}

function differsPart(step: StepResult, outcome: Extract<StepOutcome, { kind: 'failed' }>, about: StepAbout): Html {
  const differences = worstFirst(outcome.differences);
  const { anchor } = about;
  const sides =
    step.expected === undefined || step.exchange === undefined
      ? undefined
      : sidesPart(step.expected, step.exchange.response.text, { differences, anchor });
  return html`${differencesPart(differences, anchor)}${sides ?? nothing}${notesPart(step)}`;
}

/** If the step was sent nevertheless, its differences are shown, although the cause is unknown. */
function skippedPart(step: StepResult, outcome: Extract<StepOutcome, { kind: 'skipped' }>, about: StepAbout): Html {
  const { unmatched } = notesOf(step);
  const label = step.attempts === 0 ? 'Not tried' : 'Skipped';
  const words = html`<p class="note lines">${label}: ${prose(outcome.message)}</p>`;
  return unmatched.length === 0 ? words : html`${words}${differencesPart(worstFirst(unmatched), about.anchor)}`;
}

const mostNotes = 20;

/** Folded: it is not new, and there is often much of it. */
function notesPart({ notes }: StepResult): Html {
  if (notes.length === 0) return nothing;
  const paths = notes
    .slice(0, mostNotes)
    .map(({ path }, index) => html`${index === 0 ? '' : ', '}<code>${path}</code>`);
  const found = differencesFound(notes);
  const left = found - paths.length;
  const more = left > 0 ? `, and ${groupedDigits(left)} more` : '';
  return html`<div class="note notes"><details><summary>Undocumented properties: ${groupedDigits(found)}</summary><p>${paths}${more}</p></details></div>`;
}

function framePart({ at }: StepResult): Html {
  const frame = codeFrame(at);
  return frame === '' ? nothing : html`<pre class="frame" tabindex="0">${frame}</pre>`;
}

function exchangePart(step: StepResult, { brief, scenario }: StepAbout): Html {
  const { exchange, outcome } = step;
  if (exchange === undefined) return nothing;
  if (brief && outcome.kind === 'passed') {
    return html`<p class="left">The page is long: requests and responses of steps that passed are omitted from here on; the stored result (<code>-r json=FILE</code>) has them.</p>`;
  }
  const { service = clouds.global.graphOrigin } = scenario;
  const { request, response } = exchange;
  const command = verbatim(curlCommand(request, service));
  return html`<div class="exchange">
<section><h5>Request <button type="button"
data-copy="${command}">Copy as curl</button></h5>
<p class="line"><b>${request.method}</b>
${request.url}</p>
${headerList(request.headers)}${binaryPart(request)}${sentPart(request)}</section>
<section><h5>Response</h5>
<p class="line"><b>${response.status}</b></p>
${headerList(response.headers)}${binaryPart(response)}${bodyBlock(response.text)}</section>
</div>`;
}

function sentPart({ headers, body }: HttpRequest): Html {
  if (body === undefined) return nothing;
  return textBlock(isTextBody(headers, body) ? body : prettyJson(body));
}

/** A body that is not text: its type, length and hash; a picture as a picture. */
function binaryPart({ headers, bytes }: Pick<HttpRequest, 'headers' | 'bytes'>): Html {
  if (bytes === undefined) return nothing;
  const picture = pictureOf({ headers, bytes });
  const shown =
    picture === undefined
      ? nothing
      : html`<p><img alt="${`The picture that was received: ${picture.type}, ${picture.size} bytes`}" src="${`data:${picture.type};base64,${picture.base64}`}"></p>`;
  return html`<p class="line">${binaryLine(bytes, headers)}</p>${shown}`;
}

function headerList(headers: Headers): Html {
  const fields = Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return fields.length === 0
    ? nothing
    : html`<ul class="headers">${fields.map(
        ([name, value]) => html`
<li><span>${name}:</span> ${value}</li>`,
      )}
</ul>`;
}

function factsPart(step: StepResult, { scenario, anchor, places }: StepAbout): Html {
  return html`<dl class="facts">${waitsFact(step)}${timeFact(step)}${personFact(step)}
${pageFact(step, scenario, places(scenario.tutorial, step.page?.line))}
<dt>Scenario</dt><dd><code>${brokenAfter(scenario.file, placeText(step.at))}</code></dd>
<dt>Again</dt><dd><code>${brokenAfter(scenario.file, againCommand(scenario, step.id))}</code> <button type="button" data-copy>Copy</button></dd>
<dt>Link</dt><dd><a href="#${anchor}">this step</a></dd></dl>`;
}

/** The beginning of a text up to a file that all steps of a scenario name, as a line of the story that is written once. */
function brokenAfter(file: string, text: string): Html {
  const end = text.indexOf(file) + file.length;
  return end < file.length
    ? html`${text}`
    : html`${text.slice(0, end)}<wbr
>${text.slice(end)}`;
}

/** Separate from the response, because only a person reported it. */
function personFact(step: StepResult): Html {
  const said = personsWordText(step);
  return said === undefined ? nothing : html`<dt>Reported by a person</dt><dd class="lines">${prose(said)}</dd>`;
}

function waitsFact({ waits = [], attempts, clock }: StepResult): Html {
  if (waits.length === 0) return nothing;
  const causes = [...new Set(waits.map(({ cause }) => cause))].join('; ');
  return html`<dt>Waited</dt><dd>${waitedText(waits, clock)} in ${attempts} attempts: ${causes}</dd>`;
}

/** When the step ran in real time, and the time by the service's clock. */
function timeFact({ startedAt, clock }: StepResult): Html {
  if (startedAt === undefined) return nothing;
  return html`<dt>When</dt><dd>${momentText(startedAt)}${clock === undefined ? nothing : html` (${clockName(clock)}: ${clockText(clock)})`}</dd>`;
}

function pageFact({ page, outcome }: StepResult, scenario: ScenarioResult, place: Place | undefined): Html {
  if (page === undefined) return nothing;
  const isCompared = scenario.comparedPage !== undefined || outcome.kind !== 'failed';
  const note = isCompared || scenario.tutorial === undefined ? nothing : html` · ${pageNotCompared}`;
  const heading = page.heading === undefined ? nothing : html`“${page.heading}” `;
  const line = page.line === undefined ? nothing : html`line ${page.line}`;
  const frame =
    place === undefined ? nothing : html`<code>${placeText(place)}</code><pre tabindex="0">${codeFrame(place)}</pre>`;
  return html`<dt>Page</dt><dd>${heading}${line}${note} ${frame}</dd>`;
}
