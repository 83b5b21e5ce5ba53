/** The document room: JSON files that this tool writes and reads again. This file: reading one, of this version or a former one. */
import type * as z from 'zod/mini';
import { placeAt } from '../../diagnostics/place.ts';
import { failure, firstProblems, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import { childPath } from '../../json/path.ts';
import { type JsonRead, readJson } from '../../json/read-json.ts';
import { explainIssues, type IssuePath } from './explain-issue.ts';
import { jsonSpans, keySpan } from './json-spans.ts';
import { type LocatedValue, otherVersion, placed, placeIn } from './located.ts';

/** How a file of JSON is called where something is wrong with it. */
type JsonForm = {
  /** The code of every problem. */
  readonly code: Problem['code'];
  /** What to do about a damaged document. */
  readonly fix: string;
};

export type DocumentForm<T> = JsonForm & {
  readonly schema: z.ZodMiniType<T>;
  readonly version: number;
  /** A person may have written it: each problem has its own fix. */
  readonly byHand?: true;
  readonly otherVersionFix?: string;
  readonly former?: FormerVersions;
};

/** Migrations from former versions; `undefined` is the version of documents that state none. */
type FormerVersions = {
  readonly versions: readonly (number | undefined)[];
  /** The same as a document of this version, where that is certain. */
  readonly migrate: (document: JsonObject) => Json | Refusal;
};

/** Why a document of a former version cannot be migrated, the key, and what to do. */
export class Refusal {
  readonly keys: IssuePath;
  readonly message: string;
  readonly fix: string;

  constructor(keys: IssuePath, message: string, fix: string) {
    this.keys = keys;
    this.message = message;
    this.fix = fix;
  }
}

/** Reads a document; integers stay exact. Every problem has the form's code, and its place. */
export function readDocument<T>(source: Source, form: DocumentForm<T>): Result<T> {
  const read = readJsonFile(source, form);
  return read.ok ? documentIn(read.value, form) : read;
}

/** The same of a file that is read already, JSON or YAML. */
export function documentIn<T>(located: LocatedValue, form: DocumentForm<T>): Result<T> {
  const { schema, code, former } = form;
  const found = located.value;
  const refused = (message: string, path: IssuePath, fix: string) =>
    failure([{ code, message, at: placeIn(located, { path, onKey: false }), fix }]);
  const stated = isJsonObject(found) ? property(found, 'version') : form.version;
  const isFormer = former?.versions.some((one) => one === stated) ?? false;
  const versions = [...(former?.versions ?? []), form.version].filter((one) => one !== undefined);
  const message = otherVersion(found, versions);
  if (message !== undefined) return refused(message, ['version'], form.otherVersionFix ?? form.fix);
  const value = isFormer && isJsonObject(found) ? former?.migrate(found) : found;
  if (value instanceof Refusal) return refused(value.message, value.keys, value.fix);
  const parsed = schema.safeParse(value);
  if (parsed.success) return success(parsed.data);
  const problems = placed(explainIssues(parsed.error.issues, schema, value), located);
  return failure(problems.map((one) => ({ ...one, code, ...(form.byHand !== true && { fix: form.fix }) })));
}

/** A JSON file and the places of its parts. A name that occurs twice in an object is a problem. */
export function readJsonFile(source: Source, { code, fix }: JsonForm): Result<LocatedValue> {
  // As wide as the mark it replaces, so that offsets stay.
  const text = source.text.replace(/^\uFEFF/, ' ');
  const read = parseJson(text);
  if (!read.ok) {
    const at = placeAt(source, { start: read.offset, end: read.offset + 1 });
    return failure([{ code, message: `not valid JSON: ${read.message}`, at, fix }]);
  }
  const twice = duplicateProblems({ path: source.path, text }, read, code);
  if (twice.length > 0) return failure(twice);
  return success({ source, value: read.value, spansOf: (parts) => jsonSpans(text, parts) });
}

type Duplicates = Pick<JsonRead, 'duplicates' | 'moreDuplicates'>;

function duplicateProblems(
  source: Source,
  { duplicates, moreDuplicates }: Duplicates,
  code: Problem['code'],
): readonly Problem[] {
  if (duplicates.length === 0) return [];
  const names = new Set(duplicates);
  const earlier = new Map<string, Span>();
  const problems: Problem[] = [];
  readJson(source.text, (path, span) => {
    const name = path.reduce<string>(childPath, '$');
    if (!names.has(name) || problems.length >= names.size) return;
    const key = keySpan(source.text, span);
    const first = earlier.get(name);
    if (first === undefined) earlier.set(name, key);
    else {
      const { line, column } = placeAt(source, first);
      const message = `${name} occurs at ${line}:${column} already`;
      problems.push({ code, message, at: placeAt(source, key), fix: 'keep one of the two' });
    }
  });
  return firstProblems(problems, problems.length, problems.length + moreDuplicates);
}
