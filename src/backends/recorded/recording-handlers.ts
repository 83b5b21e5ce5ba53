import { readFileSync } from 'node:fs';
import type { RequestHandler } from 'msw';
import { problemText } from '../../diagnostics/code-frame.ts';
import { parseRecording } from '../../format/recording/load-recording.ts';
import type { Json } from '../../json/json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { toHandlers } from '../msw-backend.ts';
import { graphOrigin } from '../responder.ts';
import { recordedResponder, type UnusedExchange } from './recorded-responder.ts';

export type RecordingHandlerOptions = {
  /** The origin of the recorded service; default: `https://graph.microsoft.com`. */
  readonly origin?: string;
};

/**
 * A recording, named by its file or given as parsed JSON, as MSW request handlers for `setupServer(...)` in any test.
 * Each call starts the recording again. Requests are answered by method and url, in the order in which they were
 * recorded; other requests are left to other handlers. Throws if the recording is invalid: the test cannot continue.
 */
export function recordingHandlers(
  recording: string | URL | object,
  options: RecordingHandlerOptions = {},
): RequestHandler[] {
  return [...openRecordingHandlers(recording, options).handlers];
}

/** Handlers of a recording, and the list of its exchanges that no request used. */
export type RecordingHandlers = {
  readonly handlers: readonly RequestHandler[];
  /** The exchanges that answered no request so far, in the order of the recording. */
  readonly unused: () => readonly UnusedExchange[];
};

/** The same, for tests that assert at their end that every recorded exchange was used. */
export function openRecordingHandlers(
  recording: string | URL | object,
  options: RecordingHandlerOptions = {},
): RecordingHandlers {
  const named = typeof recording === 'string' || recording instanceof URL;
  const text = named ? readFileSync(recording, 'utf8') : prettyJson(recording as Json);
  const parsed = parseRecording({ path: named ? String(recording) : 'recording', text });
  if (!parsed.ok) throw new TypeError(parsed.problems.map(problemText).join('\n'));
  const { responder, knowsOrigin, unused } = recordedResponder(parsed.value.recording);
  return { handlers: toHandlers(responder, options.origin ?? graphOrigin, knowsOrigin), unused };
}
