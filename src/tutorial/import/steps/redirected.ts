import type { PageRequest, PageResponse } from '../../page/page.ts';
import { graphHost, readUrl } from '../../page/read-url.ts';
import { likely } from '../links/guess.ts';
import type { DocumentedStep } from './step-of-page.ts';

/** A redirection, if the page shows the response of its target below it. */
export function redirectOf({ responses }: PageRequest): PageResponse | undefined {
  const [first, second] = responses;
  const leads = first !== undefined && first.status >= 300 && first.status < 400 && linkOf(first) !== undefined;
  return leads && second !== undefined && second.status < 300 ? first : undefined;
}

const linkOf = ({ headers }: PageResponse): string | undefined =>
  headers.find(({ name, value }) => name.toLowerCase() === 'location' && /^https:\/\/[^/]+\/./.test(value))?.value;

/** The request that a page leaves to its reader: "follow the 302", and the response that it shows to that. */
export function redirected(request: PageRequest): Omit<DocumentedStep, 'cleanup' | 'heading'> | undefined {
  const redirect = redirectOf(request);
  const response = redirect === undefined ? undefined : request.responses[1];
  const link = redirect === undefined ? undefined : linkOf(redirect);
  if (response === undefined || link === undefined) return undefined;
  const { url, host, version } = readUrl(link, request.version);
  if (host === graphHost) return undefined;
  const followed: PageRequest = {
    step: request.step,
    method: 'GET',
    url,
    host,
    version: version ?? request.version,
    headers: [],
    span: response.span,
    responses: [response],
    prose: [],
  };
  const guess = likely('the page shows what the redirect before leads to; no redirect is followed by itself');
  return { kind: 'call', request: followed, shownBy: request, response, span: response.span, guesses: [guess] };
}
