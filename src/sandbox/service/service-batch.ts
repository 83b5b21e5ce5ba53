import { defined } from '../../defined.ts';
import { isJsonType, isTextType } from '../../http/content-type.ts';
import { type BatchPart, headerName, readBatch } from '../../http/json-batch.ts';
import { binaryOf } from '../../http/payload.ts';
import { readContent } from '../../http/read-content.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { badRequest, graphError } from './graph-error.ts';
import type { SandboxRequest } from './read-request.ts';
import type { ApiVersion, GraphResponse } from './route.ts';
import { partHeaders } from './send-response.ts';

/** Answers `POST /$batch` (OData 4.01 JSON batches, as Graph has them): one after the other, in the order given. */
export function batchResponse(
  body: Json | undefined,
  version: ApiVersion,
  respond: (request: SandboxRequest) => GraphResponse,
): GraphResponse {
  const ordered = readBatch(body);
  if (typeof ordered === 'string') return badRequest(`Invalid batch payload format. It is refused because ${ordered}.`);
  const failed = new Set<string>();
  const responses = ordered.map((part): JsonObject => {
    const response = part.dependsOn.some((id) => failed.has(id))
      ? failedDependency
      : partResponse(part, version, respond);
    if (response.status >= 400) failed.add(part.id);
    return shown(part.id, response);
  });
  return { status: 200, body: { responses } };
}

const failedDependency = graphError(424, 'FailedDependency', 'A request that this one depends on has failed.');

function partResponse(
  part: BatchPart,
  version: ApiVersion,
  respond: (request: SandboxRequest) => GraphResponse,
): GraphResponse {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(part.url)) return badRequest('The url of a batched request is relative.');
  const path = part.url.replace(/^\/*/, '/');
  if (/^\/\$batch(?:[/?]|$)/i.test(path)) return badRequest('A batch cannot hold another one.');
  const { method, headers, body } = part;
  const url = `/${version}${path}`;
  if (typeof body === 'string' && !isJsonType(headers['content-type'] ?? 'application/json')) {
    const content = partContent(headers, body);
    return content === undefined
      ? badRequest("The 'body' of a request that is no text is base64.")
      : respond({ method, url, headers, ...content });
  }
  if (typeof body === 'string') return respond({ method, url, headers, text: body });
  return respond({ method, url, headers, ...defined({ body }) });
}

/** OData JSON Format 4.01, section 19: text stands as it is, and everything else as base64 in either alphabet. */
function partContent(headers: BatchPart['headers'], body: string): Pick<SandboxRequest, 'body' | 'bytes'> | undefined {
  if (isTextType(headers['content-type'] ?? '')) return { body };
  return /^[\w+/-]*={0,2}$/.test(body) ? { bytes: binaryOf(Buffer.from(body, 'base64')) } : undefined;
}

function shown(id: string, response: GraphResponse): JsonObject {
  const { status, body } = response;
  const text = partText(response);
  const headers = Object.fromEntries(
    Object.entries(partHeaders(response)).map(([name, value]) => [headerName(name), value]),
  );
  const content: JsonObject = text !== undefined ? { body: text } : body !== undefined ? { body } : {};
  return { id, status, headers, ...content };
}

/** The body of a part that is not JSON: text, or base64. */
function partText({ headers = {}, text, content }: GraphResponse): string | undefined {
  if (content === undefined) return text;
  const read = readContent(content, headers);
  return read.bytes === undefined ? read.text : content.toString('base64');
}
