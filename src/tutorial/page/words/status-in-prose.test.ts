import { expect, test } from 'vitest';
import { fragmentOf } from '../fragment.ts';
import { statusInProse } from './status-in-prose.ts';

test.each([
  ['The request returns a `204 No Content` response code.', 204],
  ['If successful, this method returns `202 Accepted`.', 202],
  ['If the request is successful, it returns a 201 Created.', 201],
  ['The response status is 200.', 200],
  ['The service responds with HTTP 204.', 204],
  ['A solicitação retorna o código `204 No Content`.', 204],
  ['请求返回 `204 No Content`。', 204],
  ['请求返回 `204`。', 204],
  ['It first returns `404 Not Found`. Later it returns `200 OK`.', 200],
  ['It returns `404 Not Found`.', 404],
  ['If the group is gone, it returns `404 Not Found`.', undefined],
  ['It might return `202 Accepted`.', undefined],
  ['Set **top** to `200`.', undefined],
  ['The list has 204 members.', undefined],
  ['It returns an empty collection.', undefined],
])('%j reports %s', (text, status) => {
  expect(statusInProse(fragmentOf([{ text, start: 0 }]))?.status).toBe(status);
});

test('it knows where the status stands', () => {
  expect(statusInProse(fragmentOf([{ text: 'All is well. It returns `204 No Content`.', start: 100 }]))?.span).toEqual({
    start: 124,
    end: 140,
  });
});
