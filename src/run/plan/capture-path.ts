import { evaluateText } from '../../format/template/evaluate-template.ts';
import { expressionsOf, type Template } from '../../format/template/template.ts';
import type { Values } from '../../format/template/values.ts';

/**
 * The JSONPath of a capture with its values filled in: inside a string literal a value is escaped (RFC 9535 section
 * 2.3.1.1), so that it is always data; elsewhere only an integer is allowed. `undefined` if a name has no value, or a
 * value is not allowed in its place.
 */
export function fillCapturePath(path: Template, values: Values): string | undefined {
  let misplaced = false;
  const filled = evaluateText(path, values, (value, before) => {
    const quote = openQuote(before);
    if (quote === undefined) {
      misplaced ||= !/^-?\d{1,15}$/.test(value);
      return value;
    }
    const escaped = JSON.stringify(value).slice(1, -1);
    return quote === '"' ? escaped : escaped.replaceAll('\\"', '"').replaceAll("'", "\\'");
  });
  return misplaced ? undefined : filled;
}

/** The quote of the string literal that is open at the end of a path's text. */
function openQuote(text: string): '"' | "'" | undefined {
  let open: '"' | "'" | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && open !== undefined) at++;
    else if (character === open) open = undefined;
    else if (open === undefined && (character === '"' || character === "'")) open = character;
  }
  return open;
}

/** A placeholder for values that only the run has. */
export const anyText = (path: Template): Values => new Map(expressionsOf(path).map(({ name }) => [name, 'x']));
