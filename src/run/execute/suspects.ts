import type { Difference } from '../../expectation/compare/difference.ts';
import { expressionsOf, type Template, templateText } from '../../format/template/template.ts';
import { isCollection } from '../cleanup/kind-of-post.ts';
import { hasEffect, isKey, isRead, segmentsOf } from '../plan/effects.ts';
import type { Plan, PlannedCall, PlannedStep } from '../plan/plan.ts';
import type { StepResult } from '../result.ts';
import { firstOf, isHarmless, openCauses, type Progress, rootOf } from './causes.ts';
import { isOfNewObject, isStatus, mayExplain, sets } from './explained.ts';

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
   * A step that did not pass and can be why these differences were found: one that the step depends on, or one that
   * should have changed something and names the same object or is a manual step. Dependencies of unknown objects are
   * too uncertain to skip a step, and explain fewer differences.
   */
  of(step: PlannedStep, progress: Progress, differences: readonly Difference[]): StepResult | undefined {
    if (!progress.hasOpen || (step.phase === 'cleanup' && !isHarmless(step))) return undefined;
    const found = { progress, differences, isKnown: this.#isKnown(step, progress) };
    const known = openCauses(step, progress).filter(
      ({ id }) => step.after.includes(id) || this.#explains(progress.planned(id), step, found),
    );
    return rootOf(firstOf(known) ?? firstOf(this.#likely(step, found)), progress);
  }

  #likely(step: PlannedStep, found: Found): readonly StepResult[] {
    const own = this.#objectsOf(step, [step.call?.request, step.call?.expectation]);
    return [...found.progress.open].filter(({ id }) => {
      const other = found.progress.planned(id);
      if (other?.call === undefined) return other?.prompt !== undefined;
      const isNamed = () => [...this.#namedBy(other)].some((name) => own.has(name));
      const changes = hasEffect(other, other.call) && isNamed() && mayExplain(other.call, step.call, found.differences);
      return changes && this.#explains(other, step, found);
    });
  }

  /** Whether what a step did not do can be the cause of differences that only some effects have; of others it can. */
  #explains(other: PlannedStep | undefined, step: PlannedStep, { differences, isKnown }: Found): boolean {
    if (other?.call === undefined || other.prompt !== undefined) return true;
    if (isStatus(403, differences)) return !isKnown || other.actor !== step.actor || this.#namesOthers(other);
    if (isStatus(404, differences)) return !isKnown || namesOther(step);
    return !isOfNewObject(step, differences) || sets(other.call, differences);
  }

  /** Whether a request names anything but objects of the run: only then it can give rights to who sends it. */
  #namesOthers(step: PlannedStep): boolean {
    return [...this.#namedBy(step)].some((name) => !this.#isOwn(name));
  }

  /** Whether a step creates the object, or finds it below one that another step creates. */
  #isOwn(name: string): boolean {
    if (name.startsWith('of ')) return true;
    const { call } = this.#giverOf(name) ?? {};
    if (call === undefined) return false;
    return !isRead(call) || segmentsOf(call).some((segment) => gap.test(segment) && this.#isOwn(segment.slice(2, -1)));
  }

  /**
   * Whether the object that a url names was in an earlier response to the same actor, and no step deletes it: that
   * another step did not run does not remove it. A url without captured values needs no such object.
   */
  #isKnown({ call, actor, number }: PlannedStep, progress: Progress): boolean {
    if (call === undefined) return false;
    const path = segmentsOf(call);
    const end = path.findLastIndex((segment) => gap.test(segment));
    if (end === -1) return true;
    const rest = path.slice(end + 1);
    if (rest.length > 1 || (rest.length === 1 && isRead(call) && !isCollection(rest.join()))) return false;
    const giver = this.#giverOf(path[end]?.slice(2, -1) ?? '');
    if (giver?.call === undefined || giver.actor !== actor || !isSame(segmentsOf(giver.call), path.slice(0, end)))
      return false;
    const isDeleted = this.#plan.steps.some(
      (other) => other.number < number && other.call?.request.method === 'DELETE' && isWithin(path, other.call),
    );
    return !isDeleted && progress.results.get(giver.id)?.outcome.kind === 'passed';
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

/** The outcomes so far, how a response differs, and whether its object was there before. */
type Found = { readonly progress: Progress; readonly differences: readonly Difference[]; readonly isKnown: boolean };

/** A captured value as the segment of a path. */
const gap = /^\$\{[^{}]+\}$/;

/** Whether a request may miss something that its url does not name: an object in its body, or one without an id. */
const namesOther = ({ call }: PlannedStep): boolean =>
  templatesIn(call?.request.body).length > 0 || (call !== undefined && !segmentsOf(call).some((one) => gap.test(one)));

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.join('/') === other.join('/');

/** Whether a path is that of a request, or one below it. */
const isWithin = (path: readonly string[], call: PlannedCall): boolean =>
  segmentsOf(call).every((segment, at) => path[at] === segment);

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
