import { placeAt } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type { Scenario } from '../../../format/scenario/scenario.ts';
import type { Template } from '../../../format/template/template.ts';
import type { Value, Values } from '../../../format/template/values.ts';
import { type BodyTemplate, compileBody, fillBody } from '../body-template.ts';
import { checkInput } from '../typed-inputs.ts';

/** A name of shared steps, and the texts that its value is made of. */
export type PlannedBound = {
  readonly name: string;
  readonly value: BodyTemplate;
  readonly templates: readonly { readonly template: Template; readonly span: Span }[];
};

/** The compiled names of shared steps, each with the value from the place where the steps are called. */
export function planBound({ bound }: Scenario): readonly PlannedBound[] {
  return bound.map(({ name, value }) => {
    const templates: { readonly template: Template; readonly span: Span }[] = [];
    const visitor = {
      template: (template: Template, span: Span) => void templates.push({ template, span }),
      // Reported where the text is checked with all others of its step.
      error: () => {},
    };
    return { name, value: compileBody(value, visitor), templates };
  });
}

/** Adds each of these values as soon as all values that it is built from are known. */
export function addBound(bound: readonly PlannedBound[], values: Map<string, Value>): void {
  let added = true;
  while (added) {
    added = false;
    for (const { name, value } of bound) {
      const filled = values.has(name) ? undefined : knownValue(value, values);
      if (filled === undefined) continue;
      values.set(name, filled);
      added = true;
    }
  }
}

function knownValue(body: BodyTemplate, values: Values): Value | undefined {
  let isKnown = true;
  const filled = fillBody(body, values, () => {
    isKnown = false;
    return null;
  });
  return isKnown ? filled : undefined;
}

/** Values of shared steps that do not have the type of their input. Problems: `invalid-input`. */
export function boundProblems(
  { source, bound }: Scenario,
  planned: readonly PlannedBound[],
  values: Values,
): readonly Problem[] {
  return bound.flatMap(({ input, value }, index): readonly Problem[] => {
    const template = planned[index]?.value;
    const known = template && knownValue(template, values);
    if (input === undefined || known === undefined) return [];
    const typed = checkInput(input, known);
    if (typed.ok) return [];
    const name = input.name.split('.').at(-1) ?? input.name;
    const message = `the value ${typed.message}, which the input \`${name}\` of the shared steps requires`;
    return [{ code: 'invalid-input', message, at: placeAt(source, value.span), fix: typed.fix }];
  });
}
