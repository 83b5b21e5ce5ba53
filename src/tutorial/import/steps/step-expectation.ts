import { isJsonObject, type Json } from '../../../json/json.ts';
import type { PageResponse } from '../../page/page.ts';
import { type Guess, likely, unsure } from '../links/guess.ts';
import type { Path } from '../links/leaves.ts';
import { creates } from '../links/link-names.ts';
import { bodiless } from '../links/link-requests.ts';
import { namedText } from '../links/named-text.ts';
import { isCollection } from '../nouns.ts';
import type { Building, BuiltAnswer } from './building.ts';
import { expectedBody } from './expected-body.ts';
import type { DocumentedStep } from './step-of-page.ts';

/** What is expected of a step's answer, and the responses that its recording gives. */
export type ExpectedStatuses = {
  readonly status: number;
  readonly body?: Json;
  readonly answers: readonly BuiltAnswer[];
  readonly guesses: readonly { readonly path: Path; readonly guess: Guess }[];
};

export function expectedOf(index: number, building: Building): ExpectedStatuses {
  const { steps, linked } = building;
  const step = steps[index];
  const response = step?.response;
  const status = statusOf(index, building);
  const answer = response?.body?.kind === 'json' && !bodiless.has(status) ? response.body.value : undefined;
  const guesses: { path: Path; guess: Guess }[] = [];
  if (response === undefined) guesses.push({ path: ['response'], guess: unsure('the page shows no response') });
  else if (response.statusFrom === 'assumed') {
    guesses.push({ path: ['response', 'status'], guess: likely('the page shows no status') });
  }
  const shown = step?.kind === 'call' ? linked.exchanged[index] : undefined;
  const body = shown?.body;
  const request = linked.requests[index]?.body;
  const expected =
    answer === undefined
      ? undefined
      : expectedBody(answer, {
          ...(body === undefined ? {} : { sent: body }),
          ...(request === undefined ? {} : { linked: request }),
          named: (text, path) => namedText(text, path, { step: index, url: step?.request?.url ?? '', linked }),
          wasSent: (text) => (linked.sentBy.get(text) ?? index + 1) <= index,
          openLists: response !== undefined && isOpen(response),
        });
  if (step?.kind === 'repeat') return { ...repeated(step, expected, status), guesses };
  const made = response === undefined ? 'The page shows no response to this request.' : step?.copied && copyWhy;
  const origin = made === undefined ? 'documentation' : 'derived';
  const why = made === undefined ? {} : { why: made };
  const last: BuiltAnswer = { origin, ...why, status, ...(expected === undefined ? {} : { body: expected.recorded }) };
  const early = step !== undefined && waiting(step) !== undefined ? notYet(last) : [];
  return {
    status,
    ...(expected === undefined ? {} : { body: expected.expectation }),
    answers: [...early, last],
    guesses,
  };
}

const copyWhy = 'The page shows one response, and uses the id of this one later.';

/** What a response was before what the page waits for had happened: a list without its items. */
function notYet({ status, body }: BuiltAnswer): readonly BuiltAnswer[] {
  if (!isJsonObject(body) || !Array.isArray(body.value) || body.value.length === 0) return [];
  const why = 'The page asks to wait; before, the list is empty.';
  const counted = Object.hasOwn(body, '@odata.count') ? { '@odata.count': 0 } : {};
  return [{ origin: 'derived', why, status, body: { ...body, ...counted, value: [] } }];
}

/** Something is left out of the lists of the response, not only of its objects. */
function isOpen({ body }: PageResponse): boolean {
  return body?.kind === 'json' && body.repairs.some(({ what }) => what === 'ellipsis');
}

/** The expectation of a step whose response the page reports in words only. */
function repeated(
  { change }: DocumentedStep,
  expected: { readonly recorded: Json } | undefined,
  status: number,
): Omit<ExpectedStatuses, 'guesses'> {
  const why = 'Made from the response to the step that is repeated; the page reports the rest in words.';
  if (expected === undefined || change === undefined) {
    return {
      status,
      answers: [{ origin: 'derived', why, status, ...(expected === undefined ? {} : { body: expected.recorded }) }],
    };
  }
  const set = { [change.property]: change.value };
  const { recorded } = expected;
  const list = isJsonObject(recorded) && Array.isArray(recorded.value) ? recorded.value : undefined;
  const [first, ...rest] = list ?? [];
  const body =
    list === undefined || !isJsonObject(recorded) || !isJsonObject(first)
      ? isJsonObject(recorded)
        ? { ...recorded, ...set }
        : recorded
      : { ...recorded, value: [{ ...first, ...set }, ...rest] };
  return {
    status,
    body: list === undefined ? set : { value: { '<contains>': [set] } },
    answers: [{ origin: 'derived', why, status, body }],
  };
}

/** The status that the page shows or reports, or else the one that such a request has. */
function statusOf(index: number, { steps, linked }: Building): number {
  const step = steps[index];
  const response = step?.response;
  if (response !== undefined && response.statusFrom !== 'assumed') return response.status;
  const shown = linked.exchanged[index];
  if (shown?.method === 'POST' && (creates(shown) || (response === undefined && isCollection(shown.url)))) return 201;
  if (step?.request?.method === 'GET' || response?.body !== undefined) return 200;
  return 204;
}

/** How long a step waits for what the page says takes time. */
export function waiting({
  waits,
  request,
}: DocumentedStep): { readonly within: string; readonly every: string } | undefined {
  return waits === undefined || request?.method !== 'GET' ? undefined : { within: 'PT15M', every: 'PT10S' };
}
