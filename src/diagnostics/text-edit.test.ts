import { expect, test } from 'vitest';
import { applyEdits } from './text-edit.ts';

const edit = (start: number, end: number, text: string) => ({ span: { start, end }, text });

test('edits are applied in any order, and the rest stays', () => {
  expect(applyEdits('abcdef', [edit(4, 5, 'E'), edit(0, 1, ''), edit(2, 2, '-')])).toBe('b-cdEf');
});

test('removals that overlap are one', () => {
  expect(applyEdits('abcdef', [edit(1, 4, ''), edit(3, 5, '')])).toBe('af');
});

test('what is inserted at one place is in the order in which it was given', () => {
  expect(applyEdits('ab', [edit(1, 1, 'x'), edit(1, 1, 'y')])).toBe('axyb');
});
