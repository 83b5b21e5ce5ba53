import { expect, test } from 'vitest';
import type { Method } from '../../../http/message.ts';
import type { Json } from '../../../json/json.ts';
import { OwnWrites, segmentsOf } from './own-writes.ts';

const id = '825F1B5E-6fb2';
const response = (status: number, body?: Json) => ({
  ...{ status, headers: { 'content-type': 'application/json' } },
  text: body === undefined ? '' : JSON.stringify(body),
});
const request = (method: Method, url: string, body?: Json) => ({
  ...{ method, url, headers: {} },
  ...(body !== undefined && { body }),
});

test.each<readonly [Method, number, readonly string[]]>([
  ['POST', 200, ['made']],
  ['PATCH', 204, ['made']],
  ['PUT', 299, ['made']],
  ['DELETE', 204, ['removed']],
  ['GET', 200, []],
  ['HEAD', 200, []],
  ['POST', 199, []],
  ['POST', 300, []],
  ['DELETE', 404, []],
])('%s answered %i is a write: %j', (method, status, kinds) => {
  const writes = new OwnWrites();
  writes.note(request(method, '/v1.0/groups/g'), response(status), 5);
  expect(writes.related(request('GET', '/beta/groups/G?$select=id'), 0).map(({ kind }) => kind)).toEqual(kinds);
});

test.each<readonly [string, ReturnType<typeof request>, boolean]>([
  ['the collection', request('GET', '/v1.0/groups'), true],
  ['the object', request('GET', `/beta/groups/${id}/`), true],
  ['what lies below it', request('GET', `/v1.0/groups/${id}/members/$ref`), true],
  ['its id elsewhere in a url', request('GET', `/v1.0/users/u/memberOf/${id.toLowerCase()}`), true],
  ['its id in a body', request('POST', '/v1.0/x', { '@odata.id': `https://h/groups/${id}`, n: 12n ** 20n }), true],
  ['another collection', request('GET', '/v1.0/users'), false],
])('what a create made has to do with %s: %s', (_, sent, isRelated) => {
  const writes = new OwnWrites();
  writes.note(request('POST', '/v1.0/groups', { displayName: 'A' }), response(201, { id }), 5);
  expect(writes.related(sent, 5)).toHaveLength(isRelated ? 1 : 0);
  expect(writes.related(sent, 6)).toEqual([]);
});

test.each<readonly [string, Method, Json]>([
  ['a short id', 'POST', { id: 'abcdefg' }],
  ['an id that is a number', 'POST', { id: 12345678 }],
  ['no object', 'POST', ['abcdefgh']],
  ['the response to a change', 'PATCH', { id: 'abcdefgh' }],
])('nothing is found by %s', (_, method, body) => {
  const writes = new OwnWrites();
  writes.note(request(method, '/v1.0/groups'), response(200, body), 5);
  expect(writes.related(request('GET', '/v1.0/users/abcdefg-abcdefgh-12345678'), 0)).toEqual([]);
});

test('only the last 500 writes are kept', () => {
  const writes = new OwnWrites();
  for (let at = 0; at < 501; at++) writes.note(request('POST', `/v1.0/groups/${at}/x`), response(204), at);
  expect(writes.related(request('GET', '/v1.0/groups'), 0).map(({ atMs }) => atMs)).toEqual(
    Array.from({ length: 500 }, (_, at) => at + 1),
  );
});

test('a path is compared in lower case, without version, query, fragment and link', () => {
  expect(segmentsOf('/V1.0//Groups/A/$ref?x=/y')).toEqual(['groups', 'a']);
  expect(segmentsOf('/beta/me/photo/$value#z')).toEqual(['me', 'photo']);
});
