import { defined } from '../../defined.ts';
import type { Binary, Headers } from '../../http/message.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { digestOf } from './load-recording.ts';
import type { RecordedExchange, Recording } from './recording.ts';

/**
 * A recording as the text of its file: two spaces, keys in the order of the documentation, and a digest, so that a change of what was recorded is noticed. Recordings of pages are kept by hand, and have no digest. `parseRecording` reads it back.
 */
export function printRecording({ version, source, date, expires, page, run, inputs, steps }: Recording): string {
  const exchanges: JsonObject = Object.fromEntries(
    Object.entries(steps).map(([id, entry]) => [id, entry.map(exchangeJson)]),
  );
  const file: JsonObject = {
    version,
    source,
    date,
    ...defined({ expires, page }),
    run: { id: run.id, now: run.now },
    ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
    ...(source === 'documentation' ? {} : { digest: digestOf(exchanges) }),
    steps: exchanges,
  };
  return `${prettyJson(file)}\n`;
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
