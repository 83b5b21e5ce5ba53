import { expect, test } from 'vitest';
import { parseTemplate } from '../../../format/template/parse-template.ts';
import type { Value } from '../../../format/template/values.ts';
import { addBound, type PlannedBound } from './bound-values.ts';

const bound = (name: string, text: string): PlannedBound => ({
  name,
  value: { kind: 'text', template: parseTemplate(text).template },
  templates: [],
});

test('names that are made of others are known as soon as those are, in whatever order they stand', () => {
  const all = [bound('c', '${b}3'), bound('b', '${a}2'), bound('a', '${input}1'), bound('later', '${captured}')];
  const values = new Map<string, Value>([['input', '0']]);
  addBound(all, values);
  expect(Object.fromEntries(values)).toEqual({ input: '0', a: '01', b: '012', c: '0123' });
  values.set('captured', 'x');
  addBound(all, values);
  expect(values.get('later')).toBe('x');
  // What is known stays as it is.
  values.set('input', '9');
  addBound(all, values);
  expect(values.get('a')).toBe('01');
});
