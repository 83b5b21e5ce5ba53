import { defined } from '../../defined.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import { expectedJson } from '../../expectation/compile/expected-json.ts';
import type { Value, Values } from '../../format/template/values.ts';
import type { HttpRequest } from '../../http/message.ts';
import { prettyJson } from '../../json/pretty.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { People } from '../ports.ts';
import type { StepOutcome, StepResult, Wait } from '../result.ts';
import { fillRequest } from '../send/fill-request.ts';
import { type Polled, type PollingContext, sendWithPolling } from '../send/send-with-polling.ts';
import { capturesOf } from '../send/take-captures.ts';
import { type Clocks, stopwatch } from '../timing.ts';
import { causeText } from './causes.ts';
import type { StepView } from './redacted-run.ts';

export type StepContext = Omit<PollingContext, 'waited' | 'redactor'> & {
  readonly clocks: Clocks;
  /** How the step is shown; called with its first request. */
  readonly view: (request?: HttpRequest) => StepView;
  /** The people for manual steps; if absent, the `unattended` call is sent. `unknown`: neither. */
  readonly people?: People | 'unknown';
  /** Suspends the run before this step, or returns why it cannot be suspended. */
  readonly leave: () => Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }>;
};

/** A step's result and the values it captured, which stay unredacted within the run. */
export type RanStep = { readonly result: StepResult; readonly captured: readonly (readonly [string, Value])[] };

/** Runs one step: fills in, sends, checks, captures. */
export async function runStep(step: PlannedStep, context: StepContext): Promise<RanStep> {
  const { call, prompt } = step;
  const timing = stopwatch(context.clocks);
  if (prompt !== undefined && context.people !== undefined) return attendedStep(step, prompt, { ...context, timing });
  if (call === undefined) return withoutCall(step, { kind: 'pending', prompt: step.prompt ?? '' });
  const filled = fillRequest(call.request, context.values);
  if (!filled.ok) return withoutCall(step, { kind: 'blocked', reason: 'refused', message: filled.message });
  const waits: Wait[] = [];
  const view = context.view(filled.request);
  const waited = (wait: Wait) => waits.push(wait);
  const polled = await sendWithPolling(step, call, filled.request, { ...context, redactor: view, waited });
  return finished(step, polled, { ...context, timing, waits, view });
}

type Started = StepContext & { readonly timing: ReturnType<typeof stopwatch> };

/** `notice`: why the person's last answer was not understood. */
type Attended = Started & { readonly notice?: string };

/** A manual step. */
async function attendedStep(step: PlannedStep, prompt: string, context: Attended): Promise<RanStep> {
  const { people, timing, signal, notice } = context;
  const { id, title, actor } = step;
  const answer =
    people === undefined || people === 'unknown'
      ? ({ kind: 'left' } as const)
      : await people.ask({ id, title, actor, prompt, ...defined({ notice }) }, signal);
  const ran = (outcome: StepOutcome, about: Partial<StepResult> = {}): RanStep => {
    const { result, captured } = withoutCall(step, outcome);
    return { result: { ...result, ...about, ...timing() }, captured };
  };
  switch (answer.kind) {
    case 'done': {
      const note = answer.note === undefined ? {} : { note: context.view().text(answer.note) };
      return ran({ kind: 'passed' }, { attempts: 1, byPerson: { word: 'done', ...note } });
    }
    case 'failed': {
      const note = context.view().text(answer.reason);
      const byPerson = { word: 'failed', note } as const;
      return ran({ kind: 'failed', differences: [failedByPerson(step, note)] }, { attempts: 1, byPerson });
    }
    case 'skip':
      return ran(
        { kind: 'skipped', reason: 'by-person', message: 'the person skipped it' },
        { byPerson: { word: 'skip' } },
      );
    case 'leave': {
      const left = await context.leave();
      if (!left.ok) return attendedStep(step, prompt, { ...context, notice: left.message });
      return ran({ kind: 'pending', prompt });
    }
    case 'left':
      return ran({ kind: 'pending', prompt });
    default:
      return answer satisfies never;
  }
}

/** A failure that a person reported: no response shows it. */
function failedByPerson({ at }: PlannedStep, reason: string): Difference {
  return {
    code: 'by-person',
    path: 'person',
    message: 'a person reported that the step failed',
    expected: 'done',
    actual: `failed: ${reason}`,
    at,
  };
}

/** Why a step does not run: it uses a capture of another step that has no value. */
export function cannotRun({ phase }: PlannedStep, missing: string, cause: StepResult | undefined): StepOutcome {
  return phase === 'cleanup'
    ? {
        kind: 'skipped',
        reason: 'nothing-to-clean-up',
        message: `step \`${missing}\` captured no value for the url of the deletion`,
      }
    : {
        kind: 'skipped',
        reason: 'earlier-step',
        message: `it uses a value that step \`${missing}\` did not capture${because(missing, cause)}`,
        cause: cause?.id ?? missing,
      };
}

function because(missing: string, cause: StepResult | undefined): string {
  return cause === undefined || cause.id === missing ? '' : `; the cause is ${causeText(cause)}`;
}

/** The result of a step that sent nothing. */
export function withoutCall(step: PlannedStep, outcome: StepOutcome): RanStep {
  return { result: { ...identity(step), outcome, notes: [], attempts: 0, durationMs: 0, captured: {} }, captured: [] };
}

function identity(step: PlannedStep) {
  const { id, title, phase, number, of, actor, at, page, usedNames } = step;
  return {
    ...{ id, title, phase, number, of, actor, at },
    ...defined({ page }),
    ...(usedNames.length === 0 ? {} : { uses: usedNames }),
  };
}

/** The expected response, for a report that shows it beside the received one. */
function expected({ call }: PlannedStep, view: StepView, values: Values): Pick<StepResult, 'expected'> {
  const body = call?.expectation.body;
  return body === undefined ? {} : { expected: view.text(prettyJson(expectedJson(body, values))) };
}

type Finishing = Omit<Started, 'view'> & { readonly waits: readonly Wait[]; readonly view: StepView };

function finished(step: PlannedStep, polled: Polled, context: Finishing): RanStep {
  const { view, timing, waits } = context;
  const exchange = defined({ exchange: polled.shown });
  const base = {
    ...identity(step),
    ...exchange,
    attempts: polled.attempts,
    ...(waits.length === 0 ? {} : { waits }),
    ...timing(),
  };
  if (polled.kind === 'stopped') {
    const outcome = { kind: 'skipped', reason: 'stopped', message: 'the run was stopped while it waited' } as const;
    return { result: { ...base, outcome, notes: [], captured: {} }, captured: [] };
  }
  if (polled.kind === 'blocked') {
    const { reason, message, fix } = polled;
    if (reason === 'not-ours') {
      const outcome = { kind: 'skipped', reason, message: view.text(message) } as const;
      return { result: { ...base, outcome, notes: [], captured: {} }, captured: [] };
    }
    const outcome = {
      kind: 'blocked',
      reason,
      message: view.text(message),
      ...(fix !== undefined && { fix: view.text(fix) }),
    } as const;
    return { result: { ...base, outcome, notes: [], captured: {} }, captured: [] };
  }
  const { verdict, lag } = polled;
  const taken = capturesOf(step, verdict, context);
  const raw = { verdict, changes: polled.changes, taken, values: context.values };
  const reported = view.findings(raw, polled.shown);
  return {
    result: reported.report({
      ...base,
      ...timing(lag.staleMs),
      ...defined({ source: polled.source }),
      ...(lag.lagMs === 0 ? {} : { lagMs: lag.lagMs }),
      outcome: outcomeOf(reported.differences),
      // An error response is not shown beside the expected body.
      ...(reported.differences.length === 0 || verdict.isUnexpectedError ? {} : expected(step, view, reported.values)),
    }),
    captured: taken.values,
  };
}

function outcomeOf(differences: readonly Difference[]): StepOutcome {
  const [first, ...others] = differences;
  return first === undefined ? { kind: 'passed' } : { kind: 'failed', differences: [first, ...others] };
}
