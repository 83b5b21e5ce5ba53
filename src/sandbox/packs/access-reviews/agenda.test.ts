import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda } from './agenda.ts';

test('what is due comes by time, and in the order of planning where the time is the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 0, max: 20 }), (times, nowMs) => {
      const agenda = new Agenda();
      times.forEach((atMs, index) => {
        agenda.plan(atMs, { kind: 'close', instanceId: String(index) });
      });
      const taken: [number, number][] = [];
      for (let due = agenda.take(nowMs); due !== undefined; due = agenda.take(nowMs)) {
        taken.push([due.atMs, due.event.kind === 'close' ? Number(due.event.instanceId) : -1]);
      }
      const planned = times.map((atMs, index): [number, number] => [atMs, index]);
      const expected = planned.filter(([atMs]) => atMs <= nowMs).sort(([a, i], [b, j]) => a - b || i - j);
      expect(taken).toEqual(expected);
    }),
  );
});
