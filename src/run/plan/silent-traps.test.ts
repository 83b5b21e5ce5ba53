import { expect, test } from 'vitest';
import { sampleScenario } from '../../../test/support/run/sample-plan.ts';
import { rowsOf } from '../../format/scenario/compose/rows.ts';
import { silentTraps } from './silent-traps.ts';

const trapsIn = (step: string) =>
  silentTraps(sampleScenario(`title: T\nactors: { me: {} }\nsteps:\n  - id: a\n${step}`));
const trapsOf = (url: string) =>
  trapsIn(`    request: { method: GET, url: "${url}" }\n    response: { status: 200 }\n`);

test.each([
  "/v1.0/groups?$filter=displayName eq 'R+D'",
  '/v1.0/users?$filter=createdDateTime ge 2021-01-01T00:00:00+00:00',
])('a literal plus in the query of %s is a warning at its place', (url) => {
  expect(trapsOf(url)).toMatchObject([{ code: 'plus-in-query', at: { line: 5 } }]);
});

test.each(["/v1.0/groups?$filter=displayName eq 'R%2BD'", '/v1.0/a+b', '/v1.0/x?$filter=d ge ${run.today + P1D}'])(
  '%s has none',
  (url) => {
    expect(trapsOf(url)).toEqual([]);
  },
);

test('a text that is expected may almost be a matcher, too', () => {
  const yaml = `version: 2
title: T
actors: { me: {} }
steps:
  - request: { method: GET, url: /v1.0/a }
    response: { status: 200, text: 'uuid>' }
`;
  expect(silentTraps(sampleScenario(yaml))).toMatchObject([{ code: 'almost-matcher' }]);
});

test('values of rows and examples are not searched for others, and are no matchers', () => {
  const given = (value: string) =>
    `version: 2\ninputs: { a: { type: json, example: ${value} } }\nsteps:\n  - request: { method: GET, url: /v1.0/a }\n`;
  const row = (value: string) =>
    `version: 2\nmatrix:\n  - { name: x, a: ${value} }\nsteps:\n  - request: { method: GET, url: /v1.0/a }\n`;
  const codes = (yaml: string) =>
    rowsOf(sampleScenario(yaml))
      .flatMap(silentTraps)
      .map(({ code, at }) => `${code} ${at?.line}:${at?.column}`);
  for (const [value, code] of [
    ['"n-${run.id}"', 'other-placeholder'],
    ['[ { b: "${run.id}" } ]', 'other-placeholder'],
    ['<uuid>', 'almost-matcher'],
    ['[ "<integer >= 1>" ]', 'almost-matcher'],
  ] as const) {
    expect(codes(given(value))).toEqual([expect.stringMatching(`^${code} 2:3\\d`)]);
    expect(codes(row(value))).toEqual([`${code} 3:16`]);
  }
  for (const value of ['"$5 {a}"', '"<p>uuid</p>"', '<b>', '5', '"$${"']) {
    expect([...codes(given(value)), ...codes(row(value))]).toEqual([]);
  }
});

const expecting = (value: string) =>
  `    request: { method: GET, url: /v1.0/a }\n    response: { status: 200, body: { a: ${value} } }\n`;
const sending = (request: string, rest = '') =>
  `    request: { method: POST, url: /v1.0/a${request} }\n    response: { status: 200 }\n${rest}`;

test.each([
  [
    'ampersand-in-text',
    `    request: { method: GET, url: "/v1.0/a?$filter=name eq 'R&D'&$top=1" }\n`,
    'write `%26` for an ampersand',
  ],
  ['other-placeholder', '    request: { method: GET, url: "/v1.0/groups/{groupId}" }\n', 'write `${groupId}`'],
  ['other-placeholder', sending(', body: { name: "a {{ run.id }}" }'), 'write `${run.id}`'],
  ['other-placeholder', sending(', headers: { If-Match: $(etag) }'), 'write `${etag}`'],
  ['almost-matcher', expecting('<uuid'), 'write `<uuid>`'],
  ['almost-matcher', expecting('"uuid>"'), 'write `<uuid>`'],
  [
    'almost-matcher',
    '    request: { method: GET, url: /v1.0/a }\n    response: { status: 200, headers: { etag: "uuid>" } }\n',
    'write `<uuid>`',
  ],
  ['almost-matcher', expecting('" <string or null> "'), 'write `<string or null>`'],
  [
    'repeated-create',
    sending('', '    eventually: { within: PT1M }\n    creates: { stays: It is a test. }\n'),
    'send it once, and wait in a separate step that reads',
  ],
  ['other-placeholder', '    request: { method: GET, url: "/v1.0/users/:id?$top=1" }\n', 'write `${id}`'],
  ['other-placeholder', '    request: { method: GET, url: "/v1.0/users/<user-id>/manager" }\n', 'write `${user-id}`'],
  ['odd-url', '    request: { method: GET, url: "/v1.0/me&$select=id" }\n', 'begin the query with `?`'],
  ['odd-url', '    request: { method: GET, url: "/v1.0/a?$select=id?$top=1" }\n', 'write `&` between query options'],
  ['odd-url', '    request: { method: GET, url: "/v1.0/a?$select=id&amp;$top=1" }\n', 'write `&`'],
  ['odd-url', '    request: { method: GET, url: "/v1.0/a ?$top=1" }\n', 'remove it'],
  ['odd-url', '    request: { method: GET, url: "/v1.0/a?$filter=b\u00a0eq 1" }\n', 'write a space'],
  ['odd-url', '    request: { method: GET, url: "/v1.0/a?$filter=b eq ‘A’" }\n', "write `'`"],
  ['odd-url', `    request: { method: GET, url: '/v1.0/a?$top=1&$filter=b eq "A"' }\n`, "write `'`"],
  [
    'text-as-json',
    sending(`, body: '{"a": 1}'`),
    'write JSON without quotes around it; in version 2, `text`, `form` or `file` for another body',
  ],
  ['almost-boolean', sending(', body: { a: yes }'), 'write `true` or `false`, or quote the text'],
  ['almost-matcher', sending(', body: { a: [ <uuid> ] }'), 'write the value, or `${…}` for one'],
  ['almost-matcher', expecting('/^Drill/i'), 'write `<matches ^Drill>`'],
  ['almost-matcher', expecting('[ ... ]'), 'write `<any>`, or `<contains>` for a list'],
  ['path-as-name', expecting('[ { "$.b.c": 1 } ]'), 'write the properties within each other'],
  ['header-without-effect', sending(', headers: { Content-Encoding: gzip }, body: { a: 1 }'), 'remove it'],
  ['header-without-effect', sending(', headers: { content-type: application/json }'), 'remove it'],
])('%s is a warning with its place and what to do', (code, step, fix) => {
  expect(trapsIn(step)).toMatchObject([{ code, fix, at: { file: 'sample.scenario.yaml' } }]);
});

test.each([
  expecting('<uuid>'),
  expecting('"\\\\<uuid>"'),
  expecting('a < b'),
  expecting('"<b>bold"'),
  expecting('string'),
  sending(', body: { query: "{ a }", html: "<p>{x}</p>" }'),
  sending(', headers: { content-type: text/plain }, body: x'),
  sending(', body: { a: <p>, b: "\\\\<uuid" }'),
  sending(', body: { usageLocation: NO, a: "yes" }'),
  expecting('/drive/root:/a.txt'),
  expecting('{ "@odata.type": x, "$ref": y }'),
  `    request: { method: GET, url: "/v1.0/me/drive/root:/R&D a.txt:/content" }\n`,
  `    request: { method: GET, url: "/v1.0/a?$filter=b eq 'O’Neill' and c eq 'say \\"x\\"?'" }\n`,
  `    request: { method: GET, url: "/v1.0/a?$search=\\"displayName:a\\" OR \\"b:c\\"" }\n`,
  `    request: { method: GET, url: "/v1.0/a?$filter=name eq 'O''Neill'&$top=1" }\n`,
  '    request: { method: GET, url: "/v1.0/a/${run.id}?$search=\\"a:b\\"" }\n',
  '    request: { method: GET, url: /v1.0/a }\n    response: { status: 200 }\n    eventually: { within: PT1M }\n',
])('is none: %s', (step) => {
  expect(trapsIn(step)).toEqual([]);
});

test.each([
  ['{ base64: H4sIAAAAAAAAAwMAAAAAAAAAAAA= }', []],
  ['{ text: a }', ['header-without-effect']],
])('bytes may be encoded already, a text is not: %s', (body, codes) => {
  const step = sending(`, headers: { Content-Encoding: gzip }, body: ${body}`);
  const scenario = sampleScenario(`version: 2\ntitle: T\nactors: { me: {} }\nsteps:\n  - id: a\n${step}`);
  expect(silentTraps(scenario).map(({ code }) => code)).toEqual(codes);
});
