import { describe, expect, test } from 'vitest';
import { evaluate, evaluateText } from './evaluate-template.ts';
import { parseTemplate } from './parse-template.ts';
import { runValueEntries, type Value } from './values.ts';

const values = new Map<string, Value>([
  ...runValueEntries({ id: 'r7k2', now: '2026-01-31T08:30:00Z', password: 'pass' }),
  ['text', 'abc'],
  ['number', 42],
  ['large', 9007199254740993n],
  ['yes', true],
  ['zero', 0],
  ['no', false],
  ['empty', ''],
  ['tricky', '${text} $${text} $&'],
]);

const evaluated = (text: string) => evaluate(parseTemplate(text).template, values);

describe('evaluate', () => {
  test.each<[string, Value]>([
    ['${number}', 42],
    ['${large}', 9007199254740993n],
    ['${yes}', true],
    ['${zero}', 0],
    ['${no}', false],
    ['${empty}', ''],
    ['${text}', 'abc'],
  ])('keeps the type of a value that is the whole text: %s', (text, value) => {
    expect(evaluated(text)).toBe(value);
  });

  test.each<[string, string]>([
    [' ${number}', ' 42'],
    ['${number}${yes}', '42true'],
    ['${large}!', '9007199254740993!'],
    ['/${text}/${zero}/${no}/${empty}/', '/abc/0/false//'],
    ['$${text}', '${text}'],
    ['', ''],
  ])('makes a text of everything else: %s', (text, value) => {
    expect(evaluated(text)).toBe(value);
  });

  test('never looks for expressions in values', () => {
    expect(evaluated('${tricky}')).toBe('${text} $${text} $&');
    expect(evaluated('<${tricky}>')).toBe('<${text} $${text} $&>');
  });

  test('has no value where a name has none, nor for names that objects have', () => {
    expect(evaluated('${missing}')).toBeUndefined();
    expect(evaluated('a ${missing}')).toBeUndefined();
    expect(evaluated('${constructor}')).toBeUndefined();
    expect(evaluated('${__proto__}')).toBeUndefined();
  });

  test.each([
    ['${run.id}', 'r7k2'],
    ['${run.now}', '2026-01-31T08:30:00Z'],
    ['${run.today}', '2026-01-31'],
    ['${run.password}', 'pass'],
    ['${run.today + P1Y}', '2027-01-31'],
    ['${run.today + P1M}', '2026-02-28'],
    ['${run.today - P1D}', '2026-01-30'],
    ['${run.today + PT23H}', '2026-01-31'],
    ['${run.now + P1M}', '2026-02-28T08:30:00Z'],
    ['${run.now - PT9H}', '2026-01-30T23:30:00Z'],
    ['${run.now + PT0.5S}', '2026-01-31T08:30:00.500Z'],
    ['until ${run.today + P5D}.', 'until 2026-02-05.'],
  ])('knows the run’s own values: %s is %s', (text, value) => {
    expect(evaluated(text)).toBe(value);
  });

  test('has no value for a date that RFC 3339 cannot write', () => {
    expect(evaluated('${run.today + P8000Y}')).toBeUndefined();
    expect(evaluated('${run.now - P3000Y}')).toBeUndefined();
    expect(evaluated('${run.now + P999999Y}')).toBeUndefined();
    expect(evaluated('${run.today + P7900Y}')).toBe('9926-01-31');
  });
});

describe('evaluateText', () => {
  test('encodes values only, and shows what precedes each', () => {
    const seen: string[] = [];
    const text = evaluateText(parseTemplate('a${text}b${number}').template, values, (value, before) => {
      seen.push(before);
      return `<${value}>`;
    });
    expect(text).toBe('a<abc>b<42>');
    expect(seen).toEqual(['a', 'a<abc>b']);
  });

  test('is text even for a single expression', () => {
    expect(evaluateText(parseTemplate('${number}').template, values)).toBe('42');
  });
});
