import type { Scenario, Step } from '../../format/scenario/scenario.ts';
import { parseTemplate } from '../../format/template/parse-template.ts';
import { expressionsOf } from '../../format/template/template.ts';
import type { Values } from '../../format/template/values.ts';
import type { Plan } from '../plan/plan.ts';
import type { StepResult } from '../result.ts';

/** A suspended run: what another process needs, besides the plan, to resume it. */
export type SuspendedRun = {
  /** The manual step that it waits for. */
  readonly step: string;
  /** When it began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** How long it ran, without the time it waited. */
  readonly elapsedMs: number;
  /** Captures that later steps use. */
  readonly captured: Values;
  readonly marks: readonly string[];
  readonly results: readonly StepResult[];
};

/**
 * Whether a run can have been suspended like this: each selected step before the one that it waits for has its result, and
 * no other step has one. Otherwise a step would be sent again.
 */
export function isOfPlan({ steps }: Plan, { step, results }: Pick<SuspendedRun, 'step' | 'results'>): boolean {
  const at = steps.findIndex(({ id }) => id === step);
  const before = steps.slice(0, at);
  const known = new Set(before.map(({ id }) => id));
  const done = new Set(results.map(({ id }) => id));
  const isComplete = before.every(({ id, selected }) => !selected || done.has(id));
  const isOwn = done.size === results.length && [...done].every((id) => known.has(id));
  return steps[at]?.prompt !== undefined && isComplete && isOwn;
}

/** The captures that the remaining steps use. */
export function capturedForLater(plan: Plan, values: Values, done: ReadonlySet<string>): Values {
  const names = namesForLater(plan, done);
  const producers = new Set([...plan.steps, ...plan.cleanup].flatMap(({ id, uses }) => (done.has(id) ? [] : uses)));
  const kept = plan.steps.flatMap(({ id, captures }) =>
    captures.map(({ capture }) => capture.name).filter((name) => producers.has(id) || names.has(name)),
  );
  return new Map([...values].filter(([name]) => kept.includes(name)));
}

/** The names that the remaining steps use; of manual steps only those of the prompt, unless they run unattended. */
export function namesForLater(
  { scenario }: Pick<Plan, 'scenario'>,
  done: ReadonlySet<string>,
  { unattended = false } = {},
): ReadonlySet<string> {
  const later = [...scenario.steps, ...scenario.cleanup].filter(({ id }) => !done.has(id));
  return new Set(later.flatMap((step) => [...namesIn(unattended ? step : attended(step))]));
}

function attended(step: Step): Scenario['steps'][number] {
  const { action } = step;
  return action.kind === 'manual' ? { ...step, action: { kind: 'manual', prompt: action.prompt } } : step;
}

/** From all texts: a name too many does no harm. */
function* namesIn(value: unknown): Generator<string> {
  if (typeof value === 'string') for (const { name } of expressionsOf(parseTemplate(value).template)) yield name;
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* namesIn(part);
}

export const nothingKeepsIt = { ok: false, message: 'this run cannot be suspended: nothing stores its state' } as const;
