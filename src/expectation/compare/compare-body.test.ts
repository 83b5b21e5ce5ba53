import { describe, expect, it } from 'vitest';
import {
  compileYaml,
  type EvaluateOptions,
  evaluateText,
  evaluateYaml,
} from '../../../test/support/expectation/expectation-fixture.ts';
import type { Json } from '../../json/json.ts';
import { differencesFound } from './difference.ts';

/** `code path expected → actual` of every difference. */
function reported(yaml: string, body: Json, options: EvaluateOptions = {}): string[] {
  return evaluateYaml(yaml, body, options).differences.map(
    ({ code, path, expected, actual }) => `${code} ${path} ${expected ?? '-'} → ${actual ?? '-'}`,
  );
}

describe('checking a body', () => {
  it('reports every difference, worst first', () => {
    const yaml = 'gone: <uuid>\nname: A\ncount: 1\nid: <uuid>\nextra: <absent>';
    expect(reported(yaml, { name: 'B', count: '1', id: 'x', extra: 0 })).toEqual([
      'missing-property $.gone <uuid> → -',
      'type $.count 1 → "1"',
      'value $.name "A" → "B"',
      'value $.id <uuid> → "x"',
      'value $.extra <absent> → 0',
    ]);
  });

  it('reports where in the scenario each expectation is', () => {
    const [difference] = evaluateYaml('a:\n  b: 1\n', { a: { b: 2 } }).differences;
    expect(difference).toEqual({
      code: 'value',
      path: '$.a.b',
      message: 'unexpected value',
      expected: '1',
      actual: '2',
      at: { file: 'a.scenario.yaml', line: 2, column: 6, endColumn: 7, excerpt: ['a:', '  b: 1'], excerptColumn: 1 },
    });
  });

  it('does no coercion', () => {
    expect(reported('[1, true, null, "", 0]', ['1', 'true', 'null', null, false])).toHaveLength(5);
    expect(reported('a: null', {})).toEqual(['missing-property $.a null → -']);
    expect(reported('a: <absent>', { a: null })).toEqual(['value $.a <absent> → null']);
    expect(reported('a: <any>', {})).toEqual(['missing-property $.a <any> → -']);
    expect(reported('{a: <any>, b: <present>}', { a: null, b: null })).toEqual([]);
    expect(reported('a: {}', { a: [] })).toEqual(['type $.a {} → []']);
    expect(reported('a: []', { a: {} })).toEqual(['type $.a [] → {}']);
    expect(reported('a: { b: <absent> }', {})).toEqual(['missing-property $.a {"b": <absent>} → -']);
  });

  it('reports type from value also for matchers', () => {
    expect(reported('<string or null>', 5)).toEqual(['type $ <string or null> → 5']);
    expect(reported('<integer or null>', 5.5)).toEqual(['value $ <integer or null> → 5.5']);
    expect(evaluateYaml('<uuid or null>', 'x').differences[0]?.message).toBe('the value is not a UUID or null');
    expect(evaluateYaml('<integer >= 1>', 0).differences[0]?.message).toBe('the value is not an integer >= 1');
    expect(evaluateYaml('<uuid>', []).differences[0]?.message).toBe('an array where a UUID was expected');
  });

  it('knows integers that doubles cannot hold', () => {
    expect(reported('9007199254740991', 9007199254740993n)).toEqual(['value $ 9007199254740991 → 9007199254740993']);
    expect(reported('"${big}"', 9007199254740993n, { values: { big: 9007199254740993n } })).toEqual([]);
    expect(reported('"${big}"', 9007199254740993n, { values: { big: '9007199254740993' } })).toHaveLength(1);
  });

  it('fills in values, which keep their type where they stand alone', () => {
    const values = { id: 'x', n: 5, sure: true };
    expect(reported('["${id}", "${n}", "${sure}", "a-${n}"]', ['x', 5, true, 'a-5'], { values })).toEqual([]);
    expect(reported('["${id}", "a-${n}"]', ['y', 'a-6'], { values })).toEqual([
      'value $[0] "x" → "y"',
      'value $[1] "a-5" → "a-6"',
    ]);
    expect(evaluateYaml('"a ${none}"', 'a').differences).toMatchObject([
      { code: 'value', message: '`a ${none}` has no value', expected: 'a ${none}' },
    ]);
  });

  it('notes what was not expected, and differs by it only when strict', () => {
    const yaml = 'a: { b: 1 }';
    const body = { a: { b: 1, c: 2 }, d: [] };
    expect(evaluateYaml(yaml, body)).toMatchObject({
      differences: [],
      notes: [
        { code: 'undocumented-property', path: '$.a.c', actual: '2' },
        { code: 'undocumented-property', path: '$.d', actual: '[]' },
      ],
    });
    expect(evaluateYaml(yaml, body, { strict: true }).notes).toEqual([]);
    expect(reported(yaml, body, { strict: true })).toEqual([
      'undocumented-property $.a.c - → 2',
      'undocumented-property $.d - → []',
    ]);
  });

  it('takes the names of JavaScript as data', () => {
    const text = '{"__proto__": 1, "toString": 2, "hasOwnProperty": 3, "constructor": {"prototype": 1}}';
    const { expected } = compileYaml('toString: 2\nhasOwnProperty: 3\nvalueOf: <absent>');
    const verdict = evaluateText({ expected, text });
    expect(verdict.differences).toEqual([]);
    expect(verdict.notes.map(({ path }) => path)).toEqual(['$.__proto__', '$.constructor']);
    const missing = evaluateText({ expected: compileYaml('toString: <any>').expected, text: '{}' });
    expect(missing.differences).toMatchObject([{ code: 'missing-property', path: '$.toString' }]);
  });

  it('shows long texts where they differ, and what is hard to see', () => {
    const long = 'a'.repeat(500);
    const [difference] = evaluateYaml(`${long}b`, `${long}c`).differences;
    expect(difference?.expected).toMatch(/^…".*b"$/);
    expect(difference?.actual).toMatch(/^…".*c"$/);
    expect(evaluateYaml('Active', 'active').differences[0]?.message).toContain('only upper and lower case');
    expect(evaluateYaml('a b', 'a  b').differences[0]?.message).toContain('only white space');
    expect(evaluateYaml('a b', 'a\u00a0b').differences[0]).toMatchObject({ expected: '"a b"', actual: '"a\\u00a0b"' });
    const [form] = evaluateYaml('"é"', 'e\u0301').differences;
    expect(form).toMatchObject({ expected: '"\\u00e9"', actual: '"e\\u0301"' });
    expect(form?.message).toContain('only its Unicode form');
  });

  it('lists no more than anyone reads, and reports how many more there are', () => {
    const { differences } = evaluateYaml(
      '<each>: 1',
      Array.from({ length: 6_000 }, () => 2),
    );
    expect(differences).toHaveLength(5_000);
    expect(differences.at(-1)?.unlisted).toBe(1_000);
    expect(differencesFound(differences)).toBe(6_000);
  });
});

describe('checking an array', () => {
  it('names the one item that is missing, at its place in the expectation', () => {
    expect(reported('value: [{ n: 1 }, { n: 2 }, { n: 3 }]', { value: [{ n: 1 }, { n: 3 }] })).toEqual([
      'array-missing-item $.value[1] {"n": 2} → -',
    ]);
    const [difference] = evaluateYaml('value:\n  - a\n  - b\n  - c', { value: ['a', 'c'] }).differences;
    expect(difference?.at).toMatchObject({ line: 3, column: 5 });
  });

  it('names the one item that is extra, at its place in the response', () => {
    expect(reported('[a, b, c]', ['a', 'x', 'b', 'c'])).toEqual(['array-extra-item $[1] - → "x"']);
    expect(reported('[]', [1])).toEqual(['array-extra-item $[0] - → 1']);
  });

  it('looks into the items that are the same by id', () => {
    const yaml = '[{ id: 1, a: 1, b: 1, c: 1 }, { id: 2, a: 1, b: 1, c: 1 }]';
    expect(reported(yaml, [{ id: 0 }, { id: 2, a: 9, b: 9, c: 9 }])).toEqual([
      'value $[1].a 1 → 9',
      'value $[1].b 1 → 9',
      'value $[1].c 1 → 9',
      'array-missing-item $[0] {"id": 1, "a": 1, "b": 1, "c": 1} → -',
      'array-extra-item $[0] - → {"id": 0}',
    ]);
  });

  it('takes the same id for the same item, however else it differs and however alike others are', () => {
    const yaml = '[{ id: 1, a: 1, b: 1, c: 1 }, { id: 2, a: 5, b: 5, c: 5 }]';
    expect(reported(yaml, [{ id: 2, a: 1, b: 1, c: 1 }])).toEqual([
      'value $[0].a 5 → 1',
      'value $[0].b 5 → 1',
      'value $[0].c 5 → 1',
      'array-missing-item $[0] {"id": 1, "a": 1, "b": 1, "c": 1} → -',
    ]);
  });

  it('takes what is most similar for the same where there is no id', () => {
    const yaml = '[{ n: a, x: 1, y: 1 }, { n: b, x: 2, y: 2 }, { n: c, x: 3, y: 3 }]';
    expect(
      reported(yaml, [
        { n: 'b', x: 2, y: 9 },
        { n: 'c', x: 3, y: 3 },
      ]),
    ).toEqual(['value $[0].y 2 → 9', 'array-missing-item $[0] {"n": "a", "x": 1, "y": 1} → -']);
  });

  it('compares one item with one item, however they differ', () => {
    expect(reported('[{ status: InProgress, result: null }]', [{ status: 'Done', result: 'Approve' }])).toEqual([
      'type $[0].result null → "Approve"',
      'value $[0].status "InProgress" → "Done"',
    ]);
  });

  it('reports another order as one difference', () => {
    expect(evaluateYaml('[a, b, c]', ['c', 'a', 'b']).differences).toMatchObject([
      { code: 'array-order', path: '$', expected: '["a", "b", "c"]', actual: '["c", "a", "b"]' },
    ]);
    expect(evaluateYaml('[a, b, c]', ['c', 'a', 'b']).differences[0]?.message).toBe(
      'the items have another order: expected [0] was received as [1], expected [1] was received as [2], expected [2] was received as [0]',
    );
    expect(
      reported('[{ id: 1, a: x }, { id: 2, a: y }]', [
        { id: 2, a: 'y' },
        { id: 1, a: 'x' },
      ]),
    ).toHaveLength(1);
  });

  it('reports order and a missing item apart', () => {
    expect(reported('[a, b, c, d]', ['d', 'a', 'b'])).toEqual([
      'array-missing-item $[2] "c" → -',
      'array-order $ ["a", "b", "c", "d"] → ["d", "a", "b"]',
    ]);
  });

  it('does not take differing items for reordered ones', () => {
    expect(reported('[a, b]', ['a', 'c'])).toEqual(['value $[1] "b" → "c"']);
    expect(reported('[1, 1, 2]', [1, 2, 2])).toEqual(['value $[1] 1 → 2']);
  });

  it('stays exact on arrays too large to compare each with each', () => {
    const items = Array.from({ length: 3_000 }, (_, n) => ({ id: `id-${n}`, name: `name ${n}` }));
    const yaml = items.map(({ id, name }) => `- { id: ${id}, name: ${name} }`).join('\n');
    const changed = items
      .filter((_, n) => n !== 100 && n !== 2_000)
      .map((item) => (item.id === 'id-900' ? { ...item, name: 'x' } : item));
    expect(reported(yaml, changed)).toEqual([
      'value $[899].name "name 900" → "x"',
      'array-missing-item $[100] {"id": "id-100", "name": "name 100"} → -',
      'array-missing-item $[2000] {"id": "id-2000", "name": "name 2000"} → -',
    ]);
  });
});

describe('the combinators', () => {
  it('<contains> lets other items be', () => {
    expect(reported('<contains>: [{ n: 2 }, { n: 1 }]', [{ n: 1 }, { n: 5 }, { n: 2 }])).toEqual([]);
    expect(reported('<contains>: [{ n: 2 }]', [{ n: 1 }])).toEqual(['array-missing-item $[0] {"n": 2} → -']);
    expect(
      reported('<contains>: [{ id: 2, s: a }]', [
        { id: 1, s: 'a' },
        { id: 2, s: 'b' },
      ]),
    ).toEqual(['value $[1].s "a" → "b"']);
    expect(reported('<contains>: [1]', {})).toEqual(['type $ <contains> [1] → {}']);
  });

  it('<unordered> finds partners also where patterns overlap', () => {
    expect(reported('<unordered>: [<any>, <string>, a]', ['a', 'b', 1])).toEqual([]);
    expect(reported('<unordered>: [<string>, <string>]', ['a', 1])).toEqual(['type $[1] <string> → 1']);
    expect(reported('<unordered>: [a, b]', ['b', 'a', 'c'])).toEqual(['array-extra-item $[2] - → "c"']);
    expect(reported('<unordered>: [a, b]', ['b'])).toEqual(['array-missing-item $[0] "a" → -']);
    expect(
      reported('<unordered>: [{ id: 1, s: a }, { id: 2, s: a }]', [
        { id: 2, s: 'b' },
        { id: 1, s: 'a' },
      ]),
    ).toEqual(['value $[0].s "a" → "b"']);
  });

  it('<each> checks every item, <count> their number', () => {
    expect(reported('<each>: { id: <integer> }', [{ id: 1 }, { id: 'x' }, {}])).toEqual([
      'missing-property $[2].id <integer> → -',
      'type $[1].id <integer> → "x"',
    ]);
    expect(reported('<each>: 1', [])).toEqual([]);
    expect(reported('<count>: 2', [1, 2])).toEqual([]);
    expect(reported('<count>: 2', [1])).toEqual(['value $ 2 → 1']);
    expect(reported('<count>: <integer >= 1>', [])).toEqual(['value $ <integer >= 1> → 0']);
  });

  it('notes what was not expected inside the items they expect', () => {
    expect(
      evaluateYaml('<contains>: [{ n: 2 }]', [
        { n: 1, a: 1 },
        { n: 2, b: 1 },
      ]).notes,
    ).toMatchObject([{ path: '$[1].b' }]);
    expect(evaluateYaml('<each>: { n: <any> }', [{ n: 1, a: 1 }]).notes).toMatchObject([{ path: '$[0].a' }]);
  });
});
