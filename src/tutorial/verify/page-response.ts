import type { Span } from '../../diagnostics/source.ts';
import type { CompiledResponse } from '../../expectation/compile/compile-response.ts';
import type { Expected } from '../../expectation/compile/expected.ts';
import type { Matcher } from '../../expectation/matchers/matcher.ts';
import type { HttpResponse } from '../../http/message.ts';
import { compactJson } from '../../json/compact.ts';
import { childPath } from '../../json/path.ts';
import { readJson } from '../../json/read-json.ts';
import type { PageRequest, PageResponse } from '../page/page.ts';

/** The response of a block that a step expects: the one with its status, otherwise the first good one. */
export function shownResponse({ responses }: PageRequest, statuses: readonly number[]): PageResponse | undefined {
  return (
    responses.find(({ status }) => statuses.includes(status)) ??
    responses.find(({ status }) => status < 300) ??
    responses[0]
  );
}

/** What a page shows, as if the page were a service. */
export function asResponse({ status, headers, body }: PageResponse): HttpResponse {
  return {
    status,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
    text:
      body === undefined ? '' : body.kind === 'json' ? compactJson(body.value, Number.POSITIVE_INFINITY) : body.text,
  };
}

/** The expectation as far as a page can meet it: values of a run may be anything. */
export function forPage(expectation: CompiledResponse, shown: PageResponse): CompiledResponse {
  const { statusFrom, status, headers, body } = shown;
  const names = new Set(headers.map(({ name }) => name.toLowerCase()));
  const { body: expected, ...rest } = expectation;
  return {
    ...rest,
    // A status that the page does not show cannot be wrong.
    statuses: statusFrom === 'assumed' ? [...expectation.statuses, status] : expectation.statuses,
    headers: expectation.headers
      .filter(({ name }) => names.has(name))
      .map((header) => ({ ...header, expected: withoutTemplates(header.expected) })),
    ...(expected === undefined || body?.kind !== 'json' ? {} : { body: withoutTemplates(expected) }),
  };
}

const anything: Matcher = {
  text: '<any>',
  noun: 'any value',
  types: new Set(['string', 'number', 'boolean', 'null', 'array', 'object']),
  allowsAbsence: false,
  matches: () => true,
};

/** A template's value belongs to one run; the page shows a sample of it. */
function withoutTemplates(expected: Expected): Expected {
  switch (expected.kind) {
    case 'literal':
    case 'matcher':
    case 'count':
      return expected;
    case 'template':
      return { kind: 'matcher', matcher: anything, span: expected.span };
    case 'object': {
      const properties = expected.properties.map((one) => ({ ...one, expected: withoutTemplates(one.expected) }));
      return { ...expected, properties };
    }
    case 'each':
      return { ...expected, item: withoutTemplates(expected.item) };
    case 'array':
    case 'unordered':
    case 'contains':
      return { ...expected, items: expected.items.map(withoutTemplates) };
    default:
      return expected satisfies never;
  }
}

/** Where the page shows a value: a property, an item, the status line; the body or the response where it shows none. */
export function placeInPage(shown: PageResponse, path: string): Span {
  if (path === 'status') return shown.statusSpan ?? shown.span;
  const { body } = shown;
  if (body?.kind !== 'json' || !path.startsWith('$')) return shown.span;
  const spans = new Map<string, Span>();
  readJson(body.text, (keys, span) => spans.set(keys.reduce<string>(childPath, '$'), span));
  for (let at = path; at !== ''; at = parentOf(at)) {
    const found = spans.get(at);
    if (found !== undefined) return body.locate(found.start, Math.min(found.end, lineEnd(body.text, found)));
  }
  return body.span;
}

function lineEnd(text: string, { start }: Span): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

const parentOf = (path: string): string => path.replace(/(?:\.[^.[\]]+|\[[^[\]]*\]|\$)$/, '');
