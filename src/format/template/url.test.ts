import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTemplate } from './parse-template.ts';
import { evaluateUrl } from './url.ts';
import type { Value } from './values.ts';

const origin = 'https://graph.microsoft.com';

function urlOf(text: string, values: { readonly [name: string]: Value } = {}) {
  return evaluateUrl(parseTemplate(text).template, new Map(Object.entries(values)));
}

/** Values that people would use to break out. */
const hostile = fc.constantFrom(
  '../../users/x',
  '%2e%2e/',
  'a?b#c',
  '\\..\\',
  "') or ('1' eq '1",
  '//evil',
  '\r\nX: y',
  '\u0000',
);
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }),
  hostile,
);

describe('evaluateUrl', () => {
  test.each<[string, Value, string]>([
    ['/beta/groups/${x}', '0a-1b', '/beta/groups/0a-1b'],
    ['/beta/groups/${x}/members', 'a/b', '/beta/groups/a%2Fb/members'],
    ['/beta/users/${x}', "o'brien!*()", "/beta/users/o'brien!*()"],
    ['/beta/users/${x}', 'a?b#c', '/beta/users/a%3Fb%23c'],
    ['/beta/users/${x}', '%2e%2e', '/beta/users/%252e%252e'],
    ['/beta/users/x${x}', '..', '/beta/users/x..'],
    ['/beta/users/${x}', 12n, '/beta/users/12'],
    ['/beta/users/${x}', 'zoë 😀', '/beta/users/zo%C3%AB%20%F0%9F%98%80'],
    ["/beta/f(on='${x}')", "it's/a", "/beta/f(on='it%27%27s%2Fa')"],
    ["/beta/f(on='${x}')/${x}", "a'b", "/beta/f(on='a%27%27b')/a'b"],
    ['/beta/f(on=%27${x}%27)', "a'b", '/beta/f(on=%27a%27%27b%27)'],
    ["/beta/g?$filter=n eq '${x}'", "a'b&c=d", "/beta/g?$filter=n%20eq%20'a%27%27b%26c%3Dd'"],
    ["/beta/g?$filter=n eq 'it''s ${x}'", "a'b", "/beta/g?$filter=n%20eq%20'it''s%20a%27%27b'"],
    ["/beta/g?$filter=n eq 'y' and m eq ${x}", "a'b", "/beta/g?$filter=n%20eq%20'y'%20and%20m%20eq%20a%27b"],
    ["/beta/g?$search=o'brien&q=${x}", "a'b", "/beta/g?$search=o'brien&q=a%27b"],
    ['/beta/g?q=${x}', 'a b+c&d=e#f', '/beta/g?q=a%20b%2Bc%26d%3De%23f'],
    ["/beta/o'brien?q=${x}", "a'b", "/beta/o'brien?q=a%27b"],
    ['/beta/g?q=${x}', '../..', '/beta/g?q=..%2F..'],
    ['/beta/g?q=${x}', '', '/beta/g?q='],
  ])('puts a value into %s: %o gives %s', (text, x, url) => {
    expect(urlOf(text, { x })).toEqual({ ok: true, url });
  });

  test.each([
    ['/beta/groups?$top=5&$select=id,displayName', '/beta/groups?$top=5&$select=id,displayName'],
    ["/v1.0/me/f(on='reviewer')", "/v1.0/me/f(on='reviewer')"],
    ['/a b"<>^`{|}', '/a%20b%22%3C%3E%5E%60%7B%7C%7D'],
    ['/a%20b%C3%ab', '/a%20b%C3%ab'],
    ['/größe/😀', '/gr%C3%B6%C3%9Fe/%F0%9F%98%80'],
    ["/a!$&'()*+,;=:@-._~/?", "/a!$&'()*+,;=:@-._~/?"],
    ['/a\r\n\u0000#\\', '/a%0D%0A%00%23%5C'],
    ['/100%', '/100%25'],
  ])('keeps the literal text %j as %s', (text, url) => {
    expect(urlOf(text)).toEqual({ ok: true, url });
  });

  test.each<[string, Value]>([
    ['/beta/groups/${x}', ''],
    ['/beta/groups/${x}/members', ''],
    ['/beta/groups/${x}?$top=1', ''],
  ])('refuses an empty segment: %s', (text, x) => {
    expect(urlOf(text, { x })).toEqual({
      ok: false,
      message: '`${x}` is empty, so that a segment of the path is empty',
    });
  });

  test.each<[string, Value]>([
    ['/beta/groups/${x}', '.'],
    ['/beta/groups/${x}/members', '..'],
    ['/beta/groups/.${x}/members', '.'],
    ['/beta/groups/%2E${x}/members', '.'],
    ['/beta/groups/.${x}', ''],
    ['/beta/groups/${x}', '../../users/x'],
    ['/beta/groups/${x}', '\\..\\'],
  ])('refuses a segment that climbs: %s with %j', (text, x) => {
    expect(urlOf(text, { x })).toEqual({ ok: false, message: '`${x}` makes a segment of the path `.` or `..`' });
  });

  test('refuses a name without a value, and says which', () => {
    expect(urlOf('/beta/${a}/${b}', { a: 1 })).toEqual({ ok: false, message: '`${b}` has no value', name: 'b' });
  });

  test('refuses a date that cannot be written, whose name is known', () => {
    expect(urlOf('/beta/${run.today + P9000Y}', { 'run.today': '2026-01-31' })).toEqual({
      ok: false,
      message: '`${run.today + P9000Y}` is not a date that can be represented',
    });
  });

  test('refuses half a character', () => {
    expect(urlOf('/beta/${x}', { x: 'a\ud800' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('half'),
    });
  });

  test.each(['${x}/me', '/${x}/me', 'me/${x}', '//evil/${x}', '/beta/../${x}'])(
    'gives no url that is not a path on the service: %s with an empty or harmless value',
    (text) => {
      const urls = ['', '/', 'beta'].map((x) => urlOf(text, { x })).filter(({ ok }) => ok);
      expect(urls).toEqual(
        text === '/${x}/me'
          ? [
              { ok: true, url: '/%2F/me' },
              { ok: true, url: '/beta/me' },
            ]
          : [],
      );
    },
  );

  test('never reports a value in a message', () => {
    const message = urlOf('/beta/${x}/..', { x: 'hush-hush' });
    expect(message.ok).toBe(false);
    expect(JSON.stringify(message)).not.toContain('hush');
  });

  test('keeps any value in the one segment where it stands, and returns it', () => {
    fc.assert(
      fc.property(texts, texts, (x, y) => {
        const evaluated = urlOf('/beta/groups/${x}/members/${y}/$ref?$top=1', { x, y });
        if (!evaluated.ok) return;
        const url = new URL(evaluated.url, origin);
        expect(url.origin).toBe(origin);
        expect(url.pathname.split('/')).toHaveLength(7);
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual([
          '',
          'beta',
          'groups',
          x,
          'members',
          y,
          '$ref',
        ]);
        expect(url.search).toBe('?$top=1');
        expect(url.hash).toBe('');
      }),
      { numRuns: 2_000 },
    );
  });

  test('refuses only what it must: values with dot segments, and halves of characters', () => {
    fc.assert(
      fc.property(texts, (x) => {
        const climbs = x.split(/[\\/]/).some((one) => one === '.' || one === '..');
        expect(urlOf('/beta/${x}', { x }).ok).toBe(!climbs && x.isWellFormed());
      }),
      { numRuns: 2_000 },
    );
  });

  test('keeps any value inside its OData string, in the path and in the query', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom("/b/f(a='${x}')/c?d", "/b/c?$filter=a eq '${x}'&d=1"), (x, text) => {
        const evaluated = urlOf(text, { x });
        if (!evaluated.ok) return;
        const url = new URL(evaluated.url, origin);
        const decoded = text.includes('(')
          ? url.pathname.split('/').map(decodeURIComponent)[2]
          : url.searchParams.get('$filter');
        const [, literal] = /^[^']*'((?:[^']|'')*)'\)?$/.exec(decoded ?? '') ?? [];
        expect(literal?.replaceAll("''", "'")).toBe(x);
        expect(url.pathname.split('/')).toHaveLength(text.includes('(') ? 4 : 3);
      }),
      { numRuns: 2_000 },
    );
  });

  test('never lets a control character, a space or anything beyond ASCII out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), texts, fc.constantFrom('', '?q=', "?q='"), (literal, x, query) => {
        const parts = [`/b/${literal}`, query, { name: 'x', text: 'x', offset: 0 }];
        const evaluated = evaluateUrl({ parts }, new Map([['x', x]]));
        if (evaluated.ok) expect(evaluated.url).toMatch(/^\/[\u0021-\u007e]+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
