import { defined } from '../../../defined.ts';
import { isJsonObject, type Json } from '../../../json/json.ts';
import type { PageResponse } from '../../page/page.ts';
import { type ResponseContent, responseContent } from '../bodies/response-content.ts';
import { isLinkHeader } from '../links/given-links.ts';
import { type Guess, likely, unsure } from '../links/guess.ts';
import type { Path } from '../links/leaves.ts';
import { creates } from '../links/link-names.ts';
import { bodiless, type LinkedSteps } from '../links/link-requests.ts';
import { namedText } from '../links/named-text.ts';
import { isCollection } from '../nouns.ts';
import { inShort } from '../page-sections.ts';
import { withoutSecrets } from '../sample-secrets.ts';
import type { Building, BuiltResponse } from './building.ts';
import { isRunning } from './chosen-response.ts';
import { changedState } from './expected/changed-state.ts';
import { type ExpectedContext, expectedBody } from './expected/expected-body.ts';
import { isPartialList } from './expected/partial-list.ts';
import { jsonOf, operationStatus } from './operation-status.ts';
import type { DocumentedStep } from './step-of-page.ts';

/** The expectation of a step's response, and the responses of its recording. */
export type ExpectedStatuses = {
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Json;
  /** For a body that is not JSON. */
  readonly content?: ResponseContent['expected'];
  readonly responses: readonly BuiltResponse[];
  readonly guesses: readonly { readonly path: Path; readonly guess: Guess }[];
};

export function expectedOf(index: number, building: Building): ExpectedStatuses {
  const { steps, linked } = building;
  const step = steps[index];
  const response = step?.response;
  const status = statusOf(index, building);
  const shownBody = response?.body?.kind === 'json' && !bodiless.has(status) ? response.body.value : undefined;
  const guesses: { path: Path; guess: Guess }[] = [];
  if (response === undefined) guesses.push({ path: ['response'], guess: unsure('the page shows no response') });
  else if (response.statusFrom === 'assumed') {
    guesses.push({ path: ['response', 'status'], guess: likely('the page shows no status') });
  }
  const shown = step?.kind === 'call' ? linked.exchanged[index] : undefined;
  const body = shown?.body;
  const request = linked.requests[index]?.body;
  const context = {
    ...defined({ sent: body, linked: request, openLists: openLists(response, isPartialList(index, linked.exchanged)) }),
    named: (text: string, path: Path) => namedText(text, path, { step: index, url: step?.request?.url ?? '', linked }),
    wasSent: (text: string) => (linked.sentBy.get(text) ?? index + 1) <= index,
    isNew: shown !== undefined && (creates(shown) || (shown.method === 'PUT' && shown.status === 201)),
    isFollowed: isFollowed(index, linked),
  };
  const expected = shownBody === undefined ? undefined : expectedBody(shownBody, context);
  if (step?.kind === 'repeat') return { ...repeated(step, expected, status), guesses };
  const made = response === undefined ? 'The page shows no response to this request.' : step?.copied && copyWhy;
  const origin = made === undefined ? 'documentation' : 'derived';
  const why = defined({ why: made });
  const links = linkHeaders(response);
  const other = bodiless.has(status) ? undefined : responseContent(response);
  const ownHeaders = { ...(other !== undefined && { 'content-type': other.type }), ...links };
  const headers = Object.keys(ownHeaders).length === 0 ? {} : { headers: ownHeaders };
  const last: BuiltResponse = {
    origin,
    ...why,
    status,
    ...headers,
    ...(expected !== undefined && { body: expected.recorded }),
    ...(other?.text !== undefined && { body: other.text }),
    ...(other?.bytes !== undefined && { bytes: other.bytes }),
  };
  const running = (step?.request?.responses ?? [])
    .filter((one) => one !== response && isRunning(one))
    .map((one): BuiltResponse => {
      const { recorded } = expectedBody(jsonOf(one) ?? null, context);
      return { origin: 'documentation', status: one.status, body: recorded };
    });
  const early = pollingOf(index, building) === undefined ? [] : running.length > 0 ? running : notYet(last);
  const expectedHeaders = Object.fromEntries(Object.entries(links).map(([name, link]) => [name, linkMatcher(link)]));
  return {
    status,
    ...(Object.keys(links).length === 0 ? {} : { headers: expectedHeaders }),
    ...(expected !== undefined && { body: expected.expectation }),
    ...(other !== undefined && { content: other.expected }),
    responses: [...early, last],
    guesses,
  };
}

/** Whether a value of a step's response is a link that a later request follows. */
function isFollowed(index: number, { linker }: LinkedSteps): (path: Path) => boolean {
  const paths = [...linker.names.values()].flatMap((name) =>
    name.kind === 'capture' && name.step === index && name.header === undefined && /^https:/.test(name.value)
      ? [name.path.join('\0')]
      : [],
  );
  return (path) => paths.includes(path.join('\0'));
}

/** The headers of a response with links. */
function linkHeaders(response: PageResponse | undefined): { readonly [name: string]: string } {
  const links = (response?.headers ?? []).filter(
    ({ name, value }) => isLinkHeader(name) && /^[\x21-\x7e]+$/.test(value),
  );
  return Object.fromEntries(links.map(({ name, value }) => [name.toLowerCase(), withoutSecrets(value) ?? value]));
}

/** Absolute, or relative as the service gives some. */
const linkMatcher = (link: string): string => (/^https?:\/\/[^/{}]+(?:\/|$)/.test(link) ? '<url>' : '<matches ^/>');

const copyWhy = 'The page shows one response, and uses the id of this one later.';

/** An earlier response, before the awaited event: a list without its items, a running operation. */
function notYet({ status, body }: BuiltResponse): readonly BuiltResponse[] {
  if (isJsonObject(body) && operationStatus(body) === 'over') {
    const why = 'The request was accepted only; before this response, the operation runs.';
    return [{ origin: 'derived', why, status, body: { ...body, status: 'running' } }];
  }
  if (!isJsonObject(body) || !Array.isArray(body.value) || body.value.length === 0) return [];
  const why = 'The page asks to wait; before, the list is empty.';
  const counted = Object.hasOwn(body, '@odata.count') ? { '@odata.count': 0 } : {};
  return [{ origin: 'derived', why, status, body: { ...body, ...counted, value: [] } }];
}

/** Lists that may hold more than the page shows: all where it leaves items out, `value` where another response shows more. */
function openLists(response: PageResponse | undefined, isPartial: boolean): ExpectedContext['openLists'] {
  if (response !== undefined && isOpen(response)) return 'all';
  return response !== undefined && isPartial ? 'value' : undefined;
}

/** The response omits items of lists, not only properties. */
function isOpen({ body }: PageResponse): boolean {
  return body?.kind === 'json' && body.repairs.some(({ inList }) => inList === true);
}

/** The expectation of a step whose response the page describes in words only. */
function repeated(
  { change }: DocumentedStep,
  expected: { readonly recorded: Json } | undefined,
  status: number,
): Omit<ExpectedStatuses, 'guesses'> {
  const why = 'Made from the response to the step that is repeated; the page reports the rest in words.';
  if (expected === undefined || change === undefined) {
    return {
      status,
      responses: [{ origin: 'derived', why, status, ...(expected !== undefined && { body: expected.recorded }) }],
    };
  }
  const set = { [change.property]: change.value };
  const { recorded } = expected;
  const list = isJsonObject(recorded) && Array.isArray(recorded.value) ? recorded.value : undefined;
  const object = isJsonObject(recorded) ? recorded : {};
  const [first, ...rest] = list ?? [];
  // A list whose items the page does not show has at least this one.
  const changed = { ...(isJsonObject(first) ? first : {}), ...set };
  const body = list === undefined ? { ...object, ...set } : { ...object, value: [changed, ...rest] };
  return {
    status,
    body: list === undefined ? set : { value: { '<contains>': [set] } },
    responses: [{ origin: 'derived', why, status, body }],
  };
}

/** The status that the page shows or describes, or else the usual one of such a request. */
function statusOf(index: number, { steps, linked }: Building): number {
  const step = steps[index];
  const response = step?.response;
  if (response !== undefined && response.statusFrom !== 'assumed') return response.status;
  const shown = linked.exchanged[index];
  if (shown?.method === 'POST' && (creates(shown) || (response === undefined && isCollection(shown.url)))) return 201;
  if (response?.headers.some(({ name }) => isLinkHeader(name)) === true) return response.status;
  if (step?.request?.method === 'GET' || response?.body !== undefined) return 200;
  return 204;
}

type Polling = { readonly within: string; readonly every: string; readonly guess: Guess };

/** How long a step polls for an event that takes time according to the page, or for an operation that was only accepted. */
export function pollingOf(index: number, { steps, linked }: Building): Polling | undefined {
  const step = steps[index];
  if (step?.request?.method !== 'GET') return undefined;
  const polling = { within: 'PT15M', every: 'PT10S' };
  if (step.waits !== undefined) return { ...polling, guess: likely(`the page says: ${inShort(step.waits)}`) };
  if (step.kind !== 'call') return undefined;
  if (operationStatus(linked.exchanged[index]?.responseBody) !== 'over') {
    const why = changedState(index, linked.exchanged);
    return why === undefined ? undefined : { ...polling, guess: likely(why) };
  }
  if (step.request.responses.some(isRunning)) {
    return { ...polling, guess: likely('the page shows the operation while it runs, too') };
  }
  if (!readsOperation(index, linked)) return undefined;
  return { ...polling, guess: likely('the request before was accepted only (202), and this asks how far it is') };
}

/** Whether a step follows the link of a 202. */
function readsOperation(index: number, { requests, linker, exchanged }: LinkedSteps): boolean {
  const { url, linkTo } = requests[index] ?? {};
  const name = linkTo !== undefined ? linker.names.get(url?.slice(2, -1) ?? '') : undefined;
  return name?.kind === 'capture' && exchanged[name.step]?.status === 202;
}
