import { expressionValue } from './evaluate-template.ts';
import type { Expression, Template } from './template.ts';
import { hasDotSegment } from './url-path.ts';
import { type Values, valueText } from './values.ts';

export type EvaluatedUrl =
  | { readonly ok: true; readonly url: string }
  /** `name`: the one that has no value (yet). Messages never contain values, which may be secret. */
  | { readonly ok: false; readonly message: string; readonly name?: string };

/**
 * The url of a template: literal text keeps its meaning, and a value can never become more than a piece of one segment,
 * one OData string or one query component.
 */
export function evaluateUrl(template: Template, values: Values): EvaluatedUrl {
  let url = '';
  let context: Context = { inQuery: false, inString: false };
  const segmentsWithValues = new Map<number, Expression>();
  for (const part of template.parts) {
    if (typeof part === 'string') {
      url += encodedLiteral(part);
      if (mark.test(part)) context = contextAfter(part, context);
      continue;
    }
    const value = expressionValue(part, values);
    if (value === undefined) return noValue(part, values);
    const text = valueText(value);
    if (!text.isWellFormed()) return refuse(part, 'contains half a character (a lone surrogate)');
    if (!context.inQuery) segmentsWithValues.set(url.split('/').length - 1, part);
    url += encodeValue(text, context);
  }
  return checked(url, segmentsWithValues);
}

/** The position of a text within a url. */
type Context = {
  readonly inQuery: boolean;
  /** Inside an OData string literal: `'…'`. */
  readonly inString: boolean;
};

const mark = /'|%27|[?&]/;
const marks = new RegExp(mark, 'g');

/** A doubled quote ends a string and starts it again, so counting quotes is enough. `?` and `&` are never part of a string. */
function contextAfter(literal: string, before: Context): Context {
  let { inQuery, inString } = before;
  for (const [found] of literal.matchAll(marks)) {
    if (found === "'" || found === '%27') inString = !inString;
    else if (found === '?' && !inQuery) [inQuery, inString] = [true, false];
    else if (found === '&' && inQuery) inString = false;
  }
  return { inQuery, inString };
}

/** RFC 3986 allows `!'()*` in a segment; in a query the WHATWG URL parser escapes the quote, so it is escaped here. */
function encodeValue(value: string, { inQuery, inString }: Context): string {
  const encoded = encodeURIComponent(inString ? value.replaceAll("'", "''") : value);
  return inQuery || inString ? encoded.replaceAll("'", '%27') : encoded;
}

/** Escapes characters that a url may not contain, or that would end the path (`#`) or be read as a slash (`\`). Escapes stay as they are. */
function encodedLiteral(text: string): string {
  // Most texts need no escapes.
  if (!/[^\u0021-\u007e]|["<>^`{|}#\\%]/.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replace(/[^\u0021-\u007e]|["<>^`{|}#\\]/gu, encodeURIComponent);
}

function checked(url: string, segmentsWithValues: ReadonlyMap<number, Expression>): EvaluatedUrl {
  const segments = (url.split('?', 1)[0] ?? '').split('/');
  for (const [index, expression] of segmentsWithValues) {
    const segment = segments[index] ?? '';
    if (segment === '') return refuse(expression, 'is empty, so that a segment of the path is empty');
    if (hasDotSegment(segment)) return refuse(expression, 'makes a segment of the path `.` or `..`');
  }
  if (!/^\/[^/]/.test(url) || hasDotSegment(segments.join('/'))) {
    return { ok: false, message: 'the url is not a path on the service' };
  }
  return { ok: true, url };
}

function noValue(expression: Expression, values: Values): EvaluatedUrl {
  if (values.has(expression.name)) return refuse(expression, 'is not a date that can be represented');
  return { ok: false, message: `\`\${${expression.text}}\` has no value`, name: expression.name };
}

function refuse(expression: Expression, why: string): EvaluatedUrl {
  return { ok: false, message: `\`\${${expression.text}}\` ${why}` };
}
