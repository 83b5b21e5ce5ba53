import type { Source } from '../../diagnostics/source.ts';
import { saysSignature } from '../languages/languages.ts';
import type { Heading, PageRequest } from './page.ts';

/**
 * Marks the signatures among a page's requests: bare requests, without version, host, headers, body or response, that
 * are excluded by an annotation, below "HTTP request", one of several in a block, or followed by an example.
 */
export function withSignatures(
  { text }: Source,
  requests: readonly PageRequest[],
  headings: readonly Heading[],
): ReadonlyMap<PageRequest, PageRequest> {
  // A page that leaves all of its examples out of its own tests still shows them.
  const examples = requests.filter((request) => !isBare(request));
  const allIgnored = (examples.length > 0 ? examples : requests).every(({ ignored }) => ignored === true);
  return new Map(
    requests.map((request, index) => {
      const marked = allIgnored ? withoutMark(request) : request;
      const [before, after] = [requests[index - 1], requests[index + 1]];
      const inBlock = (one: PageRequest | undefined, other: PageRequest | undefined) =>
        one !== undefined && other !== undefined && /^\s*$/.test(text.slice(one.span.end, other.span.start));
      const isSignature =
        examples.length > 0 &&
        isBare(request) &&
        (request.ignored === true ||
          isBelowSignature(request, headings) ||
          inBlock(before, request) ||
          inBlock(request, after) ||
          requests.slice(index + 1, index + 1 + near).some((later) => isExampleOf(later, request)));
      return [request, isSignature ? { ...marked, signature: true } : marked];
    }),
  );
}

function isBelowSignature({ span }: PageRequest, headings: readonly Heading[]): boolean {
  const heading = headings.findLast((one) => one.span.start < span.start);
  return heading !== undefined && saysSignature(heading.text);
}

/** How many requests are searched for an example, which is near its signature. */
const near = 20;

function isBare({ versionFrom, headers, body, responses }: PageRequest): boolean {
  return versionFrom !== 'url' && headers.length === 0 && body === undefined && responses.length === 0;
}

function isExampleOf(one: PageRequest, { method, url }: PageRequest): boolean {
  if (one.method !== method || isBare(one)) return false;
  const [shown, wanted] = [segmentsOf(one.url), segmentsOf(url)];
  return shown.length === wanted.length && wanted.every((segment, at) => /[{<]/.test(segment) || segment === shown[at]);
}

/** Without the version, which a signature leaves out, and the query, of which it shows no values. */
const segmentsOf = (url: string): readonly string[] =>
  (url.split('?', 1)[0] ?? '').toLowerCase().replace(/\/+$/, '').split('/').slice(2);

function withoutMark({ ignored: _ignored, ...request }: PageRequest): PageRequest {
  return request;
}
