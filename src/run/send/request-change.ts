import { defined } from '../../defined.ts';
import { placeAt } from '../../diagnostics/place.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { diffJson } from '../../expectation/compare/diff.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { HttpRequest } from '../../http/message.ts';
import { binaryLine } from '../../http/payload.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json, setProperty } from '../../json/json.ts';
import { isSecretField } from '../../redaction/secrets/secret-fields.ts';
import { goneOf } from '../../redaction/secrets/secret-patterns.ts';
import { isNeverShown } from '../../redaction/tables/header-table.ts';
import { reservedHeaders } from '../plan/header-rules.ts';
import type { Reply } from '../ports.ts';

type AnsweredReply = Extract<Reply, { kind: 'answered' }>;

/** How the request of the scenario differs from the recorded one, as differences at the request in the scenario. */
export function requestChanges(
  sentNow: HttpRequest,
  sentThen: HttpRequest,
  source: Source,
  span: Span,
): readonly Difference[] {
  const [sent, recorded] = [withoutBoundary(sentNow), withoutBoundary(sentThen)];
  const changes = [...targetChanges(sent, recorded), ...headerChanges(sent, recorded), ...bodyChanges(sent, recorded)];
  return changes.map(({ path, before, after }) => ({
    code: 'request-changed',
    path: `request ${path}`,
    message: messageOf(before, after),
    ...defined({ expected: before, actual: after }),
    at: placeAt(source, span),
  }));
}

/**
 * A boundary is derived from the parts, and the placeholder of a secret is another text in a recording than in its
 * replay.
 */
function withoutBoundary(request: HttpRequest): HttpRequest {
  const type = request.headers['content-type'] ?? '';
  const made = /boundary=(part-[0-9a-f]{32})$/.exec(type)?.[1];
  if (made === undefined) return request;
  const { headers, body } = request;
  return {
    ...request,
    headers: { ...headers, 'content-type': type.replace(made, 'part') },
    ...(typeof body === 'string' ? { body: body.replaceAll(made, 'part') } : {}),
  };
}

/** One part of a request; `undefined` on the side that does not have it. */
type RequestChange = { readonly path: string; readonly before: string | undefined; readonly after: string | undefined };

function messageOf(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return 'it was not sent when this was recorded';
  if (after === undefined) return 'it was sent when this was recorded, and no longer is';
  return 'the request differs from the recorded one';
}

function targetChanges(sent: HttpRequest, recorded: HttpRequest): readonly RequestChange[] {
  return (['method', 'url'] as const)
    .filter((part) => sent[part] !== recorded[part])
    .map((part) => ({ path: part, before: recorded[part], after: sent[part] }));
}

/** In both directions: an added header can change the response as much as a removed one. */
function headerChanges(sent: HttpRequest, recorded: HttpRequest): readonly RequestChange[] {
  const [before, after] = [writtenHeaders(recorded), writtenHeaders(sent)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter((name) => before.get(name) !== after.get(name))
    .filter((name) => (after.has(name) ? !isNeverShown(name) : !transportHeaders.has(name)))
    .map((name) => ({ path: `header ${name}`, before: before.get(name), after: after.get(name) }));
}

/** Headers that clients add by default: unless the scenario sends them, they are ignored. */
const transportHeaders: ReadonlySet<string> = new Set([...reservedHeaders, 'user-agent', 'accept-encoding']);

/** The headers with names in lower case, without those that every such request has. */
function writtenHeaders({ headers, body }: HttpRequest): ReadonlyMap<string, string> {
  const written = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (written.get('accept') === jsonType) written.delete('accept');
  if (body !== undefined && written.get('content-type') === jsonType) written.delete('content-type');
  return written;
}

const jsonType = 'application/json';

function bodyChanges(sent: HttpRequest, recorded: HttpRequest): readonly RequestChange[] {
  if (sent.bytes !== undefined || recorded.bytes !== undefined) return bytesChanges(sent, recorded);
  return diffJson(recorded.body, sent.body).map(({ path, before, after }) => {
    const name = /(\w+)['"\]\d[]*$/.exec(path)?.[1] ?? '';
    const known = (value: Json | undefined) => (value === undefined ? undefined : withoutSecret(value, name));
    return { path, before: shown(known(before)), after: shown(known(after)) };
  });
}

/** In a recording that was written by hand, secrets are recognized by their names, because no redactor has marked them. */
function withoutSecret(value: Json, name: string): Json {
  if (typeof value === 'string') {
    return isSecretField(name) && !value.startsWith('<gone') ? goneOf(name) : value;
  }
  if (Array.isArray(value)) return value.map((item) => withoutSecret(item, name));
  if (!isJsonObject(value)) return value;
  const result: { [name: string]: Json } = {};
  for (const [own, member] of Object.entries(value)) setProperty(result, own, withoutSecret(member, own));
  return result;
}

function bytesChanges(sent: HttpRequest, recorded: HttpRequest): readonly RequestChange[] {
  const [before, after] = [recorded, sent].map(({ headers, bytes, body }) =>
    bytes === undefined ? shown(body) : binaryLine(bytes, headers),
  );
  return sent.bytes?.sha256 === recorded.bytes?.sha256 ? [] : [{ path: '$', before, after }];
}

/** A recording with more exchanges for a step than the step sent belongs to another scenario, or another service. */
export function unusedExchanges({ recorded }: AnsweredReply, source: Source, span: Span): readonly Difference[] {
  if (recorded === undefined || recorded.remaining === 0) return [];
  const [exchanges, requests] =
    recorded.remaining === 1
      ? ['one more exchange', '1 more request']
      : [`${recorded.remaining} more exchanges`, `${recorded.remaining} more requests`];
  return [
    {
      code: 'request-changed',
      path: 'recording',
      message: `the recording has ${exchanges} than the step sent requests`,
      expected: requests,
      actual: 'none sent',
      at: placeAt(source, span),
    },
  ];
}

function shown(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : compactJson(value);
}
