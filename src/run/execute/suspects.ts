import { expressionsOf, type Template } from '../../format/template/template.ts';
import { hasEffect, isKey, isRead, segmentsOf } from '../plan/effects.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { StepResult } from '../result.ts';
import { firstOf, isHarmless, type Progress } from './causes.ts';

/**
 * The step to which it may be due that a response does not match: one that did not pass, should have changed something, and
 * names the same object, or is a person's. What rests on what is not known so well that a step would not be sent for it.
 */
export function suspectOf(step: PlannedStep, progress: Progress, plan: Plan): StepResult | undefined {
  if (!progress.hasOpen || (step.phase === 'cleanup' && !isHarmless(step))) return undefined;
  const own = objectsOf(step, plan, [step.call?.request, step.call?.expectation]);
  const open = [...progress.open].filter(({ id }) => {
    const other = progress.planned(id);
    if (other === undefined) return false;
    if (other.call === undefined) return other.prompt !== undefined;
    if (!hasEffect(other, other.call)) return false;
    return [...objectsOf(other, plan, [other.call.request])].some((name) => own.has(name));
  });
  return firstOf(open);
}

/** What a step names: values, by what gives them where that is a create, and ids in its url. */
function objectsOf(step: PlannedStep, plan: Plan, texts: readonly unknown[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (name.startsWith('run.')) return;
    const bound = plan.bound.find((one) => one.name === name);
    const inner = (bound?.templates ?? []).flatMap(({ template }) => expressionsOf(template));
    for (const one of inner) add(one.name);
    const giver = plan.steps.find(({ captures }) => captures.some(({ capture }) => capture.name === name));
    const isCreated = giver?.call !== undefined && !isRead(giver.call);
    found.add(isCreated ? `of ${giver.id}` : String(plan.values.get(name) ?? name));
  };
  const templates = templatesIn(texts);
  for (const template of templates) for (const { name } of expressionsOf(template)) add(name);
  const written = templates.map(textOf);
  for (const { id, call } of plan.steps) {
    if (call === undefined || isRead(call)) continue;
    const marked = templatesIn(call.request.body).map(textOf).filter(isMarked);
    if (marked.some((mark) => written.some((text) => text.includes(mark)))) found.add(`of ${id}`);
  }
  for (const segment of step.call === undefined ? [] : segmentsOf(step.call)) {
    if (segment === 'me') found.add(plan.actors.find(({ name }) => name === step.actor)?.user ?? `me of ${step.actor}`);
    else if (isKey(segment) && !segment.includes('${')) found.add(segment);
  }
  return found;
}

const textOf = ({ parts }: Template): string =>
  parts.map((part) => (typeof part === 'string' ? part : `\${${part.text}}`)).join('');

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
