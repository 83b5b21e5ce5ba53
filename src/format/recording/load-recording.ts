import { createHash } from 'node:crypto';
import { type Place, placeAt } from '../../diagnostics/place.ts';
import { failure, firstProblems, type Outcome, type Problem, success } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json, property } from '../../json/json.ts';
import { locate } from '../../json/locate.ts';
import { parseJson } from '../../json/parse-json.ts';
import { childPath } from '../../json/path.ts';
import { type JsonRead, readJson } from '../../json/read-json.ts';
import { findSecret } from '../../redaction/secrets/secret-shapes.ts';
import { explainIssues, type IssuePath } from '../document/explain-issue.ts';
import { stepIdPattern } from '../scenario/schema/schema-parts.ts';
import type { Recording } from './recording.ts';
import { recordingSchema } from './recording-schema.ts';

/** A recording and its text, for the places of problems. */
export type LoadedRecording = { readonly recording: Recording; readonly source: Source };

const largestRecordingBytes = 32 * 1024 * 1024;

/** `x.scenario.yaml` → `x.recording.json`, beside it; of a data row `x.ROW.recording.json`. */
export function recordingPath(scenarioPath: string, row?: string): string {
  const name = scenarioPath.replace(/(?:\.scenario)?\.ya?ml$/, '');
  return `${row === undefined ? name : `${name}.${row}`}.recording.json`;
}

/** Reads and checks a recording; lists all problems of its structure. */
export async function loadRecording(path: string): Promise<Outcome<LoadedRecording>> {
  const source = await readSource(path, largestRecordingBytes);
  return source.ok ? parseRecording(source.value) : source;
}

export function parseRecording(source: Source): Outcome<LoadedRecording> {
  const secret = findSecret(source.text);
  if (secret !== undefined) {
    // Without the excerpt of the line, which would show the value.
    const at = { ...placeAt(source, { start: secret.start, end: secret.start + 1 }), excerpt: [] };
    const message = `this looks like a secret (${secret.rule})`;
    return failure([{ code: 'recording-secret', message, at, fix: 'revoke it, remove it and record again' }]);
  }
  const parsed = parseJson(source.text);
  if (!parsed.ok) {
    const at = placeAt(source, { start: parsed.offset, end: parsed.offset + 1 });
    return failure([{ code: 'recording-syntax', message: parsed.message, at, fix: 'a recording is JSON' }]);
  }
  const wrong = [...duplicateProblems(source, parsed), ...versionProblems(source, parsed.value)];
  if (wrong.length > 0) return failure(wrong);
  const problems = [...structureProblems(source, parsed.value), ...digestProblems(source, parsed.value)];
  return problems.length > 0
    ? failure(problems.sort(byPlace))
    : success({ recording: toRecording(parsed.value), source });
}

function byPlace({ at: a }: Problem, { at: b }: Problem): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}

type Duplicates = Pick<JsonRead, 'duplicates' | 'moreDuplicates'>;

function duplicateProblems(source: Source, { duplicates, moreDuplicates }: Duplicates): readonly Problem[] {
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
      const message = `${name} stands at ${line}:${column} already`;
      problems.push({ code: 'recording-invalid', message, at: placeAt(source, key), fix: 'keep one of the two' });
    }
  });
  return firstProblems(problems, problems.length, problems.length + moreDuplicates);
}

function versionProblems(source: Source, value: Json): readonly Problem[] {
  const version = isJsonObject(value) ? property(value, 'version') : undefined;
  if (version === undefined || version === 1) return [];
  return [
    {
      code: 'recording-version',
      message: `this is version ${compactJson(version)}, and this release reads version 1`,
      at: placeOf(source, ['version']),
      fix: 'record again, or use a newer release',
    },
  ];
}

function structureProblems(source: Source, value: Json): readonly Problem[] {
  const parsed = recordingSchema.safeParse(value);
  const found = parsed.success ? [] : explainIssues(parsed.error.issues, recordingSchema, value);
  const steps = isJsonObject(value) ? property(value, 'steps') : undefined;
  const names = isJsonObject(steps) ? Object.keys(steps) : [];
  const badNames = names
    .filter((name) => !name.split('.').every((part) => stepIdPattern.test(part)))
    .slice(0, mostBadNames)
    .map((name) => ({
      message: `\`${name}\` is not a step id`,
      fix: 'write lower-case words joined by `-`',
      path: ['steps', name],
      onKey: true,
    }));
  const wrong = [...found, ...badNames];
  if (wrong.length === 0) return [];
  const spans = locateAll(
    source.text,
    wrong.map(({ path }) => path),
  );
  return wrong.map(({ path, onKey, ...problem }, index): Problem => {
    const span = spans[index] ?? start;
    const at = placeAt(source, onKey ? keySpan(source.text, span) : firstLine(source, span));
    return { ...problem, code: 'recording-invalid', at };
  });
}

const mostBadNames = 1_000;
const start: Span = { start: 0, end: 1 };

/** The spans of the values at many paths, in one pass; of a missing value, that of its nearest ancestor. */
function locateAll(text: string, paths: readonly IssuePath[]): readonly (Span | undefined)[] {
  const wanted = new Map<string, Span | undefined>();
  for (const path of paths)
    for (let to = 0; to <= path.length; to++) wanted.set(JSON.stringify(path.slice(0, to)), undefined);
  readJson(text, (path, span) => {
    const key = JSON.stringify(path);
    if (wanted.has(key)) wanted.set(key, span);
  });
  return paths.map((path) => {
    for (let to = path.length; to >= 0; to--) {
      const span = wanted.get(JSON.stringify(path.slice(0, to)));
      if (span !== undefined) return span;
    }
    return undefined;
  });
}

/** The place of a value in a recording, or of the key before it. */
export function placeOf(source: Source, path: IssuePath, onKey = false): Place {
  const span = locate(source.text, path) ?? start;
  return placeAt(source, onKey ? keySpan(source.text, span) : firstLine(source, span));
}

/** The key of a member, from the span of its value; for a value without a key, its first character. */
function keySpan(text: string, value: Span): Span {
  const isSpace = (at: number) => /\s/.test(text.charAt(at));
  let end = value.start - 1;
  while (end > 0 && isSpace(end)) end--;
  if (text[end] !== ':') return { start: value.start, end: value.start + 1 };
  do end--;
  while (end > 0 && isSpace(end));
  let from = end - 1;
  while (from > 0 && !(text[from] === '"' && backslashesBefore(text, from) % 2 === 0)) from--;
  return { start: from, end: end + 1 };
}

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - 1 - count] === '\\') count++;
  return count;
}

/** An excerpt of a whole body would not help: its first line is marked. */
function firstLine(source: Source, span: Span): Span {
  const lineEnd = source.text.indexOf('\n', span.start);
  return lineEnd === -1 || lineEnd > span.end ? span : { start: span.start, end: lineEnd };
}

/** The digest of a recording: SHA-256 of its steps as canonical JSON. */
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
      at: placeOf(source, ['digest']),
      fix: 'record again, or remove `digest` from a recording kept by hand',
    },
  ];
}

/** The border between checked JSON and the domain: the schema has just accepted it. */
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
