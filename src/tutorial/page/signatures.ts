import type { PageRequest } from './page.ts';

/**
 * Marks the signatures among a page's requests: a bare request without version, host, headers or body, of which one of
 * the next is the example.
 */
export function withSignatures(requests: readonly PageRequest[]): ReadonlyMap<PageRequest, PageRequest> {
  // A page that leaves all of its requests out of its own tests still shows them: then they are its examples.
  const all = requests.every(({ ignored }) => ignored === true);
  return new Map(
    requests.map((request, index) => {
      if (all) return [request, withoutMark(request)];
      const example =
        isBare(request) && requests.slice(index + 1, index + 1 + near).some((later) => isExampleOf(later, request));
      return [request, example ? { ...request, signature: true } : request];
    }),
  );
}

/** An example stands near its signature: so many requests are looked at. */
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
