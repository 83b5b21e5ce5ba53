import { defined } from '../../defined.ts';
import { placeAt } from '../../diagnostics/place.ts';
import type { Span } from '../../diagnostics/source.ts';
import type { Difference, DifferenceCode } from '../../expectation/compare/difference.ts';
import { evaluateResponse } from '../../expectation/compare/evaluate.ts';
import { compileResponse } from '../../expectation/compile/compile-response.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';
import { isGuid } from '../../guid.ts';
import type { HttpResponse } from '../../http/message.ts';
import { bodyJson } from '../../http/response-body.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import type { Alone, PartyValue } from '../../run/party-value.ts';
import type { PageRequest, PageResponse } from '../page/page.ts';
import { expectedAt, isWithin, looseLists } from './expected-at.ts';
import { asResponse, forPage, placeInPage, shownResponse } from './page-response.ts';
import { shownValue } from './shown-text.ts';

/** The service's reply to a step in the last run; only an evaluated response is evidence about the service. */
export type ServiceReply =
  | { readonly kind: 'none' }
  | { readonly kind: 'response'; readonly response?: HttpResponse; readonly differences: readonly Difference[] };

/** One value about which page, scenario and service disagree. */
export type Disagreement = Omit<PartyValue, 'inPage'> & {
  readonly inPage: Span;
  /** The service responded with an unexpected error. */
  readonly refused: boolean;
  /** What the page has wrong, as a difference, for its correction. */
  readonly difference: Difference;
  /** The list that differs as a whole: it is unknown which of its items is intended. */
  readonly list?: string;
};

type Parties = {
  readonly scenario: Scenario;
  readonly step: Step;
  readonly request: PageRequest;
  readonly service: ServiceReply;
};

/** A difference of the whole response cannot be compared with a value of the page. */
const notOfThePage: ReadonlySet<DifferenceCode> = new Set(['by-person', 'capture', 'request-changed']);

/** Compares page, scenario and service, value by value. */
export function disagreements({ scenario, step, request, service }: Parties): readonly Disagreement[] {
  const { action } = step;
  // A repeated request is documented by the block of the first, which shows what was then.
  const call = action.kind === 'request' ? action.call : undefined;
  const shown = call === undefined ? undefined : shownResponse(request, call.response.statuses);
  const ofService = service.kind === 'none' ? [] : service.differences;
  const ofPage = call === undefined || shown === undefined ? [] : pageDifferences({ scenario, step }, shown);
  const loose = looseLists(bodyOf(step, scenario));
  const [pageAt, serviceAt] = [byPlace(ofPage, ofService, loose), byPlace(ofService, ofPage, loose)];
  const response = service.kind === 'none' ? undefined : service.response;
  const refused = response !== undefined && response.status >= 400 && ofService.some(({ code }) => code === 'status');
  const texts = { page: valuesOf(shown && asResponse(shown)), service: valuesOf(response) };
  const places = [...new Set([...pageAt.keys(), ...serviceAt.keys()])];
  return places.flatMap((path): readonly Disagreement[] => {
    const page = pageAt.get(path);
    const servedDifference = serviceAt.get(path);
    const difference = page ?? servedDifference;
    if (difference === undefined) return [];
    const whole = [page, servedDifference].find((one) => one?.path === path) ?? difference;
    const { shownAt, receivedAt } = { shownAt: texts.page.get(path), receivedAt: texts.service.get(path) };
    const same = page !== undefined && servedDifference !== undefined && agree(difference, shownAt, receivedAt);
    const hasReply = service.kind === 'response' && !(refused && path !== 'status');
    const alone = aloneOf({ page: page !== undefined, service: servedDifference !== undefined, same, hasReply });
    const hidden = (text: string | undefined) => (text === undefined ? undefined : shownValue(text, path));
    const said = {
      page: (page?.path === path ? page.actual : undefined) ?? textOf(shownAt),
      service:
        (servedDifference?.path === path ? servedDifference.actual : undefined) ??
        (hasReply ? textOf(receivedAt) : undefined),
    };
    const isWhole = page?.path !== path && servedDifference?.path !== path;
    const expected = isWhole ? expectedAt(bodyOf(step, scenario), path, scenario.source) : undefined;
    return [
      {
        alone,
        path,
        ...defined({
          page: hidden(said.page),
          scenario: hidden(expected?.text ?? whole.expected),
          service: hidden(said.service),
        }),
        inPage: shown === undefined ? request.span : placeInPage(shown, path),
        inScenario: expected === undefined ? whole.at : placeAt(scenario.source, expected.span),
        refused,
        difference,
        ...defined({ list: listOf(difference, loose) }),
      },
    ];
  });
}

/**
 * The first difference of a party at each place. If one of the two differs in a whole property or list (a missing
 * property, the items or the order of a list), the differences of both within it are one disagreement, in which neither
 * party is alone.
 */
function byPlace(
  own: readonly Difference[],
  others: readonly Difference[],
  loose: readonly string[],
): ReadonlyMap<string, Difference> {
  const wholes = [...own, ...others]
    .flatMap(({ code, path }) => (isOfList(code) ? [path, path.replace(/\[[^[\]]*\]$/, '')] : [path]))
    .concat(loose)
    .filter((whole) => others.some(({ path }) => isWithin(path, whole)))
    .sort((a, b) => a.length - b.length);
  const placed = new Map<string, Difference>();
  for (const difference of own) {
    const place = wholes.find((whole) => isWithin(difference.path, whole)) ?? difference.path;
    if (placed.get(place)?.path !== place) placed.set(place, difference);
  }
  return placed;
}

function listOf({ code, path }: Difference, loose: readonly string[]): string | undefined {
  const within = loose.find((list) => isWithin(path, list));
  if (within !== undefined || code === 'array-order') return within ?? path;
  return isOfList(code) ? path.replace(/\[[^[\]]*\]$/, '') : undefined;
}

const isOfList = (code: DifferenceCode): boolean => code === 'array-missing-item' || code === 'array-extra-item';

type Facts = { readonly page: boolean; readonly service: boolean; readonly same: boolean; readonly hasReply: boolean };

/** `page`, `service`: whether it differs from the scenario; `same`: whether both do so alike. */
function aloneOf({ page, service, same, hasReply }: Facts): Alone {
  if (page && service) return same ? 'scenario' : 'all';
  if (page) return hasReply ? 'page' : 'two';
  return 'service';
}

function bodyOf({ action }: Step, { source }: Scenario) {
  return action.kind === 'request' ? compileResponse(action.call.response, source).expectation.body : undefined;
}

function pageDifferences(
  { scenario, step }: { readonly scenario: Scenario; readonly step: Step },
  shown: PageResponse,
): readonly Difference[] {
  if (step.action.kind === 'manual') return [];
  const { source } = scenario;
  const { expectation, problems } = compileResponse(step.action.call.response, source);
  if (problems.length > 0) return [];
  const strict = (step.strict ?? scenario.strict) && !shown.shortened;
  const response = asResponse(shown);
  const evaluated = { expectation: forPage(expectation, shown), response, values: new Map(), strict, source };
  const values = valuesOf(response);
  return evaluateResponse(evaluated).findings.differences.filter(
    ({ code, path }) =>
      !(shown.shortened && (code === 'missing-property' || code.startsWith('array-'))) &&
      !isPlaceholder(values.get(path)),
  );
}

/** `{id}`, `<the id>`, `String (identifier)`, `…`: placeholders of pages. */
function isPlaceholder(value: Json | undefined): boolean {
  return typeof value === 'string' && /^[{<].*[}>]$|\.\.\.|…|-value$|^String \(|^\w+ \(\w+\)$/s.test(value);
}

/** Whether page and service differ from the scenario in the same way. */
function agree({ code }: Difference, shown: Json | undefined, received: Json | undefined): boolean {
  if (notOfThePage.has(code)) return false;
  if (shown === undefined || received === undefined) return shown === received;
  return alike(shown, received, typeof shown !== 'object' || shown === null);
}

/** Samples of one thing: the same names and kinds; where `exact`, the same value. */
function alike(one: Json, other: Json, exact: boolean): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => alike(item, other[index] ?? null, exact));
  }
  if (isJsonObject(one) && isJsonObject(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => alike(one[name] ?? null, other[name] ?? null, exact))
    );
  }
  return one === other || (!exact && formOf(one) !== undefined && formOf(one) === formOf(other));
}

/** Values that every run generates are samples on a page: ids and times. */
function formOf(value: Json): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (isGuid(value)) return 'id';
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? 'moment' : undefined;
}

/** Every value of a response by its path, as differences name it. */
function valuesOf(response: HttpResponse | undefined): ReadonlyMap<string, Json> {
  const values = new Map<string, Json>();
  if (response === undefined) return values;
  values.set('status', response.status);
  for (const [name, value] of Object.entries(response.headers)) values.set(`header ${name}`, value);
  const body = response.text.trim() === '' ? undefined : bodyJson(response);
  if (body?.ok === true) collect(body.value, '$', values);
  return values;
}

function collect(value: Json, path: string, values: Map<string, Json>): void {
  values.set(path, value);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item, childPath(path, index), values);
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) collect(member, childPath(path, name), values);
  }
}

const textOf = (value: Json | undefined): string | undefined => (value === undefined ? undefined : compactJson(value));
