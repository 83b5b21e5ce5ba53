import * as z from 'zod/mini';
import { byPlace, type Place, placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import type { Json } from '../../json/json.ts';
import { type Explained, explainIssues } from './explain-issue.ts';
import type { DocumentPart } from './json-spans.ts';

/** What a file holds, and where its parts stand: JSON and YAML alike. */
export type LocatedValue = {
  readonly source: Source;
  readonly value: Json;
  /** Of a part that is not there, the span of the nearest thing around it that is. */
  readonly spansOf: (parts: readonly DocumentPart[]) => readonly Span[];
};

/** What a schema does not accept, in the order of the file. */
export function schemaProblems(located: LocatedValue, schema: z.core.$ZodType): readonly Problem[] {
  const parsed = z.safeParse(schema, located.value);
  return parsed.success ? [] : placed(explainIssues(parsed.error.issues, schema, located.value), located);
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
