import { expect, test } from 'vitest';
import { headerTable, shownHeaders, shownSentHeaders } from './header-table.ts';

const show = (value: string, rule: string) => `${rule}: ${value}`;

test('headers that are not in the table are dropped', () => {
  const headers = { 'content-type': 'a', etag: 'b', 'x-new': 'c', authorization: 'd', 'x-ms-ags-diagnostic': 'e' };
  expect(shownHeaders(headers, show)).toEqual({ 'content-type': 'keep: a', etag: 'pseudonym: b' });
});

test('a header that a scenario expects is shown, unless it holds credentials', () => {
  const headers = { 'x-new': 'c', 'set-cookie': 'd', authorization: 'e', 'ocp-apim-subscription-key': 'f' };
  const expected = new Set(Object.keys(headers));
  expect(shownHeaders(headers, show, expected)).toEqual({ 'x-new': 'pseudonym: c' });
});

test('what a scenario sends is shown, unless it holds credentials', () => {
  const headers = {
    prefer: 'a',
    'x-own': 'b',
    Authorization: 'c',
    cookie: 'd',
    'api-key': 'e',
    'x-ms-copy-source-auth': 'f',
  };
  expect(shownSentHeaders(headers, show)).toEqual({ prefer: 'keep: a', 'x-own': 'pseudonym: b' });
});

test.each([
  [
    'Bearer realm="", authorization_uri="https://login/t", error="invalid_token", claims="x"',
    'Bearer error="invalid_token"',
  ],
  ['Bearer authorization_uri="https://login.example/9a"', 'Bearer'],
  ['Negotiate, Basic realm="b"', 'Negotiate'],
  ['opaque=token', ''],
  ['', ''],
])('of the challenge %s, %s is left', (challenge, left) => {
  expect(shownHeaders({ 'www-authenticate': challenge }, (value) => value)).toEqual({ 'www-authenticate': left });
});

/** Row by row, in words of the test. */
const rules = {
  keep: `content-type accept prefer preference-applied consistencylevel odata-version retry-after deprecation sunset date x-ms-resource-unit x-ms-throttle-limit-percentage x-ms-throttle-information`,
  url: `location content-location link operation-location`,
  pseudonym: `x-ms-throttle-scope etag if-match request-id client-request-id x-ms-request-id traceparent ms-cv`,
  challenge: `www-authenticate`,
};
const rows = Object.entries(rules).flatMap(([rule, names]) => names.split(' ').map((name) => [name, rule] as const));

test.each(rows)('of a response, %s is shown by the rule `%s`', (name, rule) => {
  const shown = shownHeaders({ [name]: 'Basic' }, show);
  expect(shown).toEqual({ [name]: `${rule}: Basic` });
});

test('each header that is shown has its row above', () => {
  expect(Object.fromEntries(headerTable)).toEqual(Object.fromEntries(rows));
});

test.each(
  `
  authorization proxy-authorization supplementaryauthorization cookie set-cookie x-ms-authorization-auxiliary api-key subscription-key
  x-ms-copy-source-authorization ocp-apim-subscription-key ocp-apim-trace x-ms-encryption-key x-ms-encryption-key-sha256
`
    .trim()
    .split(/\s+/),
)('%s holds credentials: it is dropped, expected or sent, however it is written', (name) => {
  expect(shownHeaders({ [name]: 'a' }, show, new Set([name]))).toEqual({});
  expect(shownSentHeaders({ [name.toUpperCase()]: 'a' }, show)).toEqual({});
});
