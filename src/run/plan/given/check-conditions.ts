import { placeAt } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import { suggestion } from '../../../diagnostics/suggest.ts';
import { type Condition, holds } from '../../../format/scenario/compose/condition.ts';
import type { Input, Scenario } from '../../../format/scenario/scenario.ts';
import type { Value, Values } from '../../../format/template/values.ts';
import { isJsonObject, type JsonType, jsonType } from '../../../json/json.ts';
import { prettyJson } from '../../../json/pretty.ts';
import { checkInput } from '../typed-inputs.ts';

/**
 * Conditions whose value is known to be neither true nor false, or that can never be met: because of the value, of the
 * type of the input, of the other rows, or of the possible values of a capture. Problems: `invalid-value`.
 */
export function conditionProblems(scenario: Scenario, values: Values): readonly Problem[] {
  const { source, steps, cleanup } = scenario;
  const conditions = [...steps, ...cleanup].flatMap(({ when }) => when);
  if (conditions.length === 0) return [];
  const known = knownNames(scenario);
  return conditions.flatMap((condition): readonly Problem[] => {
    const { name, equals, text, span } = condition;
    const fault =
      equals === undefined
        ? undecided(condition, values, known.get(name))
        : unmet({ name, equals }, values.get(name), known.get(name));
    if (fault === undefined) return [];
    const message = equals === undefined ? fault.message : `\`${text}\` never holds: ${fault.message}`;
    return [{ code: 'invalid-value', message, at: placeAt(source, span), fix: fault.fix }];
  });
}

/** What is known of a name before it has a value: its input, or its capture. */
type Known = { readonly input?: Input; readonly captured?: 'a text' | 'a number' };
type Fault = { readonly message: string; readonly fix: string };

function knownNames({ inputs, bound, steps, cleanup }: Scenario): ReadonlyMap<string, Known> {
  const captures = [...steps, ...cleanup].flatMap(({ capture }) => capture);
  return new Map<string, Known>([
    ...inputs.map((input) => [input.name, { input }] as const),
    ...bound.flatMap(({ name, input }) => (input === undefined ? [] : [[name, { input }] as const])),
    ...captures.flatMap(({ name, from }) =>
      from === undefined ? [] : [[name, { captured: from === 'status' ? 'a number' : 'a text' }] as const],
    ),
  ]);
}

function undecided(condition: Condition, values: Values, known: Known | undefined): Fault | undefined {
  const { name } = condition;
  if (holds(condition, values) !== 'wrong' && known?.captured === undefined) return undefined;
  const compared = known?.captured === 'a number' ? '404' : '"P2"';
  const input = known?.captured === undefined ? ', or make it an input of `type: boolean`' : '';
  return {
    message: `\`${name}\` is neither true nor false, and a condition needs one of them`,
    fix: `compare it, such as \`\${${name}} == ${compared}\`${input}`,
  };
}

function unmet(
  { name, equals }: { readonly name: string; readonly equals: Value },
  value: Value | undefined,
  { input, captured }: Known = {},
): Fault | undefined {
  const wants = typeNames[jsonType(equals)];
  const has = captured ?? (value === undefined || value === null ? undefined : typeNames[jsonType(value)]);
  if (has !== undefined && equals !== null && has !== wants) {
    const fix =
      has === 'a boolean' ? `write \`\${${name}}\` or \`not \${${name}}\`` : 'compare it with a value of its type';
    return { message: `\`${name}\` is ${has}, and this compares it with ${wants}`, fix };
  }
  if (input === undefined) return undefined;
  const { ofRows } = input;
  if (ofRows?.has(equals) === false) {
    const given = [...ofRows].filter((one) => !isJsonObject(one) && !Array.isArray(one)).map((one) => prettyJson(one));
    return { message: `no row has this value of \`${name}\``, fix: suggestion(prettyJson(equals), given) };
  }
  const typed = input.fixed === undefined ? checkInput(input, equals) : undefined;
  if (typed?.ok !== false) return undefined;
  return {
    message: `it ${typed.message}, which the input \`${name}\` requires`,
    fix: 'compare it with a value of its type',
  };
}

const typeNames: { readonly [type in JsonType]: string } = {
  string: 'a text',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
  array: 'a list',
  object: 'an object',
};

/** The condition of a step that decides: the first one that is not met, or else the first one that cannot be evaluated. */
export type Decision =
  | { readonly kind: 'runs' | 'unknown' }
  | { readonly kind: 'off' | 'wrong'; readonly condition: Condition; readonly message: string };

export function decide(when: readonly Condition[], values: Values): Decision {
  const of = (result: ReturnType<typeof holds>) => when.find((condition) => holds(condition, values) === result);
  const off = of(false);
  if (off !== undefined) {
    return { kind: 'off', condition: off, message: `its condition is not met: ${off.text}` };
  }
  const wrong = of('wrong');
  if (wrong !== undefined) {
    const message = `\`${wrong.name}\` is neither true nor false, and the condition ${wrong.text} needs one of them`;
    return { kind: 'wrong', condition: wrong, message };
  }
  return { kind: of('unknown') === undefined ? 'runs' : 'unknown' };
}
