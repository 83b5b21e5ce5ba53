import { expect, test } from 'vitest';
import { StoryLines } from './story-lines.ts';

const texts = (...stories: readonly string[]) => {
  const lines = new StoryLines();
  return stories.map((html) => lines.shortened({ html }).html);
};

test('a line is written once, and named where it comes again: neighbors as one run', () => {
  expect(texts('a\nb\nc\na', 'b\nc\nd\na', 'd\na')).toEqual(['a\nb\nc\n~0', '~1,2\nd\n~0', '~3 0']);
});

test('numbers are written in base 36', () => {
  const many = Array.from({ length: 40 }, (_, line) => `line ${line}`);
  expect(texts(many.join('\n'), [...many.slice(1), many[0]].join('\n')).at(-1)).toBe('~1,13 0');
});

test('a line that begins like a reference is none', () => {
  expect(texts('~0', '~0')).toEqual(['&#126;0', '~0']);
});
