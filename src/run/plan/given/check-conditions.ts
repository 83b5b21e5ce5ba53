import { placeAt } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import { type Condition, holds } from '../../../format/scenario/compose/condition.ts';
import type { Scenario } from '../../../format/scenario/scenario.ts';
import type { Values } from '../../../format/template/values.ts';
import { type JsonType, jsonType } from '../../../json/json.ts';

/** Conditions whose value is known before the run and is neither true nor false, or never the required one. Problems: `invalid-value`. */
export function conditionProblems({ source, steps, cleanup }: Scenario, values: Values): readonly Problem[] {
  const conditions = [...steps, ...cleanup].flatMap(({ when }) => when);
  return [
    ...conditions
      .filter((condition) => holds(condition, values) === 'wrong')
      .map(({ name, span }): Problem => {
        const message = `\`${name}\` is neither true nor false, and a condition needs one of them`;
        const fix = `compare it, such as \`\${${name}} == "P2"\`, or make it an input of \`type: boolean\``;
        return { code: 'invalid-value', message, at: placeAt(source, span), fix };
      }),
    ...conditions.flatMap(({ name, equals, text, span }): readonly Problem[] => {
      const value = values.get(name);
      if (equals === undefined || equals === null || value === undefined || value === null) return [];
      const [has, wants] = [jsonType(value), jsonType(equals)];
      if (has === wants) return [];
      const message = `\`${text}\` never holds: \`${name}\` is ${typeNames[has]}, and this compares it with ${typeNames[wants]}`;
      const fix =
        has === 'boolean' ? `write \`\${${name}}\` or \`not \${${name}}\`` : 'compare it with a value of its type';
      return [{ code: 'invalid-value', message, at: placeAt(source, span), fix }];
    }),
  ];
}

const typeNames: { readonly [type in JsonType]: string } = {
  string: 'a text',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
  array: 'a list',
  object: 'an object',
};

/** What of a step's conditions decides: the first that does not hold, or else the first of which that cannot be said. */
export type Decision =
  | { readonly kind: 'runs' | 'unknown' }
  | { readonly kind: 'off' | 'wrong'; readonly condition: Condition; readonly message: string };

export function decide(when: readonly Condition[], values: Values): Decision {
  const of = (result: ReturnType<typeof holds>) => when.find((condition) => holds(condition, values) === result);
  const off = of(false);
  if (off !== undefined) {
    return { kind: 'off', condition: off, message: `its condition does not hold: ${off.text}` };
  }
  const wrong = of('wrong');
  if (wrong !== undefined) {
    const message = `\`${wrong.name}\` is neither true nor false, and the condition ${wrong.text} needs one of them`;
    return { kind: 'wrong', condition: wrong, message };
  }
  return { kind: of('unknown') === undefined ? 'runs' : 'unknown' };
}
