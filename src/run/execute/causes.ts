import { type Difference, type DifferenceCode, differencesFound } from '../../expectation/compare/difference.ts';
import type { Values } from '../../format/template/values.ts';
import { isRead } from '../plan/effects.ts';
import { decide } from '../plan/given/check-conditions.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { StepOutcome, StepResult } from '../result.ts';
import { isOutage } from './explained.ts';

type Skipped = Extract<StepOutcome, { kind: 'skipped' }>;

/** The outcomes of a run's steps so far. */
export class Progress {
  readonly #planned: ReadonlyMap<string, PlannedStep>;
  readonly #results = new Map<string, StepResult>();
  /** Those that others may miss, in the order in which they ended. */
  readonly #open = new Map<string, StepResult>();

  constructor({ steps, cleanup }: Pick<Plan, 'steps' | 'cleanup'>, earlier: readonly StepResult[] = []) {
    this.#planned = new Map([...steps, ...cleanup].map((step) => [step.id, step]));
    for (const result of earlier) this.add(result);
  }

  get results(): ReadonlyMap<string, StepResult> {
    return this.#results;
  }

  get open(): Iterable<StepResult> {
    return this.#open.values();
  }

  get hasOpen(): boolean {
    return this.#open.size > 0;
  }

  planned(id: string): PlannedStep | undefined {
    return this.#planned.get(id);
  }

  add(result: StepResult): void {
    this.#results.set(result.id, result);
    if (isOpen(result)) this.#open.set(result.id, result);
  }

  /** The steps that one depends on, in their order; cleanup makes nothing on which others rest. */
  causesOf({ causes }: PlannedStep): readonly PlannedStep[] {
    const planned = causes.flatMap((id) => this.#planned.get(id) ?? []);
    return planned.filter(({ phase }) => phase === 'steps').sort((a, b) => a.number - b.number);
  }

  /** The results of these steps. */
  of(steps: readonly PlannedStep[]): readonly StepResult[] {
    return steps.flatMap(({ id }) => this.#results.get(id) ?? []);
  }
}

/** The step that did not pass and on which another depends, directly or through others. */
export function causeOf(step: PlannedStep, progress: Progress): StepResult | undefined {
  return firstOf(openCauses(step, progress));
}

/** All steps that did not pass and on which another depends. */
export function openCauses(step: PlannedStep, progress: Progress): readonly StepResult[] {
  if (!progress.hasOpen) return [];
  const seen = new Set<string>();
  const waiting = [...step.causes];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(progress.planned(id)?.causes ?? []));
  }
  return [...progress.open].filter(({ id }) => seen.has(id));
}

/**
 * The first of several steps that did not pass; a step that was skipped because of others only if none of those is
 * known.
 */
export function firstOf(open: readonly StepResult[]): StepResult | undefined {
  return open.find(({ outcome }) => outcome.kind !== 'skipped' || outcome.reason !== 'earlier-step') ?? open[0];
}

/** The step because of which one was skipped; any other step is its own. */
export function rootOf(result: StepResult | undefined, { results }: Progress): StepResult | undefined {
  const cause = result?.outcome.kind === 'skipped' ? result.outcome.cause : undefined;
  return (cause === undefined ? undefined : results.get(cause)) ?? result;
}

/**
 * Whether a step may lack the effect on which others depend. An effect that a condition leaves out is not expected
 * either.
 */
function isOpen({ outcome }: StepResult): boolean {
  if (outcome.kind === 'skipped' && outcome.reason === 'condition') return false;
  if (outcome.kind === 'failed') return outcome.differences.some(({ code }) => undone.has(code));
  return outcome.kind !== 'passed';
}

/**
 * Differences which show that a step may not have had its effect. Without one of these, only other parts of its
 * response differ.
 */
const undone: ReadonlySet<DifferenceCode> = new Set(['status', 'not-json', 'capture']);

/** The step named by `after` that did not pass: its effect is known to be missing. */
export function unmetOf(step: PlannedStep, progress: Progress): StepResult | undefined {
  const unmet = step.after.map((id) => progress.results.get(id)).find((one) => one !== undefined && isOpen(one));
  return unmet && (causeOf(step, progress) ?? unmet);
}

/**
 * Why a step does not run: a condition of its own, or of a step whose captures it uses. `blocked` if a condition cannot
 * be evaluated.
 */
export function offBy(step: PlannedStep, values: Values, { results }: Progress): StepOutcome | undefined {
  const decision = decide(step.when, values);
  if (decision.kind === 'off') return { kind: 'skipped', reason: 'condition', message: decision.message };
  if (decision.kind === 'wrong') return { kind: 'blocked', reason: 'refused', message: decision.message };
  const off = [...step.uses, ...step.after].find((id) => isLeftOut(results.get(id)));
  if (off === undefined) return undefined;
  return {
    kind: 'skipped',
    reason: 'condition',
    message: `it depends on step \`${off}\`, whose condition is not met`,
  };
}

function isLeftOut(result: StepResult | undefined): boolean {
  return result?.outcome.kind === 'skipped' && result.outcome.reason === 'condition';
}

/** Whether a step may be sent though something that it depends on is missing: it reads, and changes nothing. */
export function isHarmless({ call, prompt }: PlannedStep): boolean {
  return prompt === undefined && call !== undefined && isRead(call);
}

/** Why a step is not sent that depends on another. */
export function notSent(cause: StepResult): Skipped {
  return { kind: 'skipped', reason: 'earlier-step', message: `it depends on ${causeText(cause)}`, cause: cause.id };
}

/**
 * The result of a step after its cause is considered: if it does not match, the service may not be to blame, so its
 * differences become information. Differences that only the scenario or the service can cause stay differences.
 */
export function inTheLightOf<Ran extends { readonly result: StepResult }>(
  causeOfThese: (differences: readonly Difference[]) => StepResult | undefined,
  ran: Ran,
): Ran {
  const { result } = ran;
  if (result.outcome.kind !== 'failed') return ran;
  const { differences } = result.outcome;
  const isItsOwn = differences.some(({ code }) => code === 'request-changed') || isOutage(differences);
  const cause = isItsOwn ? undefined : causeOfThese(differences);
  if (cause === undefined) return ran;
  const outcome = { ...notSent(cause), message: `it depends on ${causeText(cause)}; ${summaryOf(differences)}` };
  return { ...ran, result: { ...result, outcome, notes: [...differences, ...result.notes] } };
}

function summaryOf(differences: readonly Difference[]): string {
  const found = differencesFound(differences);
  const count = found === 1 ? '1 difference' : `${found} differences`;
  return `its response has ${count} for information`;
}

/** A step and its outcome. */
export function causeText({ id, outcome }: StepResult): string {
  return `step \`${id}\`, which ${wordsOf(outcome)}`;
}

function wordsOf(outcome: StepOutcome): string {
  switch (outcome.kind) {
    case 'passed':
      return 'passed';
    case 'failed':
      return 'failed';
    case 'blocked':
      return `was blocked (${outcome.reason})`;
    case 'skipped':
      return outcome.reason === 'not-selected' ? 'was not selected' : 'was skipped';
    case 'pending':
      return 'is pending: no person did it';
    default:
      return outcome satisfies never;
  }
}
