import { createHash } from 'node:crypto';
import { defined } from '../../defined.ts';
import type { Binary, Headers } from '../../http/message.ts';
import { canonicalJson } from '../../json/canonical.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { prettyJson } from '../../json/pretty.ts';
import type { RecordedExchange, Recording } from './recording.ts';

/**
 * A recording as the text of its file: two spaces, keys in the documented order, and a digest, so that later changes
 * are noticed. Recordings of pages are maintained by hand, and have no digest. `parseRecording` reads it.
 */
export function printRecording({ version, source, date, expires, page, run, inputs, steps }: Recording): string {
  const file: JsonObject = {
    version,
    source,
    date,
    ...defined({ expires, page }),
    run: { id: run.id, now: run.now },
    ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
    ...(source === 'documentation' ? {} : { digest: digestOf(steps) }),
    steps: stepsJson(steps),
  };
  return `${prettyJson(file)}\n`;
}

/** The digest of a recording: SHA-256 of its steps as canonical JSON. */
export function digestOf(steps: Recording['steps']): string {
  return `sha256:${createHash('sha256')
    .update(canonicalJson(stepsJson(steps)))
    .digest('hex')}`;
}

function stepsJson(steps: Recording['steps']): JsonObject {
  return Object.fromEntries(Object.entries(steps).map(([id, exchanges]) => [id, exchanges.map(exchangeJson)]));
}

/** An exchange as it is printed. */
export function exchangeJson({ origin, why, request, response }: RecordedExchange): JsonObject {
  return {
    ...defined({ origin, why }),
    request: { method: request.method, url: request.url, ...content(request) },
    response: { status: response.status, ...content(response) },
  };
}

type Content = { readonly headers: Headers; readonly body?: Json; readonly bytes?: Binary };

function binaryJson({ size, sha256, base64 }: Binary): JsonObject {
  return { size, sha256, ...defined({ base64 }) };
}

function content({ headers, body, bytes }: Content): JsonObject {
  return {
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...defined({ body }),
    ...(bytes !== undefined && { bytes: binaryJson(bytes) }),
  };
}
