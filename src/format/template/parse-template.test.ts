import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namePattern, parseTemplate } from './parse-template.ts';
import { expressionsOf, isLiteral } from './template.ts';

const names = (text: string) =>
  parseTemplate(text).template.parts.map((part) => (typeof part === 'string' ? part : { name: part.name }));
const messages = (text: string) => parseTemplate(text).errors.map(({ message, offset }) => [offset, message]);

describe('parseTemplate', () => {
  test('leaves a text without expressions as it is', () => {
    for (const text of ['', 'plain', '$', '{a}', '$ {a}', 'a$', '}', '$a', '{{a}}']) {
      expect(parseTemplate(text)).toEqual({ template: { parts: [text] }, errors: [] });
    }
    expect(isLiteral(parseTemplate('plain').template)).toBe(true);
  });

  test('finds several expressions with their offsets', () => {
    expect(parseTemplate('/a/${one}/${ run.id }x${two-2}').template.parts).toEqual([
      '/a/',
      { name: 'one', text: 'one', offset: 3 },
      '/',
      { name: 'run.id', text: ' run.id ', offset: 10 },
      'x',
      { name: 'two-2', text: 'two-2', offset: 22 },
    ]);
  });

  test('finds expressions that touch each other', () => {
    expect(names('${a}${b}')).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(expressionsOf(parseTemplate('${a}-${b}').template).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('reads `$${` as a literal `${`', () => {
    expect(names('$${a}')).toEqual(['${a}']);
    expect(names('x$${a}${b}$${')).toEqual(['x${a}', { name: 'b' }, '${']);
    expect(names('$$${a}')).toEqual(['$${a}']);
    expect(names('$${${a}}')).toEqual(['${', { name: 'a' }, '}']);
    expect(parseTemplate('$${').errors).toEqual([]);
  });

  test('reads the shifts of run.now and run.today, with and without spaces', () => {
    const shifts = ['run.today + P1Y', 'run.today+P1Y', 'run.now - PT30M', 'run.now-PT30M', 'run.today-P1D'].map(
      (text) =>
        parseTemplate(`\${${text}}`).template.parts.map((part) => typeof part !== 'string' && [part.name, part.shift]),
    );
    expect(shifts).toEqual([
      [['run.today', { months: 12, milliseconds: 0 }]],
      [['run.today', { months: 12, milliseconds: 0 }]],
      [['run.now', { months: 0, milliseconds: -1_800_000 }]],
      [['run.now', { months: 0, milliseconds: -1_800_000 }]],
      [['run.today', { months: 0, milliseconds: -86_400_000 }]],
    ]);
  });

  test('reports where an expression is not closed, and stops there', () => {
    expect(messages('a ${b')).toEqual([[2, 'a `${` without its `}`']]);
    expect(messages('${a} ${')).toEqual([[5, 'a `${` without its `}`']]);
  });

  test.each([
    '',
    ' ',
    '1a',
    'a b',
    'a.',
    '.a',
    'a..b',
    'a + b',
    'a()',
    'größe!',
    '²',
    '\u0308a',
    '${a',
    'a[0]',
    'run.now + 1',
    'a\nb',
  ])('refuses ${%s}', (text) => {
    expect(messages(`x\${${text}}`)).toEqual([[1, `\`\${${text}}\` is not an expression`]]);
  });

  test('refuses to move anything but the run’s own times, and by anything but a duration', () => {
    expect(messages('${groupId + P1D}')).toEqual([[0, '`groupId` cannot be moved by a duration']]);
    expect(messages('${run.id + P1D}')).toEqual([[0, '`run.id` cannot be moved by a duration']]);
    expect(messages('${run.now + P1X}')).toEqual([[0, '`P1X` is not an ISO 8601 duration']]);
  });

  test('reports every wrong expression of a text and keeps the right ones', () => {
    const { template, errors } = parseTemplate('${1}-${ok}-${2}');
    expect(errors.map(({ offset }) => offset)).toEqual([0, 11]);
    expect(expressionsOf(template).map(({ name }) => name)).toEqual(['ok']);
  });

  test('returns every text that is written with its `${` doubled', () => {
    const texts = fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', ' ') });
    fc.assert(
      fc.property(texts, (text) => {
        const written = text.replaceAll('${', () => '$${');
        expect(parseTemplate(written)).toEqual({ template: { parts: [text] }, errors: [] });
      }),
    );
  });

  test('never throws, and its offsets point at `${`', () => {
    const texts = fc.string({ unit: fc.constantFrom('$', '{', '}', '${', 'a', '.', '-', 'run.now', '+', 'P1D', ' ') });
    fc.assert(
      fc.property(texts, (text) => {
        const { template, errors } = parseTemplate(text);
        for (const { offset } of [...expressionsOf(template), ...errors])
          expect(text.startsWith('${', offset)).toBe(true);
      }),
    );
  });
});

test('a name begins with a letter and has at most 64 characters', () => {
  expect(['a', '_', 'groupId', 'group-id', 'a'.repeat(64)].every((name) => namePattern.test(name))).toBe(true);
  expect(['', '1a', 'a.b', 'a b', '-a', 'a'.repeat(65)].some((name) => namePattern.test(name))).toBe(false);
});
