import { expect, test } from 'vitest';
import { sampleStep } from '../../../../test/support/report/sample-steps.ts';
import { partAt, threadsByStep, threadsOf } from './threads.ts';

const step = (id: string, captured: { [name: string]: string }, uses: string[] = []) =>
  sampleStep({ id, number: 1, of: 5, captured, ...(uses.length === 0 ? {} : { uses }) });
const steps = [
  step('a', { group: '1', unused: '2' }),
  step('b', { review: '3' }, ['group']),
  step('c', {}, ['review']),
  step('d', { late: '4' }, ['group']),
  step('e', {}, ['late', 'unknown']),
];

test('a thread leads from its maker to those who use it, and keeps out of the way of others', () => {
  expect(threadsOf(steps).map(({ name, maker, users, lane }) => ({ name, maker, users, lane }))).toEqual([
    { name: 'group', maker: 0, users: [1, 3], lane: 0 },
    { name: 'unused', maker: 0, users: [], lane: -1 },
    { name: 'review', maker: 1, users: [2], lane: 1 },
    { name: 'late', maker: 3, users: [4], lane: 1 },
  ]);
});

test('at each step it begins, passes by, is used or ends', () => {
  const threads = threadsOf(steps);
  const at = threadsByStep(threads, steps.length);
  const [group, unused] = threads;
  if (group === undefined || unused === undefined) throw new Error('no threads');
  expect(at.map(({ used }, index) => partAt(group, index, used))).toEqual(['begins', 'used', 'passes', 'ends', 'none']);
  expect(at.map(({ used }, index) => partAt(unused, index, used))).toEqual(['none', 'none', 'none', 'none', 'none']);
});

test('each step knows the threads that concern it', () => {
  const names = (threads: readonly { readonly name: string }[]) => threads.map(({ name }) => name).join();
  const reported = threadsByStep(threadsOf(steps), steps.length).map(
    ({ made, used, drawn }) => `${names(made)} | ${names(used)} | ${names(drawn)}`,
  );
  expect(reported).toEqual([
    'group,unused |  | group',
    'review | group | group,review',
    ' | review | group,review',
    'late | group | group,late',
    ' | late | late',
  ]);
});

test('no more threads are drawn at once than there are lanes', () => {
  const names = Array.from({ length: 20 }, (_, index) => `v${index}`);
  const all = [step('a', Object.fromEntries(names.map((name) => [name, '']))), step('b', {}, names)];
  const lanes = threadsOf(all).map(({ lane }) => lane);
  expect(lanes).toEqual([0, 1, 2, 3, 4, 5, ...new Array(14).fill(-1)]);
});
