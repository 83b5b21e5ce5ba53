import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { odataTarget } from './odata-target.ts';

describe('urls of the same target', () => {
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
    ['a doubled quote in a key', "/v1.0/users('o''neil@b.c')", '/v1.0/users/o%27neil@b.c'],
    ['a key that is a number', '/v1.0/x(1)/y', '/v1.0/x/1/y'],
    ['parentheses without arguments', '/v1.0/users/delta()', '/v1.0/users/delta'],
    ['the namespace of a function', "/v1.0/reports/microsoft.graph.f(period='D7')", '/v1.0/reports/f(period=%27D7%27)'],
    [
      'the short namespace of a type',
      '/v1.0/groups/1/members/graph.user',
      '/v1.0/groups/1/members/microsoft.graph.user',
    ],
    ['the order of arguments', "/v1.0/f(a=1,b='x,y')", "/v1.0/f(b='x,y', a=1)"],
    ['arguments that are in the query', "/v1.0/f(a=@p,b=@q)?@q='x'&@p=1", "/v1.0/f(a=1,b='x')"],
    ['capitals of `true`', '/v1.0/users?$count=True', '/v1.0/users?$count=true'],
    ['a count that is not wanted', '/v1.0/users?$count=false', '/v1.0/users'],
    ['the usual order', '/v1.0/users?$orderby=a asc, b desc', '/v1.0/users?$orderby=a,b desc'],
    ['what `$expand` lists', '/v1.0/users?$expand=manager,memberOf', '/v1.0/users?$expand=memberOf, Manager'],
    [
      'options within `$expand`',
      '/v1.0/users?$expand=manager($levels=max;$select=id,mail;$expand=a,b)',
      '/v1.0/users?$expand=manager($expand=b,a;$select=mail,id;$levels=max)',
    ],
    [
      'blanks in a filter',
      "/v1.0/users?$filter=( a  eq 'x  y' ) and in(b, 1)",
      "/v1.0/users?$filter=(a eq 'x  y') and in(b,1)",
    ],
    ['an option that is empty', '/v1.0/users?&$top=5&', '/v1.0/users?$top=5'],
  ])('%s', (_, one, other) => {
    expect(odataTarget(one)).toEqual(odataTarget(other));
  });

  test('the case of a path, where nothing is the same in every letter', () => {
    expect(odataTarget('/V1.0/Users/A')).not.toMatchObject({ exact: odataTarget('/v1.0/users/a').exact });
    expect(odataTarget('/V1.0/Users/A').loose).toBe(odataTarget('/v1.0/users/a').loose);
  });

  test.each([
    [
      'the case of properties and operators',
      "/v1.0/users?$filter=DisplayName EQ 'a'",
      "/v1.0/users?$filter=displayName eq 'a'",
    ],
    ['the case of an order', '/v1.0/users?$orderby=displayName DESC', '/v1.0/users?$orderby=displayname desc'],
    ['the case of parameters', '/v1.0/x?startDateTime=a', '/v1.0/x?startdatetime=a'],
  ])('%s, where nothing is the same in every letter', (_, one, other) => {
    expect(odataTarget(one).loose).toBe(odataTarget(other).loose);
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
  [
    'the letters of a text within a longer filter',
    "/v1.0/users?$filter=a eq 'It''S' or b eq 1",
    "/v1.0/users?$filter=a eq 'It''s' or b eq 1",
  ],
  ['the blanks of a text', "/v1.0/users?$filter=a eq 'x  y'", "/v1.0/users?$filter=a eq 'x y'"],
  ['the order of an order', '/v1.0/users?$orderby=a,b', '/v1.0/users?$orderby=b,a'],
  ['another argument', "/v1.0/f(a='x')", "/v1.0/f(a='y')"],
  ['a file that is called like a type', '/v1.0/drive/root:/graph.txt:/content', '/v1.0/drive/root:/txt:/content'],
  ['a file with parentheses', "/v1.0/drive/root:/a('1'):/content", '/v1.0/drive/root:/a/1:/content'],
  ['options within `$expand`', '/v1.0/users?$expand=manager($select=id)', '/v1.0/users?$expand=manager($select=mail)'],
  ['a function and a key', "/v1.0/f(a='b')", "/v1.0/f/a='b'"],
])('%s has another target', (_, one, other) => {
  expect(odataTarget(one)).not.toEqual(odataTarget(other));
});

test.each([
  ['the letters of a text', "/v1.0/users?$filter=a eq 'It''S' or b eq 1", "/v1.0/users?$filter=a eq 'It''s' or b eq 1"],
  ['a function and a key', "/v1.0/f(a='b')", "/v1.0/f/a='b'"],
  ['another argument', "/v1.0/f(a='x')", "/v1.0/f(a='y')"],
])('%s has another target in whatever case', (_, one, other) => {
  expect(odataTarget(one).loose).not.toBe(odataTarget(other).loose);
});

test('whatever is requested, the order of options and a slash change nothing', () => {
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
