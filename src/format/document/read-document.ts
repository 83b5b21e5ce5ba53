/** The document room: JSON files that this tool writes and reads again. This file: reading one, of this version or a former one. */
import type * as z from 'zod/mini';
import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Outcome, type Problem, success } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { locate } from '../../json/locate.ts';
import { parseJson } from '../../json/parse-json.ts';
import { explainIssues, type IssuePath } from './explain-issue.ts';

export type DocumentForm<T> = {
  readonly schema: z.ZodMiniType<T>;
  readonly version: number;
  /** The code of every problem. */
  readonly code: Problem['code'];
  /** What to do about a document that is damaged, or of another version. */
  readonly fix: string;
  readonly otherVersionFix?: string;
  readonly former?: FormerVersions;
};

/** Documents of former versions; `undefined` is the version of those that state none. */
type FormerVersions = {
  readonly versions: readonly (number | undefined)[];
  /** The same as a document of this version, where that is certain. */
  readonly migrate: (document: JsonObject) => Json | Refusal;
};

/** Why a document of a former version cannot be migrated, at which key, and what to do. */
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
export function readDocument<T>(source: Source, form: DocumentForm<T>): Outcome<T> {
  const { schema, version, code, fix, former } = form;
  // As wide as the mark it replaces, so that offsets stay.
  const text = source.text.replace(/^\uFEFF/, ' ');
  const problem = (message: string, span: Span, how = fix): Problem => {
    return { code, message, at: placeAt(source, span), fix: how };
  };
  const placed = (message: string, keys: IssuePath, how = fix) =>
    problem(message, locate(text, keys) ?? { start: 0, end: 1 }, how);
  const read = parseJson(text);
  if (!read.ok) {
    return failure([problem(`not valid JSON: ${read.message}`, { start: read.offset, end: read.offset + 1 })]);
  }
  const stated = isJsonObject(read.value) ? property(read.value, 'version') : version;
  const isFormer = former?.versions.some((one) => one === stated) ?? false;
  if (stated !== version && stated !== undefined && !isFormer) {
    const all = [...(former?.versions ?? []).filter((one) => one !== undefined), version];
    const message = `this release reads version${all.length === 1 ? '' : 's'} ${all.join(' and ')}`;
    return failure([placed(message, ['version'], form.otherVersionFix)]);
  }
  const current = isFormer && isJsonObject(read.value) ? former?.migrate(read.value) : read.value;
  if (current instanceof Refusal) return failure([placed(current.message, current.keys, current.fix)]);
  const parsed = schema.safeParse(current);
  if (parsed.success) return success(parsed.data);
  const explained = explainIssues(parsed.error.issues, schema, current);
  return failure(explained.map(({ path, message }) => placed(message, path)));
}
