import { expect, test } from 'vitest';
import { parseState } from './run-state.ts';

test.each([
  ['of another release', '{ "version": 2, "step": "look" }', 'this is version 2, and this release reads version 1'],
  ['that is cut', '{ "version": 1, "step"', 'not valid JSON: expected `:` after the property name'],
  ['without its step', '{ "version": 1 }', '`run` is missing'],
])('a state %s is refused with the reason', (_, text, message) => {
  const parsed = parseState(text);
  expect(parsed.ok ? [] : parsed.problems[0]).toMatchObject({ code: 'run-state', message });
});
