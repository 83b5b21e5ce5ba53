import { expect, test } from 'vitest';
import { laterProperties } from './read-later.ts';

test('a property that is made later is like any other, and made only when it is read', () => {
  let made = 0;
  const add = laterProperties<{ readonly answer: number }>('answer');
  const one = add({ question: 'six times seven' }, () => {
    made++;
    return { answer: 42 };
  });
  expect([Object.keys(one), made]).toEqual([['question', 'answer'], 0]);
  expect(one.answer).toBe(42);
  expect(JSON.stringify(one)).toBe('{"question":"six times seven","answer":42}');
  expect({ ...one }).toEqual({ question: 'six times seven', answer: 42 });
  expect(add({}, () => ({ answer: 7 })).answer).toBe(7);
});
