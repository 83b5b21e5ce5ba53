import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('nothing is done before somebody asks, and then everything once, in the order in which it was given', () => {
  const turns = new Turns();
  const done: string[] = [];
  const work = (name: string) => () => {
    done.push(name);
    return name;
  };
  const [first, second] = [turns.add(work('first')), turns.add(work('second'))];
  expect(done).toEqual([]);
  expect(second()).toBe('second');
  expect(done).toEqual(['first', 'second']);
  turns.add(work('third'));
  expect([first(), second()]).toEqual(['first', 'second']);
  expect(done).toEqual(['first', 'second']);
});

test('work may use what came before it; what comes after it keeps its turn', () => {
  const turns = new Turns();
  const seen: string[] = [];
  const first = turns.add(() => 1);
  const second = turns.add(() => {
    const sum = first() + 1;
    seen.push('second');
    return sum;
  });
  turns.add(() => seen.push('third'));
  expect(second()).toBe(2);
  expect(seen).toEqual(['second', 'third']);
});

test('what waits is done unasked where it would fill memory', () => {
  const turns = new Turns();
  let done = 0;
  for (let at = 0; at < 10; at++) turns.add(() => done++, 300_000);
  expect(done).toBeGreaterThanOrEqual(4);
});
