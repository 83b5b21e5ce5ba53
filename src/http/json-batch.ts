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

/** A fault for which a service refuses a batch: its place in the body, and the reason, as a clause of a message. */
export type BatchFault = { readonly path: readonly (string | number)[]; readonly message: string };

/** The requests of a batch, each after those that it depends on; or the fault of the batch, as a clause of a message. */
export function readBatch(body: Json | undefined): readonly BatchPart[] | string {
  const { parts, faults } = readParts(body);
  const [fault] = faults;
  if (fault === undefined) return inOrder(parts);
  const [, index] = fault.path;
  return typeof index === 'number' ? `request ${index + 1}: ${fault.message}` : fault.message;
}

/**
 * The urls of requests in a batch that do not begin after the version, as they must: their places, and their
 * beginnings.
 */
export function urlsOutsideVersion(body: Json | undefined): readonly (Pick<BatchFault, 'path'> & { begin: string })[] {
  const requests = property(body, 'requests');
  return (Array.isArray(requests) ? requests : []).flatMap((request, index) => {
    const url = property(request, 'url');
    const begin = typeof url === 'string' ? outsideVersion.exec(url)?.[0] : undefined;
    return begin === undefined ? [] : [{ path: ['requests', index, 'url'], begin }];
  });
}

const outsideVersion = /^\/{0,2}(?:[a-z][a-z0-9+.-]*:\/\/|(?:v1\.0|beta)\/)|^\/\//i;

/** All that a service refuses in a batch. */
export const batchFaults = (body: Json | undefined): readonly BatchFault[] => readParts(body).faults;

/** `retry-after` as `Retry-After`, `x-ms-resource-unit` as it is: inside a batch names are JSON, and Graph spells them so. */
export const headerName = (name: string): string => {
  if (name.startsWith('x-ms-')) return name;
  return name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase()).replace(/^Odata/, 'OData');
};

type Read = { readonly parts: readonly BatchPart[]; readonly faults: readonly BatchFault[] };

function readParts(body: Json | undefined): Read {
  const requests = property(body, 'requests');
  const whole = (message: string): Read => ({ parts: [], faults: [{ path: ['requests'], message }] });
  if (!Array.isArray(requests)) return whole("the property 'requests' is a list of requests");
  if (requests.length === 0) return whole('it contains no requests');
  if (requests.length > mostRequests) {
    return whole(`it holds ${requests.length} requests; the limit is ${mostRequests}`);
  }
  const read = requests.map(readPart);
  const faults = read.flatMap((part, index) =>
    'message' in part ? [{ ...part, path: ['requests', index, ...part.path] }] : [],
  );
  const parts = read.flatMap((part) => ('message' in part ? [] : [part]));
  return { parts, faults: faults.length > 0 ? faults : faultsBetween(parts) };
}

function faultsBetween(parts: readonly BatchPart[]): readonly BatchFault[] {
  const ids = parts.map(({ id }) => id);
  const faults = parts.flatMap(({ id, dependsOn }, index): readonly BatchFault[] => {
    const path = ['requests', index];
    // The service compares ids without regard to case.
    const isTwice = parts.slice(0, index).some((one) => one.id.toLowerCase() === id.toLowerCase());
    const missing = dependsOn.flatMap((other, place) =>
      ids.includes(other)
        ? []
        : [{ path: [...path, 'dependsOn', place], message: `there is no request '${other}' to depend on` }],
    );
    return [...(isTwice ? [{ path: [...path, 'id'], message: `the id '${id}' occurs twice` }] : []), ...missing];
  });
  if (faults.length > 0 || inOrder(parts).length === parts.length) return faults;
  return [{ path: ['requests'], message: 'requests depend on each other in a cycle' }];
}

function readPart(request: Json): BatchPart | BatchFault {
  const fault = (message: string, ...path: string[]): BatchFault => ({ path, message });
  if (!isJsonObject(request)) return fault('it is not an object');
  const [written, method, url] = ['id', 'method', 'url'].map((name) => property(request, name));
  // Clients send numbers, and the service takes them.
  const id = typeof written === 'number' || typeof written === 'bigint' ? String(written) : written;
  if (typeof id !== 'string' || id === '') return fault("the property 'id' is a text", 'id');
  const known = methods.find((one) => typeof method === 'string' && one === method.toUpperCase());
  if (known === undefined) return fault("the property 'method' is GET, POST, PUT, PATCH or DELETE", 'method');
  if (typeof url !== 'string' || url === '') return fault("the property 'url' is a text", 'url');
  const after = property(request, 'dependsOn') ?? [];
  const dependsOn = Array.isArray(after) ? after.map((one) => (typeof one === 'number' ? String(one) : one)) : after;
  if (!isTexts(dependsOn)) return fault("the property 'dependsOn' is a list of ids", 'dependsOn');
  const headers = headersOf(property(request, 'headers'));
  if (headers === undefined) return fault("the property 'headers' holds texts", 'headers');
  const body = property(request, 'body') ?? undefined;
  if (body !== undefined && known !== 'GET' && headers['content-type'] === undefined) {
    return fault("where there is a body, 'headers' has a Content-Type", 'body');
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

/** Each request after those that it depends on, otherwise in the given order; without those in a cycle. */
function inOrder(parts: readonly BatchPart[]): readonly BatchPart[] {
  const done = new Set<string>();
  const ordered: BatchPart[] = [];
  for (;;) {
    const ready = parts.find(({ id, dependsOn }) => !done.has(id) && dependsOn.every((other) => done.has(other)));
    if (ready === undefined) return ordered;
    done.add(ready.id);
    ordered.push(ready);
  }
}
