import {
  type StepResult as AllureStep,
  type Attachment,
  type Parameter,
  Stage,
  Status,
  type StatusDetails,
  type TestResult,
  type TestResultContainer,
} from 'allure-js-commons';
import { safeLine, safeText } from '../../diagnostics/safe-text.ts';
import type { OutcomeKind, RunEvent, ScenarioResult, StepResult } from '../../run/result.ts';
import { counted } from '../wording/duration-text.ts';
import { failuresIn } from '../wording/failure-lines.ts';
import { outcomeMessage, worstOf } from '../wording/outcome-message.ts';
import { paintFor } from '../wording/paint.ts';
import type { View } from '../wording/terminal-view.ts';
import { type AttachedFile, attachedFiles } from './attached-files.ts';
import { type Identity, pathOf } from './identity.ts';
import { labelsOf, linksOf } from './labels.ts';
import { clockParameter, parameter, stepParameters } from './step-parameters.ts';

/** A scenario as Allure takes it. */
export type AllureScenario = {
  readonly result: TestResult;
  /** The container of the cleanup; absent if there is none. */
  readonly container?: TestResultContainer;
  readonly files: readonly WrittenFile[];
};

/** A file beside the result. */
type WrittenFile = Pick<AttachedFile, 'content'> & { readonly source: string };

export type Inputs = NonNullable<Extract<RunEvent, { kind: 'scenario-started' }>['inputs']>;

const view: View = { paint: paintFor(false), columns: 120, verbose: true };

/** In Allure, `broken` means that a test could not be executed, and `failed` that the tested subject is wrong. */
const statuses: { readonly [kind in OutcomeKind]: Status } = {
  passed: Status.PASSED,
  failed: Status.FAILED,
  blocked: Status.BROKEN,
  skipped: Status.SKIPPED,
  pending: Status.SKIPPED,
};

/** A scenario is a test, its steps are steps, and its cleanup is the tear down. */
export function allureScenario(scenario: ScenarioResult, identity: Identity, inputs: Inputs): AllureScenario {
  const { uuid } = identity;
  const files: WrittenFile[] = [];
  const startMs = Date.parse(scenario.startedAt);
  const reported: Reporting = { uuid, files, failure: failuresIn(scenario, view), startMs };
  const steps = stepsOf(scenario.steps, reported);
  const cleanup = stepsOf(scenario.cleanup, { ...reported, startMs: steps.at(-1)?.stop ?? startMs });
  const result: TestResult = {
    ...identity,
    name: safeLine(scenario.title),
    fullName: safeLine(pathOf(scenario.file)),
    titlePath: pathOf(scenario.file).split('/').map(safeLine),
    status: statuses[scenario.outcome],
    statusDetails: detailsOf(scenario, reported),
    stage: Stage.FINISHED,
    start: startMs,
    stop: startMs + scenario.durationMs,
    labels: labelsOf(scenario),
    links: linksOf(scenario),
    parameters: parametersOf(scenario, inputs),
    attachments: [],
    steps,
  };
  if (cleanup.length === 0) return { result, files };
  return { result, container: { uuid: `${uuid}-cleanup`, children: [uuid], befores: [], afters: cleanup }, files };
}

/** Leftovers of a run belong to no scenario, but must fail. */
export function leftoversResult(leftovers: readonly string[], identity: Identity, startMs: number): TestResult {
  const message = `${counted(leftovers.length, 'object')} left over`;
  const details = { message, trace: leftovers.map(safeLine).join('\n') };
  return {
    ...identity,
    name: 'Nothing is left over',
    fullName: 'nothing is left over',
    status: leftovers.length === 0 ? Status.PASSED : Status.BROKEN,
    statusDetails: leftovers.length === 0 ? {} : details,
    stage: Stage.FINISHED,
    start: startMs,
    stop: startMs,
    labels: [{ name: 'framework', value: 'tutorial-replay' }],
    links: [],
    parameters: [],
    attachments: [],
    steps: [],
  };
}

type Reporting = {
  readonly uuid: string;
  readonly files: WrittenFile[];
  readonly failure: (step: StepResult) => readonly string[];
  /** When the first of the steps began. */
  readonly startMs: number;
};

/** A step without a start time follows the one before. */
function stepsOf(steps: readonly StepResult[], reporting: Reporting): AllureStep[] {
  let atMs = reporting.startMs;
  return steps.map((step) => {
    const start = step.startedAt === undefined ? atMs : Date.parse(step.startedAt);
    atMs = start + step.durationMs + (step.lagMs ?? 0);
    return {
      name: safeLine(`${step.id}: ${step.title}`),
      status: statuses[step.outcome.kind],
      statusDetails: stepDetails(step, reporting),
      stage: Stage.FINISHED,
      start,
      stop: atMs,
      parameters: stepParameters(step),
      attachments: attachmentsOf(step, reporting),
      steps: [],
    };
  });
}

/** The worst step gives the message of its scenario; if both are the same, Allure shows it once, at the step. */
function detailsOf(scenario: ScenarioResult, reporting: Reporting): StatusDetails {
  const step = [...scenario.steps, ...scenario.cleanup].find(({ outcome }) => outcome.kind === scenario.outcome);
  if (step === undefined || scenario.outcome === 'passed') return {};
  return stepDetails(step, reporting);
}

function stepDetails(step: StepResult, { failure }: Reporting): StatusDetails {
  const message = outcomeMessage(step.outcome);
  if (message === undefined) return {};
  const trace = failure(step).join('\n');
  return { message: safeText(message), ...(trace === '' ? {} : { trace }), ...valuesOf(step) };
}

/** Allure shows the two side by side. */
function valuesOf({ outcome }: StepResult): Pick<StatusDetails, 'expected' | 'actual'> {
  if (outcome.kind !== 'failed') return {};
  const { expected, actual } = worstOf(outcome);
  if (expected === undefined || actual === undefined) return {};
  return { expected: safeText(expected), actual: safeText(actual) };
}

/** Values that may change from run to run are excluded from the identity of the history. */
function parametersOf({ against, service, recording, runId, clock }: ScenarioResult, inputs: Inputs): Parameter[] {
  const varying = [
    ['recording', recording && `${recording.source}, ${recording.date}`],
    ['service', service],
    ['run', runId],
    ...Object.entries(inputs).map(([name, value]) => [`input ${name}`, String(value)] as const),
  ] as const;
  return [
    { name: 'against', value: against },
    ...varying.flatMap(([name, value]) => parameter(name, value)),
    ...clockParameter(clock),
  ];
}

/** Each is a file beside the result, named after the position of its step. */
function attachmentsOf(step: StepResult, { uuid, files }: Reporting): Attachment[] {
  return attachedFiles(step).map(({ name, type, ending, content }) => {
    const source = `${uuid}-${step.phase}-${step.number}-${name.replace(' ', '-')}-attachment.${ending}`;
    files.push({ source, content });
    return { name, source, type };
  });
}
