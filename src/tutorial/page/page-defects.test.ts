import { describe, expect, test } from 'vitest';
import { isNote } from './defect-level.ts';
import { readPage } from './read-page.ts';

const fence = (text: string) => `\`\`\`http\n${text}\n\`\`\`\n`;
const pageOf = (...parts: readonly string[]) => readPage({ path: 'p.md', text: ['# Shelves', ...parts].join('\n\n') });
const placesOf = (...parts: readonly string[]) =>
  pageOf(...parts).problems.map(({ code, at }) => `${at?.line}:${at?.column} ${code}`);
const first = (...parts: readonly string[]) => {
  const item = pageOf(...parts).items[0];
  if (item?.kind !== 'request') throw new Error('a request was expected');
  return item.request;
};
const root = 'https://graph.microsoft.com/v1.0';
const ok = (body: string, status = '200 OK') => fence(`HTTP/1.1 ${status}\nContent-type: application/json\n\n${body}`);

describe('a body that had to be repaired is a defect with its place', () => {
  test.each([
    ['{\n  "a": 1\n  "b": 2\n}', '7:9'],
    ['{ "a": 1,, "b": 2 }', '6:10'],
    ['{ "a": 1, }', '6:9'],
    ["{ 'a': 1 }", '6:3'],
    ['{ a: 1 }', '6:3'],
    ['{ "a": "b, \n"c": 1 }', '6:8'],
    ['{ "a": { "b": 1 }', '6:18'],
    ['{ "a": [1 }', '6:10'],
    ['{ "a": 1 }}', '6:11'],
    ['{ “a”: 1 }', '6:3'],
    ['{ "a": 1 // one\n}', '6:10'],
    ['{ "a": True }', '6:8'],
    ['{ "a": undefined }', '6:8'],
    ['{ "a": "C:\\dir" }', '6:8'],
    ['{ "a": ""b" }', '6:8'],
  ])('%j', (body, place) => {
    expect(placesOf(fence(`POST ${root}/shelves\n\n${body}`))).toEqual([`${place} page-json`]);
  });

  test.each(['{ "a": 1, ... }', '{ "id": {id} }', '{ "id": <the id> }', '{ "a": String }', '[1, // ...\n2]', '...'])(
    'what pages do by convention is none: %j',
    (body) => {
      expect(placesOf(fence(`GET ${root}/shelves`), ok(body))).toEqual([]);
    },
  );

  test('a body with thousands of repairs reports how many there are', () => {
    const { problems } = pageOf(fence(`POST ${root}/shelves\n\n[${'1,, '.repeat(1000)}2]`));
    expect(problems).toHaveLength(50);
    expect(problems.at(-1)?.message).toContain('first 50 of 1000)');
  });
});

describe('a status line', () => {
  test.each([
    ['HTTP/1.1 2O1 Created', 201],
    ['HTTP/1.1 20l Created', 201],
    ['HTTP/1.1 2011 Created', 201],
    ['HTTP/1.1 Created', 201],
    ['HTPP/1.1 201 Created', 201],
    ['HTTP 1.1 201 Created', 201],
    ['HTTP/1.1 201Created', 201],
    ['HTTP/1.1 201 OK', 201],
    ['HTTP/1.1 299 Fine', 299],
  ])('%j costs that line, not its block', (line, status) => {
    const parts = [
      fence(`POST ${root}/shelves\n\n{}`),
      fence(`${line}\nContent-type: application/json\n\n{ "id": "b", }`),
    ];
    expect(first(...parts).responses).toMatchObject([{ status, body: { value: { id: 'b' } } }]);
    expect(placesOf(...parts)).toEqual(['11:1 page-status-line', '14:12 page-json']);
  });

  test.each([
    ['GET', '201 Created', '{ "a": 1 }', true],
    ['DELETE', '201 Created', '{ "a": 1 }', true],
    ['POST', '201 Created', '{ "a": 1 }', false],
    ['PUT', '201 Created', '{ "a": 1 }', false],
    ['POST', '100 Continue', '', true],
    ['POST', '204 No Content', '{ "a": 1 }', true],
    ['GET', '202 Accepted', '{ "a": 1 }', false],
  ])('%s answered with %s and %j: %s', (method, status, body, wrong) => {
    expect(placesOf(fence(`${method} ${root}/shelves/x`), ok(body, status))).toEqual(wrong ? ['9:1 page-status'] : []);
  });
});

describe('the head of a message', () => {
  test('a blank line above the headers is a defect, and the body is kept', () => {
    const parts = [fence(`POST ${root}/shelves\n\nContent-type: application/json\nContent-length: 9\n\n{ "a": 1 }`)];
    expect(first(...parts)).toMatchObject({
      headers: [{ value: 'application/json' }, { value: '9' }],
      body: { value: { a: 1 } },
    });
    expect(pageOf(...parts).problems).toMatchObject([{ code: 'page-header' }]);
    const withResponse = [
      fence(`GET ${root}/shelves`),
      fence('HTTP/1.1 200 OK\n\n\nContent-Type: application/json\n\n{}'),
    ];
    expect(first(...withResponse).responses).toMatchObject([
      { headers: [{ name: 'Content-Type' }], body: { value: {} } },
    ]);
  });

  test.each([
    'Content-type application/json',
    'Content type: application/json',
    'Content-type; application/json',
    'hello',
  ])('%j among the headers costs that line', (line) => {
    const parts = [fence(`POST ${root}/shelves\nPrefer: x\n${line}\nAccept: y\n\n{ "a": 1 }`)];
    expect(first(...parts)).toMatchObject({
      headers: [{ name: 'Prefer' }, { name: 'Accept' }],
      body: { value: { a: 1 } },
    });
    expect(placesOf(...parts)).toEqual(['6:1 page-header']);
  });

  test('a text that is sent may look like anything', () => {
    const parts = [fence(`PUT ${root}/shelves/x/content\nContent-Type: text/plain\n\nContent-Type: me\n\n{`)];
    expect(first(...parts).body).toMatchObject({ text: 'Content-Type: me\n\n{' });
    expect(placesOf(...parts)).toEqual([]);
  });

  test('a content type that contradicts the body', () => {
    const html = fence('HTTP/1.1 200 OK\nContent-type: text/html\n\n{ "a": 1 }');
    expect(placesOf(fence(`GET ${root}/shelves`), html)).toEqual(['12:1 page-header']);
  });
});

describe('a response that contradicts its request', () => {
  const id = (n: number) => `aaaaaaaa-bbbb-4ccc-8ddd-00000000000${n}`;
  const context = (text: string) => `"@odata.context": "https://graph.microsoft.com/${text}"`;

  test.each([
    [
      '/shelves',
      '{ "@odata.context": "https://graph.example.test/v1.0/$metadata#shelves", "value": [] }',
      'page-foreign-host',
    ],
    ['/shelves', `{ ${context('beta/$metadata#shelves')}, "value": [] }`, 'page-version'],
    ['/shelves/x', `{ ${context('v1.0/$metadata#shelves/$entity')}, "value": [{ "id": "x" }] }`, 'page-collection'],
    [`/shelves/${id(1)}`, `{ "id": "${id(2)}" }`, 'page-id'],
  ])('%s %s', (url, body, code) => {
    expect(pageOf(fence(`GET ${root}${url}`), ok(body)).problems.map((one) => one.code)).toEqual([code]);
  });

  test('one object where the annotation announces a list', () => {
    const annotated = `<!-- { "blockType": "response", "isCollection": true } -->\n${ok('{ "id": "x" }')}`;
    expect(pageOf(fence(`GET ${root}/shelves`), annotated).problems).toMatchObject([{ code: 'page-collection' }]);
  });

  test.each([
    ['/shelves', `{ ${context('v1.0/$metadata#shelves')}, "value": [] }`],
    [`/shelves/${id(1)}`, `{ ${context('v1.0/$metadata#shelves/$entity')}, "id": "${id(1)}" }`],
    [`/shelves/${id(1)}/copy`, `{ "id": "${id(2)}" }`],
  ])('%s %s is right', (url, body) => {
    expect(placesOf(fence(`GET ${root}${url}`), ok(body))).toEqual([]);
  });
});

describe('hosts and versions', () => {
  test('a host that the text names is a note, one that it does not name a defect', () => {
    const other = fence('GET https://shelves.example.test/books');
    const [named] = pageOf('The books come from shelves.example.test.', other).problems;
    const [unnamed] = pageOf(other).problems;
    expect(named).toMatchObject({ code: 'page-host' });
    expect(unnamed).toMatchObject({ code: 'page-foreign-host' });
    expect([named, unnamed].map((one) => one !== undefined && isNote(one))).toEqual([true, false]);
    expect(placesOf(fence('POST https://login.microsoftonline.com/t/oauth2/token'))).toEqual(['4:6 page-host']);
  });

  test('two versions without an explanation are a defect at the rarer one', () => {
    const calls = [fence(`GET ${root}/a`), fence(`GET ${root}/b`), fence('GET https://graph.microsoft.com/beta/c')];
    expect(placesOf(...calls)).toEqual(['14:5 page-version']);
    expect(placesOf('The third one is in beta.', ...calls)).toEqual([]);
  });
});
