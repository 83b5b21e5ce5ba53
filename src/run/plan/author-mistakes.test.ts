import { describe, expect, test } from 'vitest';
import { sampleRun } from '../../../test/support/run/sample-plan.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { rowsOf } from '../../format/scenario/compose/rows.ts';
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
  return read.ok ? [] : shown(read.problems);
}

const shown = (problems: readonly Problem[]) =>
  problems.map(({ at, message, fix = '' }) => {
    expect(fix).toMatch(/\w/);
    return `${at?.line}:${at?.column} ${message}${fix.startsWith('did you mean') && message.startsWith('a body has no') ? `: ${fix}` : ''}`;
  });

/** The same of a scenario that is run once for each of its rows. */
function mistakesOfRows(text: string): readonly string[] {
  const parsed = parseScenario({ path: 's.scenario.yaml', text });
  if (!parsed.ok) return shown(parsed.problems);
  return rowsOf(parsed.value).flatMap((row) => {
    const sources = { given: new Map(), environment: {} };
    const plan = makePlan(row, { against: 'sandbox', run: sampleRun, sources });
    return plan.ok ? [] : shown(plan.problems);
  });
}

const get = (rest: string) => `${head}  - id: a\n    request: { method: GET, url: /v1.0/me }\n    ${rest}\n`;
const batch = (requests: string) =>
  `${head}  - id: a\n    request: { method: POST, url: /v1.0/$batch, body: { requests: [ ${requests} ] } }\n`;
const responding = (content: string) => get(`response: { status: 200, ${content} }`);
const put = (body: string) => `${head}  - id: a\n    request: { method: PUT, url: /v1.0/me/x, body: ${body} }\n`;

describe('a key where it means nothing is an error of the file', () => {
  test.each([
    ['request: { method: GET, url: /v1.0/me }', '7:5 `request` cannot be used with `call`'],
    ['repeat: a', '7:5 `repeat` cannot be used with `call`'],
    ['response: { status: 200 }', '7:5 `response` cannot be used with `call`'],
    ['creates: { stays: x }', '7:5 `creates` cannot be used with `call`'],
    ['eventually: { within: PT1M }', '7:5 `eventually` cannot be used with `call`'],
    ['labels: [sends-mail]', '7:5 `labels` cannot be used with `call`'],
    ['strict: true', '7:5 `strict` cannot be used with `call`'],
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

  test.each([
    ['{ jsno: { a: 1 } }', '`jsno`', '`json`'],
    ['{ JSON: [ 1 ] }', '`JSON`', '`json`'],
    ['{ txt: Hello, type: text/html }', '`txt`', '`text`'],
    ['{ text: Hello, tpye: text/html }', '`tpye`', '`type`'],
    ['{ frm: { a: b } }', '`frm`', '`form`'],
    ['{ mulitpart: [ { name: a, text: b } ] }', '`mulitpart`', '`multipart`'],
    ['{ multi-part: [ { name: a, text: b } ] }', '`multi-part`', '`multipart`'],
    ['{ fiel: ./a.txt, range: 0-1 }', '`fiel`', '`file`'],
    ['{ file: ./a.txt, rnage: 0-1 }', '`rnage`', '`range`'],
    ['{ bas64: aGk= }', '`bas64`', '`base64`'],
  ])('a kind, or what belongs to it, misspelt: %s', (body, key, meant) => {
    expect(mistakes(put(body))).toEqual([expect.stringMatching(`^5:\\d+ a body has no ${key}: did you mean ${meant}`)]);
    expect(mistakes(batch(`{ id: 1, method: POST, url: /me/x, body: ${body} }`))).toEqual([
      expect.stringMatching(`^5:\\d+ a body has no ${key}: did you mean ${meant}`),
    ]);
  });

  test('a part has no other keys', () => {
    expect(mistakes(put('{ multipart: [ { name: a, text: b, filename: c } ] }'))).toEqual([
      '5:87 a part has no `filename`',
    ]);
  });
});

describe('a batch that the service refuses is an error of the file', () => {
  const get1 = '{ id: 1, method: GET, url: /me }';
  test.each([
    [`${get1}, { id: 2, method: GET, url: /a, dependsOn: [ 1, "3" ] }`, "there is no request '3' to depend on", '"3"'],
    [`${get1}, { id: 2, method: GET, url: /a, dependsOn: [ x ] }`, "there is no request 'x' to depend on", 'x'],
    [`${get1}, { id: "1", method: GET, url: /a }`, "the id '1' occurs twice", '"1"'],
    [`{ id: 1, method: GET, url: /a, dependsOn: [ 1 ] }`, 'requests depend on each other in a cycle', 'requests'],
    [`${get1}, { id: 2, method: GET, url: /a, dependsOn: 1 }`, "the property 'dependsOn' is a list of ids", '1 }'],
    [`{ method: GET, url: /a }`, "the property 'id' is a text", 'method: GET'],
    [`{ id: 1, method: LIST, url: /a }`, "the property 'method' is GET", 'LIST'],
    [`{ id: 1, method: GET }`, "the property 'url' is a text", 'id: 1'],
    [
      Array.from({ length: 21 }, (_, id) => `{ id: ${id}, method: GET, url: /a }`).join(),
      'holds 21 requests',
      'requests',
    ],
    [`{ id: 1, method: POST, url: /a, body: { b: 1 } }`, "'headers' has a Content-Type", 'body: { b'],
    ['', 'it contains no requests', 'requests'],
  ])('%s', (requests, message, at) => {
    const text = batch(requests);
    const column = (text.split('\n')[4] ?? '').lastIndexOf(at) + 1;
    expect(mistakes(text)).toEqual([expect.stringContaining(`5:${column} the service refuses this batch: `)]);
    expect(mistakes(text)).toEqual([expect.stringContaining(message)]);
    expect(mistakes(text.replace('version: 2', 'version: 1'))).toHaveLength(1);
    expect(mistakes(`${text}    response: { status: 400 }\n`)).toEqual([]);
    expect(mistakes(`${text}    response: { status: [200, 400] }\n`)).toHaveLength(1);
  });

  test.each(['https://graph.microsoft.com/v1.0/me', '//evil.example/me', '/v1.0/me', 'beta/me', 'HTTP://x/me'])(
    'a request of it that names the host or the version: %s',
    (url) => {
      expect(mistakes(batch(`{ id: 1, method: GET, url: "${url}" }`))).toEqual([
        expect.stringMatching(/^5:96 the url of a request in a batch must begin after the version, not with `/),
      ]);
    },
  );

  test('but not what follows from a body that cannot be read', () => {
    expect(mistakes(batch('{ id: 1, method: PUT, url: /a, body: { file: ./nope.txt } }'))).toEqual([
      expect.stringContaining('`./nope.txt` cannot be read'),
    ]);
  });

  test('a body and a header of one request that say two things', () => {
    const part = `{ id: 1, method: PUT, url: /a, headers: { content-type: text/html }, body: { text: a, type: text/csv } }`;
    expect(mistakes(batch(part))).toEqual([expect.stringContaining('`type` of the body is `text/csv`')]);
    expect(mistakes(batch(part.replace('text/csv', 'text/html')))).toEqual([]);
  });

  test('faults that depend on values of the run are left to the run', () => {
    const inputs = 'inputs: { id: { example: a }, all: { type: json, example: [] } }\nsteps:\n';
    for (const requests of [
      `${get1}, { id: "\${id}", method: GET, url: /a, dependsOn: [ a ] }`,
      `${get1}, { id: 2, method: GET, url: /a, dependsOn: "\${all}" }`,
      `${get1}, "\${all}"`,
      `${get1}, { ID: 2, method: GET, url: /a }`,
      `${get1}, { id: 2, method: POST, url: /a, headers: "\${all}", body: 1 }`,
    ]) {
      expect(mistakes(batch(requests).replace('steps:\n', inputs))).toEqual([]);
    }
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
    ['csv: {}', '6:35 `csv` expects nothing'],
    ['csv: { rows: [ [ Ada ] ] }', '6:45 this is not a row of CSV'],
    ['csv: { rows: [ Ada ] }', '6:45 this is not a row of CSV'],
    ['csv: { rows: { <each>: { Age: 5 } } }', '6:60 a cell of CSV is text, and this is not'],
    ['csv: { rows: [ { Age: <integer> } ] }', '6:52 a cell of CSV is text, and this is not'],
    ['csv: { rows: [ { Age: null } ] }', '6:52 a cell of CSV is text, and this is not'],
    ['csv: { rows: [ { Age: [ a ] } ] }', '6:52 a cell of CSV is text, and this is not'],
    ['csv: { columns: [ 2025 ] }', '6:48 a cell of CSV is text, and this is not'],
    ['csv: { columns: { <contains>: [ true ] } }', '6:62 a cell of CSV is text, and this is not'],
  ])('of what CSV is not: %s', (content, message) => expect(mistakes(responding(content))).toEqual([message]));

  test.each([
    ['body: { a: 1 }, csv: { columns: [a] }', '6:62 `body` is JSON, and no JSON is `csv`'],
    ['body: [ 1 ], type: text/csv', '6:49 `body` is JSON, and the type `text/csv` is not'],
    ['type: text/csv, headers: { Content-Type: text/plain }', '6:36 `type` and the header `content-type` differ'],
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

const parts = (text: string) =>
  `{ multipart: [ { name: a, text: "${text}" } ] }, headers: { Content-Type: 'multipart/form-data; `;

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
    ['{ text: "\u3042", type: "text/plain; charset=shift_jis" }', 'text can be read in `shift_jis`, but not written'],
    ['{ text: a, type: text/plain }, headers: { content-type: text/html }', '`type` of the body is `text/plain`'],
    ['{ base64: aGk=, type: image/png }, headers: { Content-Type: image/gif }', '`type` of the body is `image/png`'],
    [`${parts('b')}boundary=' }`, '`` is not a boundary'],
    [`${parts('b')}boundary="a;b"' }`, '`a;b` is not a boundary'],
    [`${parts('b')}boundary=${'x'.repeat(71)}' }`, 'is not a boundary'],
    [`${parts('a --xyz b')}boundary=xyz' }`, 'a part contains the boundary `xyz`'],
    [`${parts('a" }, { name: b, text: "--xyz')}boundary=xyz' }`, 'a part contains the boundary `xyz`'],
    [`${parts('--a b')}boundary="a b"' }`, 'a part contains the boundary `a b`'],
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
    ['{ type: uuid }', '${x} == "P2"', 'it is not a uuid, which the input `x` requires'],
    ['{ type: date }', '${x} == "tomorrow"', 'it is not a date, which the input `x` requires'],
    ['{ type: integer }', '${x} == 2.5', 'it is not an integer, which the input `x` requires'],
    ['{ type: boolean }', '${x} == 1', 'it is not a boolean, which the input `x` requires'],
    ['{ example: 12345678901234567890 }', '${x} == "12345678901234567890"', '`x` is a number'],
  ])('by its type, whatever its value: %s, %s', (input, condition, message) => {
    const text = when(input, condition);
    expect(mistakes(text).filter((one) => one.startsWith('4:'))).toEqual([
      expect.stringContaining(`4:11 \`${condition}\` never holds: ${message}`),
    ]);
  });

  test.each([
    ['{ status }', '${x}', '`x` is neither true nor false'],
    ['{ header: Location }', 'not ${x}', '`x` is neither true nor false'],
    ['{ status }', '${x} == "404"', '`x` is a number, and this compares it with a text'],
    ['{ text: "a(b)" }', '${x} == 4', '`x` is a text, and this compares it with a number'],
    ['{ header: Retry-After }', '${x} == 5', '`x` is a text, and this compares it with a number'],
  ])('by what a capture can be: %s, %s', (capture, condition, message) => {
    const later = `  - id: b\n    when: ${condition}\n    request: { method: GET, url: /v1.0/me }\n`;
    expect(mistakes(`${get(`capture: { x: ${capture} }`)}${later}`)).toEqual([expect.stringMatching(/^8:11 /)]);
    expect(mistakes(`${get(`capture: { x: ${capture} }`)}${later}`)).toEqual([expect.stringContaining(message)]);
  });

  test('by what the rows give, unless a row leaves it to other sources', () => {
    const steps = `steps:\n  - when: \${edition} == "P3"\n    request: { method: GET, url: /v1.0/me }\n`;
    const rows = 'matrix:\n  - { name: a, edition: P1 }\n  - { name: b, edition: P2 }\n';
    const never = '6:11 `${edition} == "P3"` never holds: no row has this value of `edition`';
    expect(mistakesOfRows(`version: 2\n${rows}${steps}`)).toEqual([never, never]);
    expect(mistakesOfRows(`version: 2\n${rows}${steps}`.replace('P3', 'P2'))).toEqual([]);
    const open = `version: 2\n${rows}  - { name: c }\ninputs: { edition: { example: P0 } }\n${steps}`;
    expect(mistakesOfRows(open)).toEqual([]);
  });

  test.each([
    ['{ example: 12345678901234567890 }', '${x} == 12345678901234567890'],
    ['{ type: uuid, example: 010b2de0-0ed4-4ece-bfa2-22fff71d0497 }', "${x} == '010b2de0-0ed4-4ece-bfa2-22fff71d0498'"],
    ['{ type: number, example: 1 }', '${x} == 2.5'],
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
  responding('csv: { columns: [A, <matches a>], rows: [ { A: "5" }, { A: <any> }, <any>, { A: "${run.id}" } ] }'),
  responding('csv: { rows: [ { A: <string or null> }, { A: <absent> } ] }'),
  put(`${parts('xyz -- b')}boundary=xyz' }`),
  put(`${parts('b')}boundary="a b"' }`),
  put('{ text: a, type: text/html }, headers: { content-type: text/html }'),
  responding('type: "text/html; charset=utf-8", text: <matches a>'),
  responding(`size: 0, sha256: "${'AB'.repeat(32)}"`),
  responding('text: <absent>'),
  responding('text: "${run.id}"'),
  put('{ text: a, type: text/html }'),
  put('{ base64: aGk=, type: image/png }'),
  put('{ json: { text: a, type: b } }'),
  put('{ from: { emailAddress: { name: a } } }'),
  put('{ test: a, type: b }'),
  put('{ tpye: a }'),
  put('{ json: { jsno: 1 } }'),
  put('{ txt: a, subject: b }'),
  batch('{ id: 1, method: POST, url: /a, body: { text: a } }, { id: 2, method: get, url: /a, dependsOn: [ "1" ] }'),
  put('{ text: a, subject: b }'),
  put('{ type: a }'),
  put('{ multipart: [ { name: a, text: b, type: text/html } ] }'),
  `${call}    title: Groups\n    when: not \${off}\n    actor: me\n    capture: { x: { output: id } }\n`.replace(
    'use:',
    'inputs: { off: { type: boolean, example: false } }\nuse:',
  ),
])('what makes sense is not a mistake (%#)', (text) => expect(mistakes(text)).toEqual([]));
