import { parseDuration } from './duration.ts';
import type { Expression, Template } from './template.ts';

/** An error in one `${…}`, at an offset of the text's value. */
export type TemplateError = { readonly message: string; readonly fix: string; readonly offset: number };

export type ParsedTemplate = { readonly template: Template; readonly errors: readonly TemplateError[] };

/**
 * Beyond ASCII, what begins a name in XML 1.0, but pictographs (the surrogates D83C to D83F). Unicode's own classes take ten
 * times as long to compile, at every start.
 */
const letters = String.raw`\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud83b\ud840-\udfff\uf900-\ufdcf\ufdf0-\ufffd`;

/**
 * Letters of any script, digits, `_` and `-`; names of shared steps begin with the call and a dot. Source texts of
 * expressions, without flags.
 */
export const nameForm = String.raw`[A-Za-z_${letters}][\w${letters}\u00b7\u0300-\u036f-]*`;
export const scopedNameForm = String.raw`${nameForm}(?:\.${nameForm})*`;

/** A name as it is written; the run's own values are written `run.…`. */
export const namePattern = new RegExp(`^(?=.{1,64}$)${nameForm}$`);

/** The run's own names have no `-`, so that `${run.today-P1D}` needs no spaces. */
const expressionForm = new RegExp(String.raw`^\s*(run\.[A-Za-z_]\w*|${scopedNameForm})(?:\s*([+-])\s*(P\S+?))?\s*$`);
const nameAlone = new RegExp(String.raw`^\$\{\s*(${scopedNameForm})\s*\}$`);

/** The name that is all of a text: `${name}`. */
export function onlyName(text: string): string | undefined {
  return nameAlone.exec(text)?.[1];
}

/** Finds the `${…}` of a text; `$${` is a literal `${`. Values are never scanned again. */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: (string | Expression)[] = [];
  const errors: TemplateError[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('${', at);
    if (next === -1) break;
    if (text[next - 1] === '$') {
      literal += `${text.slice(at, next - 1)}\${`;
      at = next + 2;
      continue;
    }
    literal += text.slice(at, next);
    const end = text.indexOf('}', next);
    if (end === -1) {
      errors.push({
        message: 'a `${` without its `}`',
        fix: 'close it, or write `$${` for a literal `${`',
        offset: next,
      });
      return { template: { parts }, errors };
    }
    const parsed = parseExpression(text.slice(next + 2, end), next);
    if ('message' in parsed) errors.push(parsed);
    else {
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(parsed);
    }
    at = end + 1;
  }
  literal += text.slice(at);
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return { template: { parts }, errors };
}

function parseExpression(text: string, offset: number): Expression | TemplateError {
  const match = expressionForm.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined) {
    return {
      message: `\`\${${text}}\` is not an expression`,
      fix: 'write a name, or `run.now` or `run.today` with `+` or `-` and an ISO 8601 duration such as `P1Y`',
      offset,
    };
  }
  const expression = { name, text, offset };
  const [, , sign, durationText] = match;
  if (durationText === undefined) return expression;
  if (name !== 'run.now' && name !== 'run.today') {
    return {
      message: `\`${name}\` cannot be moved by a duration`,
      fix: 'only `run.now` and `run.today` can',
      offset,
    };
  }
  const shift = parseDuration(`${sign}${durationText}`);
  if (shift === undefined) {
    return {
      message: `\`${durationText}\` is not an ISO 8601 duration`,
      fix: 'write it like `P1Y`, `P30D` or `PT1H30M`',
      offset,
    };
  }
  return { ...expression, shift };
}
