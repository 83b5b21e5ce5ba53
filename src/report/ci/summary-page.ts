import { defined } from '../../defined.ts';
import { placeText } from '../../diagnostics/place.ts';
import { outcomeKinds, type RunSummary, type ScenarioResult, type StepResult } from '../../run/result.ts';
import { isHealthy, type Readiness, readinessVerdict } from '../../tenant/doctor/doctor-finding.ts';
import { matrixBuilder } from '../tenants/tenant-matrix.ts';
import { tenantsMarkdown } from '../tenants/tenants-markdown.ts';
import { byPersonCount } from '../wording/by-person.ts';
import { clockName, clockText, counted, durationText, groupedDigits, momentText } from '../wording/duration-text.ts';
import { failuresIn, stepHeading } from '../wording/failure-lines.ts';
import { codeBlock, htmlCode, inlineCode } from '../wording/markdown-text.ts';
import { outcomeMessage, worstOf } from '../wording/outcome-message.ts';
import { paintFor } from '../wording/paint.ts';
import type { ReportEnvironment } from '../wording/reporter.ts';
import { repositoryPath } from '../wording/repository-path.ts';
import { outcomeMark, type View } from '../wording/terminal-view.ts';
import { nextStep, notRunText, requestsText, verdict } from '../wording/verdict.ts';

/** The size of verdict, counts and leftovers is below this. */
const headBytes = 12 * 1024;
const mostLeftBehind = 10;
const mostDetailLines = 300;
const paint = paintFor(false);

/** `root`: of the checkout, from which files are named. */
type SummaryAbout = Pick<ReportEnvironment, 'commands' | 'readiness' | 'root'>;

export type SummaryPage = {
  readonly add: (scenario: ScenarioResult) => void;
  readonly text: (summary: RunSummary) => string;
};

/**
 * A run as one Markdown page: the verdict, counts, a table of the steps to look at, and each of them in full, folded.
 * It never exceeds the limit in bytes; parts that do not fit are left out completely, and counted.
 */
export function summaryPage(limitBytes: number, { commands, readiness, root }: SummaryAbout = {}): SummaryPage {
  const view: View = { paint, columns: 120, verbose: true, ...defined({ commands }) };
  const room = Math.max(0, limitBytes - headBytes);
  const rows = new Portion(room * 0.3);
  const details = new Portion(room * 0.7);
  const tenants = matrixBuilder();
  return {
    add: (scenario) => {
      tenants.add(scenario);
      const failure = failuresIn(scenario, view);
      for (const step of [...scenario.steps, ...scenario.cleanup]) {
        const what = whatHappened(step);
        if (what === undefined) continue;
        rows.add(() => row(scenario, step, { ...what, at: fromRoot(what.at, root) }));
        if (step.outcome.kind !== 'pending') details.add(() => detail(scenario, step, failure(step)));
      }
    },
    text: (summary) => {
      if (room === 0) return '';
      const matrix = tenants.matrix(summary);
      const table = matrix === undefined ? '' : tenantsMarkdown(matrix);
      const parts = [head(summary, readiness), table, rowsPart(rows), detailsPart(details)];
      return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
    },
  };
}

/** Texts, as many as there is room for. */
class Portion {
  readonly texts: string[] = [];
  left = 0;
  #roomBytes: number;

  constructor(roomBytes: number) {
    this.#roomBytes = roomBytes;
  }

  /** After the first part that did not fit, no further one is added: the page has no gaps. */
  add(make: () => string): void {
    const text = this.left === 0 ? make() : '';
    this.#roomBytes -= Buffer.byteLength(text) + 2;
    if (this.left > 0 || this.#roomBytes < 200) this.left++;
    else this.texts.push(text);
  }
}

function head(summary: RunSummary, readiness: Readiness | undefined): string {
  const { scenarios, steps, leftovers } = summary;
  const counts = (label: string, of: RunSummary['steps'], rest: string) =>
    `| ${label} | ${[...outcomeKinds.map((kind) => groupedDigits(of[kind])), rest].join(' | ')} |`;
  const notRun = notRunText(summary);
  const left = leftovers.slice(0, mostLeftBehind).map((line) => `- ${inlineCode(line, 200)}`);
  const more = leftovers.length - left.length;
  // Without the commands of this run: they contain text of its user.
  const next = nextStep(summary);
  return [
    `## ${summary.exitCode === 0 ? '✓' : '✗'} ${verdict(summary)}`,
    '',
    `| | ${outcomeKinds.join(' | ')} | not run |`,
    `| --- |${' ---: |'.repeat(outcomeKinds.length + 1)}`,
    counts('scenarios', scenarios, groupedDigits(scenarios['not-run'])),
    counts('steps', steps, ''),
    ...(notRun === undefined ? [] : ['', `Not run: ${notRun}.`]),
    '',
    [
      `tutorial-replay · ${summary.against} · ${requestsText(summary)} sent · ${timeText(summary)}`,
      ...byPersonCount(summary),
    ].join(' · '),
    ...(readiness === undefined ? [] : ['', readinessLine(readiness)]),
    ...(left.length === 0 ? [] : ['', 'Left over:', '', ...left, ...(more > 0 ? [`- and ${more} more`] : [])]),
    ...(next === undefined ? [] : ['', next.replaceAll(' above', '')]),
  ].join('\n');
}

/** The text consists of times only, which contain no Markdown. */
function timeText({ startedAt, durationMs, clock }: RunSummary): string {
  const real = `${momentText(startedAt)}, took ${durationText(durationMs)}`;
  return clock === undefined ? real : `${real} · ${clockName(clock)}: ${clockText(clock)}`;
}

function readinessLine({ findings, examinedAt, tenants }: Readiness): string {
  if (tenants !== undefined) {
    const ready = tenants.filter((one) => isHealthy(one.findings)).length;
    return `Readiness, as of ${examinedAt.slice(0, 16).replace('T', ' ')} UTC: ${ready} of ${tenants.length} tenants are ready.`;
  }
  return `Readiness of the tenant, as of ${examinedAt.slice(0, 16).replace('T', ' ')} UTC: ${readinessVerdict(findings)}.`;
}

function rowsPart({ texts, left }: Portion): string {
  if (texts.length + left === 0) return '';
  const note = left === 0 ? [] : ['', `${counted(left, 'more step')} to look at: the page has no room for them.`];
  return ['| | step | what happened | where |', '| --- | --- | --- | --- |', ...texts, ...note].join('\n');
}

function detailsPart({ texts, left }: Portion): string {
  if (texts.length + left === 0) return '';
  const note = left === 0 ? [] : [`Details of ${counted(left, 'more step')} did not fit on this page.`];
  return [...texts, ...note].join('\n\n');
}

type Happened = { readonly text: string; readonly at: StepResult['at'] };

function whatHappened({ outcome, at }: StepResult): Happened | undefined {
  if (outcome.kind === 'passed' || outcome.kind === 'skipped') return undefined;
  const text = inlineCode(outcomeMessage(outcome) ?? outcome.kind);
  return { text, at: outcome.kind === 'failed' ? worstOf(outcome).at : at };
}

function fromRoot(at: Happened['at'], root: string | undefined): Happened['at'] {
  const placed = <P extends { readonly file: string }>(one: P): P => ({ ...one, file: repositoryPath(one.file, root) });
  return { ...placed(at), ...defined({ calledAt: at.calledAt?.map(placed) }) };
}

function row(scenario: ScenarioResult, step: StepResult, { text, at }: Happened): string {
  const { kind } = step.outcome;
  const place = inlineCode(placeText(at));
  return `| ${outcomeMark(kind, paint)} ${kind} | ${inlineCode(stepHeading(scenario, step))} | ${text} | ${place} |`;
}

function detail(scenario: ScenarioResult, step: StepResult, lines: readonly string[]): string {
  const shown = lines.slice(0, mostDetailLines);
  const more = lines.length - shown.length;
  const rest = more === 0 ? [] : [`    … ${counted(more, 'more line')}: the stored result has them`];
  const title = `${outcomeMark(step.outcome.kind, paint)} ${htmlCode(stepHeading(scenario, step))}`;
  return [`<details><summary>${title}</summary>`, '', ...codeBlock([...shown, ...rest]), '', '</details>'].join('\n');
}
