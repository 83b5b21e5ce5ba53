import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Outcome, type Problem, success } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { isJsonObject, type Json, property } from '../../json/json.ts';
import { locate } from '../../json/locate.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { RunResult } from '../../run/result.ts';
import { resultSchema } from './result-schema.ts';

/** Reads a `RESULT.json` back, integers exact. Problems: `result-invalid`, each at its place. */
export function parseResult(source: Source): Outcome<RunResult> {
  // As wide as the mark it replaces, so that offsets stay.
  const text = source.text.replace(/^\uFEFF/, ' ');
  const spanOf = (keys: Keys): Span => locate(text, keys) ?? { start: 0, end: 1 };
  const read = parseJson(text);
  if (!read.ok) {
    return failure([problem(source, { start: read.offset, end: read.offset + 1 }, `this is no JSON: ${read.message}`)]);
  }
  const version = isJsonObject(read.value) ? property(read.value, 'version') : undefined;
  if (version !== undefined && version !== 1) {
    return failure([
      problem(source, spanOf(['version']), 'this release reads version 1', 'read it with the release that wrote it'),
    ]);
  }
  const parsed = resultSchema.safeParse(read.value);
  if (parsed.success) return success(parsed.data);
  return failure(
    parsed.error.issues.map(({ path, message }) => {
      const keys = path.map((key) => (typeof key === 'number' ? key : String(key)));
      const name = keys.length === 0 ? 'the document' : keys.join('.');
      return problem(source, spanOf(keys), `${name}: ${problemMessage(read.value, keys, message)}`);
    }),
  );
}

const fix = 'give the file that `--reporter json` wrote, unchanged';

function problem(source: Source, span: Span, message: string, how = fix): Problem {
  return { code: 'result-invalid', message, at: placeAt(source, span), fix: how };
}

type Keys = readonly (string | number)[];

function problemMessage(document: Json, keys: Keys, message: string): string {
  return valueAt(document, keys) === undefined ? 'this is missing' : `this value does not fit (${message})`;
}

function valueAt(document: Json, keys: Keys): Json | undefined {
  let here: Json | undefined = document;
  for (const key of keys) {
    if (typeof key === 'number') here = Array.isArray(here) ? here[key] : undefined;
    else here = isJsonObject(here) ? property(here, key) : undefined;
  }
  return here;
}
