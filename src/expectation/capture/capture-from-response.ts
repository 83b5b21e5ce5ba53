import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import type { Capture } from '../../format/scenario/scenario.ts';
import type { HttpResponse } from '../../http/message.ts';
import { compilePattern, firstGroup } from '../matchers/pattern.ts';
import type { Captured } from './capture-value.ts';

/** The problem with the header or the regular expression of a capture, if it has one. */
export function patternProblems({ from, path, part }: Capture, source: Source): readonly Problem[] {
  if (from === 'header' && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(path.value)) {
    const message = `\`${path.value}\` is not the name of a header`;
    return [{ code: 'bad-header', message, at: placeAt(source, path.span), fix: 'write a name such as `Location`' }];
  }
  const text = from === 'text' ? path : part;
  const pattern = text && compilePattern(text.value);
  return text === undefined || pattern?.ok !== false
    ? []
    : [{ code: 'bad-matcher', message: pattern.message, at: placeAt(source, text.span), fix: pattern.fix }];
}

/**
 * Takes a capture from a header, the status, or the text of a response; from a text, the first group of an expression,
 * or the whole match.
 */
export function captureFromResponse(
  { name, path, from, part }: Capture,
  { status, headers, text }: HttpResponse,
  source: Source,
): Captured {
  if (from === 'status') return { ok: true, value: status };
  const key = path.value.toLowerCase();
  const header = Object.hasOwn(headers, key) ? headers[key] : undefined;
  const searched = from === 'header' ? header : text;
  const pattern = from === 'header' ? part : path;
  const value = searched === undefined || pattern === undefined ? searched : firstGroup(pattern.value, searched);
  if (value !== undefined) return { ok: true, value };
  const why =
    searched === undefined
      ? `the response has no header \`${path.value}\``
      : `the expression matches nothing in the ${from === 'header' ? 'header' : 'text'}`;
  return {
    ok: false,
    difference: {
      code: 'capture',
      path: from === 'header' ? `header ${key}` : 'text',
      message: `\`${name}\` cannot be captured: ${why}`,
      expected: searched === undefined ? 'a header' : (pattern?.value ?? path.value),
      actual: 'nothing',
      at: placeAt(source, (searched === undefined ? path : (pattern ?? path)).span),
    },
  };
}
