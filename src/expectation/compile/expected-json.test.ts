import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileYaml, evaluateYaml, literalOf } from '../../../test/support/expectation/expectation-fixture.ts';
import type { Json } from '../../json/json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { compileExpectation } from './compile-expectation.ts';
import { expectedJson } from './expected-json.ts';

test('matchers and combinators stay as written, values are filled in, literals stay literal', () => {
  const { expected } = compileYaml(
    '{ id: <uuid>, name: "a ${x}", literal: \\<uuid>, list: { <contains>: [1], <count>: <integer> }, n: { <count>: 2 }, all: { <each>: <any> } }',
  );
  expect(expectedJson(expected, new Map([['x', 'b']]))).toEqual({
    id: '<uuid>',
    name: 'a b',
    literal: '\\<uuid>',
    list: { '<contains>': [1], '<count>': '<integer>' },
    n: { '<count>': 2 },
    all: { '<each>': '<any>' },
  });
});

const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(fc.string(), fc.constantFrom('<uuid>', '\\<uuid>', '<', '<>', '\\'), fc.integer(), fc.boolean()),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('<each>', '\\<each>')), tie('json'), { maxKeys: 3 }),
  ),
})).json;

test('read back as a scenario, it expects the same value', () => {
  const source = { path: 'a.scenario.yaml', text: '' };
  fc.assert(
    fc.property(json, (value) => {
      const { expected } = compileExpectation(literalOf(value), source);
      // In YAML, JSON that holds `${` would be an expression.
      const written = prettyJson(expectedJson(expected, new Map())).replaceAll('${', () => '$${');
      expect(evaluateYaml(written, value).differences).toEqual([]);
    }),
  );
});
