import { codeFrame } from '../../diagnostics/code-frame.ts';
import { placeText } from '../../diagnostics/place.ts';
import { safeLine, safeText } from '../../diagnostics/safe-text.ts';
import { differencesFound } from '../../expectation/compare/difference.ts';
import { blockedReasons, type ScenarioResult, type StepOutcome, type StepResult } from '../../run/result.ts';
import { scenarioTitle } from '../../run/tenant-events.ts';
import { againCommand } from './again-command.ts';
import { differenceLines, partyLines } from './difference-lines.ts';
import { clockName, countedPart, groupedDigits, lagText, momentText, tookText } from './duration-text.ts';
import { fileLink, pageLink } from './hyperlink.ts';
import { outcomeCounts } from './summary-lines.ts';
import { outcomeMark, type View, viewLines } from './terminal-view.ts';

/** Which party is wrong can only be determined with all three. */
export const pageNotCompared = 'not compared (`--pages`)';

const labelWidth = 10;
const indent = '    ';
/** How many captures and cleanup steps a failure names; the last ones are the ones its request was made of. */
const mostCaptured = 10;
const mostNamed = 5;

type Row = {
  readonly label: string;
  readonly lines: readonly string[];
  /** To be pasted: not broken. */
  readonly isWhole?: boolean;
};

/** Scenario title › step n of m and its id. */
export function stepHeading(scenario: ScenarioResult, step: StepResult): string {
  const phase = step.phase === 'cleanup' ? 'cleanup step' : 'step';
  return safeLine(`${scenarioTitle(scenario)} › ${phase} ${step.number} of ${step.of} ${step.id}`);
}

/**
 * The lines about failed and blocked steps of one scenario, with everything needed to understand them. Data that they
 * share is computed once, so that many failures of a long scenario cost hardly more than a few.
 */
export function failuresIn(scenario: ScenarioResult, view: View): (step: StepResult) => readonly string[] {
  let shared: Shared | undefined;
  return (step) => {
    const { outcome } = step;
    if (outcome.kind !== 'failed' && outcome.kind !== 'blocked') {
      // Service and scenario agree, and the page differs.
      return step.parties === undefined
        ? []
        : [...headingOf(scenario, step, view), ...partiesOf(step, view).slice(0, -1)];
    }
    shared ??= { captured: capturedIn(scenario), cleanup: cleanupRow(scenario) };
    const before = [...requestRows(scenario, step), ...(outcome.kind === 'blocked' ? blockedRows(outcome) : [])];
    return [
      ...headingOf(scenario, step, view),
      ...rowLines([...before, ...placeRows(scenario, step, view)], view),
      '',
      ...(outcome.kind === 'failed' ? differencesOf(outcome, view) : frameOf(step, view)),
      ...partiesOf(step, view),
      ...rowLines([shared.captured(step), shared.cleanup, againRow(scenario, step, view)], view),
    ];
  };
}

function headingOf(scenario: ScenarioResult, step: StepResult, view: View): readonly string[] {
  const { paint } = view;
  return viewLines(`  ${outcomeMark(step.outcome.kind, paint)} ${paint.bold(stepHeading(scenario, step))}`, view);
}

function partiesOf({ parties }: StepResult, view: View): readonly string[] {
  return parties === undefined ? [] : [...partyLines(parties, view, indent), ''];
}

type Shared = { readonly captured: (step: StepResult) => Row; readonly cleanup: Row };

function differencesOf(outcome: Extract<StepOutcome, { kind: 'failed' }>, view: View): readonly string[] {
  const found = differencesFound(outcome.differences);
  const count = countedPart(outcome.differences.length, found, 'difference');
  const title = found === 1 ? count : `${count}, worst first`;
  return [indent + title, '', ...differenceLines(outcome.differences, view, `${indent}  `), ''];
}

function frameOf(step: StepResult, view: View): readonly string[] {
  const frame = codeFrame(step.at, view.wraps ? view.columns - indent.length : undefined);
  if (frame === '') return [];
  return [...frame.split('\n').map((line) => indent + view.paint.dim(line)), ''];
}

function requestRows(scenario: ScenarioResult, step: StepResult): readonly Row[] {
  const rows: Row[] = [{ label: 'actor', lines: [safeLine(step.actor)] }];
  const { exchange } = step;
  if (exchange !== undefined) {
    const { request, response } = exchange;
    rows.push({ label: 'request', lines: [`${request.method} ${safeLine(request.url)}`] });
    const attempts = step.attempts > 1 ? `after ${step.attempts} attempts, ` : 'in ';
    const id = Object.hasOwn(response.headers, 'request-id') ? response.headers['request-id'] : undefined;
    const words = [`${response.status} ${attempts}${tookText(step)}`];
    if (step.lagMs !== undefined) words.push(lagText(step.lagMs));
    if (id !== undefined) words.push(`request-id ${safeLine(id)}`);
    rows.push({ label: 'response', lines: [words.join(' · ')] });
  }
  if (step.startedAt !== undefined) rows.push({ label: 'when', lines: [whenText(step.startedAt, step)] });
  rows.push({ label: 'against', lines: [againstText(scenario)] });
  return rows;
}

function whenText(startedAt: string, { clock }: StepResult): string {
  const beside = clock === undefined ? '' : ` · ${clockName(clock)}: ${momentText(clock.startedAt)}`;
  return momentText(startedAt) + beside;
}

function againstText({ against, recording }: ScenarioResult): string {
  if (recording === undefined) return against;
  const source = recording.source === 'documentation' ? 'the documentation' : recording.source;
  return `${against}, from ${source} of ${safeLine(recording.date)}`;
}

function blockedRows(outcome: Extract<StepOutcome, { kind: 'blocked' }>): readonly Row[] {
  const rows: Row[] = [
    { label: 'blocked', lines: [`${outcome.reason}: ${blockedReasons[outcome.reason]}`] },
    { label: 'because', lines: messageLines(outcome.message) },
  ];
  if (outcome.fix !== undefined) rows.push({ label: 'fix', lines: messageLines(outcome.fix) });
  return rows;
}

/** From the second line on after a gutter: data never begins a line of a log, not even after spaces. */
function messageLines(text: string): readonly string[] {
  const [first = '', ...others] = safeText(text).trim().split('\n');
  return [first, ...others.map((line) => `| ${line}`)];
}

function placeRows(scenario: ScenarioResult, step: StepResult, view: View): readonly Row[] {
  const place = fileLink(view.paint.cyan(safeLine(placeText(step.at))), step.at.file, view);
  const rows: Row[] = [{ label: 'scenario', lines: [place] }];
  const { page } = step;
  const words: string[] = [];
  if (scenario.tutorial !== undefined) words.push(pageLink(safeLine(scenario.tutorial), scenario.tutorial, view));
  if (page?.heading !== undefined) words.push(`“${safeLine(page.heading)}”`);
  if (page?.line !== undefined) words.push(`line ${page.line}`);
  const isCompared = scenario.comparedPage !== undefined || step.outcome.kind !== 'failed';
  if (words.length > 0 && !isCompared) words.push(pageNotCompared);
  if (words.length > 0) rows.push({ label: 'page', lines: [words.join(' · ')] });
  return rows;
}

/** The captures up to a step, from which its request was filled. */
function capturedIn(scenario: ScenarioResult): (step: StepResult) => Row {
  const lines: string[] = [];
  const countAt = new Map<StepResult, number>();
  for (const step of [...scenario.steps, ...scenario.cleanup]) {
    for (const [name, value] of Object.entries(step.captured)) lines.push(safeLine(`${name} = ${value}  (${step.id})`));
    countAt.set(step, lines.length);
  }
  return (step) => {
    const count = countAt.get(step) ?? 0;
    const earlier = Math.max(0, count - mostCaptured);
    const shown = lines.slice(earlier, count);
    if (earlier > 0) shown.unshift(`the last ${mostCaptured} of ${groupedDigits(count)}:`);
    return { label: 'captured', lines: shown.length === 0 ? ['nothing'] : shown };
  };
}

function cleanupRow({ cleanup }: ScenarioResult): Row {
  if (cleanup.length === 0) return { label: 'cleanup', lines: ['none in this scenario'] };
  const counts = { passed: 0, failed: 0, blocked: 0, skipped: 0, pending: 0 };
  for (const step of cleanup) counts[step.outcome.kind]++;
  const open = cleanup.filter(({ outcome }) => outcome.kind !== 'passed').map(({ id }) => safeLine(id));
  const more = open.length > mostNamed ? [`and ${open.length - mostNamed} more`] : [];
  const named = open.length === 0 ? '' : ` (${[...open.slice(0, mostNamed), ...more].join(', ')})`;
  return { label: 'cleanup', lines: [outcomeCounts(counts) + named] };
}

function againRow(scenario: ScenarioResult, step: StepResult, { commands }: View): Row {
  return { label: 'again', lines: [againCommand(scenario, step.id, commands?.repeated)], isWhole: true };
}

function rowLines(rows: readonly Row[], view: View): readonly string[] {
  return rows.flatMap(({ label, lines, isWhole = false }) =>
    lines.flatMap((text, index) => {
      const line = indent + view.paint.dim((index === 0 ? label : '').padEnd(labelWidth)) + text;
      return isWhole ? [line] : viewLines(line, view);
    }),
  );
}
