import { addDuration } from './duration.ts';
import type { Expression, Template } from './template.ts';
import { type Value, type Values, valueText } from './values.ts';

/**
 * The value of a template. A text that consists of one expression keeps the value's type (a captured number stays a
 * number); otherwise values become text. `undefined` if a name has no value (yet).
 */
export function evaluate(template: Template, values: Values): Value | undefined {
  const [only] = template.parts;
  if (template.parts.length === 1 && only !== undefined && typeof only !== 'string')
    return expressionValue(only, values);
  return evaluateText(template, values);
}

/** The same, always as text; `encode` is applied to each value, with the text before it. */
export function evaluateText(
  template: Template,
  values: Values,
  encode: (value: string, before: string) => string = (value) => value,
): string | undefined {
  let text = '';
  for (const part of template.parts) {
    if (typeof part === 'string') text += part;
    else {
      const value = expressionValue(part, values);
      if (value === undefined) return undefined;
      text += encode(valueText(value), text);
    }
  }
  return text;
}

/** The value of one expression; `undefined` if its name has none (yet), or if it is a date past the year 9999. */
export function expressionValue(expression: Expression, values: Values): Value | undefined {
  const value = values.get(expression.name);
  if (value === undefined || expression.shift === undefined) return value;
  const moved = new Date(addDuration(Date.parse(String(value)), expression.shift));
  // RFC 3339 allows years of four digits only.
  if (!(moved.getUTCFullYear() >= 0 && moved.getUTCFullYear() <= 9999)) return undefined;
  const text = moved.toISOString();
  return expression.name === 'run.today' ? text.slice(0, 10) : text.replace('.000Z', 'Z');
}
