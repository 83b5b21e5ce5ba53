import { safeLine } from '../../diagnostics/safe-text.ts';
import type { RunSummary, ScenarioResult, StepResult, TenantOfRun } from '../../run/result.ts';
import { byPersonLabel, personsWordText } from '../wording/by-person.ts';
import { partyLines } from '../wording/difference-lines.ts';
import { clockName, clockText, counted, groupedDigits } from '../wording/duration-text.ts';
import { exchangeLines } from '../wording/exchange-lines.ts';
import { failuresIn } from '../wording/failure-lines.ts';
import { outcomeMessage, worstOf } from '../wording/outcome-message.ts';
import { paintFor } from '../wording/paint.ts';
import { type Reporter, reporterOf, type Sink, writeLast } from '../wording/reporter.ts';
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
 * Writes JUnit XML: a suite for each scenario, a case for each step. `failed` is a failure, `blocked` an error, other
 * unchecked steps are skipped. Suites are written as their scenarios end, so the root has no totals: the schema does
 * not require them, and readers add up the suites.
 */
export function junitReporter(sink: Sink, options: JUnitOptions = { verbose: false }): Reporter {
  const tenants = new Map<string, Cases>();
  const ended = (scenario: ScenarioResult) => {
    const { tenantName } = scenario;
    if (tenantName === undefined) return sink.write(suite(scenario, options));
    tenants.set(tenantName, [...(tenants.get(tenantName) ?? []), casesOf(scenario, options)]);
    return undefined;
  };
  return reporterOf({
    'run-started': () => sink.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tutorial-replay">\n'),
    'scenario-ended': ({ scenario }) => ended(scenario),
    'run-ended': ({ summary }) =>
      writeLast(
        sink,
        `${tenantSuites(summary, tenants)}${notRunSuite(summary)}${leftoversSuite(summary)}</testsuites>\n`,
      ),
  });
}

function suite(scenario: ScenarioResult, options: JUnitOptions): string {
  const { text, ms, ...counts } = casesOf(scenario, options);
  const attributes = xmlAttributes({
    name: scenario.title,
    ...counts,
    time: seconds(ms),
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
  return `  <testsuite${attributes}>\n${properties}${text}  </testsuite>\n`;
}

/** The cases of a scenario as text, and the counts of its suite. */
type Counted = {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly ms: number;
  readonly text: string;
};
type Cases = readonly Counted[];

function casesOf(scenario: ScenarioResult, options: JUnitOptions): Counted {
  const steps = [...scenario.steps, ...scenario.cleanup];
  const count = (...kinds: readonly string[]) => steps.filter(({ outcome }) => kinds.includes(outcome.kind)).length;
  const failure = failuresIn(scenario, view);
  return {
    tests: steps.length,
    failures: count('failed'),
    errors: count('blocked'),
    skipped: count('skipped', 'pending'),
    ms: scenario.durationMs,
    text: steps.map((step) => testCase(scenario, step, { failure, ...options })).join(''),
  };
}

/** A suite for each tenant, in the order of their file; an obstacle that prevented a test is a separate error. */
function tenantSuites(summary: RunSummary, tenants: ReadonlyMap<string, Cases>): string {
  const suiteOf = ({ name, tags, obstacles = [] }: TenantOfRun): string => {
    const all = tenants.get(name) ?? [];
    const sum = (of: (cases: Counted) => number) => all.reduce((total, one) => total + of(one), 0);
    const notRun = obstacles.map(({ file, code, message, fix }) => {
      const attributes = xmlAttributes({ name: begun(file ?? 'every scenario'), classname: name, time: seconds(0) });
      const error = detailed('error', { message, type: code }, fix === undefined ? [] : [safeLine(fix)]);
      return `    <testcase${attributes}>\n${error}    </testcase>\n`;
    });
    const attributes = xmlAttributes({
      name,
      tests: sum(({ tests }) => tests) + notRun.length,
      failures: sum(({ failures }) => failures),
      errors: sum(({ errors }) => errors) + notRun.length,
      skipped: sum(({ skipped }) => skipped),
      time: seconds(sum(({ ms }) => ms)),
      timestamp: summary.startedAt,
    });
    const properties = propertyLines({ tenant: name, tags: tags.length === 0 ? undefined : tags.join(', ') });
    const cases = [...all.map(({ text }) => text), ...notRun].join('');
    return `  <testsuite${attributes}>\n${properties}${cases}  </testsuite>\n`;
  };
  return (summary.tenants ?? []).map(suiteOf).join('');
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

/** Reports of a person are separate from results that a response proves. */
function personElement(step: StepResult): string {
  const said = personsWordText(step);
  return said === undefined ? '' : `      <system-out>${xmlText(safeLine(`${byPersonLabel}: ${said}`))}</system-out>\n`;
}

/** A failed step has this in its failure. */
function partiesElement({ outcome, parties }: StepResult): string {
  if (parties === undefined || outcome.kind === 'failed' || outcome.kind === 'blocked') return '';
  return `      <system-out>${xmlText(partyLines(parties, view, '').join('\n'))}</system-out>\n`;
}

/** Request and response of the steps that a person will look into. */
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

/** A scenario that did not run has no steps: one case counts it. */
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

/** Leftovers of a run belong to no step, but must fail. */
function leftoversSuite({ leftovers }: RunSummary): string {
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
  const attributes = { message: `${counted(leftovers.length, 'object')} left over`, type: 'leftover' };
  const error = detailed(
    'error',
    attributes,
    leftovers.map((line) => `  ${safeLine(line)}`),
  );
  return `  <testsuite${suiteAttributes}>\n    <testcase${caseAttributes}>\n${error}    </testcase>\n  </testsuite>\n`;
}

/** Readers group by the dots of a class name: of many tenants, the tenant; folders, the scenario, its row, and `cleanup` for its cleanup steps. */
function className({ tenantName, file, row }: ScenarioResult, phase: StepResult['phase']): string {
  const path = file
    .replace(/\.scenario\.ya?ml$/, '')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('.');
  const own = row === undefined ? path : `${path}.${row}`;
  const name = tenantName === undefined ? own : `${tenantName.replaceAll('.', '-')}.${own}`;
  return phase === 'cleanup' ? `${name}.cleanup` : name;
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}
