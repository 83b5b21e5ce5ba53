import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { librarySource, sampleMetadata } from '../../../test/support/contract/sample-contract.ts';
import { readPermissions } from '../../contract/permissions.ts';
import { positionAt } from '../../diagnostics/source.ts';
import { type Basis, checkPage } from './check-page.ts';
import { fixPage } from './fix-page.ts';

const metadata = await sampleMetadata();
const day = (text: string) => Date.parse(text);
const alone: Basis = { metadata: {}, metadataDay: day('2026-08-01') };
const byMetadata: Basis = { ...alone, metadata: { 'v1.0': metadata } };

const block = (text: string, info = 'http') => `\`\`\`${info}\n${text}\n\`\`\`\n\n`;
const page = (...blocks: readonly string[]) => `# T\n\n${blocks.map((one) => block(one)).join('')}`;

/** `line kind level` of each finding. */
function found(text: string, basis = alone, path = 'page.md', asOf = day('2026-08-01')): readonly string[] {
  const source = { path, text };
  return checkPage(source, basis, asOf).map(
    ({ kind, level, span }) => `${positionAt(source, span.start).line} ${kind} ${level}`,
  );
}

const get = 'GET https://graph.microsoft.com/v1.0/mine/shelves/7';
const ok = (body: string) => `HTTP/1.1 200 OK\nContent-Type: application/json\n\n${body}`;
const sent = (body: string, url = '/mine/shelves') =>
  `POST https://graph.microsoft.com/v1.0${url}\nContent-Type: application/json\n\n${body}`;

describe('JSON', () => {
  test.each([
    ['a trailing comma', '{ "a": 1, }'],
    ['a double comma', '{ "a": 1,, "b": 2 }'],
    ['a missing comma', '{ "a": 1 "b": 2 }'],
    ['a missing brace', '{ "a": { "b": 1 }'],
    ['a bare key', '{ a: 1 }'],
    ['single quotes', "{ 'a': 1 }"],
    ['typographic quotes', '{ \u201ca\u201d: 1 }'],
    ['a comment', '{ "a": 1 // one\n}'],
    ['an open text', '{ "a": "b }'],
    ['a quote that closes twice', '{ "a": "b"", "c": 1 }'],
    ['no reading at all', '{ "a": 2018-04-01T12:39:16Z }'],
  ])('%s is an error', (_, body) => {
    expect(found(page(get, ok(body)))).toContainEqual(expect.stringMatching(/^\d+ json error$/));
  });

  test.each(['{ "a": 1, ... }', '{ "a": {id} }', '{ "a": <value> }', '{ "a": 1 // more properties\n}', '{\n  ...\n}'])(
    'an elision or a placeholder is right: %s',
    (body) => {
      expect(found(page(get, ok(body)))).toEqual([]);
    },
  );

  test('of each body is found, even without a message', () => {
    expect(found(`${page(sent('{ "a": 1, }'), ok('{ "a": 1, }'))}${block('{ "b": 1, }', 'json')}`)).toHaveLength(3);
  });

  test('is read on behind what has no reading, and what stands close to a fault follows from it', () => {
    const far = (...lines: readonly string[]) => ok(['{', ...lines, '  "z": 1', '}'].join('\n'));
    const rest = ['  "b": 1,', '  "c": 1,', '  "d": 1,', '  "e": 1,'];
    const said = (...lines: readonly string[]) => found(page(get, far(...lines)));
    const broken = '  "a": 2018-04-01T12:39:16Z,';
    expect(said(broken, ...rest)).toEqual(['12 json error']);
    expect(said(broken, ...rest, '  "status: 200,')).toEqual(['12 json error', '17 json error']);
    expect(said(broken, ...rest, '  "f": 1', '  "g": 1,')).toEqual(['12 json error', '17 json error']);
    expect(said(broken, '  "b": 1', '  "c": 1,')).toEqual(['12 json error']);
    expect(said(broken, ...rest, '  "f": { ...', '  },', '  "g": {id},')).toEqual(['12 json error']);
  });

  test('is read on behind what has no reading up to its own end, and a comma behind it is of what holds it', () => {
    const lines = [
      '{',
      '  "x": {',
      '    "a": 2018-04-01T12:39:16Z,',
      '    "b": 1,',
      '    "c": 1,',
      '    "d": 1,',
      '    "e": 1',
    ];
    expect(found(page(get, ok([...lines, '  },', '  "y": 1', '}'].join('\n'))))).toEqual(['13 json error']);
    expect(found(page(get, ok([...lines, '  },', '}'].join('\n'))))).toEqual(['13 json error', '18 json error']);
  });

  test('of a resource’s outline has comments that explain it', () => {
    const outline = (type: string) =>
      `# T\n\n<!-- { "blockType": "${type}" } -->\n${block('{\n  /* inherited */\n  "id": "string"\n}', 'json')}`;
    expect(found(outline('resource'))).toEqual([]);
    expect(found(outline('example'))).toEqual(['6 json error']);
  });

  test('is not what a body of another type is, unless it can be read as JSON', () => {
    const text = (body: string) => ok(body).replace('application/json', 'application/octet-stream');
    expect(found(page(get, text('{ "https://a/b" }')))).toEqual([]);
    expect(found(page(get, ok('{ "https://a/b" }')))).toEqual(['11 json error']);
    expect(found(page(get, text('{ "a": 1, }')))).toContain('11 json error');
  });

  test('in part is not a body', () => {
    expect(found(`# T\n\n${block('"a": [\n  {\n    "b": 1\n  }\n]', 'json')}`)).toEqual([]);
    expect(found(`# T\n\n${block('"a": [\n  {\n    "b": 1\n  }\n]')}`)).toEqual([]);
  });

  test('in part has its own defects', () => {
    const part = (text: string) => found(`# T\n\n${block(text, 'json')}`);
    expect(part('"a": {\n  "b": \u201c1\u201d\n}')).toEqual(['5 json error']);
    expect(part('"a": 1\n"b": 2')).toEqual(['4 json error']);
    expect(part('"a": {\n  "b": 1\n},')).toEqual([]);
    expect(part('"a": {\n  "b": [ 1,')).toEqual([]);
  });

  test('takes no blanks but its own', () => {
    expect(found(page(get, ok('{\u00a0"a": 1,\u202f\n"b": 2 }')))).toEqual(['11 json error']);
  });

  test('of a program is not a body', () => {
    expect(found(`# T\n\n${block("const a = { b: 1, };\n{ b: 'x', }", 'javascript')}`)).toEqual([]);
  });
});

test.each([
  ['PSOT https://graph.microsoft.com/v1.0/mine/shelves', ['4 method error']],
  ['GEThttps://graph.microsoft.com/v1.0/mine/shelves', ['4 method error']],
  ['get https://graph.microsoft.com/v1.0/mine/shelves', ['4 method error']],
  ['See https://graph.microsoft.com/v1.0/mine/shelves', []],
])('a method is one of HTTP: %s', (line, said) => {
  expect(
    found(page(line, 'HTTP/1.1 201 Created\nContent-Type: application/json\n\n{ "id": "7" }')).filter((one) =>
      /method/.test(one),
    ),
  ).toEqual(said);
});

describe('a status line', () => {
  test.each([
    'HTTP/1.1 20O OK',
    'HTTP 200 OK',
    'HTTP/1.1 204 OK',
    'HTTP/1.1 201 OK',
    'HTTP/1.1 202 Accpted',
    'HTTP/1.1 2000 OK',
    'HTP/1.1 200 OK',
    'No Content - 204',
    '200 OK',
  ])('%s is an error', (line) => {
    expect(found(page(sent('{ "a": 1 }'), line))).toEqual(['11 status-line error']);
  });

  test.each(['HTTP/1.1 200', 'HTTP/2 200 OK', 'HTTP/1.1 204 NO CONTENT', 'HTTP/1.1 422', 'HTTP/1.1 <status>'])(
    '%s is right',
    (line) => {
      expect(found(page(sent('{ "a": 1 }'), line))).toEqual([]);
    },
  );

  test('that is malformed costs that line only', () => {
    expect(found(page(get, 'HTTP/1.1 20O OK\nContent-Type: application/json\n\n{ "a": 1, }'))).toEqual([
      '8 status-line error',
      '11 json error',
    ]);
  });
});

describe('a status', () => {
  test.each([
    [get, 'HTTP/1.1 201 Created'],
    [get.replace('GET', 'DELETE'), 'HTTP/1.1 201 Created'],
    [get.replace('GET', 'PATCH'), 'HTTP/1.1 201 Created'],
    [get, 'HTTP/1.1 204 No Content\n\n{ "a": 1 }'],
    [get, 'HTTP/1.1 404 Not Found\n\n{ "id": "7", "height": 1 }'],
    [get, 'HTTP/1.1 500 Internal Server Error\n\n{ "value": [] }'],
  ])('contradicts the method or the body: %s, %s', (request, response) => {
    expect(found(page(request, response))).toEqual(['8 status error']);
  });

  test.each(['{ "error": { "code": "x" } }', '{ "id": "7", "errorCode": "x" }', '{ "height": 1 }', '[]'])(
    'of an error may have a body about it: %s',
    (body) => {
      expect(found(page(get, `HTTP/1.1 404 Not Found\n\n${body}`))).toEqual([]);
    },
  );

  const stated = (status: string, shown: string, ...more: readonly string[]) =>
    `# T\n\n## HTTP request\n\n${block('DELETE /mine/shelves/{id}')}## Response\n\nIf successful, this method returns \`${status}\`.\n\n## Example\n\n${[
      'DELETE https://graph.microsoft.com/v1.0/mine/shelves/7',
      shown,
      ...more,
    ]
      .map((one) => block(one))
      .join('')}`;

  test('contradicts what the page states', () => {
    expect(found(stated('204 No Content', 'HTTP/1.1 200 OK'))).toEqual(['20 status error']);
    expect(found(stated('204 No Content', 'HTTP/1.1 204 No Content'))).toEqual([]);
    expect(found(stated('204 No Content', 'HTTP/1.1 404 Not Found'))).toEqual(['20 status error']);
    expect(found(stated('204 No Content. Otherwise it returns 404 Not Found', 'HTTP/1.1 404 Not Found'))).toEqual([]);
  });

  test.each([
    ['its error', ['HTTP/1.1 404 Not Found\n\n{ "error": { "code": "x" } }']],
    ['what goes right, too', ['HTTP/1.1 204 No Content', 'HTTP/1.1 404 Not Found']],
    [
      'another request that goes right',
      ['HTTP/1.1 404 Not Found', 'DELETE /mine/shelves/8', 'HTTP/1.1 204 No Content'],
    ],
    ['what goes right below', ['HTTP/1.1 404 Not Found', 'HTTP/1.1 204 No Content']],
  ])('of what goes wrong is right beside %s', (_, [shown = '', ...more]) => {
    expect(found(stated('204 No Content', shown, ...more))).toEqual([]);
  });

  test.each(['200-series', '200 series', 'série 200', '200 séries', '200 系列', '200 серии'])(
    'may be any of a series: %s',
    (series) => {
      expect(found(stated(series, 'HTTP/1.1 204 No Content'))).toEqual([]);
    },
  );

  test('of another call than that of the page may redirect', () => {
    const other = 'GET https://graph.microsoft.com/v1.0/mine/shelves/7/picture';
    expect(found(stated('204 No Content', 'HTTP/1.1 204 No Content', other, 'HTTP/1.1 302 Found'))).toEqual([]);
    expect(found(stated('204 No Content', 'HTTP/1.1 302 Found'))).toEqual(['20 status error']);
  });

  test('of a call beside that of the page is not checked against the documented statuses', () => {
    const own = 'DELETE https://graph.microsoft.com/v1.0/mine/shelves/7';
    const invite = `POST https://graph.microsoft.com/v1.0/mine/shelves/invite`;
    const said = (...blocks: readonly string[]) =>
      found(stated('204 No Content', 'HTTP/1.1 204 No Content', ...blocks));
    expect(said(invite, 'HTTP/1.1 200 OK')).toEqual([]);
    expect(said('POST https://hooks.contoso.com/shelf', 'HTTP/1.1 200 OK').filter((one) => /status/.test(one))).toEqual(
      [],
    );
    expect(said(own, 'HTTP/1.1 200 OK')).toEqual(['28 status error']);
  });

  test('of another or a later read is not checked against the documented statuses', () => {
    expect(found(stated('200 OK', 'HTTP/1.1 302 Found').replaceAll('DELETE', 'GET'))).toEqual([]);
    const later = (prefer: string) =>
      `# T\n\n## HTTP request\n\n${block('POST /mine/shelves')}## Response\n\nReturns \`201 Created\`.\n\n## Example\n\n${block(`POST https://graph.microsoft.com/v1.0/mine/shelves\n${prefer}\n\n{}`)}${block('HTTP/1.1 202 Accepted')}`;
    expect(found(later('Prefer: respond-async'))).toEqual([]);
    expect(found(later('Prefer: return=minimal'))).toEqual(['23 status error']);
  });

  test('with a contradictory line is one finding', () => {
    expect(found(page(get, 'HTTP/1.1 201 OK'))).toEqual(['8 status-line error']);
  });

  test('of a redirection is shown with its target', () => {
    expect(found(stated('302 Found', 'HTTP/1.1 302 Found', 'HTTP/1.1 200 OK'))).toEqual([]);
  });
});

describe('a header', () => {
  test.each([
    `${get}\nAuthorization : Bearer <token>`,
    `${get}\n\nPrefer: odata.maxpagesize=2`,
    `${get}\nContent-type application/json`,
    `${get}\nContent type: application/json`,
    `${get}\napplication/json`,
    `${get}\nContent-Typ: application/json`,
    `${get}\nContent-type: application.json`,
    `${get}\nContent-type: shelves/json`,
    `${get}\nHost: https://graph.microsoft.com`,
    `${sent('{ "a": 1 }').replace('application/json', 'text/plain')}`,
  ])('is wrong: %j', (request) => {
    expect(found(page(request))).toEqual([expect.stringMatching(/^[5-7] header error$|^4 header error$/)]);
  });

  test.each([
    `${get}\nPrefer: odata.maxpagesize=2`,
    `${get}\nHost: graph.microsoft.com\nAccept: image/*`,
    `${get}?$top=1\n  &$select=id\nAccept: application/json`,
    `PUT https://graph.microsoft.com/v1.0/mine/shelves/7\nContent-Type: text/plain\n\nSome words.`,
    `POST https://graph.microsoft.com/v1.0/$batch\nContent-Type: multipart/mixed; boundary=x\n\n--x\nGET /me HTTP/1.1\n`,
  ])('is right: %j', (request) => {
    expect(found(page(request))).toEqual([]);
  });

  test('below a blank line belongs to its message, and so does the body', () => {
    const text = page(
      'POST https://graph.microsoft.com/v1.0/mine/shelves\n\nContent-Type: application/json\n\n{ "a": 1, }',
    );
    expect(found(text)).toEqual(['6 header error', '8 json error']);
  });
});

test.each([
  [page(get, 'HTTP/1.1 200 OK\n{ "id": "7" }'), ['9 header note']],
  [page(get, 'HTTP/1.1 200 OK\nContent-Type: application/json\n{ "id": "7" }'), ['10 header note']],
  [page(get, ok('{ "id": "7" }')), []],
])('a body right below its headers is a note, and is read', (text, said) => {
  expect(found(text)).toEqual(said);
  const comma = text.replace('"7" }', '"7", }');
  expect(found(comma)).toEqual([...said, expect.stringMatching(/^\d+ json error$/)]);
});

test.each([
  ['another thing', '1d027261-d21f-4aa9-b7db-7fa1f56fb163', '2d027261-d21f-4aa9-b7db-7fa1f56fb163', ['12 id error']],
  ['the same one in capitals', '1d027261-d21f-4aa9-b7db-7fa1f56fb163', '1D027261-d21f-4aa9-b7db-7fa1f56fb163', []],
  ['a placeholder', '1d027261-d21f-4aa9-b7db-7fa1f56fb163', '{shelf-id}', []],
])('what is created lies below what the url names: %s', (_, posted, at, said) => {
  const post = `POST https://graph.microsoft.com/v1.0/mine/shelves/${posted}/books\nContent-Type: application/json\n\n{}`;
  const created = `HTTP/1.1 201 Created\nLocation: https://graph.microsoft.com/v1.0/mine/shelves/${at}/books/7`;
  expect(found(page(post, created))).toEqual(said);
  expect(found(page(post, created.replace('201 Created', '202 Accepted')))).toEqual([]);
});

test('what a function or an action returns as a collection is one on beta pages, too', () => {
  const beta = (body: string) =>
    found(page("GET https://graph.microsoft.com/beta/mine/shelves/7/books/borrowed(by='me')", ok(body)), byMetadata);
  expect(beta('{ "id": "7" }')).toEqual(['11 single-vs-list error']);
  expect(beta('{ "value": [{ "id": "7" }] }')).toEqual([]);
});

describe('a url', () => {
  const signed = (signature: string, ...samples: readonly string[]) =>
    `# T\n\n## HTTP request\n\n${block(signature)}## Example\n\n${samples.map((one) => block(one)).join('')}`;

  test.each([
    'GET https://graph.microsoft.com/v1.0/mine//shelves',
    'GET https://graph.microsoft.com/v1.0/mine/ shelves',
    'GET https://graph.microsoft.com/v1.0/mine/{id/shelves',
    'GET https://graph.microsoft.com/v1.0/mine/shelves{shelf-id}/books',
    'GET https://graph.microsoft.com/mine/shelves',
    'GET https://graph.microsoft.com/v1.0/v1.0/mine',
    'GET https://graph.microsft.com/v1.0/mine',
    'GET https://graph.microsoft-ppe.com/v1.0/mine',
    'GET https://graph/microsoft.com/v1.0/mine',
    'GET https://graph.microsoft.com/v1.0/mine?$filter=id eq \u20187\u2019',
  ])('is malformed: %s', (request) => {
    expect(found(page(request))).toEqual(['4 url error']);
  });

  test.each([
    "GET https://graph.microsoft.com/v1.0/users?$filter=displayName eq 'a b'",
    'GET /me/drive/root:/{item-path}:/permissions',
    'GET /users/{id | userPrincipalName}/messages',
    "GET https://graph.microsoft.com/v1.0/x/range(address='A1 (2)')/rows",
    'GET https://graph.microsoft.com/v1.0/x/range(address={address})/rows/itemAt(index={n})',
    'GET https://graph.microsoft.us/v1.0/me',
    'POST https://bot.contoso.com/callback',
    'GET https://graph.microsoft.com/v1.0/mine/byIds(ids=[\n  "a"\n])',
    'POST /{version}/mine/shelves',
  ])('is right: %s', (request) => {
    expect(found(page(request)).filter((one) => one.endsWith('error'))).toEqual([]);
  });

  const bound = (value: string, key = 'keeper@odata.bind') => page(sent(`{\n  "${key}": ${value}\n}`));

  test.each([
    bound('"https://graph.microsoft.com/v1/people/7"'),
    bound('"https://graph.microsoft.com/people/7"', '@odata.id'),
    bound('["https://graph.microsft.com/v1.0/people/7"]'),
    bound('"https://graph.microsoft.com/v1.0/people(7"'),
  ])('is malformed in a body: %#', (text) => {
    expect(found(text)).toEqual(['8 url error']);
  });

  test.each([
    bound('"https://graph.microsoft.com/v1.0/people/7"'),
    bound('"https://graph.microsoft.com/beta/people/{id}"'),
    bound('"{reference}"', '@odata.id'),
    bound('"https://graph.microsoft.com/odata/groups(\'7\')"', '@odata.id'),
    bound('"https://contoso.com/mine"', 'webUrl'),
  ])('is right in a body: %#', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('of a body is of the version of its page, where beta is another', () => {
    const text = bound('"https://graph.microsoft.com/beta/people/7"');
    expect(found(text, alone, 'api/v1.0/page.md')).toEqual(['8 url error']);
  });

  test('is of the version of its page', () => {
    expect(found(signed('GET /mine/shelves', 'GET https://graph.microsoft.com/beta/mine/shelves'))).toEqual([
      '12 url error',
    ]);
    const beta = signed('GET /mine/shelves', 'GET https://graph.microsoft.com/v1.0/mine/shelves');
    expect(found(beta, alone, 'api/beta/page.md')).toEqual(['12 url error']);
    expect(found(beta, alone, 'api/v1.0/page.md')).toEqual([]);
  });

  test('is an instance of the signature', () => {
    expect(found(signed('GET /mine/shelves/{id}', 'GET https://graph.microsoft.com/v1.0/mine/shelfes/7'))).toEqual([
      '12 url error',
    ]);
    expect(found(signed('DELETE /mine/shelves/{id}', 'PUT https://graph.microsoft.com/v1.0/mine/shelves/7'))).toEqual([
      '12 method error',
    ]);
    expect(
      found(signed('DELETE /mine/shelves/{id}', 'DELETE https://graph.microsoft.com/v1.0/mine/shelves/7', get)),
    ).toEqual([]);
  });
});

describe('the metadata', () => {
  test.each([
    ['a property', get, ok('{ "id": "7", "colour": "red" }'), '11 property error'],
    ['a type', get, ok('{ "id": "7", "height": "tall" }'), '11 type error'],
    ['a member', get, ok('{ "id": "7", "kind": "ajar" }'), '11 enum error'],
    ['a list', get, ok('{ "id": "7", "labels": "a" }'), '11 single-vs-list error'],
    ['one object', get.replace('/7', ''), ok('{ "id": "7" }'), '11 single-vs-list error'],
    ['a collection', get, ok('{ "value": [ { "id": "7" } ] }'), '11 single-vs-list error'],
    ['one object in `value`', get, ok('{ "value": { "id": "7" } }'), '11 single-vs-list error'],
    ['a bare array', get.replace('/7', ''), ok('[ { "id": "7" } ]'), '11 single-vs-list error'],
    ['a number as a member', get, ok('{ "id": "7", "kind": 1 }'), '11 type error'],
    ['an object as a member', get, ok('{ "id": "7", "kind": {} }'), '11 type error'],
    ['half a number', get, ok('{ "id": "7", "height": 1.5 }'), '11 type error'],
    ['a path', get.replace('/7', '/7/boks'), ok('{}'), '4 url error'],
    ['an action', `${get}/lock`, ok('{}'), '4 method error'],
    ['a key', get.replace('GET', 'POST'), ok('{}'), '4 method error'],
    [
      'a context',
      get,
      ok('{ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#libraries/$entity", "id": "7" }'),
      '11 context error',
    ],
  ])('speaks against %s', (_, request, response, said) => {
    expect(found(page(request, response), byMetadata)).toEqual([said]);
  });

  test('is not required of an error, of beta, or of an elision', () => {
    expect(found(page(get, ok('{ "error": { "code": "x" } }')), byMetadata)).toEqual([]);
    expect(found(page('POST /common/oauth2/token\nHost: login.microsoftonline.com'), byMetadata)).toEqual([]);
    expect(found(page(get.replace('v1.0', 'beta'), ok('{ "colour": 1 }')), byMetadata)).toEqual([]);
    expect(
      found(
        page(get, ok('{ "kind": "open | closed", "height": {height}, "maker": "microsoft.graph.maker" }')),
        byMetadata,
      ),
    ).toEqual([]);
  });

  test('of another year makes an unknown name a note, but a misspelled one an error', () => {
    const text = page(get, ok('{ "id": "7", "colour": "red", "lables": [ "a" ] }'));
    const said = ['11 property note', '11 property error'];
    expect(found(text, byMetadata, 'page.md', day('2021-07-01'))).toEqual(said);
    expect(found(`---\nms.date: 2021-07-01\n---\n${text}`, byMetadata).map((one) => one.slice(3))).toEqual([
      'property note',
      'property error',
    ]);
    expect(checkPage({ path: 'page.md', text }, byMetadata).map(({ level }) => level)).toEqual(['note', 'error']);
  });

  test('of another year makes an unknown member an error where it is a misspelling, or no name at all', () => {
    const said = (member: string) =>
      found(page(get, ok(`{ "kind": "${member}" }`)), byMetadata, 'page.md', day('2021-07-01'));
    expect(said('ajar')).toEqual(['11 enum note']);
    expect(said('opn')).toEqual(['11 enum error']);
    expect(said('Open_')).toEqual(['11 enum error']);
    expect(said('Wide open')).toEqual(['11 enum error']);
  });

  test('is required of what is in a response of the wrong form, too', () => {
    const shelf = '{ "id": "7", "lables": [ "a" ] }';
    const both = ['11 single-vs-list error', '11 property error'];
    expect(found(page(get, ok(`{ "value": [ ${shelf} ] }`)), byMetadata)).toEqual(both);
    expect(found(page(get.replace('/7', ''), ok(shelf)), byMetadata)).toEqual(both);
    expect(found(page(get.replace('/7', ''), ok(`[ ${shelf} ]`)), byMetadata)).toEqual(both);
    expect(found(page(get, ok('{ "maker": [ { "nme": "a" } ] }')), byMetadata)).toEqual([
      '11 single-vs-list error',
      '11 property error',
    ]);
  });

  test('makes the letter case of names and members style', () => {
    expect(found(page(get, ok('{ "ID": "7", "kind": "Open" }')), byMetadata)).toEqual([
      '11 property style',
      '11 enum style',
    ]);
  });

  test('is said once of one cause', () => {
    const shelf = '{ "id": "7", "colour": "red" }';
    expect(found(page(sent(shelf), ok(shelf)), byMetadata)).toEqual(['7 property error']);
    const stranger = '{ "a1": 1, "b1": 2, "c1": 3, "d1": 4, "e1": 5 }';
    expect(found(page(get, ok(stranger)), byMetadata)).toEqual(['11 property error']);
  });
});

describe('a context', () => {
  const shown = (context: string, body = '"id": "7"') =>
    found(page(get, ok(`{ "@odata.context": "${context}", ${body} }`)));

  test.each([
    'https://graph.microsoft.com/beta/$metadata#mine/shelves/$entity',
    'https://graph.microsoft.com/v1.0/mine/shelves/$entity',
    'https://graph.microsoft.com/v1.0/metadata#mine/shelves/$entity',
    'https://canary.graph.microsoft.com/test/$metadata#mine/shelves/$entity',
  ])('%s is wrong', (context) => {
    expect(shown(context)).toEqual(['11 context error']);
  });

  test.each([
    'https://graph.microsoft.com/v1.0/$metadata#mine/shelves/$entity',
    'https://graph.microsoft.com/{version}/metadata',
    'https://graph.microsoft.com/v1.0/reports/$metadata#Collection(microsoft.graph.shelf)',
    'https://graph.microsoft.com/V1.0/$metadata#mine/shelves/$entity',
    'https://graph.microsoft.us/v1.0/$metadata#mine/shelves/$entity',
  ])('%s is right', (context) => {
    expect(shown(context)).toEqual([]);
  });

  test('of the host that the prose names is a note', () => {
    const text = page(get, ok('{ "@odata.context": "https://outlook.office.com/api/$metadata#x", "id": "7" }'));
    expect(found(text)).toEqual(['11 context error']);
    expect(found(`${text}The session is kept by \`outlook.office.com\`.\n`)).toEqual(['11 context note']);
  });

  test('of an item, of a property and of a response without a request is of its version, too', () => {
    const beta = 'https://graph.microsoft.com/beta/$metadata#mine/shelves';
    const list = page(get.replace('/7', ''), ok(`{ "value": [ { "id": "7", "@odata.context": "${beta}" } ] }`));
    expect(found(list)).toEqual(['11 context error']);
    expect(found(page(get, ok(`{ "id": "7", "books@odata.context": "${beta}", "books": [] }`)))).toEqual([
      '11 context error',
    ]);
    expect(found(list.replace('beta/', 'v1.0/'))).toEqual([]);
    const loose = page(ok(`{ "@odata.context": "${beta}" }`));
    expect(found(loose, alone, 'api/v1.0/page.md')).toEqual(['7 context error']);
    expect(found(loose, alone, 'api/beta/page.md')).toEqual([]);
    expect(found(loose)).toEqual([]);
  });

  test('of a body that no message has is of the version of its page', () => {
    const alone = block('{ "@odata.context": "https://graph.microsoft.com/beta/$metadata#shelves" }', 'json');
    const text = `# T\n\n${block(get)}<!-- { "blockType": "ignored" } -->\n${alone}`;
    expect(found(text, byMetadata, 'api/v1.0/page.md')).toEqual(['9 context error']);
    expect(found(text, byMetadata)).toEqual([]);
  });

  test('may leave the keys of collections out', () => {
    const text = (context: string) =>
      page(
        `${get}/books/1`,
        ok(`{ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#${context}/$entity", "id": "1" }`),
      );
    expect(found(text('mine/shelves/books'), byMetadata)).toEqual([]);
    expect(found(text('libraries/shelves'), byMetadata)).toEqual(['11 context error']);
  });

  test('of beta leads to what both versions have; one that begins with a misspelled name leads nowhere', () => {
    const text = (context: string) =>
      page(get, ok(`{ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#${context}", "id": "7" }`));
    const beta = (context: string) => found(text(context).replaceAll('v1.0', 'beta'), byMetadata, 'api/beta/page.md');
    expect(beta('libraries/$entity')).toEqual(['11 context error']);
    expect(beta('mine/shelves/$entity')).toEqual([]);
    expect(beta('mine/racks/$entity')).toEqual([]);
    expect(found(text('librareis/$entity'), byMetadata)).toEqual(['11 context error']);
    expect(beta('librareis/$entity')).toEqual([]);
    expect(found(text('microsoft.graph.rack'), byMetadata)).toEqual([]);
  });

  test('of one entity is not that of a collection', () => {
    expect(shown('https://graph.microsoft.com/v1.0/$metadata#mine/shelves/$entity', '"value": []')).toEqual([
      '11 context error',
    ]);
  });
});

describe('an id', () => {
  const [one, other] = ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '7d444840-9dc0-11d1-b245-5ffdce74fad2'];
  test('comes back as it was sent', () => {
    const request = get.replace('/7', `/${one}`);
    expect(found(page(request, ok(`{ "id": "${other}" }`)))).toEqual(['11 id error']);
    expect(found(page(request, ok(`{ "id": "${one.toUpperCase()}" }`)))).toEqual([]);
  });

  test.each([
    ['AQAAAJ5dZqA1M-CJKtz=', 'AQAAAJ5dZqA1MCJKtz=', 1],
    ['TSP228082938', 'ZZZ999111222', 1],
    [one, '19002', 1],
    [one, '3f2504e0-4f89-41d3', 0],
    ['Com.Contoso.Deal1', 'OpenTypeExtension.Com.Contoso.Deal1', 0],
    ['jane@contoso.com', one, 0],
    ['roleTemplateId=23f3b4b4', one, 0],
    ['Sheet1', '00000001', 0],
    ['YTc2MWFkMDctMjJlZi0x', 'YTc2MWFkMDctMjJlZi1QdWJsaXNo', 0],
    ['{id}', other, 0],
  ])('comes back as %s was sent: %s', (sentId, returned, errors) => {
    expect(found(page(get.replace('/7', `/${sentId}`), ok(`{ "id": "${returned}" }`)))).toHaveLength(errors);
    const translated = page(
      `${get.replace('/7', `/${sentId}`)}\nPrefer: IdType="ImmutableId"`,
      ok(`{ "id": "${returned}" }`),
    );
    expect(found(translated)).toEqual([]);
  });

  test('comes back as the body sent it', () => {
    const text = (returned: string) => page(sent('{ "id": "1431b9c38ee647f6a" }'), ok(`{ "id": "${returned}" }`));
    expect(found(text('14m1b9c38qe647f6a'))).toEqual(['14 id error']);
    expect(found(text('9f31b9c38ee647f6a77'))).toEqual([]);
    expect(found(text('1431B9c38ee647f6a'))).toEqual([]);
  });

  test('of a reference is returned as it was sent', () => {
    const text = (returned: string) =>
      page(sent(`{ "principalId": "${one}" }`), ok(`{ "principalId": "${returned}" }`));
    expect(found(text(other))).toEqual(['14 id error']);
    expect(found(text(one.toUpperCase()))).toEqual([]);
    expect(found(page(get, ok(`{ "principalId": "${one}" }`), get, ok(`{ "principalId": "${other}" }`)))).toEqual([]);
  });

  test('is of the kind that the url asks for', async () => {
    const directory = await sampleMetadata(
      `<Schema Namespace="microsoft.graph" Alias="graph"><EntityType Name="directoryObject"><Property Name="id" Type="Edm.String"/></EntityType>${['user', 'group'].map((name) => `<EntityType Name="${name}" BaseType="graph.directoryObject"/>`).join('')}<EntityType Name="team"><Property Name="id" Type="Edm.String"/></EntityType><EntityContainer Name="GraphService">${['user', 'group', 'directoryObject', 'team'].map((name) => `<EntitySet Name="${name}s" EntityType="graph.${name}"/>`).join('')}</EntityContainer></Schema>`,
    );
    const basis = { ...alone, metadata: { 'v1.0': directory } };
    const url = (path: string) => `https://graph.microsoft.com/v1.0${path}`;
    const text = (path: string) => page(`POST ${url('/groups')}`, ok(`{ "id": "${one}" }`), `GET ${url(path)}`);
    expect(found(text(`/users/${one}`), basis)).toEqual(['15 id error']);
    expect(found(text(`/groups/${one}`), basis)).toEqual([]);
    expect(found(text(`/directoryObjects/${one}`), basis)).toEqual([]);
    expect(found(text(`/teams/${one}`), basis)).toEqual([]);
    expect(found(text(`/users/${other}`), basis)).toEqual([]);
  });

  test('that has the digits of a GUID and other dashes is an error, sent or returned', () => {
    const text = (id: string) => page(sent(`{ "keys": ["${id}"] }`), ok(`{ "key": "${id}" }`));
    expect(found(text('fee2c45b-915a-4a64b130f4eb9e75525e'))).toEqual(['7 id error']);
    expect(found(text('fee2c45b-915a-4a64-b130-f4eb9e75525e'))).toEqual([]);
    expect(found(text('fee2c45b915a4a64b130f4eb9e75525e'))).toEqual([]);
    expect(found(text('12345678-1234-12341234123412345678'))).toEqual([]);
    expect(found(text('fee2c45b-915a-4a64b130f4eb'))).toEqual([]);
  });

  test('that is nearly a GUID is worth a look, and an error where the page shows which is intended', () => {
    const text = (...ids: readonly string[]) => page(get, ...ids.map((id) => ok(`{ "value": [ "${id}" ] }`)));
    expect(found(text(one.slice(0, -1)))).toEqual(['11 id note']);
    expect(found(text(one, one.slice(0, -1)))).toEqual(['18 id error']);
    expect(found(text(`1-${one}`))).toEqual([]);
  });

  test('of an upload elsewhere does not belong to the service', () => {
    const upload = 'PUT https://up.contoso.com/up/fe6987415ace7X4e1eF866337';
    expect(found(page(upload, ok('{ "id": "912310013A123" }')))).toEqual(['4 url note']);
  });

  test('is used as an earlier response shows it', () => {
    const typo = one.replace('4f89', '4f98');
    expect(found(page(sent('{ "a": 1 }'), ok(`{ "id": "${one}" }`), get.replace('/7', `/${typo}`)))).toEqual([
      '18 id error',
    ]);
    expect(found(page(sent('{ "a": 1 }'), ok(`{ "id": "${one}" }`), get.replace('/7', `/${other}`)))).toEqual([]);
  });
});

describe('permissions', () => {
  const table = readPermissions({
    path: 'p.json',
    text: JSON.stringify([
      { path: '/mine/shelves', method: 'POST', permissions: { DelegatedWork: ['Shelf.ReadWrite.All*'] } },
      {
        path: '/mine/shelves',
        method: 'GET',
        permissions: { DelegatedWork: ['Shelf.Read.All*', 'Shelf.ReadWrite.All'] },
      },
    ]),
  });
  if (!table.ok) throw new Error('the table cannot be read');
  const basis = { ...alone, permissions: table.value };
  const named = (names: string, method = 'POST') =>
    `# T\n\n## Permissions\n\n|Permission type|Permissions|\n|:---|:---|\n|Delegated (work or school account)|${names}|\n\n## HTTP request\n\n${block(`${method} /mine/shelves`)}`;

  test('below a heading of their own are permissions, too', () => {
    const text = `# T\n\n## HTTP request\n\n${block('GET /mine/shelves')}## Permissions\n\n### For shelves\n\n|Permission type|Permissions|\n|:---|:---|\n|Application|Shelf.Reed.All|\n`;
    expect(found(text, basis)).toEqual(['15 permission error']);
  });

  test('that do not exist, or read where the call writes, are errors', () => {
    expect(found(named('Shelf.ReadWriteAll'), basis)).toEqual(['7 permission error']);
    expect(found(named('Shelf.Read.All'), basis)).toEqual(['7 permission error']);
  });

  test('that combine reading and writing as no permission does are errors, even if the table has them', () => {
    const names = new Map(['Shelf.ReadWrite.All', 'Shelf.WriteWrite.All'].map((name) => [name.toLowerCase(), name]));
    const taken = { ...basis, permissions: { ...table.value, names } };
    expect(found(named('Shelf.WriteRead.All, Shelf.ReadWrite.All'), basis)).toEqual(['7 permission error']);
    expect(found(named('Shelf.WriteWrite.All, Shelf.ReadWrite.All'), taken)).toEqual(['7 permission error']);
    expect(found(named('Attic.WriteRead.All'), basis)).toEqual([]);
    expect(found(named('Shelf.ReadWrite.All, Shelf.ReadBasic.All'), basis)).toEqual([]);
  });

  test('of another kind than that of the row are an error, whether the call is known or not', () => {
    const row = (scheme: string, names: string, call: string) =>
      named(names, 'GET').replace('Delegated (work or school account)', scheme).replace('/mine/shelves', call);
    expect(found(row('Application', 'Shelf.Read.All, Shelf.ReadWrite.All', '/mine/shelves'), basis)).toEqual([
      '7 permission error',
    ]);
    expect(found(row('Application', 'Shelf.Read.All', '/mine/attic'), basis)).toEqual(['7 permission error']);
    expect(found(row('Application', 'Shelf.Read.All, Library.Manage.All', '/mine/attic'), basis)).toEqual([]);
    expect(found(row('Delegated (work or school account)', 'Shelf.Read.All', '/mine/attic'), basis)).toEqual([]);
  });

  test('are alternatives, and unknown ones are not forbidden', () => {
    expect(found(named('Shelf.Read.All, Shelf.ReadWrite.All'), basis)).toEqual([]);
    expect(found(named('Library.Manage.All'), basis)).toEqual([]);
    expect(found(named('Shelf.Read.All', 'GET'), basis)).toEqual([]);
  });
});

test('the page’s own table is compared with what is sent, where there is no metadata', () => {
  const table =
    '| Property | Type | Description |\n|:--|:--|:--|\n| displayName | String | The name. |\n| isHidden | Boolean | Whether. |\n| mood | String | Possible values: `calm`, `wild`. |\n\n';
  const text = (body: string) =>
    `# T\n\n## HTTP request\n\n${block('POST /mine/shelves')}## Request body\n\n${table}## Example\n\n${block(sent(body))}`;
  expect(found(text('{ "displayNam": "a", "isHidden": "true", "mood": "wild" }'))).toEqual([
    '23 property error',
    '23 type error',
  ]);
  expect(found(text('{ "displayName": "a", "isHidden": true, "mood": "sad" }'))).toEqual(['23 enum error']);
  expect(found(text('{ "displayName": "a", "other": 1, "mood": "Calm" }'))).toEqual([]);
  expect(found(text('{ "isHidden": {}, "displayName": {} }'))).toEqual(['23 type error']);
});

test('the table of a translated page says only of which type a name is that a sample has, too', () => {
  const heading = (name: string, words: string) => `## <a name="${name}"></a>${words}\n\n`;
  const text = (body: string) =>
    `# T\n\n${heading('http-request', 'Solicitação HTTP')}${block('POST /mine/shelves')}${heading('request-body', 'Corpo da solicitação')}| Parâmetro | Tipo | Descrição |\n|:--|:--|:--|\n| index | number | Índice. |\n| modelo | String | Modelo. |\n| mood | String | Possible values: \`calmo\`, \`bravo\`. |\n\n${heading('example', 'Exemplo')}${block(sent(body))}`;
  expect(found(text('{ "index": {} }'))).toEqual(['23 type error']);
  expect(found(text('{ "index": 7, "model": "a", "mood": "calm" }'))).toEqual([]);
});

test('where the path is not known, what is shown may name its own type', () => {
  const said = (body: string, response = '{}') =>
    found(page(sent(body, '/mine/keeper/rooms'), ok(response)), byMetadata).filter((one) => !/url/.test(one));
  expect(said('{ "@odata.type": "#microsoft.graph.shelf", "height": true }')).toEqual(['7 type error']);
  expect(said('{ "height": true }')).toEqual([]);
  expect(said('{}', '{ "value": [ { "@odata.type": "microsoft.graph.shelf", "kind": "opne" } ] }')).toEqual([
    '14 enum error',
  ]);
  expect(said('{}', '{ "value": [ { "@odata.type": "microsoft.graph.shelf", "kind": "open" } ] }')).toEqual([]);
});

test('a thing that has an `error` is no error response', () => {
  const said = (body: string) => found(page(get, ok(body)), byMetadata);
  expect(said('{ "error": { "code": "x" }, "height": true }')).toContain('11 type error');
  expect(said('{ "error": { "code": "x" } }')).toEqual([]);
});

test('what the service lacks today is an error on an old page whose own table lacks it too', () => {
  const text = (body: string) =>
    `# T\n\n## HTTP request\n\n${block('POST /mine/shelves')}## Request body\n\n| Property | Type | Description |\n|:--|:--|:--|\n| kind | shelfKind | Possible values: \`open\`, \`shut\`. |\n| wood | String | The wood. |\n\n## Example\n\n${block(sent(body))}`;
  const said = (body: string) => found(text(body), byMetadata, 'page.md', day('2021-07-01'));
  expect(said('{ "kind": "open", "wood": "oak" }')).toEqual(['22 property note']);
  expect(said('{ "kind": "open", "color": "red" }')).toEqual(['22 property error']);
  expect(said('{ "color": "red" }')).toEqual(['22 property note']);
  expect(said('{ "kind": "shut" }')).toEqual(['22 enum note']);
  expect(said('{ "kind": "ajar" }')).toEqual(['22 enum error']);
});

test('a page that is not a reference has no version of its own', () => {
  const text = `# T\n\n${block('GET /mine\nGET /libraries')}${block('GET https://graph.microsoft.com/beta/mine')}`;
  expect(found(text)).toEqual([]);
});

test('one object is not a collection, where the page announces one and there is no metadata', () => {
  const text = (body: string, url = 'shelves') =>
    `# T\n\n## HTTP request\n\n${block('GET /mine/shelves')}## Response\n\nIt returns a collection of **shelf** objects.\n\n## Example\n\n${[`GET https://graph.microsoft.com/v1.0/mine/${url}`, ok(body)].map((one) => block(one)).join('')}`;
  expect(found(text('{ "id": "7" }'))).toEqual(['23 single-vs-list error']);
  expect(found(text('{ "value": [ { "id": "7" } ] }'))).toEqual([]);
  expect(found(text('{ "id": "7" }', 'shelves/7'))).toEqual(['16 url error']);
});

test('a list is not a single object, where the page announces one and the metadata does not have it', () => {
  const text = (call: string, body: string, what = 'a [shelf](shelf.md) object') =>
    `# T\n\n## HTTP request\n\n${block(call)}## Response\n\nReturns ${what} in the response body.\n\n## Example\n\n${[`${call.replace(' ', ' https://graph.microsoft.com/beta')}`, ok(body)].map((one) => block(one)).join('')}`;
  const list = '{ "value": [ { "id": "7" } ] }';
  const said = (...of: Parameters<typeof text>) => found(text(...of), alone, 'api/beta/page.md');
  expect(said('GET /mine/shelves/{id}', list)).toEqual(['23 single-vs-list error']);
  expect(said('POST /mine/shelves', list)).toEqual(['23 single-vs-list error']);
  expect(said('GET /mine/shelves/{id}', '{ "id": "7", "value": [ 1 ] }')).toEqual([]);
  expect(said('GET /mine/shelves', list)).toEqual([]);
  expect(said('POST /mine/shelves', list, 'a collection of [shelf](shelf.md) object')).toEqual([]);
});

test('one object is not allowed in `value`, whatever the metadata has', () => {
  const said = (body: string, call = get) => found(page(call, ok(body)));
  expect(said('{ "value": { "id": "7" } }')).toEqual(['11 single-vs-list error']);
  expect(said('{ "@odata.context": "…", "value": { "@odata.type": "#microsoft.graph.shelf" } }')).toEqual([
    '11 single-vs-list error',
  ]);
  expect(said('{ "value": { "height": 7 } }')).toEqual([]);
  expect(said('{ "id": "8", "value": { "id": "7" } }')).toEqual([]);
  expect(said('{ "value": { "id": "7" } }', get.replace('GET', 'POST'))).toEqual(['11 single-vs-list error']);
});

test('a sample that makes another call than the page documents is an error, and one of several ways to it is none', () => {
  const text = (signature: string, sample: string) =>
    found(
      `# T\n\n## HTTP request\n\n${block(signature)}## Example\n\n${block(sample.replace(' /', ' https://graph.microsoft.com/v1.0/'))}`,
    );
  const shelves = 'DELETE /mine/shelves/{id}/books/{id}/$ref';
  expect(text(shelves, 'DELETE /mine/shelves/7/books/8')).toEqual(['12 url error']);
  expect(text('GET /library/shelves/{id}', 'GET /shelves/7')).toEqual(['12 url error']);
  expect(text('POST /mine/shelves/{id}', 'POST /mine/shelves')).toEqual(['6 url error']);
  expect(text(shelves, 'DELETE /mine/shelves/7/books/8/$ref')).toEqual([]);
  expect(text('POST /mine/shelves', 'PUT /mine/shelves/SHELF20804')).toEqual(['12 url error']);
  expect(text('GET /mine/shelves', 'GET /mine/shelves/box365')).toEqual([]);
  for (const [signature, sample] of [
    ['GET /users/{id | userPrincipalName}/events', 'GET /me/events'],
    ['GET /drives/{id}/items/{id}/children', 'GET /me/drive/root:/a/b.txt:/children'],
    ['GET /me/messages/{id}', "GET /me/messages('AAMkAGI1AAAt9AHjAAA=')"],
    ['GET /mine/shelves', 'GET /mine/shelves/$count'],
    ['GET /mine/shelves', 'GET /mine/shelves/microsoft.graph.shelf'],
    ['GET /mine/names/{name}/range', "GET /mine/worksheets/{id}/range(address='A1')"],
  ] as const) {
    expect(text(signature, sample)).toEqual([]);
  }
});

describe('a sample of another call than the page documents', () => {
  const text = (
    signature: string,
    sample: string,
    body: string,
    { annotation = '{ "blockType": "response" }', version = 'v1.0' },
  ) =>
    `# T\n\n## HTTP request\n\n${block(signature)}## Example\n\n${block(sample.replace(' /', ` https://graph.microsoft.com/${version}/`))}<!-- ${annotation} -->\n${block(ok(body))}`;

  test('brings no error of its response, which is of what the page documents', () => {
    const said = (type: string) =>
      found(
        text('GET /mine/shelves/{id}/books', 'GET /mine/shelves/7', '{ "value": [ { "id": "1", "title": "T" } ] }', {
          annotation: `{ "blockType": "response", "@odata.type": "${type}" }`,
        }),
        byMetadata,
      );
    expect(said('Collection(microsoft.graph.book)')).toEqual(['12 url error']);
  });

  test('is one of several ways where the service has both and one ends as the other', async () => {
    const shelves = '<EntitySet Name="shelves" EntityType="microsoft.graph.shelf"/>';
    const basis = {
      ...alone,
      metadata: { 'v1.0': await sampleMetadata(librarySource.text.replace('<Singleton', `${shelves}$&`)) },
    };
    const said = (signature: string, sample: string, by: Basis, version = 'v1.0') =>
      found(text(signature, sample, '{ "id": "7" }', { version }), by, `api-reference/${version}/page.md`);
    expect(said('GET /shelves/{id}', 'GET /mine/shelves/7', basis, 'beta')).toEqual([]);
    expect(said('GET /shelves/{id}', 'GET /mine/shelves/7', byMetadata, 'beta')).toEqual(['12 url error']);
    expect(said('GET /mine/shelves/{id}', 'GET /shelves/7', basis)).toEqual([]);
    expect(said('GET /mine/shelves/{id}', 'GET /shelves/7', byMetadata)).toContainEqual('12 url error');
    expect(said('DELETE /mine/shelves/{id}', 'GET /shelves/7', basis)).not.toEqual([]);
  });
});

test('without metadata the call itself says whether it leads to one or to many', () => {
  const at = (path: string, method = 'GET') => `${method} https://graph.microsoft.com/beta${path}`;
  const list = '{ "value": [ { "id": "7" } ] }';
  expect(found(page(at('/attics/{id}'), ok(list)))).toEqual(['11 single-vs-list error']);
  expect(found(page(at('/attics/{id}/boxes'), ok(list)))).toEqual([]);
  expect(found(page(at('/attics', 'POST'), ok(list).replace('200 OK', '201 Created')))).toEqual([
    '11 single-vs-list error',
  ]);
  expect(found(page(at('/attics/find', 'POST'), ok(list)))).toEqual([]);
  expect(found(page(at('/attics'), ok('[ { "id": "7" } ]')))).toEqual(['11 single-vs-list error']);
  expect(found(page('GET https://api.contoso.com/attics', ok('[ { "id": "7" } ]')))).not.toContain(
    '11 single-vs-list error',
  );
  const listed = (heading: string, path = '/attics') =>
    found(
      `# ${heading}\n\n## HTTP request\n\n${block(`GET ${path}`)}## Example\n\n${block(at(path))}${block(ok('{ "id": "7" }'))}`,
    ).filter((one) => /single/.test(one));
  expect(listed('<a name="list-attics"></a>Listar sótãos')).toEqual(['19 single-vs-list error']);
  expect(listed('<a name="list-owner"></a>Listar dono', '/attics/{id}/owner')).toEqual([]);
  expect(listed('<a name="attic-of-lists"></a>Sótão')).toEqual([]);
});

test('the response below an address alone does not belong to the request before it', () => {
  const elsewhere = 'https://graph.microsoft.com/v1.0/mine/shelves/$count\nAuthorization: Bearer {token}';
  const shown = (block: string) => found(page(get, ok('{ "id": "7" }'), block, ok('{ "height": true }')), byMetadata);
  expect(shown(elsewhere)).toEqual([]);
  expect(shown(get)).toEqual(['22 type error']);
});

test('a value contradicts its name, whatever the metadata has', () => {
  const said = (body: string) => found(page(sent(body)));
  expect(said('{ "isOpen": "true" }')).toEqual(['7 type error']);
  expect(said('{ "lockEnabled": "False" }')).toEqual(['7 type error']);
  expect(said('{ "openedDateTime": "2020-11-010T20:00:34Z" }')).toEqual(['7 type error']);
  expect(said('{ "openedDateTime": "2020-11-10T20:00:34" }')).toEqual(['7 type error']);
  expect(said('{ "openedDateTime": "2020-11-10" }')).toEqual(['7 type error']);
  expect(said('{ "openedDateTime": "11/10/2020 8:00:34 PM" }')).toEqual(['7 type error']);
  expect(said('{ "openedDateTime": "2020-11-10T20:00:34Z", "closedDateTime": "datetime" }')).toEqual([]);
  expect(said('{ "isOpen": "{true | false}", "value": "true", "island": "true", "isOpenedBy": "a" }')).toEqual([]);
});

test('of beta is checked by stable metadata for faults of every version', () => {
  const beta = (call: string, body: string) =>
    found(page(call.replace('v1.0', 'beta'), ok(body)), byMetadata, 'api/beta/page.md');
  expect(beta(get, '{ "value": [ { "id": "7" } ] }')).toEqual(['11 single-vs-list error']);
  expect(beta(get, '{ "id": 7 }')).toEqual(['11 type error']);
  expect(beta(get, '{ "locked": 1 }')).toEqual(['11 type error']);
  expect(beta(get, '{ "kind": 1, "id": {}, "rule": 1 }')).toEqual([]);
  expect(beta(get.replace('/7', ''), '{ "id": "7" }')).toEqual(['11 single-vs-list error']);
  expect(beta(get, '{ "id": "7", "height": "12" }')).toEqual(['11 type error']);
  expect(beta(get, '{ "id": "7", "kind": "opn" }')).toEqual(['11 enum error']);
  expect(beta(get, '{ "id": "7", "kind": "Wide open" }')).toEqual(['11 enum error']);
  expect(beta(get.replace('GET', 'POST'), '{ "id": "7" }')).toEqual(['4 method error']);
  expect(beta(get, '{ "id": "7", "labels": "a" }')).toEqual(['11 single-vs-list error']);
  expect(beta(get, '{ "id": "7", "maker": [ { "name": "a" } ] }')).toEqual(['11 single-vs-list error']);
  expect(beta(get, '{ "id": "7", "height": "tall", "colour": "red", "kind": "ajar", "labels": 1 }')).toEqual([]);
  expect(beta(get, '{ "id": "7", "labels": { "a": 1 }, "maker": [] }')).toEqual([]);
  expect(beta(`${get.replace('/7', '/all')}`, '{ "value": [ { "id": "7" } ] }')).toEqual([]);
});

test('where the metadata lacks the path, the annotation names the type of what is returned', () => {
  const said = (type: string, body: string, version = 'beta') =>
    found(
      `# T\n\n${block(`GET https://graph.microsoft.com/${version}/nowhere/7`)}<!-- { "blockType": "response", "@odata.type": "${type}" } -->\n${block(ok(body))}`,
      byMetadata,
      `api/${version}/page.md`,
    ).filter((one) => !one.includes('url'));
  expect(said('microsoft.graph.shelf', '{ "height": "12" }')).toEqual(['12 type error']);
  expect(said('Collection(microsoft.graph.shelf)', '{ "value": [ { "kind": "opn" } ] }')).toEqual(['12 enum error']);
  expect(said('microsoft.graph.shelf', '{ "height": "12" }', 'v1.0')).toEqual(['12 type error']);
  // What another version may have is not said.
  expect(said('microsoft.graph.shelf', '{ "colour": "red", "kind": "ajar" }')).toEqual([]);
  expect(said('microsoft.graph.nothing', '{ "height": "12" }')).toEqual([]);
});

test('a type of another service’s namespace was never there', () => {
  const type = (name: string, version = 'v1.0', path = 'page.md') =>
    found(
      page(get.replace('v1.0', version), ok(`{ "id": "7", "maker": { "@odata.type": "${name}" } }`)),
      byMetadata,
      path,
      day('2021-07-01'),
    );
  expect(type('#Microsoft.OutlookServices.Maker')).toEqual(['11 property error']);
  expect(type('Microsoft.OutlookServices.Maker', 'beta', 'api/beta/page.md')).toEqual(['11 property error']);
  expect(type('#microsoft.graph.stranger')).toEqual(['11 property note']);
  expect(type('#microsoft.graph.maker')).toEqual([]);
  expect(type('#Microsoft.Graph.Archive.Shelf')).not.toContain('11 property error');
  // Beside what the metadata knows of, and all of a namespace once.
  const beside = '"other": { "@odata.type": "oneDrive.error", "inner": { "@odata.type": "oneDrive.inner" } }';
  expect(found(page(get, ok(`{ "value": [], ${beside} }`)))).toEqual(['11 property error']);
  expect(found(block(`{ ${beside} }`, 'json'))).toEqual([]);
});

test('a path that the page’s own signature shows may have been there, and another one never was', () => {
  const text = (sample: string) =>
    found(
      `# T\n\n## HTTP request\n\n${block('GET /mine/shelves/{id}/undo\nGET /libraries/{id}/undo')}## Example\n\n${block(`GET https://graph.microsoft.com/v1.0${sample}`)}`,
      byMetadata,
      'page.md',
      day('2021-07-01'),
    ).filter((one) => one.startsWith('13'));
  expect(text('/libraries/1/undo')).toEqual(['13 url note']);
  expect(text('/mine/undo')).toEqual(['13 url note']);
  expect(text('/mine/redo')).toEqual(['13 url error']);
});

test('a signature is wrong where the service has the path of its sample, and not its own', () => {
  const said = (signature: string, sample: string) =>
    found(
      `# T\n\n## HTTP request\n\n${block(signature)}## Example\n\n${block(sample.replace(' ', ' https://graph.microsoft.com/v1.0'))}`,
      byMetadata,
      'page.md',
      day('2021-07-01'),
    );
  expect(said('DELETE /shelves/{id}', 'DELETE /mine/shelves/7')).toEqual(['6 url error']);
  expect(said('DELETE /mine/shelfes/{id}', 'DELETE /mine/shelves/7')).toEqual(['6 url error']);
  // Without a sample that the service has, it may have been there.
  expect(said('DELETE /shelves/{id}', 'DELETE /shelves/7')).toEqual(['12 url note']);
  expect(said('DELETE /shelves/{id}\nDELETE /mine/shelves/{id}', 'DELETE /mine/shelves/7')).toEqual(['6 url note']);
});

test('a stray character before the method costs that line only', () => {
  const said = (line: string) => found(page(`${line}\nContent-Type: application/json\n\n{ "a": 1, }`));
  const call = 'POST https://graph.microsoft.com/v1.0/mine/shelves';
  expect(said(`+${call}`)).toEqual(['4 method error', '7 json error']);
  expect(said(`> ${call}`)).toEqual(['4 method error', '7 json error']);
  expect(said(call)).toEqual(['7 json error']);
});

test.each([
  ['List shelves', 'POST', 'GET', 6],
  ['<a name="list-shelves"></a>Listar estantes', 'POST', 'GET', 6],
  ['Update shelf', 'DELETE', 'PATCH', 6],
  ['List shelves', 'GET', 'POST', 12],
  ['Shelves', 'POST', 'GET', 12],
])(
  'where the methods of signature and sample differ, the heading says which is wrong: %s',
  (title, signature, sample, line) => {
    const call = `${sample} https://graph.microsoft.com/v1.0/mine/shelves`;
    const text = `# ${title}\n\n## HTTP request\n\n${block(`${signature} /mine/shelves`)}## Example\n\n${block(call)}`;
    expect(found(text)).toEqual([`${line} method error`]);
  },
);

test('a name of another type in an open type is reported', async () => {
  const text = librarySource.text
    .replace('OpenType="true"/>', 'OpenType="true"><Property Name="nameds" Type="Edm.String"/></EntityType>')
    .replace('Name="name" Type', 'Name="names" Type');
  const basis = { ...alone, metadata: { 'v1.0': await sampleMetadata(text) } };
  const said = (name: string) => found(page(`${get}/keeper`, ok(`{ "${name}": "a" }`)), basis);
  expect(said('namds')).toEqual(['11 property error']);
  expect(said('names')).toEqual([]);
});

test('a misspelling of a derived type’s property in an open type is reported, unless the name is short', async () => {
  const derived = librarySource.text.replace(
    '<ComplexType Name="rule"',
    '<EntityType Name="reader" BaseType="graph.person"><Property Name="memberSince" Type="Edm.Date"/><Property Name="email" Type="Edm.String"/></EntityType><ComplexType Name="rule"',
  );
  const open = { ...alone, metadata: { 'v1.0': await sampleMetadata(derived) } };
  const said = (member: string) =>
    found(page(get, ok(`{ "keeper": { ${member} } }`)), open, 'page.md', day('2021-07-01'));
  expect(said('"memberSinec": "2020-01-01"')).toEqual(['11 property error']);
  expect(said('"mail": "a@b.c"')).toEqual([]);
  expect(said('"memberSinces": "2020-01-01"')).toEqual(['11 property error']);
  expect(said('"@odata.type": "#microsoft.graph.person", "memberSinces": "2020-01-01"')).toEqual([]);
});

test('JSON within a multipart body is read like the JSON of a whole body', () => {
  const parts = (json: string) =>
    `POST https://graph.microsoft.com/v1.0/mine\nContent-Type: multipart/form-data; boundary=P1\n\n--P1\nContent-Disposition: form-data; name="c"\nContent-Type: application/json\n\n${json}\n--P1\nContent-Disposition: form-data; name="i"\n\n...binary...\n--P1--`;
  expect(found(page(parts('{ "a": 1, }')))).toEqual(['11 json error']);
  expect(found(page(parts("[ { 'a': 1 } ]")))).toEqual(['11 json error']);
  expect(found(page(parts('{ "a": 1 }')))).toEqual([]);
  expect(found(page(parts('<p>{ a }</p>')))).toEqual([]);
});

test('a translated page is read by the anchors of its headings', () => {
  const text = `# T\n\n## <a name="http-request"></a>Requ\u00eate HTTP\n\n${block('DELETE /mine/shelves/{id}')}## <a name="response"></a>R\u00e9ponse\n\nEn cas de succ\u00e8s : \`204 No Content\`.\n\n# <a name="c"></a>[C#](#tab/csharp)\n\n${block('{ a: 1 }')}# <a name="http"></a>[HTTP](#tab/http)\n\n${block('DELETE https://graph.microsoft.com/v1.0/mine/shelves/7')}---\n\n${block('HTTP/1.1 200 OK')}`;
  expect(found(text)).toEqual(['28 status error']);
});

test('what is in a needless `value` is checked as what it is', () => {
  const said = found(
    page(get, ok('{ "value": { "id": "7", "height": "tall" } }')),
    byMetadata,
    'page.md',
    day('2021-07-01'),
  );
  expect(said).toEqual(['11 single-vs-list error', '11 type error']);
});

test('findings with one correction are corrected, and the rest of the page is unchanged', () => {
  const text = page(
    `${get}\nAuthorization : Bearer x`,
    ok('{ "lables": [ "a" ], "id": "7", }'),
    'HTTP/1.1 202 Accpted',
  );
  const fixed = fixPage(text, (one) => checkPage({ path: 'page.md', text: one }, byMetadata));
  expect(fixed).toBe(
    page(`${get}\nAuthorization: Bearer x`, ok('{ "labels": [ "a" ], "id": "7" }'), 'HTTP/1.1 202 Accepted'),
  );
  expect(found(fixed, byMetadata)).toEqual([]);
});

test('a fault that is reported once is corrected in every place', () => {
  const close = ok('{\n  "labels": [\n    "a",\n  ],\n  "id": "7",\n}');
  const twice = page(get, close, get, ok('{ "lables": [ "a" ] }'), get, ok('{ "lables": [ "b" ] }'));
  expect(fixPage(twice, (text) => checkPage({ path: 'page.md', text }, byMetadata))).toBe(
    twice.replace('"a",\n', '"a"\n').replace('"7",', '"7"').replaceAll('lables', 'labels'),
  );
});

test.each([
  ['commas', page(get, ok(`{ ${'"a": 1,, '.repeat(30_000)} }`))],
  [
    'ids',
    page(
      ...Array.from(
        { length: 1500 },
        (_, at) => `${get.replace('/7', `/3f2504e0-4f89-41d3-9a0c-${String(at * 7919).padStart(12, '0')}`)}`,
      ),
      ok('{}'),
    ),
  ],
  ['escapes', page(get, ok(`{ ${Array.from({ length: 8000 }, (_, at) => `"\\u0061${at}": 1`).join(', ')} }`))],
  ['brackets', page(`GET https://graph.microsoft.com/v1.0/${'('.repeat(100_000)}`, ok('['.repeat(100_000)))],
  ['lines', page(`${get}\n${'\n'.repeat(100_000)}Prefer: x`, `HTTP/1.1 200 OK\n${'A: b\n'.repeat(50_000)}`)],
  [
    'signatures',
    `# T\n\n## HTTP request\n\n${Array.from({ length: 1500 }, (_, at) => block(`GET /a${at}/b${at}`)).join('')}## Example\n\n${Array.from({ length: 1500 }, (_, at) => block(`GET https://graph.microsoft.com/v1.0/x${at}/y${at}`)).join('')}`,
  ],
  [
    'dashes',
    `# T\n\n## HTTP request\n\n${block('GET /mine')}## Response\n\n${'a [x](y '.repeat(20_000)}\n\n## Example\n\n${block(`GET https://graph.microsoft.com/v1.0/${'-1'.repeat(20_000)}`)}`,
  ],
  ['tables', `# T\n\n## Request body\n\n${'| a | String | Possible values: `a`, `b` |\n'.repeat(20_000)}`],
])('no page takes long: %s', (_, text) => {
  expect(Array.isArray(found(text, byMetadata))).toBe(true);
});

const field = fileURLToPath(new URL('../../../../shared/field/pages/', import.meta.url));
const reference = fileURLToPath(new URL('../../../../shared/reference/v1.0-Prod.2026-08.csdl.xml', import.meta.url));
const published = textIfThere(reference);

test.skipIf(published === undefined)(
  'the pages found in use are reported as they are labeled (skipped without ../shared)',
  async () => {
    const basis = { ...alone, metadata: { 'v1.0': await sampleMetadata(published) } };
    const shown = (name: string) => found(textIfThere(`${field}${name}.md`) ?? '', basis, `${name}.md`);
    expect(shown('check-m01-trailing-comma')).toEqual(['8 json error', '18 json error']);
    expect(shown('check-m03-get-201')).toEqual(['8 status error']);
    expect(shown('check-m05-context')).toEqual(['11 context error', '11 id error']);
    expect(shown('check-m07-open-type')).toEqual(['11 property error', '11 property style', '11 enum style']);
    expect(shown('check-m09-no-highlight')).toEqual(['5 header error']);
    expect(shown('check-m11-other-version')).toEqual(['13 url error']);
    for (const name of ['f01-root-path', 'f03-json-type', 'f05-error-answer', 'f07-permissions-alternatives']) {
      expect([name, shown(`check-${name}`)]).toEqual([name, []]);
    }
  },
);

function textIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
