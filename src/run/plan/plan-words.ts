import type { Expected } from '../../expectation/compile/expected.ts';
import { expressionsOf, type Template } from '../../format/template/template.ts';
import { runNames } from '../../format/template/values.ts';
import type { Json } from '../../json/json.ts';
import { onceFor } from '../../once-for.ts';
import { isSecretField } from '../../redaction/secrets/secret-fields.ts';
import type { BodyTemplate } from './body-template.ts';
import type { ContentTemplate } from './content/content-template.ts';
import type { Plan, PlannedStep } from './plan.ts';

/** The texts of a plan: those that it states, and those that it builds from values. */
export type PlanWords = {
  /** Texts without `${…}`: anyone can read them in the scenario. */
  readonly literals: ReadonlySet<string>;
  /** Texts with `${…}`, by the step that has them. */
  readonly templates: ReadonlyMap<string, readonly Template[]>;
  /** Texts with `${…}` that are given to shared steps. */
  readonly given: readonly Template[];
  /** Names of the values, inputs or captures, that are sent as secrets. */
  readonly secretNames: ReadonlySet<string>;
  /** Names of properties. */
  readonly names: ReadonlySet<string>;
  /** Texts in fields for secrets: published with the scenario. */
  readonly secretLiterals: ReadonlySet<string>;
};

export const wordsOf = onceFor(collect);

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
  for (const step of [...plan.steps, ...plan.cleanup]) {
    const found: Found = { literals, secretNames, names, secretLiterals, templates: [] };
    collectStep(step, found);
    templates.set(step.id, found.templates);
  }
  // Inputs of shared steps that are used as a secret are built from secrets.
  for (const { name, templates: parts } of plan.bound.toReversed()) {
    if (!secretNames.has(name)) continue;
    for (const { template } of parts) for (const inner of expressionsOf(template)) secretNames.add(inner.name);
  }
  for (const name of runNames) secretNames.delete(name);
  const given: Found = { literals, secretNames: new Set(), names, secretLiterals, templates: [] };
  for (const { name, example = null, fixed } of plan.scenario.inputs) {
    if (!secretNames.has(name)) for (const one of [example, fixed?.value ?? null]) collectJson(one, '', given);
  }
  for (const { name, value } of plan.bound) if (!secretNames.has(name)) collectBody(value, '', given);
  return { literals, templates, given: given.templates, secretNames, names, secretLiterals };
}

function collectStep({ call, captures, creates, when }: PlannedStep, found: Found): void {
  for (const { equals } of when) if (typeof equals === 'string') found.literals.add(equals);
  for (const { path } of captures) collectText(path, found);
  if (creates?.kind === 'deletable') {
    collectText(creates.delete, found);
    if (creates.find !== undefined) collectText(creates.find, found);
  }
  if (call === undefined) return;
  collectText(call.request.url, found);
  for (const { name, value } of call.request.headers) {
    addTemplate(value, found);
    noteSecrets(value, secretHeader.test(name) ? 'secret' : '', found);
  }
  noteSecrets(call.request.url, '', found);
  if (call.request.content !== undefined) collectContent(call.request.content, found);
  if (call.request.body !== undefined) collectBody(call.request.body, '', found);
  for (const { expected } of call.expectation.headers) collectExpected(expected, '', found);
  if (call.expectation.body !== undefined) collectExpected(call.expectation.body, '', found);
  for (const { expected } of call.expectation.content) collectExpected(expected, '', found);
}

/** Adds texts in quotes, or between the slashes, of a url or a path. */
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

const secretHeader = /(?:^|[-_])(?:key|token|secret|password|auth|authorization|signature)$/i;

/** Bodies that are not JSON. */
function collectContent(content: ContentTemplate, found: Found): void {
  switch (content.kind) {
    case 'text':
      addTemplate(content.text, found);
      noteSecrets(content.text, '', found);
      return;
    case 'form':
      for (const { name, value } of content.fields) collectField(name, value, found);
      return;
    case 'multipart':
      for (const part of content.parts) {
        if ('parts' in part.content) collectField(part.name, part.content, found);
        else found.names.add(part.name);
      }
      return;
    case 'bytes':
      return;
    default:
      content satisfies never;
  }
}

function collectField(name: string, value: Template, found: Found): void {
  found.names.add(name);
  addTemplate(value, found);
  noteSecrets(value, name, found);
}

/**
 * Notes the values in the text of a field that are sent as a secret, because of the name of the field or of a name
 * before them (`password=${…}`).
 */
function noteSecrets(template: Template, field: string, { secretNames, secretLiterals }: Found): void {
  const isSecret = isSecretField(field);
  if (isSecret && expressionsOf(template).length === 0) secretLiterals.add(template.parts.join(''));
  template.parts.forEach((part, index) => {
    if (typeof part === 'string') return;
    const before = template.parts[index - 1];
    const name = typeof before === 'string' ? (named.exec(before)?.[1] ?? '') : '';
    if (isSecret || isSecretField(name) || name.toLowerCase() === 'sig') secretNames.add(part.name);
  });
}

/** The end of a text before a value: `&client_secret=`, `"password": "`, `Password: `. */
const named = /([\w-]{1,80})\\{0,3}["']?\s{0,8}[=:]\s{0,8}\\{0,3}["']?$/;

function collectBody(body: BodyTemplate, field: string, found: Found): void {
  switch (body.kind) {
    case 'json':
      collectJson(body.value, field, found);
      return;
    case 'text':
      addTemplate(body.template, found);
      noteSecrets(body.template, field, found);
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
    if (isSecretField(field)) found.secretLiterals.add(value);
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
      // The choices of `<one of A, B or null>`; no other argument of a matcher is a complete value.
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
