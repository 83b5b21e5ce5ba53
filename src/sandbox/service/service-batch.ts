import { isJsonType, isTextType } from '../../http/content-type.ts';
import type { Headers, Method } from '../../http/message.ts';
import { binaryOf } from '../../http/payload.ts';
import { readContent } from '../../http/read-content.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { badRequest, graphError } from './graph-error.ts';
import type { SandboxRequest } from './read-request.ts';
import type { ApiVersion, GraphResponse } from './route.ts';

const mostRequests = 20;
const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** One request of a batch. */
type Part = {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly method: Method;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Json | undefined;
};

/** Answers `POST /$batch` (OData 4.01 JSON batches, as Graph has them): one after the other, in the order given. */
export function answerBatch(
  body: Json | undefined,
  version: ApiVersion,
  answer: (request: SandboxRequest) => GraphResponse,
): GraphResponse {
  const parts = readParts(body);
  if (typeof parts === 'string') return badRequest(`Invalid batch payload: ${parts}.`);
  const ordered = inOrder(parts);
  if (typeof ordered === 'string') return badRequest(`Invalid batch payload: ${ordered}.`);
  const failed = new Set<string>();
  const responses = ordered.map((part): JsonObject => {
    const response = part.dependsOn.some((id) => failed.has(id)) ? failedDependency : answerPart(part, version, answer);
    if (response.status >= 400) failed.add(part.id);
    return shown(part.id, response);
  });
  return { status: 200, body: { responses } };
}

const failedDependency = graphError(424, 'FailedDependency', 'A request that this one depends on has failed.');

function answerPart(
  part: Part,
  version: ApiVersion,
  answer: (request: SandboxRequest) => GraphResponse,
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
      : answer({ method, url, headers, ...content });
  }
  if (typeof body === 'string') return answer({ method, url, headers, text: body });
  return answer({ method, url, headers, ...(body === undefined ? {} : { body }) });
}

/** OData JSON Format 4.01, section 19: text stands as it is, and everything else as base64 in either alphabet. */
function partContent(headers: Headers, body: string): Pick<SandboxRequest, 'body' | 'bytes'> | undefined {
  if (isTextType(headers['content-type'] ?? '')) return { body };
  return /^[\w+/-]*={0,2}$/.test(body) ? { bytes: binaryOf(Buffer.from(body, 'base64')) } : undefined;
}

function shown(id: string, response: GraphResponse): JsonObject {
  const { status, headers, body } = response;
  const text = partText(response);
  const type = text === undefined && body !== undefined ? { 'Content-Type': 'application/json' } : {};
  const named = Object.entries(headers ?? {}).map(([name, value]) => [headerName(name), value]);
  const all: JsonObject = { ...type, ...Object.fromEntries(named) };
  const content: JsonObject = text !== undefined ? { body: text } : body !== undefined ? { body } : {};
  return { id, status, ...(Object.keys(all).length > 0 ? { headers: all } : {}), ...content };
}

/** What a part answers that is no JSON: text, or base64. */
function partText({ headers = {}, text, content }: GraphResponse): string | undefined {
  if (content === undefined) return text;
  const read = readContent(content, headers);
  return read.bytes === undefined ? read.text : content.toString('base64');
}

/** `retry-after` as `Retry-After`: inside a batch names are JSON, and Graph spells them so. */
const headerName = (name: string): string => name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());

function readParts(body: Json | undefined): readonly Part[] | string {
  const requests = isJsonObject(body) ? property(body, 'requests') : undefined;
  if (!Array.isArray(requests)) return "the property 'requests' is a list of requests";
  if (requests.length === 0) return 'it holds no request';
  if (requests.length > mostRequests) return `it holds ${requests.length} requests, and may hold ${mostRequests}`;
  const parts: Part[] = [];
  for (const [index, request] of requests.entries()) {
    const part = readPart(request);
    if (typeof part === 'string') return `request ${index + 1}: ${part}`;
    // The service compares ids without regard to case.
    if (parts.some(({ id }) => id.toLowerCase() === part.id.toLowerCase())) return `the id '${part.id}' comes twice`;
    parts.push(part);
  }
  return parts;
}

function readPart(request: Json): Part | string {
  if (!isJsonObject(request)) return 'it is not an object';
  const [written, method, url] = ['id', 'method', 'url'].map((name) => property(request, name));
  // Clients send numbers, and the service takes them.
  const id = typeof written === 'number' || typeof written === 'bigint' ? String(written) : written;
  if (typeof id !== 'string' || id === '') return "the property 'id' is a text";
  const known = methods.find((one) => typeof method === 'string' && one === method.toUpperCase());
  if (known === undefined) return "the property 'method' is GET, POST, PUT, PATCH or DELETE";
  if (typeof url !== 'string' || url === '') return "the property 'url' is a text";
  const after = property(request, 'dependsOn') ?? [];
  const dependsOn = Array.isArray(after) ? after.map((one) => (typeof one === 'number' ? String(one) : one)) : after;
  if (!isTexts(dependsOn)) return "the property 'dependsOn' is a list of ids";
  const headers = headersOf(property(request, 'headers'));
  if (headers === undefined) return "the property 'headers' holds texts";
  const body = property(request, 'body') ?? undefined;
  if (body !== undefined && known !== 'GET' && headers['content-type'] === undefined) {
    return "where there is a body, 'headers' has a Content-Type";
  }
  return { id, dependsOn, method: known, url, headers, body };
}

const isTexts = (value: Json): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function headersOf(value: Json | undefined): Headers | undefined {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) return undefined;
  const headers: [string, string][] = [];
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') return undefined;
    headers.push([name.toLowerCase(), text]);
  }
  return Object.fromEntries(headers);
}

/** Each request after those that it depends on, otherwise as they were sent. */
function inOrder(parts: readonly Part[]): readonly Part[] | string {
  const ids = new Set(parts.map(({ id }) => id));
  const missing = parts.flatMap(({ dependsOn }) => dependsOn).find((id) => !ids.has(id));
  if (missing !== undefined) return `there is no request '${missing}' to depend on`;
  const done = new Set<string>();
  const ordered: Part[] = [];
  while (ordered.length < parts.length) {
    const ready = parts.find(({ id, dependsOn }) => !done.has(id) && dependsOn.every((other) => done.has(other)));
    if (ready === undefined) return 'requests depend on each other in a circle';
    done.add(ready.id);
    ordered.push(ready);
  }
  return ordered;
}
