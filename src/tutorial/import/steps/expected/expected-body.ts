import { parseMatcher } from '../../../../expectation/matchers/parse-matcher.ts';
import { isGuid } from '../../../../guid.ts';
import { isJsonObject, type Json } from '../../../../json/json.ts';
import { keyOf, type Path, valueAtPath } from '../../links/leaves.ts';
import { literal } from '../../links/link-text.ts';
import { withoutSecrets } from '../../sample-secrets.ts';
import { isDateText, isDateTimeText, isSentinel } from '../../time-values.ts';
import { typeNamed } from '../../type-names.ts';
import { escaped } from '../escaped.ts';
import { containing, patternMatcher } from './text-pattern.ts';

/** The data from which the expectation of a response is made. */
export type ExpectedContext = {
  /** The request's body as shown, and with its values' names. */
  readonly sent?: Json;
  readonly linked?: Json;
  /** A text of the response with the values that have names by now; `undefined` where it has none. */
  readonly named: (text: string, path: Path) => string | undefined;
  /** Texts that the page's requests have sent before. */
  readonly wasSent: (text: string) => boolean;
  /** A link that a later request follows: each run gives another one. */
  readonly isFollowed?: (path: Path) => boolean;
  /** Within the place that an address on the network was traced to. */
  readonly isPlace?: boolean;
  /** The response shows what the request made. */
  readonly isNew?: boolean;
  /** The lists of the response that may have more items than it shows. */
  readonly openLists?: 'all' | 'value';
};

/** The expected and the recorded response; texts of both may contain `${…}`. */
export type ExpectedBody = { readonly expectation: Json; readonly recorded: Json };

/**
 * The expectation of a response that a page shows: names for known values, matchers for values that each run generates,
 * and literals for the rest.
 */
export function expectedBody(shown: Json, context: ExpectedContext, path: Path = []): ExpectedBody {
  if (Array.isArray(shown)) return expectedList(shown, context, path);
  if (isJsonObject(shown)) return expectedObject(shown, context, path);
  if (typeof shown === 'string') return expectedText(shown, context, path);
  // For a partial list, the total count is that of another day.
  const isCount = context.openLists !== undefined && keyOf(path) === '@odata.count';
  const matcher = isCount
    ? '<integer>'
    : typeof shown === 'bigint' || isVolatile(path)
      ? volatileType(shown)
      : undefined;
  return { expectation: matcher ?? shown, recorded: shown };
}

function expectedObject(shown: Json, context: ExpectedContext, path: Path): ExpectedBody {
  const entries = Object.entries(shown as { readonly [key: string]: Json }).map(([key, value]) => {
    const person = isPerson(shown, key, value, { path, ...context });
    const isPlace = context.isPlace === true || (key === 'location' && Object.hasOwn(shown as object, 'ipAddress'));
    const expected = expectedBody(value, isPlace ? { ...context, isPlace } : context, [...path, key]);
    return [key, person ? { ...expected, expectation: '<string>' } : expected] as const;
  });
  return {
    // The property is sufficient without its annotation.
    expectation: Object.fromEntries(
      entries.flatMap(([key, { expectation }]) => (/.@odata\.context$/.test(key) ? [] : [[key, expectation]])),
    ),
    recorded: Object.fromEntries(entries.map(([key, { recorded }]) => [key, recorded])),
  };
}

function expectedList(shown: readonly Json[], context: ExpectedContext, path: Path): ExpectedBody {
  const items = shown.map((item, index) => expectedBody(item, context, [...path, index]));
  const expectation = items.map((item) => item.expectation);
  const recorded = items.map((item) => item.recorded);
  const ofThings = shown.length > 1 && shown.every((item) => isJsonObject(item) && Object.hasOwn(item, 'id'));
  const isOpen = context.openLists === 'all' || (context.openLists === 'value' && path.join() === 'value');
  if (isOpen && shown.length > 0) return { expectation: { '<contains>': expectation }, recorded };
  // The order does not matter.
  return { expectation: ofThings ? { '<unordered>': expectation } : expectation, recorded };
}

function expectedText(text: string, context: ExpectedContext, path: Path): ExpectedBody {
  const echo = valueAtPath(context.sent, path) === text ? valueAtPath(context.linked, path) : undefined;
  if (typeof echo === 'string') return { expectation: escaped(echo), recorded: echo };
  const wrapped = wrappedText(text, valueAtPath(context.sent, path), valueAtPath(context.linked, path));
  if (wrapped !== undefined) return { expectation: wrapped, recorded: literal(text) };
  // The entity set in the context depends on the version and on the request.
  const isControl = /@odata\.(?:context|nextLink|deltaLink)$/.test(keyOf(path));
  if (isControl || context.isFollowed?.(path) === true) {
    const link = withoutSecrets(text) ?? text;
    return { expectation: fitting('<url>', link), recorded: literal(link) };
  }
  const named = context.named(text, path);
  if (named !== undefined) return { expectation: escaped(named), recorded: named };
  const typed = typeNamed(text, keyOf(path));
  if (typed !== undefined) return { expectation: typed.matcher, recorded: typed.sample };
  const shown = withoutSecrets(text);
  const recorded = literal(shown ?? text);
  const known = shown === undefined ? matcherFor(text, path, context.isPlace === true) : secretMatcher(shown);
  const matcher = known ?? (context.isNew === true ? madeWith(text, keyOf(path)) : undefined);
  return { expectation: matcher === undefined ? escaped(recorded) : fitting(matcher, shown ?? text), recorded };
}

/** A mailbox makes a whole page of the HTML that it is sent; the head that it writes differs. */
function wrappedText(text: string, sent: Json | undefined, linked: Json | undefined): string | undefined {
  const isPage = /^\s*<html\b.*<\/html>\s*$/is.test(text);
  if (!isPage || typeof sent !== 'string' || sent !== linked || sent.trim().length < 4 || !text.includes(sent.trim()))
    return undefined;
  return containing(sent.trim());
}

/** Properties that the service adds to each new object. */
function madeWith(text: string, key: string): string | undefined {
  if (/^\S+$/.test(text) && /^id$|Id$/.test(key)) return '<matches ^\\S+$>';
  return /^https?:/.test(text) && /(?:Url|Link)$/.test(key) ? '<url>' : undefined;
}

const secretMatcher = (text: string): string => (/^https?:/.test(text) ? '<url>' : '<string>');

/** The matcher, or a wider one where the page's own value is not of that form. */
function fitting(matcher: string, text: string): string {
  const parsed = parseMatcher(matcher);
  if (parsed.ok && parsed.matcher.matches(text)) return matcher;
  const origin = /^https?:\/\/[\w.-]+\//.exec(text)?.[0];
  if (origin !== undefined) return `<matches ^${origin.replaceAll('.', '\\.')}>`;
  return patternMatcher(text) ?? '<string>';
}

/** The matcher for a value that a run generates, by its name or form. */
function matcherFor(text: string, path: Path, isPlace: boolean): string | undefined {
  const key = keyOf(path);
  if (text === '' || /^0{8}-0{4}/.test(text) || isSentinel(text)) return undefined;
  if (isGuid(text)) return '<uuid>';
  if (isDateTimeText(text)) return '<datetime>';
  if (isDateText(text)) return '<date>';
  if (/^S-1-12-1-/.test(text)) return '<matches ^S-1-12-1->';
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text) && !/^\d+:/.test(text)) return '<email>';
  const form = forms.find(({ keys }) => keys.test(key));
  if (form !== undefined) return form.matcher;
  if (isPlace && /^[A-Z]{2}$/.test(text)) return '<matches ^[A-Z]{2}$>';
  if (isPlace || isVolatile(path) || /DateTime$/.test(key)) return patternMatcher(text) ?? '<string>';
  if (/^https?:\/\/\S+(?:[0-9a-f]{8}-[0-9a-f]{4}-|\{[^{}]+\})/.test(text)) return '<url>';
  if (/^https?:/.test(text)) return undefined;
  // An id within a longer text, what was cut, and what only a machine could have written.
  const isMade =
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|\.\.\.|…/i.test(text) ||
    /^(?=.*\d)(?=.*[A-Za-z])[\w+/=.-]{24,}$/.test(text) ||
    (/^id$|Id$/.test(key) && /^\d+:\w+@/.test(text));
  const made = isMade ? patternMatcher(text) : undefined;
  if (made !== undefined) return made;
  const isId = /^id$|Id$/.test(key);
  if (isId && /^(?:[\w-]*-value|\{[\w-]+\})$/.test(text)) return '<matches ^\\S+$>';
  return /^\{[^"]*\}$|\.\.\.|…/.test(text) ? '<string>' : undefined;
}

/** Values of a known form that each run, place or machine has its own of. */
const forms: readonly { readonly keys: RegExp; readonly matcher: string }[] = [
  { keys: /^(?:@odata\.)?[ce]tag$/i, matcher: '<matches ^(?:W/)?".*"$>' },
  { keys: /^(?:secretText|hint|temporaryAccessPass|iCalUId)$/, matcher: '<string>' },
  { keys: /^webLink$/, matcher: '<url>' },
  { keys: /^(?:client)?ipAddress$/i, matcher: '<matches ^[0-9A-Fa-f.:/]+$>' },
];

/** Properties whose values belong to one run, one place or one machine; of the last three, whatever is in them. */
const volatile =
  /^(?:changeKey|userAgent|requestId|correlationId|keyId|thumbprint|customKeyIdentifier|geoCoordinates|innerError|additionalInfo)$/;

function isVolatile(path: Path): boolean {
  const around = /^(?:geoCoordinates|innerError|additionalInfo)$/;
  return volatile.test(keyOf(path)) || path.some((part) => typeof part === 'string' && around.test(part));
}

function volatileType(value: Json): string | undefined {
  if (typeof value === 'bigint') return '<integer>';
  return typeof value === 'number' ? '<number>' : undefined;
}

/**
 * The name of a person to whom the response refers, such as an author, who exists only in this tenant and whom the page
 * did not name itself. A person who was requested by name or id is expected as the page shows them.
 */
function isPerson(
  object: Json,
  key: string,
  value: Json,
  { path, wasSent }: Pick<ExpectedContext, 'wasSent'> & { readonly path: Path },
): boolean {
  if (typeof value !== 'string' || value === '' || !/^(?:user)?displayName$/i.test(key)) return false;
  if (!isJsonObject(object) || path.length === 0 || typeof path.at(-1) === 'number' || wasSent(value)) return false;
  const address = object.userPrincipalName ?? object.mail;
  return (
    typeof address === 'string' && address.includes('@') && Object.keys(object).every((name) => identity.test(name))
  );
}

/** Properties that only identify a person. */
const identity = /^(?:@odata\.type|id|(?:user)?displayName|userPrincipalName|mail|userType|tenantId)$/i;
