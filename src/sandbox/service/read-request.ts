import { isJsonType } from '../../http/content-type.ts';
import type { HttpRequest } from '../../http/message.ts';
import { payloadOf } from '../../http/payload.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { deepest } from '../../json/read-json.ts';
import { badRequest, graphError } from './graph-error.ts';
import { type ApiVersion, bothVersions, type GraphResponse } from './route.ts';
import { segmentsOf } from './route-index.ts';

/** A request as received; `text` is a body that is not JSON. */
export type SandboxRequest = HttpRequest & { readonly text?: string };

export type Address = {
  readonly version: ApiVersion;
  /** Within the version, decoded, without a slash at its end. */
  readonly path: string;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
};

export type ReadAddress =
  | { readonly ok: true; readonly address: Address }
  | { readonly ok: false; readonly response: GraphResponse };

/** The target of a request: `/v1.0` or `/beta`, and the path within it. */
export function readAddress(url: string): ReadAddress {
  const [, path = '', query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(url) ?? [];
  const [, first = '', rest = ''] = /^\/?([^/]*)(.*)$/s.exec(path) ?? [];
  const version = bothVersions.find((one) => one === first.toLowerCase());
  if (version === undefined) {
    return {
      ok: false,
      response: graphError(404, 'BadRequest', `Invalid version: '${first}'. There are v1.0 and beta.`),
    };
  }
  const written = decoded(rest);
  // OneDrive's pages use this name for the caller's own drive.
  const segments = written?.[0]?.toLowerCase() === 'drive' ? ['me', ...written] : written;
  if (segments === undefined) return { ok: false, response: badRequest('The path is not percent-encoded correctly.') };
  const address = { version, path: `/${segments.join('/')}`, query: new URLSearchParams(query) };
  return { ok: true, address: { ...address, segments: segments.flatMap(segmentsOfOne) } };
}

function decoded(path: string): readonly string[] | undefined {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** A decoded segment may contain a slash, as a part of an id. */
const segmentsOfOne = (segment: string): readonly string[] => (segment.includes('/') ? [segment] : segmentsOf(segment));

/** A request's body as the bytes that were sent. */
export function contentOf(request: SandboxRequest): Buffer | undefined {
  const payload = request.text ?? payloadOf(request);
  return payload === undefined ? undefined : Buffer.from(payload);
}

/** Whether a request has a body that is not JSON. */
export function hasOtherContent({ headers, body, bytes, text }: SandboxRequest): boolean {
  if (bytes !== undefined) return true;
  return body === undefined ? (text ?? '').trim() !== '' : !isJsonType(headers['content-type'] ?? 'application/json');
}

/** Why a body cannot be read. Its content is checked by the route. */
export function bodyFault(request: SandboxRequest): GraphResponse | undefined {
  const { method, headers, body } = request;
  const isEmpty = body === undefined && !hasOtherContent(request);
  if (isEmpty || method === 'GET' || method === 'HEAD' || method === 'DELETE') return undefined;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && type !== 'application/json' && !type.endsWith('+json')) {
    return graphError(415, 'UnsupportedMediaType', `The content type '${type}' is not supported, application/json is.`);
  }
  if (body === undefined) return badRequest('Unable to read JSON request payload: the body is not JSON.');
  return isJsonObject(body) ? undefined : badRequest('Unable to read JSON request payload: the body is not an object.');
}

/** Whether a body is nested deeper than a text that is read may be. */
export function isTooDeep(body: Json | undefined, levels = deepest): boolean {
  if (typeof body !== 'object' || body === null) return false;
  return levels === 0 || Object.values(body).some((one: Json) => isTooDeep(one, levels - 1));
}
