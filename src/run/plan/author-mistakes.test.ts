import { describe, expect, test } from 'vitest';
import { sampleRun } from '../../../test/support/run/sample-plan.ts';
import { parseScenario } from '../../format/scenario/parse-scenario.ts';
import { makePlan } from './make-plan.ts';

const head = 'version: 2\nactors: { me: {} }\nsteps:\n';
const call = `version: 2\nactors: { me: {} }\nuse: { g: ./g.steps.yaml }\nsteps:\n  - id: a\n    call: g\n`;
const shared = `steps:
  - id: x
    request: { method: GET, url: /v1.0/me }
    capture: { meId: $.id }
outputs: { id: "\${meId}" }
`;

/** What is wrong, as it is shown: place and message. */
function mistakes(text: string, file = shared): readonly string[] {
  const used = new Map([['g.steps.yaml', { ok: true as const, value: { path: 'g.steps.yaml', text: file } }]]);
  const parsed = parseScenario({ path: 's.scenario.yaml', text }, used);
  const read = parsed.ok
    ? makePlan(parsed.value, {
        against: 'sandbox',
        run: sampleRun,
        sources: { given: new Map(), environment: {} },
      })
    : parsed;
  if (read.ok) return [];
  return read.problems.map(({ at, message, fix }) => {
    expect(fix).toMatch(/\w/);
    return `${at?.line}:${at?.column} ${message}`;
  });
}

const get = (rest: string) => `${head}  - id: a\n    request: { method: GET, url: /v1.0/me }\n    ${rest}\n`;
const responding = (content: string) => get(`response: { status: 200, ${content} }`);
const put = (body: string) => `${head}  - id: a\n    request: { method: PUT, url: /v1.0/me/x, body: ${body} }\n`;

describe('a key where it means nothing is an error of the file', () => {
  test.each([
    ['request: { method: GET, url: /v1.0/me }', '7:5 `request` cannot stand beside `call`'],
    ['repeat: a', '7:5 `repeat` cannot stand beside `call`'],
    ['response: { status: 200 }', '7:5 `response` cannot stand beside `call`'],
    ['creates: { stays: x }', '7:5 `creates` cannot stand beside `call`'],
    ['eventually: { within: PT1M }', '7:5 `eventually` cannot stand beside `call`'],
    ['labels: [sends-mail]', '7:5 `labels` cannot stand beside `call`'],
    ['strict: true', '7:5 `strict` cannot stand beside `call`'],
  ])('beside a call: %s', (key, message) => expect(mistakes(`${call}    ${key}\n`)).toEqual([message]));

  test.each([
    ['with: { name: x }', '6:5 `with` belongs to a `call`, and this step calls no shared steps'],
    ['capture: { x: { output: id } }', '6:21 `output` belongs to a `call`, and this step calls no shared steps'],
  ])('of a call: %s', (key, message) => expect(mistakes(get(key))).toEqual([message]));

  test('within shared steps, too', () => {
    const wrong = shared.replace('capture:', 'with: { a: b }\n    capture:');
    expect(mistakes(call, wrong)).toEqual(['4:5 `with` belongs to a `call`, and this step calls no shared steps']);
  });

  test('an output made of what no step captures, captured or not', () => {
    const wrong = shared.replace('${meId}', '${meld}');
    expect(mistakes(call, wrong)).toEqual(['5:16 the output `id` is made of `meld`, which no step captures']);
  });

  test.each([
    '{ file: a.txt, text: b }',
    '{ text: a, range: 0-1 }',
    '{ json: { a: 1 }, type: text/x }',
    '{ form: { a: b }, type: text/x }',
    '{ base64: aGk=, range: 0-1 }',
  ])('a body of two kinds: %s', (body) => {
    expect(mistakes(put(body))).toEqual([expect.stringMatching(/^5:\d+ a body is one of its kinds, and `/)]);
  });

  test('a part has no other keys', () => {
    expect(mistakes(put('{ multipart: [ { name: a, text: b, filename: c } ] }'))).toEqual([
      '5:87 a part has no `filename`',
    ]);
  });
});

describe('an expectation that no response meets is an error of the file', () => {
  test.each([
    ['type: csv', '6:36'],
    ['type: <integer>', '6:36'],
    ['size: big', '6:36'],
    ['size: -1', '6:36'],
    ['size: 1.5', '6:36'],
    ['size: <string>', '6:36'],
    ['sha256: abc', '6:38'],
    ['csv: { rows: many }', '6:43'],
    ['csv: { rows: { a: b } }', '6:43'],
    ['csv: { columns: A }', '6:46'],
  ])('%s', (content, place) => {
    expect(mistakes(responding(content))).toEqual([
      expect.stringMatching(`^${place} \`\\w+\` cannot be this in any response`),
    ]);
  });

  test.each(['rows: [ { Nmae: Ada } ]', 'rows: { <contains>: [ { Nmae: Ada } ] }', 'rows: { <each>: { Nmae: Ada } }'])(
    'a row of a column that is not expected: %s',
    (rows) => {
      expect(mistakes(responding(`csv: { columns: [Name], ${rows} }`))).toEqual([
        expect.stringMatching(/^6:\d+ a row has no column `Nmae`/),
      ]);
    },
  );

  test.each([
    ['body: { a: 1 }, csv: { columns: [a] }', '6:62 `body` is JSON, and no JSON is `csv`'],
    ['body: [ 1 ], type: text/csv', '6:49 `body` is JSON, and the type `text/csv` is not'],
    [
      'type: text/csv, headers: { Content-Type: text/plain }',
      '6:36 `type` and the header `content-type` say two things',
    ],
  ])('of two things: %s', (content, message) => expect(mistakes(responding(content))).toEqual([message]));

  test.each([
    'text: abc',
    'size: 5',
    'type: text/csv',
    'csv: { rows: 1 }',
    'sha256: <string>',
    'body: { a: 1 }',
    'body: <any>',
  ])('a body where there is none: %s', (content) => {
    expect(mistakes(get(`response: { status: [204, 304], ${content} }`))).toEqual([
      expect.stringMatching(/^6:\d+ a response with 204 or 304 has no body$/),
    ]);
  });

  test('a capture from what cannot be a header', () => {
    expect(mistakes(get("capture: { x: { header: 'Loc ation' } }"))).toEqual([
      '6:29 `Loc ation` is not the name of a header',
    ]);
  });
});

describe('a body that is not what it says is an error of the file', () => {
  test.each([
    ['{ text: a, type: "text/plain; charset=klingon" }', '`klingon` is not a charset'],
    ['{ text: "\u6f22", type: "text/plain; charset=iso-8859-1" }', 'the body has a character that `iso-8859-1` lacks'],
    ['{ text: a, type: plain }', '`plain` is not a media type'],
    ['{ text: a, type: application/json }', 'the content type `application/json` does not fit a `text` body'],
    ['{ base64: aGk=, type: image }', '`image` is not a media type'],
    ['{ multipart: [] }', '`multipart` is not a list of parts'],
    ['{ multipart: { name: a, text: b } }', '`multipart` is not a list of parts'],
    ['{ multipart: [ { name: a, text: b, type: html } ] }', '`html` is not a media type'],
  ])('%s', (body, message) => {
    expect(mistakes(put(body))).toEqual([expect.stringContaining(message)]);
  });
});

describe('a condition that never holds is an error of the file', () => {
  const when = (input: string, condition: string) =>
    `version: 2\ninputs: { x: ${input} }\nsteps:\n  - when: ${condition}\n    request: { method: GET, url: /v1.0/me }\n`;

  test.each([
    ['{ type: boolean, example: true }', '${x} == "true"', '`x` is a boolean, and this compares it with a text'],
    ['{ type: integer, example: 3 }', '${x} == "3"', '`x` is a number, and this compares it with a text'],
    ['{ example: P2 }', '${x} == 2', '`x` is a text, and this compares it with a number'],
  ])('%s, %s', (input, condition, message) => {
    expect(mistakes(when(input, condition))).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    ['{ type: integer, example: 3 }', '${x} == 3'],
    ['{ example: P2 }', '${x} == "P1"'],
    ['{ type: json, example: 3 }', '${x} == null'],
  ])('and one that may hold is not: %s, %s', (input, condition) => {
    expect(mistakes(when(input, condition))).toEqual([]);
  });
});

test('a status is not a link', () => {
  const text = `${get('capture: { code: { status } }')}  - id: b\n    request: { method: GET, url: "\${code}" }\n`;
  expect(mistakes(text)).toEqual([expect.stringContaining('a url must be a path on the service')]);
});

test.each([
  // A page shows a few words instead of a part of a file.
  put('{ base64: aGk= }, headers: { Content-Range: bytes 0-2097151/3483322 }'),
  put('{ base64: aGk= }, headers: { Content-Range: "bytes {from}-{to}/{size}" }'),
  put('{ multipart: [ { name: a, text: b } ] }, headers: { Content-Type: multipart/related }'),
  get('response: { status: 204, size: 0, text: "", body: <absent> }'),
  get('response: { status: [200, 204], text: abc }'),
  responding('text: <matches a>, csv: { columns: [a] }'),
  responding('type: application/vnd.x+json, body: { a: 1 }'),
  responding('type: text/csv, csv: { columns: [A, B], rows: 2 }, size: <integer > 0>, sha256: <string>'),
  responding('csv: { rows: <count> }'),
  responding('csv: { rows: <integer >= 1> }'),
  responding('csv: { columns: { <contains>: [A] }, rows: { <count>: 3 } }'),
  responding('csv: { columns: [A, <any>], rows: [ { B: x } ] }'),
  responding('type: "text/html; charset=utf-8", text: <matches a>'),
  responding(`size: 0, sha256: "${'AB'.repeat(32)}"`),
  responding('text: <absent>'),
  responding('text: "${run.id}"'),
  put('{ text: a, type: text/html }'),
  put('{ base64: aGk=, type: image/png }'),
  put('{ json: { text: a, type: b } }'),
  put('{ text: a, subject: b }'),
  put('{ type: a }'),
  put('{ multipart: [ { name: a, text: b, type: text/html } ] }'),
  `${call}    title: Groups\n    when: not \${off}\n    actor: me\n    capture: { x: { output: id } }\n`.replace(
    'use:',
    'inputs: { off: { type: boolean, example: false } }\nuse:',
  ),
])('what makes sense is not a mistake (%#)', (text) => expect(mistakes(text)).toEqual([]));
