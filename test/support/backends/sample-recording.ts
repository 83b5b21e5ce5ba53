import { type RecordedExchange, type Recording, recordingVersion } from '../../../src/format/recording/recording.ts';
import type { HttpRequest } from '../../../src/http/message.ts';

type Steps = { readonly [stepId: string]: readonly RecordedExchange[] };

/** A recording for tests. */
export function sampleRecording(steps: Steps): Recording {
  return {
    version: recordingVersion,
    source: 'sandbox',
    date: '2026-01-31',
    run: { id: 'r4n1d', now: '2026-01-31T08:00:00Z' },
    inputs: {},
    steps,
  };
}

/** An exchange for tests: `GET /v1.0/me` and an empty 200, but for what is reported. */
export function sampleExchange(
  request: Partial<HttpRequest>,
  response: Partial<RecordedExchange['response']> = {},
): RecordedExchange {
  return {
    request: { method: 'GET', url: '/v1.0/me', headers: {}, ...request },
    response: { status: 200, headers: {}, ...response },
  };
}
