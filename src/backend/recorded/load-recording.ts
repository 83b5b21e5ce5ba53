import { createHash } from 'node:crypto';
import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Outcome, type Problem, success } from '../../diagnostics/problem.ts';
import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { findSecret } from '../../http/secret-shapes.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { isJsonObject, type Json, property } from '../../json/json.ts';
import { locate } from '../../json/locate.ts';
import { parseJson } from '../../json/parse-json.ts';
import { explainIssue, type Path } from '../../scenario/explain-issue.ts';
import { stepIdPattern } from '../../scenario/schema.ts';
import type { Recording } from './recording.ts';
import { recordingSchema } from './recording-schema.ts';

/** A recording and its text, so that what does not fit can be pointed at. */
export type LoadedRecording = { readonly recording: Recording; readonly source: Source };

const largestRecordingBytes = 32 * 1024 * 1024;

/** `x.scenario.yaml` → `x.recording.json`, beside it. */
export function recordingPath(scenarioPath: string): string {
  return `${scenarioPath.replace(/(?:\.scenario)?\.ya?ml$/, '')}.recording.json`;
}

/** Reads and checks a recording; all that is wrong with its structure is listed. */
export async function loadRecording(path: string): Promise<Outcome<LoadedRecording>> {
  const source = await readSource(path, largestRecordingBytes);
  return source.ok ? parseRecording(source.value) : source;
}

export function parseRecording(source: Source): Outcome<LoadedRecording> {
  const report = (code: ProblemCode, message: string, span: Span, fix?: string): Problem => ({
    code,
    message,
    at: placeAt(source, span),
    ...(fix === undefined ? {} : { fix }),
  });
  const secret = findSecret(source.text);
  if (secret !== undefined) {
    // Without the excerpt of its line: the value must not be shown.
    const at = { ...placeAt(source, { start: secret.start, end: secret.start + 1 }), excerpt: [] };
    const message = `this looks like a secret (${secret.rule})`;
    return failure([{ code: 'recording-secret', message, at, fix: 'revoke it, remove it and record again' }]);
  }
  const parsed = parseJson(source.text);
  if (!parsed.ok) {
    return failure([report('recording-syntax', parsed.message, { start: parsed.offset, end: parsed.offset + 1 })]);
  }
  const [duplicate] = parsed.duplicates;
  const start = { start: 0, end: 1 };
  if (duplicate !== undefined) {
    return failure([report('recording-invalid', `${duplicate} is there more than once`, start, 'keep one of the two')]);
  }
  const version = isJsonObject(parsed.value) ? property(parsed.value, 'version') : undefined;
  if (version !== undefined && version !== 1) {
    const span = locate(source.text, ['version']) ?? start;
    return failure([
      report('recording-version', 'this release reads version 1', span, 'record again, or use a newer release'),
    ]);
  }
  const problems = [...structureProblems(source, parsed.value), ...digestProblems(source, parsed.value)];
  return problems.length > 0 ? failure(problems) : success({ recording: toRecording(parsed.value), source });
}

function structureProblems(source: Source, value: Json): readonly Problem[] {
  const valueAt = (path: Path): unknown =>
    path.reduce<unknown>((here, key) => (isIndexable(here) && Object.hasOwn(here, key) ? here[key] : undefined), value);
  const place = (path: Path) => placeAt(source, firstLine(source, locate(source.text, path) ?? { start: 0, end: 1 }));
  const parsed = recordingSchema.safeParse(value);
  const issues = parsed.success
    ? []
    : parsed.error.issues
        .flatMap((issue) => explainIssue(issue, recordingSchema, valueAt))
        .map(({ path, onKey: _, ...problem }): Problem => ({ ...problem, code: 'recording-invalid', at: place(path) }));
  const steps = isJsonObject(value) ? property(value, 'steps') : undefined;
  const names = isJsonObject(steps) ? Object.keys(steps) : [];
  const badNames = names
    .filter((name) => !stepIdPattern.test(name))
    .map(
      (name): Problem => ({
        code: 'recording-invalid',
        message: `\`${name}\` is no step id`,
        at: place(['steps', name]),
      }),
    );
  return [...issues, ...badNames];
}

/** A whole body as excerpt points at nothing: its first line does. */
function firstLine(source: Source, span: Span): Span {
  const lineEnd = source.text.indexOf('\n', span.start);
  return lineEnd === -1 || lineEnd > span.end ? span : { start: span.start, end: lineEnd };
}

/** The digest of what a recording says: SHA-256 of its steps as canonical JSON. */
export function digestOf(steps: Json): string {
  return `sha256:${createHash('sha256').update(canonicalJson(steps)).digest('hex')}`;
}

function digestProblems(source: Source, value: Json): readonly Problem[] {
  if (!isJsonObject(value)) return [];
  const [digest, steps] = [property(value, 'digest'), property(value, 'steps')];
  if (digest === undefined || steps === undefined || digest === digestOf(steps)) return [];
  return [
    {
      code: 'recording-digest',
      message: 'the steps are not those the digest was made of',
      at: placeAt(source, locate(source.text, ['digest']) ?? { start: 0, end: 1 }),
      fix: 'record again, or remove `digest` from a recording kept by hand',
    },
  ];
}

/** The border between checked JSON and the domain: the schema has just said that this is a recording. */
function toRecording(value: Json): Recording {
  const recording = value as unknown as Recording;
  const steps = Object.entries(recording.steps).map(([id, exchanges]) => [
    id,
    exchanges.map(({ request, response, ...about }) => ({
      ...about,
      request: { ...request, headers: request.headers ?? {} },
      response: { ...response, headers: response.headers ?? {} },
    })),
  ]);
  return { ...recording, inputs: recording.inputs ?? {}, steps: Object.fromEntries(steps) };
}

function isIndexable(value: unknown): value is { readonly [key: string | number]: unknown } {
  return typeof value === 'object' && value !== null;
}
