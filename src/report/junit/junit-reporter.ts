import { safeLine } from '../../diagnostics/safe-text.ts';
import type { RunEvent, RunSummary, ScenarioResult, StepResult } from '../../run/result.ts';
import { byPersonLabel, personsWordText } from '../wording/by-person.ts';
import { partyLines } from '../wording/difference-lines.ts';
import { clockName, clockText, counted, groupedDigits } from '../wording/duration-text.ts';
import { exchangeLines } from '../wording/exchange-lines.ts';
import { failuresIn } from '../wording/failure-lines.ts';
import { outcomeMessage, worstOf } from '../wording/outcome-message.ts';
import { paintFor } from '../wording/paint.ts';
import { type Reporter, type Sink, writeLast } from '../wording/reporter.ts';
import { repositoryPath } from '../wording/repository-path.ts';
import type { View } from '../wording/terminal-view.ts';
import { notRunText } from '../wording/verdict.ts';
import { xmlAttributes, xmlText } from './xml-text.ts';

export type JUnitOptions = {
  /** The exchanges of all steps, not only of those that failed. */
  readonly verbose: boolean;
  /** The root of the checkout, from which files are named. */
  readonly root?: string | undefined;
};

const view: View = { paint: paintFor(false), columns: 120, verbose: true };
const wideView: View = { ...view, columns: 400 };
/** Azure Pipelines keeps no more of a name. */
const longestName = 256;

function begun(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1).toWellFormed()}…` : name;
}

/**
 * Writes JUnit XML: a suite a scenario, a case a step. `failed` is a failure, `blocked` an error, the rest that was not
 * checked is skipped. Suites go out as their scenarios end, so the root has no totals: the schema does not ask for them
 * and readers add up the suites.
 */
export function junitReporter(sink: Sink, options: JUnitOptions = { verbose: false }): Reporter {
  return {
    on: (event: RunEvent) => {
      switch (event.kind) {
        case 'run-started':
          return sink.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tutorial-replay">\n');
        case 'scenario-ended':
          return sink.write(suite(event.scenario, options));
        case 'run-ended':
          return writeLast(sink, `${notRunSuite(event.summary)}${leftBehindSuite(event.summary)}</testsuites>\n`);
        case 'scenario-started':
        case 'step-started':
        case 'step-waiting':
        case 'step-exchanged':
        case 'step-ended':
          return;
        default:
          event satisfies never;
      }
    },
  };
}

function suite(scenario: ScenarioResult, options: JUnitOptions): string {
  const steps = [...scenario.steps, ...scenario.cleanup];
  const count = (...kinds: readonly string[]) => steps.filter(({ outcome }) => kinds.includes(outcome.kind)).length;
  const attributes = xmlAttributes({
    name: scenario.title,
    tests: steps.length,
    failures: count('failed'),
    errors: count('blocked'),
    skipped: count('skipped', 'pending'),
    time: seconds(scenario.durationMs),
    timestamp: scenario.startedAt,
    file: repositoryPath(scenario.file, options.root),
  });
  const { recording } = scenario;
  const properties = propertyLines({
    against: scenario.against,
    recording: recording && `${recording.source} ${recording.date}`,
    runId: scenario.runId,
    tags: scenario.tags.length === 0 ? undefined : scenario.tags.join(', '),
    tutorial: scenario.tutorial,
    ...(scenario.clock && { [clockName(scenario.clock)]: clockText(scenario.clock) }),
  });
  const failure = failuresIn(scenario, view);
  const cases = steps.map((step) => testCase(scenario, step, { failure, ...options })).join('');
  return `  <testsuite${attributes}>\n${properties}${cases}  </testsuite>\n`;
}

function propertyLines(properties: { readonly [name: string]: string | undefined }): string {
  const lines = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `      <property${xmlAttributes({ name, value })}/>\n`);
  return `    <properties>\n${lines.join('')}    </properties>\n`;
}

type Reporting = JUnitOptions & { readonly failure: (step: StepResult) => readonly string[] };

function testCase(scenario: ScenarioResult, step: StepResult, reporting: Reporting): string {
  const attributes = xmlAttributes({
    name: begun(`${step.id}: ${step.title}`),
    classname: className(scenario, step.phase),
    time: seconds(step.durationMs),
    file: repositoryPath(step.at.file, reporting.root),
    line: step.at.line,
  });
  const inner =
    outcomeElement(step, reporting) + personElement(step) + partiesElement(step) + exchangeElement(step, reporting);
  return inner === '' ? `    <testcase${attributes}/>\n` : `    <testcase${attributes}>\n${inner}    </testcase>\n`;
}

function outcomeElement(step: StepResult, { failure }: Reporting): string {
  const { outcome } = step;
  const message = outcomeMessage(outcome) ?? '';
  switch (outcome.kind) {
    case 'passed':
      return '';
    case 'failed':
      return detailed('failure', { message, type: worstOf(outcome).code }, failure(step));
    case 'blocked':
      return detailed('error', { message, type: outcome.reason }, failure(step));
    case 'skipped':
    case 'pending':
      return skippedElement(message);
    default:
      return outcome satisfies never;
  }
}

/** Jenkins and Azure read the attribute, GitLab the text. */
function skippedElement(message: string): string {
  return `      <skipped${xmlAttributes({ message })}>${xmlText(message)}</skipped>\n`;
}

/** What no service proved stands apart from what one did. */
function personElement(step: StepResult): string {
  const said = personsWordText(step);
  return said === undefined ? '' : `      <system-out>${xmlText(safeLine(`${byPersonLabel}: ${said}`))}</system-out>\n`;
}

/** What failed says it in its failure. */
function partiesElement({ outcome, parties }: StepResult): string {
  if (parties === undefined || outcome.kind === 'failed' || outcome.kind === 'blocked') return '';
  return `      <system-out>${xmlText(partyLines(parties, view, '').join('\n'))}</system-out>\n`;
}

/** What was sent and the actual value, of steps that a person will look into. */
function exchangeElement({ exchange, outcome }: StepResult, { verbose }: Reporting): string {
  const wanted = verbose || outcome.kind === 'failed' || outcome.kind === 'blocked';
  if (exchange === undefined || !wanted) return '';
  const { request, response } = exchange;
  const head = `${request.method} ${safeLine(request.url)} ${response.status}`;
  const lines = [head, ...exchangeLines(exchange, wideView, '')];
  return `      <system-out>${xmlText(lines.join('\n'))}</system-out>\n`;
}

function detailed(
  element: 'failure' | 'error',
  attributes: { readonly message: string; readonly type: string },
  lines: readonly string[],
): string {
  return `      <${element}${xmlAttributes(attributes)}>\n${xmlText(lines.join('\n'))}\n      </${element}>\n`;
}

/** What did not run has no steps: one case counts it. */
function notRunSuite(summary: RunSummary): string {
  const text = notRunText(summary);
  if (text === undefined) return '';
  const message = `${groupedDigits(summary.scenarios['not-run'])} not run: ${text}`;
  const suiteAttributes = xmlAttributes({
    name: 'scenarios that did not run',
    tests: 1,
    failures: 0,
    errors: 0,
    skipped: 1,
    time: seconds(0),
  });
  const caseAttributes = xmlAttributes({ name: message, classname: 'tutorial-replay', time: seconds(0) });
  return `  <testsuite${suiteAttributes}>\n    <testcase${caseAttributes}>\n${skippedElement(message)}    </testcase>\n  </testsuite>\n`;
}

/** What a run left over belongs to no step, and must not be green. */
function leftBehindSuite({ leftovers }: RunSummary): string {
  if (leftovers.length === 0) return '';
  const suiteAttributes = xmlAttributes({
    name: 'what the run created',
    tests: 1,
    failures: 0,
    errors: 1,
    skipped: 0,
    time: seconds(0),
  });
  const caseAttributes = xmlAttributes({
    name: 'nothing is left over',
    classname: 'tutorial-replay',
    time: seconds(0),
  });
  const attributes = { message: `${counted(leftovers.length, 'thing')} left over`, type: 'left-behind' };
  const error = detailed(
    'error',
    attributes,
    leftovers.map((line) => `  ${safeLine(line)}`),
  );
  return `  <testsuite${suiteAttributes}>\n    <testcase${caseAttributes}>\n${error}    </testcase>\n  </testsuite>\n`;
}

/** Readers group by the dots of a class name: folders, the scenario, its row, and `cleanup` for its cleanup steps. */
function className({ file, row }: ScenarioResult, phase: StepResult['phase']): string {
  const path = file
    .replace(/\.scenario\.ya?ml$/, '')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('.');
  const name = row === undefined ? path : `${path}.${row}`;
  return phase === 'cleanup' ? `${name}.cleanup` : name;
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}
