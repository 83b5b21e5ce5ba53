import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../diagnostics/text-edit.ts';
import { expectedResponse } from '../../format/scenario/build-call.ts';
import { readYaml } from '../../format/scenario/read-yaml.ts';
import type { Values } from '../../format/template/values.ts';
import type { Json } from '../../json/json.ts';
import { evaluateResponse } from '../compare/evaluate.ts';
import { compileResponse } from '../compile/compile-response.ts';
import { escapeMatcherText } from '../matchers/parse-matcher.ts';
import { printAfterKey } from './print-expected.ts';
import { expectedIn, stepChanges } from './step-changes.ts';
import type { Change } from './update-change.ts';

const head = `# Kept: "as it is"
steps:
  - id: read   # the step
    response:
`;

type Parts = {
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Json;
};
type Options = { readonly strict?: boolean; readonly values?: Values; readonly redacted?: boolean };

function stepWith(expectation: string, { status = 200, headers = {}, body }: Parts, options: Options = {}) {
  const source = { path: 'x.scenario.yaml', text: head + expectation };
  const root = readYaml(source);
  if (!root.ok) throw new Error(root.problems.map(({ message }) => message).join('\n'));
  const node = expectedIn(root.value, 'read');
  if (node === undefined) throw new Error('no expectation');
  const response = { status, headers, text: body === undefined ? '' : JSON.stringify(body) };
  const { strict = false, values = new Map(), redacted = false } = options;
  return { source, expectation: node, response, values, strict, redacted };
}

/** The expectation after what was received was accepted, or what `choose` chose instead. */
function rewritten(
  expectation: string,
  parts: Parts,
  {
    choose = ({ accept }) => accept,
    ...options
  }: Options & { readonly choose?: (change: Change) => Change['accept'] } = {},
): string {
  const about = stepWith(expectation, parts, options);
  const text = applyEdits(about.source.text, stepChanges(about).map(choose));
  expect(text.startsWith(head)).toBe(true);
  return text.slice(head.length);
}

/** What still differs. */
function differences(expectation: string, parts: Parts, options: Options = {}): readonly string[] {
  const { source, expectation: node, response, values, strict } = stepWith(expectation, parts, options);
  const compiled = compileResponse(expectedResponse(node), source);
  expect(compiled.problems).toEqual([]);
  return evaluateResponse({
    expectation: compiled.expectation,
    response,
    values,
    strict,
    source,
  }).findings.differences.map(({ path }) => path);
}

describe('what was received is accepted:', () => {
  test.each<readonly [string, string, Parts, string]>([
    ['a status', '      status: 201 # made\n', {}, '      status: 200 # made\n'],
    [
      'a header, and one that is not there',
      '      status: 200\n      headers:\n        X-A: "1"\n        X-B: <string>\n',
      { headers: { 'x-a': '2' } },
      '      status: 200\n      headers:\n        X-A: "2"\n',
    ],
    [
      'a value, in the quotes of the old one, beside matchers that hold',
      "      status: 200\n      body:\n        id: <uuid>   # theirs\n        state: 'New' # ours\n",
      { body: { id: '7c6f5b0e-0000-4000-8000-000000000001', state: 'Old' } },
      "      status: 200\n      body:\n        id: <uuid>   # theirs\n        state: 'Old' # ours\n",
    ],
    [
      'a property that is gone, with its line',
      '      status: 200\n      body:\n        # one\n        a: 1\n        # two\n        b: 2 # away\n        c: 3\n',
      { body: { a: 1, c: 3 } },
      '      status: 200\n      body:\n        # one\n        a: 1\n        # two\n        c: 3\n',
    ],
    [
      'the first property of an item',
      '      status: 200\n      body:\n        - a: 1\n          b: 2\n        - a: 3\n',
      { body: [{ b: 2 }, { a: 3 }] },
      '      status: 200\n      body:\n        - b: 2\n        - a: 3\n',
    ],
    [
      'within brackets',
      '      status: 200\n      body: { a: 1, b: [x, y], c: { d: 1 } }\n',
      { body: { a: 1, b: ['x', 'z'], c: {} } },
      '      status: 200\n      body: { a: 1, b: [x, z], c: {} }\n',
    ],
    [
      'the last within brackets',
      '      status: 200\n      body: { a: 1, b: 2, c: 3 }\n',
      { body: { a: 1 } },
      '      status: 200\n      body: { a: 1 }\n',
    ],
    [
      'more items, and fewer',
      '      status: 200\n      body:\n        value:\n          - id: a # first\n            n: 1\n          - id: b\n            n: 2\n',
      {
        body: {
          value: [
            { id: 'b', n: 3 },
            { id: 'c', n: 4 },
          ],
        },
      },
      '      status: 200\n      body:\n        value:\n          - id: b\n            n: 3\n          - id: c\n            n: 4\n',
    ],
    [
      'the same items in another order, with what is said about them',
      '      status: 200\n      body:\n        - a # first\n        - b\n        - c\n',
      { body: ['c', 'a', 'b'] },
      '      status: 200\n      body:\n        - c\n        - a # first\n        - b\n',
    ],
    [
      'items where none were',
      '      status: 200\n      body:\n        value: []\n',
      { body: { value: [{ a: 1, b: { c: [2] } }] } },
      '      status: 200\n      body:\n        value:\n          - a: 1\n            b:\n              c:\n                - 2\n',
    ],
    [
      'none where items were',
      '      status: 200\n      body:\n        value:\n          - 1\n        next: x\n',
      { body: { value: [], next: 'x' } },
      '      status: 200\n      body:\n        value:\n          []\n        next: x\n',
    ],
    [
      'an object where a word stood, and a word where an object stood',
      '      status: 200\n      body:\n        a: word\n        b:\n          c: 1\n',
      { body: { a: { x: 'y' }, b: null } },
      '      status: 200\n      body:\n        a:\n          x: y\n        b: null\n',
    ],
    [
      'a number of items',
      '      status: 200\n      body:\n        value:\n          <count>: 2\n',
      { body: { value: [1] } },
      '      status: 200\n      body:\n        value:\n          <count>: 1\n',
    ],
    [
      'a number of items beside one that is contained',
      '      status: 200\n      body:\n        <contains>:\n          - id: a\n            n: 1\n        <count>: 2\n',
      { body: [{ id: 'b' }, { id: 'a', n: 9 }, { id: 'c' }] },
      '      status: 200\n      body:\n        <contains>:\n          - id: a\n            n: 9\n        <count>: 3\n',
    ],
    [
      'one of several that are contained',
      '      status: 200\n      body:\n        <contains>:\n          - id: a\n            n: 1\n          - id: b\n            n: 2\n',
      { body: [{ id: 'x' }, { id: 'b', n: 2 }, { id: 'a', n: 9 }] },
      '      status: 200\n      body:\n        <contains>:\n          - id: a\n            n: 9\n          - id: b\n            n: 2\n',
    ],
    [
      'what differs from item to item, by a matcher',
      '      status: 200\n      body:\n        <each>:\n          n: 1\n          s: <string>\n',
      {
        body: [
          { n: 2, s: 'x' },
          { n: 3, s: 'y' },
        ],
      },
      '      status: 200\n      body:\n        <each>:\n          n: <integer>\n          s: <string>\n',
    ],
    [
      'ids and times, which are others next time',
      '      status: 200\n      body: { id: null, at: null, "@odata.id": 1 }\n',
      { body: { id: '7c6f5b0e-0000-4000-8000-000000000001', at: '2026-01-01T00:00:00Z', '@odata.id': 1 } },
      '      status: 200\n      body: { id: <uuid>, at: <datetime>, "@odata.id": 1 }\n',
    ],
    ['that there is no body', '      status: 204\n      body:\n        a: 1\n', { status: 204 }, '      status: 204\n'],
  ])('%s', (_, before, parts, then) => {
    expect(rewritten(before, parts)).toBe(then);
    expect(differences(then, parts)).toEqual([]);
  });

  test('a value that is known by name stays known by it', () => {
    const values = new Map([['groupId', 'g-1234']]);
    const parts = { body: { group: 'g-1234', text: 'costs ${5}', tag: '<b>' } };
    const then = rewritten('      status: 200\n      body: { group: x, text: y, tag: z }\n', parts, { values });
    expect(then).toBe('      status: 200\n      body: { group: "${groupId}", text: "costs $${5}", tag: \\<b> }\n');
    expect(differences(then, parts, { values })).toEqual([]);
  });

  test('a property that was received, where that counts', () => {
    const parts = { body: { a: 1, b: { c: 'x' } } };
    for (const before of ['      body:\n        a: 1 # kept\n', '      body: { a: 1 }\n', '      body: {}\n']) {
      const then = rewritten(`      status: 200\n${before}`, parts, { strict: true });
      expect(differences(then, parts, { strict: true })).toEqual([]);
    }
  });

  test('of a live response, whose texts are pseudonyms, only known words', () => {
    const parts = { body: { state: 'InProgress', who: 'Person 7f3a' } };
    const then = rewritten('      status: 200\n      body: { state: x, who: y }\n', parts, { redacted: true });
    expect(then).toBe('      status: 200\n      body: { state: InProgress, who: <string> }\n');
  });

  test('in a file with the line breaks of Windows', () => {
    const before = '      status: 200\r\n      body:\r\n        a: []\r\n        b: 1\r\n';
    const then = rewritten(before, { body: { a: [{ x: 1, y: 2 }], b: 1 } });
    expect(then).toBe(
      '      status: 200\r\n      body:\r\n        a:\r\n          - x: 1\r\n            y: 2\r\n        b: 1\r\n',
    );
  });
});

test('what an editor does not show is written as an escape', () => {
  const then = rewritten('      status: 200\n      body: { a: x }\n', { body: { a: 'x\u0085y' } });
  expect(then).toBe('      status: 200\n      body: { a: "x\\u0085y" }\n');
});

describe('instead, an expectation is relaxed or dropped:', () => {
  test.each<readonly [string, Json, string]>([
    ['a: New', 'Old', 'a: <one of New, Old>'],
    ['a: some text', 'another one', 'a: <string>'],
    ['a: 1', 2, 'a: <integer>'],
    ['a: text', null, 'a: <string or null>'],
    ['a: 2026-01-01', '2026-01-02', 'a: <date>'],
    ['a: { b: 1 }', [1], 'a: <any>'],
  ])('%s, when %j arrived', (before, received, then) => {
    const choose = ({ relax, accept }: Change) => relax?.edit ?? accept;
    const expectation = (line: string) => `      status: 200\n      body:\n        ${line}\n        z: 1\n`;
    const parts = { body: { a: received, z: 1 } };
    expect(rewritten(expectation(before), parts, { choose })).toBe(expectation(then));
    expect(differences(expectation(then), parts)).toEqual([]);
    const ignore = ({ ignore, accept }: Change) => ignore ?? accept;
    expect(rewritten(expectation(before), parts, { choose: ignore })).toBe(
      '      status: 200\n      body:\n        z: 1\n',
    );
  });

  test('a status, to both', () => {
    const choose = ({ relax, accept }: Change) => relax?.edit ?? accept;
    expect(rewritten('      status: 201\n', {}, { choose })).toBe('      status: [201, 200]\n');
  });
});

const texts = fc.oneof(
  fc.constantFrom(
    'New',
    'null',
    'true',
    '1',
    '',
    ' x',
    'a: b',
    '- c',
    '#d',
    '<uuid>',
    '\\<x>',
    '${y}',
    "it's",
    '"',
    '{',
    ']',
  ),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }).filter((text) => text.isWellFormed()),
);
const scalars = fc.oneof(texts, fc.integer({ min: -99, max: 99 }), fc.boolean(), fc.constant(null));
const keys = fc.oneof(
  fc.constantFrom('id', 'a', 'b', 'c', '@odata.type', '<each>', 'x y', '1', 'null'),
  fc.string({ maxLength: 4 }).filter((key) => !['__proto__', '<<'].includes(key)),
);
const bodies = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test('whatever was expected and whatever was received: afterwards it agrees, and accepting again changes nothing', () => {
  const law = fc.property(bodies, bodies, fc.boolean(), fc.boolean(), (stated, received, flow, strict) => {
    const escaped = escapedTexts(stated);
    const layout = { style: flow ? 'flow' : 'block', indent: 10, newline: '\n' } as const;
    const before = `      status: 200\n      body:\n        root:${printAfterKey(escaped, layout)}\n      headers: {}\n`;
    const parts = { body: { root: received } };
    const then = rewritten(before, parts, { strict });
    expect(differences(then, parts, { strict })).toEqual([]);
    expect(rewritten(then, parts, { strict })).toBe(then);
    expect(then.endsWith('      headers: {}\n')).toBe(true);
  });
  fc.assert(law, { numRuns: 500 });
});

/** The same value as an expectation that is intended literally. */
function escapedTexts(value: Json): Json {
  if (typeof value === 'string') {
    return escapeMatcherText(value.replaceAll('${', () => '$${'));
  }
  if (Array.isArray(value)) return value.map(escapedTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [escapeMatcherText(key), escapedTexts(member)]),
  );
}
