import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Outcome, type Problem, success } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { isJsonObject, type Json, property } from '../../json/json.ts';
import { locate } from '../../json/locate.ts';
import { parseJson } from '../../json/parse-json.ts';
import { valueAt } from '../../json/value-at.ts';
import type { RunResult } from '../../run/result.ts';
import { fromFirstVersion } from './first-result-version.ts';
import { resultSchema } from './result-schema.ts';

/** Reads a `RESULT.json` back, of the former version too where its times are real; integers exact. Problems: `result-invalid`, each at its place. */
export function parseResult(source: Source): Outcome<RunResult> {
  // As wide as the mark it replaces, so that offsets stay.
  const text = source.text.replace(/^\uFEFF/, ' ');
  const spanOf = (keys: Keys): Span => locate(text, keys) ?? { start: 0, end: 1 };
  const read = parseJson(text);
  if (!read.ok) {
    return failure([problem(source, { start: read.offset, end: read.offset + 1 }, `this is no JSON: ${read.message}`)]);
  }
  const version = isJsonObject(read.value) ? property(read.value, 'version') : undefined;
  if (version !== undefined && version !== 1 && version !== 2) {
    const message = 'this release reads versions 1 and 2';
    return failure([problem(source, spanOf(['version']), message, 'read it with the release that wrote it')]);
  }
  const current = version === 1 ? fromFirstVersion(read.value) : read.value;
  if (current === undefined) return failure([problem(source, spanOf(['summary', 'startedAt']), noRealTime, again)]);
  const parsed = resultSchema.safeParse(current);
  if (parsed.success) return success(parsed.data);
  return failure(
    parsed.error.issues.map(({ path, message }) => {
      const keys = path.map((key) => (typeof key === 'number' ? key : String(key)));
      const name = keys.length === 0 ? 'the document' : keys.join('.');
      return problem(source, spanOf(keys), `${name}: ${problemMessage(read.value, keys, message)}`);
    }),
  );
}

const noRealTime =
  'in version 1 this is the time of the recording or of the sandbox: when the run really took place is not in it';
const again = 'run it again: this release stores both';

const fix = 'give the file that `--reporter json` wrote, unchanged';

function problem(source: Source, span: Span, message: string, how = fix): Problem {
  return { code: 'result-invalid', message, at: placeAt(source, span), fix: how };
}

type Keys = readonly (string | number)[];

function problemMessage(document: Json, keys: Keys, message: string): string {
  return valueAt(document, keys) === undefined ? 'this is missing' : `this value does not fit (${message})`;
}
