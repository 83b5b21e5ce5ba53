import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import type { Capture } from '../../format/scenario/scenario.ts';
import type { Value } from '../../format/template/values.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json, jsonType } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { valueAt } from '../../json/value-at.ts';
import type { Difference } from '../compare/difference.ts';
import { compileJsonPath, type JsonPath } from './json-path.ts';
import { selectValues } from './select-values.ts';

/** A capture, ready to take its value from a response. */
export type CompiledCapture = {
  readonly name: string;
  readonly text: string;
  readonly path: JsonPath;
  readonly span: Span;
};

/** Compiles the path of a capture: `bad-json-path` where it is not an RFC 9535 path; then there is nothing to capture with. */
export function compileCapture(
  { name, path }: Capture,
  source: Source,
): { readonly path: CompiledCapture | undefined; readonly problems: readonly Problem[] } {
  const compiled = compileJsonPath(path.value);
  if (compiled.ok) return { path: { name, text: path.value, path: compiled.path, span: path.span }, problems: [] };
  const problem: Problem = {
    code: 'bad-json-path',
    message: `\`${path.value}\` is not a JSONPath: ${compiled.message}`,
    at: placeAt(source, path.span),
    fix: 'write it as RFC 9535 does: `$.id`, `$.value[0].id`, `$["odd name"]`',
  };
  return { path: undefined, problems: [problem] };
}

export type Captured =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly difference: Difference };

/** Takes the one string, number or boolean that the path selects; anything else is a difference (`capture`). */
export function captureValue(compiled: CompiledCapture, body: Json | undefined, source: Source): Captured {
  const refuse = (message: string, actual: string): Captured => ({
    ok: false,
    difference: {
      code: 'capture',
      path: compiled.text,
      message: `\`${compiled.name}\` cannot be captured: ${message}`,
      expected: 'exactly one string, number or boolean',
      actual,
      at: placeAt(source, compiled.span),
    },
  });
  if (body === undefined) return refuse('the response has no JSON body', 'no body');
  const selected = selectValues(compiled.path, body);
  if (selected === 'too-much') return refuse('the path visits more than 1,000,000 values', 'too many values');
  const [value, ...others] = selected;
  if (value === undefined) return refuse(`the path selects nothing; ${whatIsThere(compiled.path, body)}`, 'nothing');
  if (others.length > 0) return refuse('the path selects more than one value', 'more than one value');
  if (value === null || typeof value === 'object') {
    return refuse(`the path selects ${value === null ? 'null' : `an ${jsonType(value)}`}`, compactJson(value));
  }
  return { ok: true, value };
}

/** The deepest existing place of the path, and the names that it contains. */
function whatIsThere({ steps }: JsonPath, body: Json): string {
  let path = '$';
  let value = body;
  for (const step of steps) {
    const child = valueAt(value, [step]);
    if (child === undefined) break;
    path = childPath(path, step);
    value = child;
  }
  return `\`${path}\` ${contents(value)}`;
}

const mostNames = 20;

function contents(value: Json): string {
  if (Array.isArray(value)) return value.length === 1 ? 'has 1 item' : `has ${value.length} items`;
  if (!isJsonObject(value)) return value === null ? 'is null' : `is a ${jsonType(value)}`;
  const names = Object.keys(value);
  if (names.length === 0) return 'has no properties';
  const shown = names.slice(0, mostNames).map((name) => `\`${name}\``);
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `has ${shown.join(', ')}${more}`;
}
