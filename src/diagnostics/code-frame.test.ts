import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeFrame, problemText } from './code-frame.ts';
import { placeAt, placeOfFile } from './place.ts';
import { safeLine } from './safe-text.ts';

/** The frame of the first occurrence of a word. */
function frameOf(text: string, word: string): string {
  const start = text.indexOf(word);
  return codeFrame(placeAt({ path: 'a.yaml', text }, { start, end: start + word.length }));
}

/** What is above the carets. */
function marked(frame: string): string | undefined {
  const [carets = '', line] = frame.split('\n').reverse();
  return line?.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1);
}

describe('codeFrame', () => {
  test('shows the line, the one before it, and carets under the span', () => {
    expect(frameOf('steps:\n  - id: a\n    requets:\n', 'requets')).toBe(
      ['  2 |   - id: a', '  3 |     requets:', '    |     ^^^^^^^'].join('\n'),
    );
  });

  test('widens the gutter for long line numbers', () => {
    const frame = frameOf(`${'\n'.repeat(9_999)}wrong`, 'wrong');
    expect(frame).toBe(['9999 | ', '10000 | wrong', '      | ^^^^^'].join('\n').replace('9999', ' 9999'));
  });

  test('marks one character where the span is empty', () => {
    expect(codeFrame(placeAt({ path: 'a', text: 'ab' }, { start: 2, end: 2 }))).toBe('  1 | ab\n    |   ^');
    expect(codeFrame(placeAt({ path: 'a', text: '' }, { start: 0, end: 0 }))).toBe('  1 | \n    | ^');
  });

  test('shows nothing where no text was read', () => {
    expect(codeFrame(placeOfFile('a.yaml'))).toBe('');
  });

  test('puts the carets right after tabs and control characters', () => {
    expect(frameOf('\ta\u001b[31m\u202e: wrong', 'wrong')).toBe(
      ['  1 | \\ta\\x1b[31m<U+202E>: wrong', '    |                      ^^^^^'].join('\n'),
    );
  });

  test('puts as many carets under control characters as they take room', () => {
    expect(marked(frameOf('a: "\u0007"', '\u0007'))).toBe('\\x07');
    expect(marked(frameOf('a: \u2028b', '\u2028b'))).toBe('<U+2028>b');
  });

  test('shows of a long line the text around the span, and says that more is there', () => {
    const long = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`;
    const frame = frameOf(long, 'HERE');
    expect(marked(frame)).toBe('HERE');
    expect(frame.split('\n')[0]).toBe(`  1 | …${'a'.repeat(80)}HERE${'b'.repeat(76)}…`);
  });

  test('shows the place where the line is longer than the frame, but not cut off in the excerpt', () => {
    const frame = frameOf(`${'a'.repeat(180)}HERE`, 'HERE');
    expect(frame.split('\n')[0]).toBe(`  1 | …${'a'.repeat(80)}HERE`);
    expect(marked(frame)).toBe('HERE');
  });

  test('shows the place however far to the right it is', () => {
    const frame = frameOf(`${'x'.repeat(100_000)}HERE${'y'.repeat(100_000)}`, 'HERE');
    expect(marked(frame)).toBe('HERE');
    expect(Math.max(...frame.split('\n').map((line) => line.length))).toBeLessThan(200);
  });

  test('marks a long span up to where the line is cut off', () => {
    const frame = frameOf(`row: "${'v'.repeat(1_000)}"`, `"${'v'.repeat(1_000)}"`);
    expect(marked(frame)).toBe(`"${'v'.repeat(154)}`);
  });

  test('puts the carets under the span, whatever is in the line and wherever', () => {
    const line = fc.string({
      unit: fc.constantFrom('a', ' ', '\t', '\u0000', '\u001b', '\u202e', 'é', '😀'),
      maxLength: 700,
    });
    fc.assert(
      fc.property(
        line,
        fc.string({ unit: fc.constantFrom('H', '\u0007', '\t'), minLength: 1, maxLength: 20 }),
        line,
        (before, word, after) => {
          const start = before.length + 6;
          const place = placeAt(
            { path: 'a', text: `above\n${before}${word}${after}` },
            { start, end: start + word.length },
          );
          expect(marked(codeFrame(place))).toBe(safeLine(word));
        },
      ),
    );
  });

  test('starts every line with the gutter, so that no data can start a line of a log', () => {
    const text = fc.string({ unit: fc.constantFrom(':', '#', 'a', '\n', '\r', '\u2028', '\u0085', ' ') });
    fc.assert(
      fc.property(text, fc.nat(), (content, at) => {
        const start = at % (content.length + 1);
        const frame = codeFrame(placeAt({ path: 'a', text: content }, { start, end: start + 1 }));
        for (const line of frame.split(/[\n\r\u2028\u0085]/)) expect(line).toMatch(/^ *\d* \| /);
      }),
    );
  });
});

test('the caret is below its word, in any script', () => {
  for (const [name, columns] of [
    ['abc', 3],
    ['日本語', 6],
    ['🚒é', 3],
  ] as const) {
    const text = `${name}: here`;
    const start = name.length + 2;
    const frame = codeFrame(placeAt({ path: 'a.yaml', text }, { start, end: start + 4 }));
    expect(frame.split('\n').at(-1)).toBe(`    | ${' '.repeat(columns + 2)}^^^^`);
  }
});

describe('problemText', () => {
  test('shows each of several problems as it shows one', () => {
    const source = { path: 'a.yaml', text: `name: ${'word '.repeat(25)}` };
    const problem = { code: 'usage', message: 'wrong', at: placeAt(source, { start: 6, end: 10 }) } as const;
    const one = problemText(problem);
    expect(one).toContain(`1 | name: ${'word '.repeat(20)}`);
    expect([problem, problem, problem].map(problemText)).toEqual([one, one, one]);
  });

  const at = placeAt({ path: 'a.yaml', text: 'requets: 1' }, { start: 0, end: 7 });

  test('reports where, what and what to do', () => {
    const text = problemText({ code: 'unknown-key', message: 'no key `requets`', at, fix: 'did you mean `request`?' });
    expect(text).toBe(
      [
        'a.yaml:1:1: unknown-key: no key `requets`',
        '  1 | requets: 1',
        '    | ^^^^^^^',
        '  fix: did you mean `request`?',
      ].join('\n'),
    );
  });

  test('has no frame where no text was read, and no place where there is no file', () => {
    const unreadable = { code: 'file-unreadable', message: 'is a directory' } as const;
    expect(problemText({ ...unreadable, at: placeOfFile('a.yaml') })).toBe(
      'a.yaml:1:1: file-unreadable: is a directory',
    );
    expect(problemText({ code: 'usage', message: 'no such flag', fix: 'see --help' })).toBe(
      'usage: no such flag\n  fix: see --help',
    );
  });

  test('lets nothing from a file name, a message or a fix drive a log', () => {
    const text = problemText({
      code: 'usage',
      message: 'one\u001b[2J\n::add-mask::x ##vso[task.setvariable]',
      fix: 'two\n::stop-commands::x',
      at: placeOfFile('a\n::error::b.yaml'),
    });
    expect(text.split('\n')).toEqual([
      'a\\n\\x3a:error::b.yaml:1:1: usage: one\\x1b[2J',
      '    | \\x3a:add-mask::x #\\x23vso[task.setvariable]',
      '  fix: two',
      '    | \\x3a:stop-commands::x',
    ]);
  });
});
