import * as z from 'zod/mini';
import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Outcome, type Problem, success } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { explainIssues } from '../../format/scenario/explain-issue.ts';
import { locate } from '../../json/locate.ts';
import { parseJson } from '../../json/parse-json.ts';
import { type Area, areas, type FindingState, type Readiness, stateMarks } from './doctor-finding.ts';

const keysOf = <K extends string>(table: { readonly [key in K]: unknown }) => Object.keys(table) as K[];
const text = z.string();

/** Keys it does not know are let pass, so that a later release can add some. */
const findings = z.readonly(
  z.array(
    z.object({
      area: z.enum(keysOf<Area>(areas)),
      what: text,
      state: z.enum(keysOf<FindingState>(stateMarks)),
      why: text,
      actor: z.exactOptional(text),
      fix: z.exactOptional(text),
      link: z.exactOptional(text),
    }),
  ),
);

const schema = z.object({
  examinedAt: z.iso.datetime(),
  findings,
  tenants: z.exactOptional(z.readonly(z.array(z.object({ name: text, findings })))),
});

/** Reads what `doctor --json` printed. Problems: `readiness-invalid`, and those of reading a file. */
export async function loadReadiness(path: string): Promise<Outcome<Readiness>> {
  const source = await readSource(path);
  return source.ok ? parseReadiness(source.value) : source;
}

/** Everything that is wrong is listed, each at its place. Problems: `readiness-invalid`. */
export function parseReadiness(source: Source): Outcome<Readiness> {
  // As wide as the mark it replaces, so that offsets stay.
  const json = source.text.replace(/^\uFEFF/, ' ');
  const problem = (message: string, span: Span): Problem => ({
    code: 'readiness-invalid',
    message,
    at: placeAt(source, span),
    fix: 'give what `doctor --json` printed, unchanged',
  });
  const read = parseJson(json);
  if (!read.ok) {
    return failure([problem(`this is no JSON: ${read.message}`, { start: read.offset, end: read.offset + 1 })]);
  }
  const parsed = schema.safeParse(read.value);
  if (parsed.success) return success(parsed.data);
  const explained = explainIssues(parsed.error.issues, schema, read.value);
  return failure(explained.map(({ path, message }) => problem(message, locate(json, path) ?? { start: 0, end: 1 })));
}
