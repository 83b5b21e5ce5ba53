import type * as z from 'zod/mini';
import { byPlace, type Place, placeAt } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { compactJson } from '../../json/compact.ts';
import { type Json, property } from '../../json/json.ts';
import { type Explained, explainIssues } from './explain-issue.ts';
import type { DocumentPart } from './json-spans.ts';

/** The value of a file and the places of its parts, for JSON and YAML. */
export type LocatedValue = {
  readonly source: Source;
  readonly value: Json;
  /** The spans of parts; for a missing part, the span of the innermost existing one around it. */
  readonly spansOf: (parts: readonly DocumentPart[]) => readonly Span[];
};

/** A value validated by the schema of one of these versions; or its problems, in the order of the file. */
export function valueIn<T>(located: LocatedValue, schema: z.ZodMiniType<T>, versions: readonly number[]): Result<T> {
  const message = otherVersion(located.value, versions);
  if (message !== undefined) {
    const at = placeIn(located, { path: ['version'], onKey: false });
    return failure([{ code: 'invalid-value', message, at, fix: 'use the release that it was written for' }]);
  }
  const parsed = schema.safeParse(located.value);
  if (parsed.success) return success(parsed.data);
  return failure(placed(explainIssues(parsed.error.issues, schema, located.value), located));
}

/** The problem that a document states another version than these; `undefined` if it states no number. */
export function otherVersion(document: Json, versions: readonly number[]): string | undefined {
  const stated = property(document, 'version');
  if (typeof stated !== 'number' || versions.includes(stated)) return undefined;
  const reads = `this release reads version${versions.length === 1 ? '' : 's'} ${versions.join(' and ')}`;
  return `this is version ${compactJson(stated)}, and ${reads}`;
}

/** Findings at their places, in the order of the file. */
export function placed(found: readonly Explained[], { source, spansOf }: LocatedValue): readonly Problem[] {
  const spans = spansOf(found);
  return found
    .map(({ path: _, onKey: __, ...problem }, index) => ({ ...problem, at: placeAt(source, spans[index] ?? start) }))
    .sort((a, b) => byPlace(a.at, b.at));
}

export function placeIn({ source, spansOf }: Pick<LocatedValue, 'source' | 'spansOf'>, part: DocumentPart): Place {
  return placeAt(source, spansOf([part])[0] ?? start);
}

const start: Span = { start: 0, end: 1 };
