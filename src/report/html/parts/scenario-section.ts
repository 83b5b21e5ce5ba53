import { type Counts, outcomeKinds, type ScenarioResult, type StepResult } from '../../../run/result.ts';
import { scenarioTitle } from '../../../run/tenant-events.ts';
import { clockName, clockText, counted, momentText, tookText } from '../../wording/duration-text.ts';
import { stepAnchors } from '../anchors.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { countWords, isTrouble, outcomeLabel } from '../outcome-label.ts';
import { pageLink } from '../page-link.ts';
import type { PagePlaces } from '../page-places.ts';
import { serviceName } from '../service-name.ts';
import type { StoryLines } from '../story-lines.ts';
import { sequencePicture } from './sequence-picture.ts';
import { stepSection } from './step-section.ts';
import { threadsByStep, threadsOf } from './threads.ts';
import { threadRail } from './threads-part.ts';
import { timelinePicture } from './timeline-picture.ts';

export type ScenarioAbout = {
  readonly anchor: string;
  /** The story is kept as text until a person opens it, its lines among those of the other stories. */
  readonly later?: StoryLines | undefined;
  /** Steps that passed are shown without requests and responses. */
  readonly brief: boolean;
  readonly places: PagePlaces;
};

/** A scenario of the list: its line, and its story in it. */
export function scenarioSection(scenario: ScenarioResult, about: ScenarioAbout): Html {
  const { anchor, later } = about;
  const { outcome, file } = scenario;
  const find = findText(scenario);
  const open = isTrouble(outcome) && later === undefined ? html` open` : nothing;
  return html`<details class="scenario ${outcome}" id="${anchor}" data-outcome="${outcome}"${later === undefined ? html` data-find="${find}"` : nothing}${open}>
<summary>${outcomeLabel(outcome)}<h3>${scenarioTitle(scenario)}</h3><span class="counts">${countWords(countsOf(scenario))}</span><span class="took">${tookText(scenario)}</span><span class="file">${file}</span></summary>
${later === undefined ? storyOf(scenario, about) : waiting(later, find, storyOf(scenario, { ...about, anchor: '' }))}</details>
`;
}

/**
 * The text for the search, and the story, as text. It contains nothing that would end its element early: texts are
 * escaped, and there are no scripts or comments. Its anchors lack the scenario's name, so that equal lines stay equal.
 */
function waiting(later: StoryLines, find: string, story: Html): Html {
  return html`<script type="text/plain">${later.shortened(html`${find}\n${story}`)}</script>`;
}

/** The text for the search: a line for the scenario, and one for each step. */
function findText({ tenantName, title, file, tags, steps, cleanup }: ScenarioResult): string {
  const lines = [...steps, ...cleanup].map(({ id, title: step, exchange, outcome }) => [
    id,
    step,
    ...(exchange === undefined ? [] : [exchange.request.method, exchange.request.url]),
    ...(outcome.kind === 'failed' ? outcome.differences.slice(0, 20).map(({ code, path }) => `${code} ${path}`) : []),
    ...(outcome.kind === 'blocked' ? [outcome.reason] : []),
  ]);
  return [[...(tenantName === undefined ? [] : [tenantName]), title, file, ...tags], ...lines]
    .map((words) => words.join(' ').replaceAll('\n', ' '))
    .join('\n')
    .toLowerCase()
    .slice(0, 4000);
}

function countsOf({ steps, cleanup }: ScenarioResult): Counts {
  const counts = Object.fromEntries(outcomeKinds.map((kind) => [kind, 0])) as {
    -readonly [kind in keyof Counts]: number;
  };
  for (const { outcome } of [...steps, ...cleanup]) counts[outcome.kind]++;
  return counts;
}

function storyOf(scenario: ScenarioResult, { anchor, places, brief }: ScenarioAbout): Html {
  const all = [...scenario.steps, ...scenario.cleanup];
  const anchors = stepAnchors(anchor, all);
  const anchorOf = (step: StepResult) => anchors.get(step) ?? anchor;
  const threads = threadsOf(all);
  const at = threadsByStep(threads, all.length);
  const lanes = threads.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
  const section = (step: StepResult, index: number) => {
    const own = at[index] ?? { made: [], used: [], drawn: [] };
    const about = { ...own, step: index, lanes, all, anchorOf };
    return stepSection(step, { scenario, anchor: anchorOf(step), places, threads: about, brief });
  };
  const cleanupStart = scenario.steps.length;
  return html`<div class="story">
${aboutPart(scenario)}
${picturesPart(scenario)}
<ol class="steps">${scenario.steps.map(section)}</ol>
${cleanupPart(scenario, {
  section: (step, index) => section(step, cleanupStart + index),
  // Threads continue beside the heading between two steps.
  rail: threadRail({ drawn: at[cleanupStart]?.drawn ?? [], used: [], step: cleanupStart - 0.5, lanes }),
  lanes,
})}
</div>`;
}

function aboutPart({ tutorial, tags, runId, startedAt, recording, against, service, clock }: ScenarioResult): Html {
  const answered =
    recording === undefined
      ? against === 'recorded'
        ? 'a recording'
        : serviceName(against, service === undefined ? [] : [service])
      : `a recording from ${recording.source === 'documentation' ? 'the documentation' : recording.source}, ${recording.date}`;
  return html`<p class="about">${tutorial === undefined ? nothing : html`Replays ${pageLink(tutorial)}. `}Responses from ${answered}; run <code
>${runId}</code>, began ${momentText(startedAt)}.<wbr
>${clock === undefined ? nothing : html` The ${clockName(clock)}: ${clockText(clock)}.`}${tags.map((tag) => html` <span class="tag">${tag}</span>`)}</p>`;
}

/** Pictures of more steps than these wait to be opened. */
const mostDrawn = 8;

function picturesPart(scenario: ScenarioResult): Html {
  const { outcome, steps, cleanup } = scenario;
  // Failures come first, and a long story should not begin below its pictures.
  const open = isTrouble(outcome) || steps.length + cleanup.length > mostDrawn ? nothing : html` open`;
  const timeline = timelinePicture(scenario);
  return html`<div class="pictures"><details${open}><summary><h4>Who called whom</h4></summary>${sequencePicture(scenario)}</details>
${timeline === undefined ? nothing : html`<details${open}><summary><h4>Where the time went</h4></summary>${timeline}</details>`}</div>`;
}

type CleanupAbout = {
  readonly section: (step: StepResult, index: number) => Html;
  readonly rail: Html;
  readonly lanes: number;
};

function cleanupPart(scenario: ScenarioResult, { section, rail, lanes }: CleanupAbout): Html {
  const { cleanup, leftovers = [], recycleBin = [] } = scenario;
  const steps =
    cleanup.length === 0
      ? html`<p class="note">This scenario has no cleanup.</p>`
      : html`<ol class="steps">${cleanup.map(section)}</ol>`;
  return html`<div class="cleanup lanes-${lanes}">${rail}<h4>Cleanup</h4></div>${steps}${leftPart(leftovers)}${
    recycleBin.length === 0
      ? nothing
      : html`<p class="note">Deleted, and kept by the service for a while:</p><ul class="things">${recycleBin.map(({ url, until }) => html`<li><code>${url}</code> until ${until.slice(0, 10)}</li>`)}</ul>`
  }`;
}

function leftPart(leftovers: readonly string[]): Html {
  if (leftovers.length === 0) return nothing;
  return html`<div class="note failed"><p><strong>${counted(leftovers.length, 'object')} left over</strong></p><ul class="things">${leftovers.map((line) => html`<li><code>${line}</code></li>`)}</ul></div>`;
}
