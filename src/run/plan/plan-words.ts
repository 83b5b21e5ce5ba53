import type { Expected } from '../../expectation/compile/expected.ts';
import { expressionsOf, type Template } from '../../format/template/template.ts';
import type { Json } from '../../json/json.ts';
import { secretFields } from '../../redaction/secrets/secret-fields.ts';
import type { BodyTemplate } from './body-template.ts';
import type { Plan, PlannedStep } from './plan.ts';

/** The texts of a plan: what it says itself, and what it makes of values. */
export type PlanWords = {
  /** Texts without `${…}`: anyone can read them in the scenario. */
  readonly literals: ReadonlySet<string>;
  /** Texts with `${…}`, by the step that has them. */
  readonly templates: ReadonlyMap<string, readonly Template[]>;
  /** Inputs that are sent as secrets. */
  readonly secretInputs: ReadonlySet<string>;
  /** Names of properties. */
  readonly names: ReadonlySet<string>;
  /** Texts in fields for secrets: published with the scenario. */
  readonly secretLiterals: ReadonlySet<string>;
};

const read = new WeakMap<Plan, PlanWords>();

export function wordsOf(plan: Plan): PlanWords {
  const words = read.get(plan) ?? collect(plan);
  read.set(plan, words);
  return words;
}

type Found = {
  readonly literals: Set<string>;
  readonly templates: Template[];
  readonly secretNames: Set<string>;
  readonly names: Set<string>;
  readonly secretLiterals: Set<string>;
};

function collect(plan: Plan): PlanWords {
  const literals = new Set<string>();
  const [secretNames, names, secretLiterals] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const templates = new Map<string, readonly Template[]>();
  for (const { example } of plan.scenario.inputs) if (typeof example === 'string') literals.add(example);
  for (const step of [...plan.steps, ...plan.cleanup]) {
    const found: Found = { literals, secretNames, names, secretLiterals, templates: [] };
    collectStep(step, found);
    templates.set(step.id, found.templates);
  }
  const inputs = plan.scenario.inputs.map(({ name }) => name).filter((name) => secretNames.has(name));
  return { literals, templates, secretInputs: new Set(inputs), names, secretLiterals };
}

function collectStep({ call, captures, creates }: PlannedStep, found: Found): void {
  for (const { path } of captures) collectText(path, found);
  if (creates?.kind === 'deletable') {
    collectText(creates.delete, found);
    if (creates.find !== undefined) collectText(creates.find, found);
  }
  if (call === undefined) return;
  collectText(call.request.url, found);
  for (const { value } of call.request.headers) addTemplate(value, found);
  if (call.request.body !== undefined) collectBody(call.request.body, '', found);
  for (const { expected } of call.expectation.headers) collectExpected(expected, '', found);
  if (call.expectation.body !== undefined) collectExpected(call.expectation.body, '', found);
}

/** What stands in quotes, or between the slashes, of a url or a path. */
function collectText({ parts }: Template, { literals }: Found): void {
  for (const part of parts) {
    if (typeof part !== 'string') continue;
    for (const [, quoted = ''] of part.matchAll(/["']([^"']*)["']/g)) literals.add(quoted);
    for (const segment of part.split(/[/?&=()]/)) literals.add(segment);
  }
}

function addTemplate(template: Template, { literals, templates }: Found): void {
  if (expressionsOf(template).length === 0) literals.add(template.parts.join(''));
  else templates.push(template);
}

function collectBody(body: BodyTemplate, field: string, found: Found): void {
  switch (body.kind) {
    case 'json':
      collectJson(body.value, field, found);
      return;
    case 'text':
      addTemplate(body.template, found);
      if (!secretFields.has(field.toLowerCase())) return;
      if (expressionsOf(body.template).length === 0) found.secretLiterals.add(body.template.parts.join(''));
      for (const { name } of expressionsOf(body.template)) found.secretNames.add(name);
      return;
    case 'array':
      for (const item of body.items) collectBody(item, field, found);
      return;
    case 'object':
      for (const [name, value] of body.entries) {
        found.names.add(name);
        collectBody(value, name, found);
      }
      return;
    default:
      body satisfies never;
  }
}

function collectJson(value: Json, field: string, found: Found): void {
  if (typeof value === 'string') {
    found.literals.add(value);
    if (secretFields.has(field.toLowerCase())) found.secretLiterals.add(value);
  } else if (Array.isArray(value)) for (const one of value) collectJson(one, field, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      found.names.add(name);
      collectJson(one, name, found);
    }
  }
}

function collectExpected(expected: Expected, field: string, found: Found): void {
  switch (expected.kind) {
    case 'literal':
      collectJson(String(expected.value), field, found);
      return;
    case 'template':
      addTemplate(expected.template, found);
      return;
    case 'matcher':
      // Of `<one of A, B or null>` the choices; nothing else that a matcher says is a whole value.
      for (const word of expected.matcher.text.replace(/^<one of /, '').split(/[<>,]|\sor\s/)) {
        found.literals.add(word.trim().replace(/^(["'])(.*)\1$/, '$2'));
      }
      return;
    case 'object':
      for (const { name, expected: one } of expected.properties) {
        found.names.add(name);
        collectExpected(one, name, found);
      }
      return;
    case 'each':
      collectExpected(expected.item, field, found);
      return;
    case 'count':
      return;
    default:
      for (const item of expected.items) collectExpected(item, field, found);
  }
}
