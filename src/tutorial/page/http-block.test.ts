import { describe, expect, test } from 'vitest';
import { fragmentOf } from './fragment.ts';
import { statusOf } from './http/status-line.ts';
import { readHttpBlocks } from './http-block.ts';

const blocksOf = (text: string) =>
  readHttpBlocks(fragmentOf(text.split('\n').map((line) => ({ text: line, start: 0 }))));
const kindsOf = (text: string) => blocksOf(text).map(({ kind }) => kind);

test.each([
  ['HTTP/1.1 200 OK', 200],
  ['HTTP/2 204', 204],
  ['HTTP 201 Created', 201],
  ['HTTP code: 200 OK', 200],
  ['Status code: 202', 202],
  ['Status: 404 Not Found', 404],
  ['200 OK', 200],
  ['204', 204],
  ['No Content - 204', 204],
  ['No Content', 204],
  ['HTTP/1.1 999 Odd', undefined],
  ['2021', undefined],
  ['204 things to know about http: part 1', undefined],
  ['Content-Type: 200', undefined],
])('the status of %j is %s', (line, status) => {
  expect(statusOf(line)).toBe(status);
});

describe('messages', () => {
  test('the word above a request and comments are skipped, a protocol behind the url is cut', () => {
    expect(blocksOf('Request\n// as an administrator\nGET /me HTTP/1.1')).toMatchObject([
      { kind: 'request', method: 'GET', target: { text: '/me' } },
    ]);
  });

  test('methods may be written in any case before an address, not before a word', () => {
    expect(kindsOf('get https://graph.microsoft.com/v1.0/me')).toEqual(['request']);
    expect(kindsOf('Post your questions below')).toEqual(['other']);
    expect(kindsOf('GET users')).toEqual(['request']);
    expect(kindsOf('GET all of the users')).toEqual(['other']);
  });

  test('a block may show several messages', () => {
    const text = 'GET /v1.0/a\n\nPOST /v1.0/b\nA: b\n\n{}\n\nHTTP/1.1 201 Created\n\n{ "id": "b" }';
    expect(kindsOf(text)).toEqual(['request', 'request', 'response']);
    expect(blocksOf(text)[1]).toMatchObject({ headers: [{ name: 'A', value: 'b' }], body: { text: '{}' } });
  });

  test('messages inside of a multipart body are its body', () => {
    const text = 'POST /v1.0/$batch\nContent-Type: multipart/mixed; boundary=x\n\n--x\nGET /v1.0/a\n--x--';
    expect(kindsOf(text)).toEqual(['request']);
  });

  test('a body may follow without a blank line', () => {
    expect(blocksOf('POST /v1.0/a\nContent-Type: application/json\n{\n}')).toMatchObject([
      { headers: [{ name: 'Content-Type', value: 'application/json' }], body: { text: '{\n}' } },
    ]);
  });
});
