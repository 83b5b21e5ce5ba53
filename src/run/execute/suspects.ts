import type { Difference } from '../../expectation/compare/difference.ts';
import { expressionsOf, type Template, templateText } from '../../format/template/template.ts';
import { hasEffect, isKey, isRead, segmentsOf } from '../plan/effects.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { StepResult } from '../result.ts';
import { firstOf, isHarmless, type Progress } from './causes.ts';
import { mayExplain } from './explained.ts';

/**
 * Finds the step that may be the cause of a response that does not match. The names that steps use are collected once,
 * when the first step fails.
 */
export class Suspects {
  readonly #plan: Plan;
  readonly #named = new Map<PlannedStep, ReadonlySet<string>>();
  #givers: ReadonlyMap<string, PlannedStep> | undefined;
  #marks: readonly (readonly [mark: string, step: string])[] | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /**
   * A step that did not pass, should have changed something, and either names the same object or is a manual step.
   * Dependencies of unknown objects are too uncertain to skip a step, and do not explain every difference.
   */
  of(step: PlannedStep, progress: Progress, differences: readonly Difference[]): StepResult | undefined {
    if (!progress.hasOpen || (step.phase === 'cleanup' && !isHarmless(step))) return undefined;
    const own = this.#objectsOf(step, [step.call?.request, step.call?.expectation]);
    const open = [...progress.open].filter(({ id }) => {
      const other = progress.planned(id);
      if (other?.call === undefined) return other?.prompt !== undefined;
      const isNamed = () => [...this.#namedBy(other)].some((name) => own.has(name));
      return hasEffect(other, other.call) && isNamed() && mayExplain(other.call, step.call, differences);
    });
    return firstOf(open);
  }

  #namedBy(step: PlannedStep): ReadonlySet<string> {
    const named = this.#named.get(step) ?? this.#objectsOf(step, [step.call?.request]);
    this.#named.set(step, named);
    return named;
  }

  /** The objects that a step names: values, by the step that captures them if that is a create, and ids in its url. */
  #objectsOf(step: PlannedStep, texts: readonly unknown[]): ReadonlySet<string> {
    const plan = this.#plan;
    const found = new Set<string>();
    const add = (name: string): void => {
      if (name.startsWith('run.')) return;
      const bound = plan.bound.find((one) => one.name === name);
      const inner = (bound?.templates ?? []).flatMap(({ template }) => expressionsOf(template));
      for (const one of inner) add(one.name);
      const giver = this.#giverOf(name);
      const isCreated = giver?.call !== undefined && !isRead(giver.call);
      found.add(isCreated ? `of ${giver.id}` : String(plan.values.get(name) ?? name));
    };
    const templates = templatesIn(texts);
    for (const template of templates) for (const { name } of expressionsOf(template)) add(name);
    const written = templates.map(templateText).filter(isMarked);
    for (const [mark, id] of written.length === 0 ? [] : this.#markedTexts())
      if (written.some((text) => text.includes(mark))) found.add(`of ${id}`);
    for (const segment of step.call === undefined ? [] : segmentsOf(step.call)) {
      if (segment === 'me')
        found.add(plan.actors.find(({ name }) => name === step.actor)?.user ?? `me of ${step.actor}`);
      else if (isKey(segment) && !segment.includes('${')) found.add(segment);
    }
    return found;
  }

  /** The first step that captures a name. */
  #giverOf(name: string): PlannedStep | undefined {
    this.#givers ??= new Map(
      this.#plan.steps
        .toReversed()
        .flatMap((step) => step.captures.map(({ capture }) => [capture.name, step] as const)),
    );
    return this.#givers.get(name);
  }

  /** The texts that writes give to the objects of this run. */
  #markedTexts(): readonly (readonly [mark: string, step: string])[] {
    this.#marks ??= this.#plan.steps.flatMap(({ id, call }) =>
      call === undefined || isRead(call)
        ? []
        : templatesIn(call.request.body)
            .map(templateText)
            .filter(isMarked)
            .map((mark) => [mark, id] as const),
    );
    return this.#marks;
  }
}

/** A name that only an object of the run has. */
const isMarked = (text: string): boolean => text.includes('${run.id}');

function templatesIn(value: unknown): readonly Template[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isTemplate(value)) return [value];
  return Object.values(value).flatMap(templatesIn);
}

const isTemplate = (value: object): value is Template =>
  'parts' in value &&
  Array.isArray(value.parts) &&
  value.parts.every(
    (part) => typeof part === 'string' || (typeof part === 'object' && part !== null && 'offset' in part),
  );
