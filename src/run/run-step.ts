import { type Difference, worstFirst } from '../expectation/difference.ts';
import type { Redactor } from '../http/redact.ts';
import type { Value } from '../template/values.ts';
import { type AskContext, type Asked, ask } from './ask.ts';
import { fillRequest } from './fill-request.ts';
import type { PlannedStep } from './plan.ts';
import type { StepOutcome, StepResult } from './result.ts';
import { takeCaptures } from './take-captures.ts';

export type StepContext = AskContext & { readonly redactor: Redactor };

/** A step's result and the values it captured, which stay unredacted within the run. */
export type RanStep = { readonly result: StepResult; readonly captured: readonly (readonly [string, Value])[] };

/** Runs one step: fills in, sends, judges, captures. */
export async function runStep(step: PlannedStep, context: StepContext): Promise<RanStep> {
  const { call } = step;
  const startedMs = context.clock.now();
  if (call === undefined) return withoutCall(step, { kind: 'manual-pending', prompt: step.prompt ?? '' });
  const filled = fillRequest(call.request, context.values);
  if (!filled.ok) return withoutCall(step, { kind: 'blocked', reason: 'refused', message: filled.message });
  const asked = await ask(step, call, filled.request, context);
  return finished(step, asked, { ...context, startedMs });
}

/** The result of a step that sent nothing. */
export function withoutCall(step: PlannedStep, outcome: StepOutcome): RanStep {
  return { result: { ...identity(step), outcome, notes: [], attempts: 0, durationMs: 0, captured: {} }, captured: [] };
}

function identity(step: PlannedStep) {
  const { id, title, phase, number, of, actor, at, taught } = step;
  return { id, title, phase, number, of, actor, at, ...(taught === undefined ? {} : { taught }) };
}

function finished(step: PlannedStep, asked: Asked, context: StepContext & { readonly startedMs: number }): RanStep {
  const { redactor, clock, startedMs } = context;
  const exchange = asked.exchange === undefined ? {} : { exchange: redactor.exchange(asked.exchange) };
  const base = { ...identity(step), ...exchange, attempts: asked.attempts, durationMs: clock.now() - startedMs };
  if (asked.kind === 'blocked') {
    const { reason, message, fix } = asked;
    const outcome = {
      kind: 'blocked',
      reason,
      message: redactor.text(message),
      ...(fix === undefined ? {} : { fix }),
    } as const;
    return { result: { ...base, outcome, notes: [], captured: {} }, captured: [] };
  }
  const { verdict } = asked;
  const taken = takeCaptures(step.captures, verdict.body, context);
  const differences = worstFirst([...verdict.differences, ...asked.changes, ...taken.differences]);
  return {
    result: {
      ...base,
      outcome: outcomeOf(differences.map((difference) => redacted(difference, redactor))),
      notes: verdict.notes.map((note) => redacted(note, redactor)),
      captured: Object.fromEntries(taken.values.map(([name, value]) => [name, redactor.text(String(value))])),
    },
    captured: taken.values,
  };
}

function outcomeOf(differences: readonly Difference[]): StepOutcome {
  const [first, ...others] = differences;
  return first === undefined ? { kind: 'passed' } : { kind: 'differs', differences: [first, ...others] };
}

function redacted(difference: Difference, { text }: Redactor): Difference {
  const { expected, actual } = difference;
  return {
    ...difference,
    message: text(difference.message),
    ...(expected === undefined ? {} : { expected: text(expected) }),
    ...(actual === undefined ? {} : { actual: text(actual) }),
  };
}
