/**
 * The html report: one self-contained page for people. This file: how it is written during the run. The stories are
 * written as their scenarios end; the verdict, which is known last, is last in the file and first on the page: a slot
 * of a declarative shadow root puts it there, even without script, and for all kinds of readers.
 */

import type { ScenarioResult, StepResult } from '../../run/result.ts';
import { scenarioTitle } from '../../run/tenant-events.ts';
import { matrixBuilder } from '../tenants/tenant-matrix.ts';
import { outcomeMessage } from '../wording/outcome-message.ts';
import { type ReportEnvironment, type Reporter, reporterOf, type Sink, writeLast } from '../wording/reporter.ts';
import { Anchors, stepAnchors } from './anchors.ts';
import { type Html, html } from './html-text.ts';
import { isTrouble, outcomeLabel, outcomeWords } from './outcome-label.ts';
import { type PageAssets, pageHead, readPageAssets } from './page-assets.ts';
import { pagePlaces } from './page-places.ts';
import { firstScreen, type Trouble } from './parts/first-screen.ts';
import { scenarioSection } from './parts/scenario-section.ts';
import { StoryLines } from './story-lines.ts';

/** With more open steps than this the page would be slow: later stories stay text until they are opened. */
const mostOpenSteps = 150;
/** In characters. A longer page is slow to open and to send: in later stories, steps that passed are shortened. */
const mostWritten = 7_000_000;
const mostListed = 50;

export type HtmlOptions = Pick<ReportEnvironment, 'version' | 'pageFile' | 'changes' | 'readiness'>;

/** Writes the page. If the tutorials' pages are available, steps show the line that documents them. */
export function htmlReporter(sink: Sink, { version, pageFile, changes, readiness }: HtmlOptions): Reporter {
  const places = pagePlaces(pageFile);
  const assets = readPageAssets();
  const anchors = new Anchors();
  const listed: Trouble[] = [];
  const services = new Set<string>();
  const tenants = new Set<string>();
  let title: string | undefined;
  const storyLines = new StoryLines();
  const matrix = matrixBuilder();
  let [troubles, openSteps, later, written] = [0, 0, 0, 0];
  return reporterOf({
    'run-started': ({ startedAt }) => sink.write(head(assets, startedAt).html),
    'scenario-ended': ({ scenario }) => {
      if (scenario.service !== undefined) services.add(scenario.service);
      const tenant = scenario.tenantName ?? scenario.tenant;
      if (tenant !== undefined) tenants.add(tenant);
      title ??= scenario.title;
      const anchor = anchors.scenario(scenario);
      matrix.add(scenario, anchor);
      const found = troublesOf(scenario, anchor);
      troubles += found.length;
      listed.push(...found.slice(0, mostListed - listed.length));
      const steps = scenario.steps.length + scenario.cleanup.length;
      const waits = !isTrouble(scenario.outcome) || openSteps + steps > mostOpenSteps;
      if (waits) later++;
      else openSteps += steps;
      const about = { anchor, later: waits ? storyLines : undefined, places, brief: written > mostWritten };
      const section = scenarioSection(scenario, about).html;
      written += section.length;
      return sink.write(section);
    },
    'run-ended': ({ summary }) => {
      const seen = { services, tenants, title, listed, troubles, later, matrix: matrix.matrix(summary) };
      const first = firstScreen({ summary, version, ...seen, changes, readiness });
      return writeLast(sink, foot(first, assets).html);
    },
  });
}

function head(assets: PageAssets, startedAt: string): Html {
  return html`${pageHead(assets, `Replay of ${startedAt.slice(0, 16).replace('T', ' ')} UTC`)}
<body>
<svg class="patterns" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="ground"/><line x1="0" y1="0" x2="0" y2="6" class="stroke"/></pattern></defs></svg>
<main id="report"><template shadowrootmode="open"><slot name="first"></slot><slot></slot></template>
`;
}

function foot(first: Html, { script }: PageAssets): Html {
  return html`${first}
</main>
<script>${{ html: script }}</script>
</body>
</html>
`;
}

/** The steps of a scenario that need a look, each in one line. */
function troublesOf(scenario: ScenarioResult, anchor: string): readonly Trouble[] {
  const all = [...scenario.steps, ...scenario.cleanup];
  const anchors = stepAnchors(anchor, all);
  return all
    .filter(({ outcome }) => isTrouble(outcome.kind))
    .map((step) => ({
      anchor: anchors.get(step) ?? anchor,
      scenario: scenarioTitle(scenario),
      label: outcomeLabel(step.outcome.kind),
      step: step.title,
      said: said(step),
    }));
}

const longestSaid = 300;

/** The beginning of a text, with `…` where that is not all of it. */
function begun(text: string): string {
  return text.length > longestSaid ? `${text.slice(0, longestSaid - 1).toWellFormed()}…` : text;
}

function said({ outcome }: StepResult): string {
  return begun(outcomeMessage(outcome) ?? outcomeWords[outcome.kind].word);
}
