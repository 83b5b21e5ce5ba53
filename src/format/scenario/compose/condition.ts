import type { Span, Text } from '../../../diagnostics/source.ts';
import { parseTemplate } from '../../template/parse-template.ts';
import type { Template } from '../../template/template.ts';
import type { Value, Values } from '../../template/values.ts';

/** `${name}`, `not ${name}` or `${name} == "text"`: the condition on which a step runs. */
export type Condition = {
  readonly name: string;
  /** As a template, whose names are checked as those of any text. */
  readonly template: Template;
  readonly negated: boolean;
  /** The value that is compared; without one, the value of the name is true or false itself. */
  readonly equals?: string | number | bigint | boolean | null;
  /** As written. */
  readonly text: string;
  readonly span: Span;
};

/** Parses a condition, or returns what is wrong with it. */
export function parseCondition({
  value: text,
  span,
}: Text): { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly message: string } {
  const match = /^\s*(not\s+)?(\$\{[^}]*\})(?:\s*==\s*(.+?))?\s*$/s.exec(text);
  const { template } = parseTemplate(match?.[2] ?? '');
  const [only] = template.parts;
  if (match === null || typeof only !== 'object' || only.shift !== undefined) {
    return { ok: false, message: 'a condition is a name, such as `${hasP2}`, and nothing else' };
  }
  const [, not, , literal] = match;
  const condition = { name: only.name, template, negated: not !== undefined, text: text.trim(), span };
  if (literal === undefined) return { ok: true, condition };
  if (not !== undefined) return { ok: false, message: '`not` and `==` cannot be used together' };
  const equals = literalOf(literal);
  if (equals === undefined) return { ok: false, message: `\`${literal}\` is not a value to compare with` };
  return { ok: true, condition: { ...condition, equals } };
}

/** A text in quotes, a number, `true`, `false` or `null`. */
function literalOf(text: string): Condition['equals'] {
  const single = /^'([^'\\]*)'$/.exec(text)?.[1];
  if (single !== undefined) return single;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'number' && /^-?\d+$/.test(text) && !Number.isSafeInteger(value)) return BigInt(text);
    return value === null || ['string', 'number', 'boolean'].includes(typeof value)
      ? (value as Condition['equals'])
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a condition is met; `unknown` if its name has no value yet, `wrong` if the value is neither true nor false. */
export function holds({ name, negated, equals }: Condition, values: Values): boolean | 'unknown' | 'wrong' {
  const value: Value | undefined = values.get(name);
  if (value === undefined) return 'unknown';
  if (equals !== undefined) return value === equals;
  return typeof value === 'boolean' ? value !== negated : 'wrong';
}
