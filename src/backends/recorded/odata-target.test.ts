import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { odataTarget } from './odata-target.ts';

describe('urls that ask for the same', () => {
  test.each([
    ['the order of query options', '/v1.0/users?$top=5&$select=id', '/v1.0/users?$select=id&$top=5'],
    [
      'what `$select` lists, in any order and with blanks',
      '/v1.0/users?$select=id,mail',
      '/v1.0/users?$select=mail,%20id',
    ],
    ['a slash at the end', '/v1.0/users/', '/v1.0/users'],
    ['a slash before the query', '/v1.0/users/?$top=1', '/v1.0/users?$top=1'],
    ['escapes', "/v1.0/users?%24filter=mail%20eq%20'a%40b.c'", "/v1.0/users?$filter=mail eq 'a@b.c'"],
    ['a blank as `+`', "/v1.0/users?$filter=mail+eq+'a'", "/v1.0/users?$filter=mail eq 'a'"],
    ['a key in parentheses', "/v1.0/users('a@b.c')/manager", '/v1.0/users/a@b.c/manager'],
    ['options without `$`', '/v1.0/users?Top=5', '/v1.0/users?$top=5'],
    ['an option that is empty', '/v1.0/users?&$top=5&', '/v1.0/users?$top=5'],
  ])('%s', (_, one, other) => {
    expect(odataTarget(one)).toEqual(odataTarget(other));
  });

  test('the case of a path, where nothing is the same in every letter', () => {
    expect(odataTarget('/V1.0/Users/A')).not.toMatchObject({ exact: odataTarget('/v1.0/users/a').exact });
    expect(odataTarget('/V1.0/Users/A').loose).toBe(odataTarget('/v1.0/users/a').loose);
  });
});

test.each([
  ['another option', '/v1.0/users?$top=5', '/v1.0/users?$top=6'],
  ['an option more', '/v1.0/users', '/v1.0/users?$top=6'],
  ['an option of the service itself, in other letters', '/v1.0/users?model=1', '/v1.0/users?Model=1'],
  ['a sign that is escaped', '/v1.0/users?$search=a%2Bb', '/v1.0/users?$search=a+b'],
  ['a slash within a key', '/v1.0/items/a%2Fb', '/v1.0/items/a/b'],
  ['the letters of a text', "/v1.0/users?$filter=mail eq 'A'", "/v1.0/users?$filter=mail eq 'a'"],
  ['the order of options of one name', '/v1.0/x?a=1&a=2', '/v1.0/x?a=2&a=1'],
  ['a function and a key', "/v1.0/f(a='b')", "/v1.0/f/a='b'"],
])('%s asks for something else', (_, one, other) => {
  expect(odataTarget(one)).not.toEqual(odataTarget(other));
});

test('whatever is asked for, the order of options and a slash change nothing', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9 $'%+_.-]{0,12}$/);
  const option = fc
    .tuple(fc.stringMatching(/^\$?[a-z]{1,8}$/), text)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 4 }),
      fc.uniqueArray(option, { selector: (one) => one.split('=')[0], maxLength: 5 }),
      (path, options) => {
        const segments = path.map(encodeURIComponent).filter((one) => one !== '');
        const [one, other] = [options.join('&'), options.toReversed().join('&')];
        expect(odataTarget(`/v1.0/${segments.join('/')}/?${one}`)).toEqual(
          odataTarget(`/v1.0/${segments.join('/')}?${other}`),
        );
      },
    ),
  );
});
