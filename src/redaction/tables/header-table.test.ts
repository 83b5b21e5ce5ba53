import { expect, test } from 'vitest';
import { shownHeaders, shownSentHeaders } from './header-table.ts';

const show = (value: string, rule: string) => `${rule}: ${value}`;

test('headers that are not in the table are dropped', () => {
  const headers = { 'content-type': 'a', etag: 'b', 'x-new': 'c', authorization: 'd', 'x-ms-ags-diagnostic': 'e' };
  expect(shownHeaders(headers, show)).toEqual({ 'content-type': 'keep: a', etag: 'pseudonym: b' });
});

test('a header that a scenario promises is shown, unless it holds credentials', () => {
  const headers = { 'x-new': 'c', 'set-cookie': 'd', authorization: 'e', 'ocp-apim-subscription-key': 'f' };
  const promised = new Set(Object.keys(headers));
  expect(shownHeaders(headers, show, promised)).toEqual({ 'x-new': 'pseudonym: c' });
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
