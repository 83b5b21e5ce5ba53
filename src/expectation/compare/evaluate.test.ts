import { describe, expect, it } from 'vitest';
import { nodeOf, sourceOf } from '../../../test/support/expectation/expectation-fixture.ts';
import type { ExpectedResponse } from '../../format/scenario/scenario.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import type { HttpResponse } from '../../http/message.ts';
import { compileResponse } from '../compile/compile-response.ts';
import { Comparison } from './comparison.ts';
import { evaluateResponse, type Verdict } from './evaluate.ts';

const entriesOf = (node: YamlNode | undefined) => (node?.kind === 'mapping' ? node.entries : []);
const entryOf = (node: YamlNode, name: string) => entriesOf(node).find(({ key }) => key === name)?.value;

/** An expectation as the scenario room makes it, from `status`, `headers` and `body`. */
function expectedOf(yaml: string): { expectation: ExpectedResponse; source: ReturnType<typeof sourceOf> } {
  const source = sourceOf(yaml);
  const root = nodeOf(source);
  const status = entryOf(root, 'status');
  const statuses = (status?.kind === 'sequence' ? status.items : [status]).map((node) =>
    node?.kind === 'scalar' ? Number(node.value) : 0,
  );
  const body = entryOf(root, 'body');
  const headers = entriesOf(entryOf(root, 'headers')).map(({ key, keySpan, value }) => ({
    name: { value: key, span: keySpan },
    value,
  }));
  const span = root.span;
  return {
    expectation: { statuses, statusSpan: status?.span ?? span, headers, content: [], span, ...(body ? { body } : {}) },
    source,
  };
}

function evaluated(yaml: string, response: Partial<HttpResponse>): Verdict {
  const { expectation, source } = expectedOf(yaml);
  const compiled = compileResponse(expectation, source);
  expect(compiled.problems).toEqual([]);
  const whole = { status: 200, headers: {}, text: '', ...response };
  return evaluateResponse({
    expectation: compiled.expectation,
    response: whole,
    values: new Map([['n', 5]]),
    strict: false,
    source,
  });
}

const reported = (yaml: string, response: Partial<HttpResponse>) =>
  evaluated(yaml, response).findings.differences.map(
    ({ code, path, expected, actual }) => `${code} ${path} ${expected ?? '-'} → ${actual ?? '-'}`,
  );

const json = { 'content-type': 'application/json; charset=utf-8' };

describe('checking a status', () => {
  it('takes any of the expected ones', () => {
    expect(reported('status: [200, 201]', { status: 201 })).toEqual([]);
    expect(reported('status: [200, 201]', { status: 404 })).toEqual(['status status 200 or 201 → 404']);
  });

  it('shows what the service says about its error', () => {
    const text = '{"error": {"code": "Denied", "message": "No \\"way\\""}}';
    expect(reported('status: 200', { status: 403, headers: json, text })).toEqual([
      'status status 200 → 403 (Denied: No \\"way\\")',
    ]);
  });

  it('comes before everything else, and everything else is compared all the same', () => {
    expect(reported('status: 200\nbody: { a: 1 }', { status: 202, text: '{"a": 2}' })).toEqual([
      'status status 200 → 202',
      'value $.a 1 → 2',
    ]);
  });

  const strictly = 'status: 200\nheaders: { ETag: <any>, content-type: text/plain }\nbody: { a: 1, b: { c: 2 } }';
  const refusal = '{"error": {"code": "Gone", "message": "No."}}';

  it.each([400, 401, 403, 404, 409, 429, 500, 503, 599])(
    'alone is the difference of an unexpected error %i: its body is shown, not compared',
    (status) => {
      const verdict = evaluated(strictly, { status, headers: json, text: refusal });
      expect(verdict.findings.differences.map(({ code, actual }) => `${code} ${actual}`)).toEqual([
        `status ${status} (Gone: No.)`,
      ]);
      expect(verdict).toMatchObject({ isUnexpectedError: true, body: { error: { code: 'Gone' } } });
      expect(verdict.findings.notes).toEqual([]);
    },
  );

  it('is the one difference of another error than the expected one, and of an error that is not JSON', () => {
    expect(
      reported(`status: 403\nbody: { error: { code: Denied } }`, { status: 404, headers: json, text: refusal }),
    ).toEqual(['status status 403 → 404 (Gone: No.)']);
    expect(reported(strictly, { status: 502, headers: json, text: '<html>' })).toEqual(['status status 200 → 502']);
  });

  it('does not excuse the body of an error that was expected', () => {
    const verdict = evaluated('status: [200, 404]\nbody: { error: { code: Denied } }', { status: 404, text: refusal });
    expect(verdict.findings.differences.map(({ path }) => path)).toEqual(['$.error.code']);
    expect(verdict.isUnexpectedError).toBe(false);
  });
});

describe('checking headers', () => {
  it.each([
    ['application/json', 'application/json', true],
    ['application/json', 'Application/JSON; charset=utf-8', true],
    ['application/json; charset=UTF-8', 'application/json;odata.metadata=minimal;Charset="utf-8"', true],
    ['application/json; charset=utf-8', 'application/json', false],
    ['application/json', 'text/html', false],
    ['<matches ^application/>', 'application/json', true],
  ])('content type %s, got %s: kept %s', (stated, received, isKept) => {
    const yaml = `status: 200\nheaders: { Content-Type: "${stated}" }`;
    expect(reported(yaml, { headers: { 'content-type': received } })).toEqual(
      isKept ? [] : [`content-type header content-type ${stated} → ${received}`],
    );
  });

  it('reads numbers where numbers are expected, and compares texts exactly', () => {
    const yaml =
      'status: 200\nheaders: { Retry-After: <integer >= 1>, X-N: 5, X-T: "${n}", ETag: <any>, X-No: <absent> }';
    expect(reported(yaml, { headers: { 'retry-after': '7', 'x-n': '5', 'x-t': '5', etag: '' } })).toEqual([]);
    expect(reported(yaml, { headers: { 'retry-after': '0', 'x-n': '5.0', 'x-t': '6', 'x-no': 'a' } })).toEqual([
      'header header retry-after <integer >= 1> → 0',
      'header header x-n 5 → 5.0',
      'header header x-t 5 → 6',
      'header header etag <any> → -',
      'header header x-no <absent> → a',
    ]);
  });

  it('do not find what objects inherit', () => {
    expect(reported('status: 200\nheaders: { toString: <any> }', {})).toEqual(['header header tostring <any> → -']);
  });

  it('refuses what no header can be', () => {
    const { expectation, source } = expectedOf('status: 200\nheaders: { A: [1], B: <nope> }');
    expect(compileResponse(expectation, source).problems).toMatchObject([
      { code: 'invalid-value', at: { line: 2, column: 15 } },
      { code: 'unknown-matcher' },
    ]);
  });
});

describe('checking what was received as a body', () => {
  it('is not done where no body is expected', () => {
    expect(reported('status: 200', { text: '<html>', headers: { 'content-type': 'text/html' } })).toEqual([]);
    expect(reported('status: 200', { text: '{"a": 1, "a": 2}', headers: json })).toEqual([]);
    expect(evaluated('status: 200', { text: '{"a": 1}', headers: json }).body).toEqual({ a: 1 });
  });

  it.each(['application/json', 'application/problem+json; x=y'])('reports text that is not JSON under %s', (type) => {
    expect(reported('status: 200', { text: '<html>', headers: { 'content-type': type } })).toEqual([
      `not-json $ JSON → ${type}: <html>`,
    ]);
    expect(reported('status: 200', { text: '', headers: { 'content-type': type } })).toEqual([]);
  });

  it('reports one difference where JSON was expected and something else was received', () => {
    expect(
      reported('status: 200\nbody: { a: 1, b: 2 }', {
        text: `<html>${'x'.repeat(300)}`,
        headers: { 'content-type': 'text/html' },
      }),
    ).toEqual([`not-json $ JSON → text/html: <html>${'x'.repeat(194)}…`]);
    expect(reported('status: 200\nbody: { a: 1 }', {})).toEqual(['not-json $ JSON → no content type, empty']);
    expect(reported('status: 200\nbody: <absent>', {})).toEqual([]);
    expect(reported('status: 200\nbody: <absent>', { text: '1' })).toEqual(['value $ <absent> → 1']);
  });

  it('reports a property that is there twice, and checks the last', () => {
    expect(reported('status: 200\nbody: { a: { b: 2 } }', { text: '{"a": {"b": 1, "b": 2}}', headers: json })).toEqual([
      'value $.a.b - → -',
    ]);
  });

  it('refuses bodies that are nested too deep instead of failing', () => {
    const text = '['.repeat(100_000);
    expect(reported('status: 200\nbody: <any>', { text, headers: json })).toMatchObject([
      expect.stringMatching(/^not-json/),
    ]);
  });
});

describe('compiling an expectation', () => {
  it('lists the texts of headers and body', () => {
    const { expectation, source } = expectedOf('status: 200\nheaders: { A: "${a}" }\nbody: "${b}"');
    expect(compileResponse(expectation, source).texts.map(({ template }) => template.parts)).toMatchObject([
      [{ name: 'a' }],
      [{ name: 'b' }],
    ]);
  });
});

it('lists the names of a redacted object once, however many of them were replaced', () => {
  const names = ['a', 'b', 'c'];
  let listed = 0;
  const redacted = new Proxy(Object.fromEntries(names.map((name) => [`~${name}`, name.toUpperCase()])), {
    ownKeys: (target) => {
      listed++;
      return Reflect.ownKeys(target);
    },
  });
  const comparison = new Comparison({ values: new Map(), strict: false, source: { path: 'a.yaml', text: 'a' } });
  comparison.begin({ value: Object.fromEntries(names.map((name) => [name, name])), of: () => redacted });
  const span = { start: 0, end: 1 };
  for (const key of names) comparison.note({ code: 'undocumented-property', message: 'm', span, key, received: key });
  const text = (one: string) => one;
  const response = { status: 200, headers: {}, text: '' };
  const { notes } = comparison.findings().shown({ response, values: new Map(), text, redacted: (one) => one });
  expect(notes.map(({ path, actual }) => `${path} ${actual}`)).toEqual([
    '$[\'~a\'] "A"',
    '$[\'~b\'] "B"',
    '$[\'~c\'] "C"',
  ]);
  expect(listed).toBe(1);
});

it('reads what is compared once from the redacted response, however many differences it has', () => {
  const comparison = new Comparison({ values: new Map(), strict: false, source: { path: 'a.yaml', text: 'a' } });
  let read = 0;
  const rows = ['a', 'b', 'c'];
  const of = () => {
    read++;
    return rows;
  };
  comparison.begin({ value: rows, of });
  const span = { start: 0, end: 1 };
  for (const key of rows.keys())
    comparison.differ({ code: 'array-extra-item', message: 'm', span, key, received: 'r' });
  const text = (one: string) => one;
  const response = { status: 200, headers: {}, text: '' };
  const { differences } = comparison.findings().shown({ response, values: new Map(), text, redacted: (one) => one });
  expect(differences.map(({ actual }) => actual)).toEqual(['"a"', '"b"', '"c"']);
  expect(read).toBe(1);
});

describe('<count> beside <contains> and <each>', () => {
  const differences = (body: string, value: unknown) =>
    evaluated(`status: 200\nbody: ${body}`, {
      headers: { 'content-type': 'application/json' },
      text: JSON.stringify(value),
    }).findings.differences.map(({ code, path }) => `${code} ${path}`);

  it.each([
    ['{ <contains>: [2], <count>: 3 }', [1, 2, 3], []],
    ['{ <contains>: [2], <count>: 2 }', [1, 2, 3], ['value $']],
    ['{ <count>: <integer >= 4>, <contains>: [5] }', [1, 2, 3], ['array-missing-item $[0]', 'value $']],
    ['{ <each>: <integer>, <count>: <integer >= 1> }', [1, 2], []],
    ['{ <each>: <integer>, <count>: <integer >= 1> }', [], ['value $']],
    ['{ <count>: "${n}" }', [1, 2, 3, 4, 5], []],
    ['{ <count>: "${n}" }', [1, 2], ['value $']],
  ])('%s, of %j', (body, value, expected) => {
    expect(differences(body, value).sort()).toEqual(expected);
  });
});
