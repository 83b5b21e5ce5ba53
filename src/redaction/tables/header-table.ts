import type { Headers } from '../../http/message.ts';
import { wordsOf } from '../../words-of.ts';

/**
 * The rule of a header: `keep` is not personal · `url` and `pseudonym` may name a person, and are kept where names are
 * allowed · `challenge` keeps its scheme and error, because realm and authority name the tenant.
 */
export type HeaderRule = 'keep' | 'url' | 'pseudonym' | 'challenge';

/** Every header that is shown; all others are dropped, without a trace of their length. */
export const headerTable: ReadonlyMap<string, HeaderRule> = new Map(
  Object.entries({
    'content-type': 'keep',
    accept: 'keep',
    prefer: 'keep',
    'preference-applied': 'keep',
    consistencylevel: 'keep',
    'odata-version': 'keep',
    'retry-after': 'keep',
    deprecation: 'keep',
    sunset: 'keep',
    date: 'keep',
    'x-ms-resource-unit': 'keep',
    'x-ms-throttle-limit-percentage': 'keep',
    'x-ms-throttle-scope': 'pseudonym',
    'x-ms-throttle-information': 'keep',
    location: 'url',
    'content-location': 'url',
    link: 'url',
    'operation-location': 'url',
    etag: 'pseudonym',
    'if-match': 'pseudonym',
    'request-id': 'pseudonym',
    'client-request-id': 'pseudonym',
    'x-ms-request-id': 'pseudonym',
    traceparent: 'pseudonym',
    'ms-cv': 'pseudonym',
    'www-authenticate': 'challenge',
  } satisfies { readonly [name: string]: HeaderRule }),
);

/** Headers with credentials: they are dropped even if a scenario expects them. */
const neverShown: ReadonlySet<string> = new Set(
  wordsOf(`
  authorization proxy-authorization supplementaryauthorization cookie set-cookie x-ms-authorization-auxiliary api-key
  subscription-key
`),
);
const neverShownStarts = ['x-ms-copy-source', 'ocp-apim-', 'x-ms-encryption-key'];

/** How one header is shown. */
export type ShowHeader = (value: string, rule: HeaderRule) => string;

/** The headers that may be shown, as they may be shown. `expected`: names that a scenario checks, which stay as well. */
export function shownHeaders(headers: Headers, show: ShowHeader, expected?: ReadonlySet<string>): Headers {
  const result: { [name: string]: string } = {};
  for (const name of Object.keys(headers)) {
    const rule = headerTable.get(name) ?? (expected?.has(name) === true ? ruleOfExpected(name) : undefined);
    if (rule === undefined) continue;
    const value = headers[name] ?? '';
    result[name] = show(rule === 'challenge' ? withoutRealm(value) : value, rule);
  }
  return result;
}

/** The headers of a request, as they may be shown: they are the scenario's own words, but for credentials. */
export function shownSentHeaders(headers: Headers, show: ShowHeader): Headers {
  return shownHeaders(headers, show, new Set(Object.keys(headers)));
}

/** Whether a header contains credentials, so that no recording has it. */
export function isNeverShown(written: string): boolean {
  const name = written.toLowerCase();
  return neverShown.has(name) || neverShownStarts.some((start) => name.startsWith(start));
}

function ruleOfExpected(name: string): HeaderRule | undefined {
  return isNeverShown(name) ? undefined : 'pseudonym';
}

/** https://www.rfc-editor.org/rfc/rfc6750#section-3: a scheme, and parameters of which only `error` is never personal. */
function withoutRealm(challenge: string): string {
  const [scheme = ''] = /^[A-Za-z]{1,20}(?![^\s,])/.exec(challenge) ?? [];
  const [, error] = /\berror="([a-z_]{1,60})"/.exec(challenge) ?? [];
  return error === undefined ? scheme : `${scheme} error="${error}"`;
}
