import type * as z from 'zod/mini';
import type { Place } from '../../diagnostics/place.ts';
import { failure, type Result, success } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import type { Source } from '../../diagnostics/source.ts';
import { isJsonObject, property } from '../../json/json.ts';
import type { IssuePath } from '../document/explain-issue.ts';
import { jsonSpans } from '../document/json-spans.ts';
import { placeIn } from '../document/located.ts';
import { type DocumentForm, documentIn, readJsonFile } from '../document/read-document.ts';
import { secretIn } from '../document/secret-in.ts';
import { digestOf } from './print-recording.ts';
import { type Recording, recordingSchema, recordingVersion } from './recording.ts';

/** A recording and its text, for the places of problems. */
export type LoadedRecording = { readonly recording: Recording; readonly source: Source };

const largestRecordingBytes = 32 * 1024 * 1024;

/** `x.scenario.yaml` → `x.recording.json`, beside it; of a data row `x.ROW.recording.json`. */
export function recordingPath(scenarioPath: string, row?: string): string {
  const name = scenarioPath.replace(/(?:\.scenario)?\.ya?ml$/, '');
  return `${row === undefined ? name : `${name}.${row}`}.recording.json`;
}

/** Reads and checks a recording; lists all problems of its structure. */
export async function loadRecording(path: string): Promise<Result<LoadedRecording>> {
  const source = await readSource(path, largestRecordingBytes);
  return source.ok ? parseRecording(source.value) : source;
}

const form: DocumentForm<z.infer<typeof recordingSchema>> = {
  schema: recordingSchema,
  version: recordingVersion,
  code: 'recording-invalid',
  fix: 'correct it here, or record again',
  byHand: true,
  otherVersionFix: 'record again, or use a newer release',
};

export function parseRecording(source: Source): Result<LoadedRecording> {
  const secret = secretIn(source, { code: 'recording-secret', fix: 'revoke it, remove it and record again' });
  if (secret !== undefined) return failure([secret]);
  const file = readJsonFile(source, form);
  if (!file.ok) return file;
  const read = documentIn(file.value, form);
  if (!read.ok) return read;
  // The one name that a schema passes over.
  const steps = property(file.value.value, 'steps');
  if (isJsonObject(steps) && Object.hasOwn(steps, '__proto__')) {
    const at = placeOf(source, ['steps', '__proto__'], true);
    return failure([{ code: form.code, message: '`__proto__` is not a step id', at, fix: form.fix }]);
  }
  const { digest, ...recording } = read.value;
  if (digest === undefined || digest === digestOf(recording.steps)) return success({ recording, source });
  const message = 'the steps do not match the digest';
  const fix = 'record again, or remove `digest` if the recording is maintained by hand';
  return failure([{ code: 'recording-digest', message, at: placeOf(source, ['digest']), fix }]);
}

/** The place of a value in a recording, or of its key. */
export function placeOf(source: Source, path: IssuePath, onKey = false): Place {
  return placeIn({ source, spansOf: (parts) => jsonSpans(source.text, parts) }, { path, onKey });
}
