import { evaluate } from '../../format/template/evaluate-template.ts';
import { templateText } from '../../format/template/template.ts';
import type { Values } from '../../format/template/values.ts';
import { type Json, setProperty } from '../../json/json.ts';
import { escapeMatcherText } from '../matchers/parse-matcher.ts';
import type { Expected } from './expected.ts';

/** An expectation as JSON in the form of scenarios: matchers and combinators are kept, values are filled in. */
export function expectedJson(expected: Expected, values: Values): Json {
  const items = (all: readonly Expected[]) => all.map((item) => expectedJson(item, values));
  const counted = (count: Expected | undefined) =>
    count === undefined ? {} : { '<count>': expectedJson(count, values) };
  switch (expected.kind) {
    case 'literal':
      return literal(expected.value);
    case 'template':
      return literal(evaluate(expected.template, values) ?? templateText(expected.template));
    case 'matcher':
      return expected.matcher.text;
    case 'object': {
      const object: { [name: string]: Json } = {};
      for (const { name, expected: stated } of expected.properties)
        setProperty(object, escapeMatcherText(name), expectedJson(stated, values));
      return object;
    }
    case 'array':
      return items(expected.items);
    case 'contains':
    case 'unordered':
      return { [`<${expected.kind}>`]: items(expected.items), ...counted(expected.count) };
    case 'each':
      return { '<each>': expectedJson(expected.item, values), ...counted(expected.count) };
    case 'count':
      return { '<count>': expectedJson(expected.count, values) };
    default:
      return expected satisfies never;
  }
}

const literal = (value: Json): Json => (typeof value === 'string' ? escapeMatcherText(value) : value);
