import { memberOf } from './check-ids.ts';
import type { PageFinding } from './page-finding.ts';
import { isGraph, isKey, isOwn, readSampleUrl } from './samples/sample-url.ts';
import type { SamplePage, SampleRequest, SampleResponse } from './samples/samples.ts';

const base = { kind: 'single-vs-list', level: 'error' } as const;

/** One object where the page itself announces a collection, by the annotation of the sample or by what it states, and the reverse. `astray`: the samples make another call. */
export function checkLists(page: SamplePage, astray: boolean): readonly PageFinding[] {
  return page.requests.flatMap((request) =>
    request.responses.flatMap((response) => [
      ...checkWrapped(response),
      ...(request.method === 'GET' ? checkOne(response, request, page) : []),
      ...checkMany(response, request, { page, astray }),
    ]),
  );
}

/** A bare array: an OData service returns a collection in `value` (OData JSON 4.0, 12). */
export function checkBareLists(page: SamplePage): readonly PageFinding[] {
  return page.requests.flatMap(({ target, responses }) =>
    responses.flatMap(({ json, status = 200 }): readonly PageFinding[] => {
      const node = json?.json?.kind === 'json' ? json.json.node : undefined;
      if (node?.kind !== 'sequence' || status >= 300 || !isGraph(readSampleUrl(target.text).host)) return [];
      const message = 'a bare array stands here, and a collection is in `value`';
      return [{ ...base, code: 'single-vs-list-bare', message, evidence: 'form', span: node.span }];
    }),
  );
}

/** A list and nothing else, where the page announces one object, or the call leads to one. */
function checkMany(
  response: SampleResponse,
  request: SampleRequest,
  { page, astray }: { readonly page: SamplePage; readonly astray: boolean },
): readonly PageFinding[] {
  const { json, status = 200, collection } = response;
  const node = json?.json?.kind === 'json' ? json.json.node : undefined;
  if (node?.kind !== 'mapping' || status >= 300 || collection === true) return [];
  if (memberOf(node, 'value')?.kind !== 'sequence') return [];
  if (node.entries.some(({ key }) => key !== 'value' && !key.startsWith('@'))) return [];
  const create = request.method === 'POST' && status === 201;
  const read = request.method === 'GET' && isKey(readSampleUrl(request.target.text).path.split('/').at(-1) ?? '');
  const isOne = !astray && (create || read);
  if (!isOne && (!page.single || !isOwn(request, page))) return [];
  // For a plural, the page's sentence is more often wrong than its sample.
  if (request.method === 'GET' && lastName(request)?.endsWith('s') === true) return [];
  const message = isOne
    ? `${create ? 'one object is created' : 'the url leads to one object'}, and a list is shown in \`value\``
    : 'the page announces one object, and a list is shown in `value`';
  return [{ ...base, code: 'single-vs-list-page', message, evidence: 'prose', span: node.span }];
}

/** One entity in `value`: OData allows a collection or a primitive there, but not an entity. */
function checkWrapped({ json, status = 200 }: SampleResponse): readonly PageFinding[] {
  const node = json?.json?.kind === 'json' ? json.json.node : undefined;
  if (node?.kind !== 'mapping' || status >= 300) return [];
  const value = memberOf(node, 'value');
  if (value?.kind !== 'mapping' || node.entries.some(({ key }) => key !== 'value' && !key.startsWith('@'))) return [];
  if (memberOf(value, 'id') === undefined && memberOf(value, '@odata.type') === undefined) return [];
  const message = 'one object is in `value`, which holds the list of a collection';
  return [{ ...base, code: 'single-vs-list-wrapped', message, evidence: 'form', span: value.span }];
}

function checkOne(response: SampleResponse, request: SampleRequest, page: SamplePage): readonly PageFinding[] {
  const { json, status = 200, collection } = response;
  const node = json?.json?.kind === 'json' ? json.json.node : undefined;
  if (node?.kind !== 'mapping' || status >= 300 || memberOf(node, 'value') !== undefined) return [];
  if (memberOf(node, 'error') !== undefined || !isThing(response)) return [];
  const named = lastName(request);
  const stated =
    (page.collection || (page.title.startsWith('list ') && named?.endsWith('s') === true)) &&
    page.signatures.some((signature) => lastName(signature) === named);
  // A key at the end of the url names one object, regardless of the annotation.
  if (named === undefined || !(collection === true || stated)) return [];
  const message = 'the page announces a collection, and one object is shown without `value`';
  return [{ ...base, code: 'single-vs-list-page', message, evidence: 'prose', span: node.span }];
}

/** An object with an id is a single entity. */
function isThing({ json }: SampleResponse): boolean {
  return json?.json?.kind === 'json' && memberOf(json.json.node, 'id') !== undefined;
}

/** The last segment of a path, if it is a name and not a key. */
function lastName({ target }: SampleRequest): string | undefined {
  const last = readSampleUrl(target.text).path.split('/').at(-1) ?? '';
  return /^[A-Za-z]\w*$/.test(last) ? last.toLowerCase() : undefined;
}
