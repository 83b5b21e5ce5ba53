import { isJsonObject, type Json, property } from '../json/json.ts';
import type { Headers, Method } from './message.ts';

const mostRequests = 20;
const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** One request of a batch: OData 4.01 JSON batches, as Graph has them. */
export type BatchPart = {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly method: Method;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Json | undefined;
};

/** The requests of a batch, each after those that it depends on; or what is wrong with it, as a clause of a message. */
export function readBatch(body: Json | undefined): readonly BatchPart[] | string {
  const parts = readParts(body);
  return typeof parts === 'string' ? parts : inOrder(parts);
}

/** `retry-after` as `Retry-After`, `x-ms-resource-unit` as it is: inside a batch names are JSON, and Graph spells them so. */
export const headerName = (name: string): string => {
  if (name.startsWith('x-ms-')) return name;
  return name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase()).replace(/^Odata/, 'OData');
};

function readParts(body: Json | undefined): readonly BatchPart[] | string {
  const requests = isJsonObject(body) ? property(body, 'requests') : undefined;
  if (!Array.isArray(requests)) return "the property 'requests' is a list of requests";
  if (requests.length === 0) return 'it holds no request';
  if (requests.length > mostRequests) return `it holds ${requests.length} requests, and may hold ${mostRequests}`;
  const parts: BatchPart[] = [];
  for (const [index, request] of requests.entries()) {
    const part = readPart(request);
    if (typeof part === 'string') return `request ${index + 1}: ${part}`;
    // The service compares ids without regard to case.
    if (parts.some(({ id }) => id.toLowerCase() === part.id.toLowerCase())) return `the id '${part.id}' comes twice`;
    parts.push(part);
  }
  return parts;
}

function readPart(request: Json): BatchPart | string {
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
function inOrder(parts: readonly BatchPart[]): readonly BatchPart[] | string {
  const ids = new Set(parts.map(({ id }) => id));
  const missing = parts.flatMap(({ dependsOn }) => dependsOn).find((id) => !ids.has(id));
  if (missing !== undefined) return `there is no request '${missing}' to depend on`;
  const done = new Set<string>();
  const ordered: BatchPart[] = [];
  while (ordered.length < parts.length) {
    const ready = parts.find(({ id, dependsOn }) => !done.has(id) && dependsOn.every((other) => done.has(other)));
    if (ready === undefined) return 'requests depend on each other in a circle';
    done.add(ready.id);
    ordered.push(ready);
  }
  return ordered;
}
