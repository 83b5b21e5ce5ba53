import { defined } from '../../../defined.ts';
import type { Json } from '../../../json/json.ts';
import type { Page } from '../../page/page.ts';
import { addressOf, graphHost } from '../../page/read-url.ts';
import { type RequestContent, requestContent } from '../bodies/request-content.ts';
import { meaningsOf } from '../meanings.ts';
import { singular } from '../nouns.ts';
import { marksOf, type RunMark, replacements } from '../run-marks.ts';
import { withoutSecrets } from '../sample-secrets.ts';
import type { DocumentedStep } from '../steps/step-of-page.ts';
import { isDateTimeText, pageDay, timeTemplate } from '../time-values.ts';
import { typeNamed } from '../type-names.ts';
import { idInBody } from './body-ids.ts';
import { type Guess, unsure } from './guess.ts';
import { leavesOf, mapTexts, type Path } from './leaves.ts';
import type { Exchanged } from './link-names.ts';
import { linkText, literal, type Replacements } from './link-text.ts';
import { Linker } from './linker.ts';
import { keysOfRequest, type UrlKeys, urlKeys } from './url-keys.ts';

/** A request in the form of the scenario: every text may contain `${…}`. */
export type LinkedRequest = {
  /** Path and query, or alone the `${…}` of a link that an earlier response gave. */
  readonly url: string;
  /** Where such a link leads: the service, with the version of the request that gave the link. */
  readonly linkTo?: string;
  /** The link leads to another host. */
  readonly credentials?: 'none';
  readonly headers: { readonly [name: string]: string };
  readonly body?: Json;
  /** A body that is not JSON, in place of `body`. */
  readonly content?: RequestContent;
  /** Above the key that a path leads to. */
  readonly guesses: readonly { readonly path: Path; readonly guess: Guess }[];
};

export type LinkedSteps = {
  readonly linker: Linker;
  readonly exchanged: readonly Exchanged[];
  readonly requests: readonly (LinkedRequest | undefined)[];
  readonly marks: readonly RunMark[];
  readonly known: Replacements;
  /** The first step whose body contains a text. */
  readonly sentBy: ReadonlyMap<string, number>;
  /** An RFC 3339 full-date: the day of the page's run. */
  readonly day: string;
};

/** Gives every value that requests take from elsewhere a name: from earlier responses, from the reader, from the run. */
export function linkRequests(
  page: Page,
  steps: readonly DocumentedStep[],
  { today, keysInUrl }: { readonly today: string; readonly keysInUrl?: UrlKeys },
): LinkedSteps {
  const keysIn = urlKeys(page, keysInUrl);
  const exchanged = steps.map((step) => exchangedOf(step, keysIn));
  const said = meaningsOf(page);
  const linker = new Linker({ steps: exchanged, meanings: said });
  const marks = marksOf(exchanged);
  const known = replacements(exchanged, marks, linker, (domain) => ({
    description: said.get(domain.toLowerCase()) ?? `A verified domain of the tenant; the page writes ${domain}.`,
  }));
  const day =
    pageDay(
      exchanged.map(({ body }) => body),
      exchanged.map(({ responseBody }) => responseBody),
    ) ?? today;
  const linking = { linker, known, marks, day, prose: proseOf(page) };
  const requests = steps.map((step, index) => {
    const one = exchanged[index];
    return step.kind === 'call' && one !== undefined ? linkRequest(step, one, { ...linking, step: index }) : undefined;
  });
  return { linker, exchanged, requests, marks, known, sentBy: firstSenders(exchanged), day };
}

function firstSenders(steps: readonly Exchanged[]): ReadonlyMap<string, number> {
  const senders = new Map<string, number>();
  for (const [index, { body }] of steps.entries()) {
    for (const { value } of leavesOf(body)) {
      if (typeof value === 'string' && !senders.has(value)) senders.set(value, index);
    }
  }
  return senders;
}

function exchangedOf({ kind, request, response }: DocumentedStep, keysIn: UrlKeys): Exchanged {
  if (request === undefined) return { method: '', url: '' };
  const body = request.body?.kind === 'json' && hasBody(request.method) ? request.body.value : undefined;
  const responseBody =
    kind === 'call' && response?.body?.kind === 'json' && !bodiless.has(response.status)
      ? response.body.value
      : undefined;
  return {
    method: request.method,
    url: request.host === graphHost ? request.url : addressOf(request),
    keys: keysOfRequest(request, textsOf(body), keysIn),
    ...defined({ body, responseBody }),
    ...(kind !== 'call' || response === undefined ? {} : { status: response.status, headers: response.headers }),
  };
}

const textsOf = (body: Json | undefined): readonly string[] =>
  leavesOf(body).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));

/** Responses with these statuses have no body, even if a page shows one. */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

const hasBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

type Linking = {
  readonly linker: Linker;
  readonly known: Replacements;
  readonly marks: readonly RunMark[];
  readonly day: string;
  readonly prose: (step: DocumentedStep) => readonly string[];
  readonly step: number;
};

function linkRequest(documented: DocumentedStep, { method, url, body }: Exchanged, linking: Linking): LinkedRequest {
  const { linker, known, step } = linking;
  const guesses: { path: Path; guess: Guess }[] = [];
  const before = linker.links.length;
  const followed = method === 'GET' || method === 'PUT' ? linker.follow(url, step) : undefined;
  const isElsewhere = /^https:/.test(url);
  const linkedUrl = followed?.url ?? linkText(url, { step, place: 'url' }, { linker, known });
  for (const { guess } of linker.links.slice(before)) {
    if (guess !== undefined) guesses.push({ path: ['request', 'url'], guess });
  }
  const headers = Object.fromEntries(
    (documented.request?.headers ?? [])
      .filter(({ name, value }) => isSent(name, value))
      .map(({ name, value }) => [
        name,
        linkText(value, { step, place: 'header', ...headerNoun(name) }, { linker, known }),
      ]),
  );
  const linkedBody =
    body === undefined
      ? undefined
      : mapTexts(body, (text, path) => {
          const from = linker.links.length;
          const own = ownValue(text, path, { documented, linking });
          if (own?.guess !== undefined) guesses.push({ path: ['request', 'body', ...path], guess: own.guess });
          if (own !== undefined) return own.template;
          const linked = bodyText(text, path, linking);
          for (const { guess } of linker.links.slice(from)) {
            if (guess !== undefined) guesses.push({ path: ['request', 'body', ...path], guess });
          }
          return linked;
        });
  const content = documented.request && requestContent(documented.request);
  if (content?.guess !== undefined) guesses.push({ path: ['request', 'body'], guess: content.guess });
  return {
    url: linkedUrl,
    ...(followed !== undefined && { linkTo: followed.linkTo }),
    ...(isElsewhere ? { credentials: 'none' as const } : {}),
    headers: { ...headers, ...(content?.stated !== undefined && { 'content-type': content.stated }) },
    ...defined({ body: linkedBody, content }),
    guesses,
  };
}

/** A text in a body: an id as a whole, or a text with ids in it. */
function bodyText(text: string, path: Path, { linker, known, step }: Linking): string {
  const use = { step, place: 'body', ...bodyWords(path) } as const;
  const id = known.texts.has(text) ? undefined : idInBody(text, path);
  if (id === 'words') return linker.placeholder(`{${nameOf(path)}}`, use);
  return id === 'id' ? linker.resolve(text, use) : linkText(text, use, { linker, known });
}

/** Values of the run itself: passwords, marks, dates, and ids that the page's author chose. */
function ownValue(
  text: string,
  path: Path,
  { documented, linking }: { readonly documented: DocumentedStep; readonly linking: Linking },
): { readonly template: string; readonly guess?: Guess } | undefined {
  const { linker, marks, day, prose, step, known } = linking;
  const key = String(path.findLast((part) => typeof part === 'string') ?? '');
  if (/^(?:new)?password$/i.test(key)) return { template: '${run.password}' };
  const mark = marks.find((one) => one.step === step && path.length === 1 && one.property === path[0]);
  if (mark !== undefined) return { template: mark.template };
  const typed = typeNamed(text, key);
  if (typed !== undefined) return { template: linker.typed(nameOf(path), text, typed, path) };
  const shown = withoutSecrets(text);
  if (shown !== undefined) {
    return {
      template: literal(shown),
      guess: unsure('the page shows a sample of a secret here; put an input in its place'),
    };
  }
  const whole = known.texts.get(text);
  if (whole !== undefined) return { template: whole };
  // The id of a role or scope that a request defines is the author's own choice.
  if (
    key === 'id' &&
    path.some((part) => typeof part === 'string' && /^(?:appRoles|oauth2PermissionScopes)$/.test(part))
  ) {
    if (!linker.isProduced(text, step)) {
      linker.constant(text);
      return { template: text };
    }
  }
  return subscriptionEnd(text, key, documented) ?? timeTemplate(text, key, { day, prose: prose(documented) });
}

/** How long a subscription may last depends on what it is to. */
function subscriptionEnd(text: string, key: string, { request }: DocumentedStep) {
  const isEnd = key === 'expirationDateTime' && /\/subscriptions(?:\/[^/?]+)?$/i.test(request?.url ?? '');
  return isEnd && isDateTimeText(text)
    ? { template: '${run.now + PT1H}', guess: unsure(`the page writes ${text}; an hour is allowed for every resource`) }
    : undefined;
}

/** The noun for the value at a path: for a bare `id`, the id of the object around it. */
function nameOf(path: Path): string {
  const names = path.filter((part) => typeof part === 'string');
  const key = names.at(-1) ?? 'value';
  const around = names.at(-2);
  return key === 'id' && around !== undefined ? `${singular(around)}Id` : key;
}

/** The words that identify an id in a body: `principalId`, `owners@odata.bind`, the name of the object around `id`. */
function bodyWords(path: Path): { readonly noun?: string; readonly role?: string } {
  const names = path.filter((part) => typeof part === 'string');
  const key = names.at(-1) ?? '';
  const bound = /^(.+)@odata\.bind$/.exec(key)?.[1];
  if (bound !== undefined) return { role: singular(bound) };
  const prefix = /^(.+?)Ids?$/.exec(key)?.[1];
  // The origin of an object is not its kind.
  if (prefix === 'origin') return {};
  if (prefix !== undefined) return { noun: prefix };
  if (key === 'id' && names.length > 1) return { noun: singular(names.at(-2) ?? '') };
  return key === 'id' || key === '@odata.id' || key === 'query' ? {} : { noun: singular(key) };
}

const headerNoun = (name: string): { readonly noun?: string } => {
  const noun = /([a-z]+)-?id$/i.exec(name)?.[1];
  return defined({ noun });
};

/** Headers that are sent automatically, or that no scenario may send, are left out. */
const ownHeaders =
  /^(?:authorization|proxy-authorization|cookie|host|connection|content-length|content-type|transfer-encoding|expect|te|trailer|upgrade|client-request-id|user-agent)$/i;

function isSent(name: string, value: string): boolean {
  return (
    /^[!#$%&'*+.^_`|~\w-]+$/.test(name) &&
    !ownHeaders.test(name) &&
    !/^accept$/i.test(name) &&
    /^[\x20-\x7e]+$/.test(value)
  );
}

/** The sentences around a request, and the instructions of its section. */
function proseOf({ items }: Page): (step: DocumentedStep) => readonly string[] {
  const instructions = items.flatMap((item) => (item.kind === 'instruction' ? [item.instruction] : []));
  return ({ request, heading }) => [
    ...(request?.prose ?? []).map(({ text }) => text),
    ...instructions.filter(({ step }) => step === heading).map(({ text }) => text),
  ];
}
