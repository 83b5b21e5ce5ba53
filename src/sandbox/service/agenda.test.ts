import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda } from './agenda.ts';

test('what is due comes by time, and in the order of planning where the time is the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 0, max: 20 }), (times, nowMs) => {
      const agenda = new Agenda();
      const taken: [number, number][] = [];
      times.forEach((dueMs, index) => {
        agenda.plan(dueMs, (atMs) => taken.push([atMs, index]));
      });
      agenda.settle(nowMs);
      const planned = times.map((atMs, index): [number, number] => [atMs, index]);
      const expected = planned.filter(([atMs]) => atMs <= nowMs).sort(([a, i], [b, j]) => a - b || i - j);
      expect(taken).toEqual(expected);
    }),
  );
});
