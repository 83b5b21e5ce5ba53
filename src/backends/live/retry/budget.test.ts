import { expect, test } from 'vitest';
import { scriptedClock } from '../../../run/scripted-clock.ts';
import { Allowance, defaultBudget } from './budget.ts';

const budget = { ...defaultBudget, stepMs: 1_000, runMs: 10_000 };

test('a step has its own time, less what it used, and what is set apart does not count', async () => {
  const clock = scriptedClock(5);
  const allowance = new Allowance(clock, budget, { spentMs: 0 });
  expect(allowance.leftMs()).toBe(1_000);
  await clock.sleep(400);
  expect([allowance.leftMs(), allowance.runLeftMs()]).toEqual([600, 9_600]);
  allowance.setApart(300);
  allowance.setApart(50);
  expect([allowance.leftMs(), allowance.runLeftMs()]).toEqual([950, 9_600]);
  await clock.sleep(9_500);
  expect([allowance.leftMs(), allowance.runLeftMs()]).toEqual([0, 100]);
  await clock.sleep(9_500);
  expect([allowance.leftMs(), allowance.runLeftMs()]).toEqual([0, 0]);
});

test('the time of one response is missing to the next, once', async () => {
  const clock = scriptedClock(5);
  const spending = { spentMs: 9_000 };
  const allowance = new Allowance(clock, budget, spending);
  await clock.sleep(400);
  allowance.end();
  await clock.sleep(400);
  allowance.end();
  expect(spending.spentMs).toBe(9_400);
  expect(new Allowance(clock, budget, spending).leftMs()).toBe(600);
});

test('the times are those that docs/live.md and docs/cli.md state: minutes, and for teams a quarter of an hour', () => {
  const { stepMs, runMs, consistencyMs, teamMs, attemptMs } = defaultBudget;
  expect([stepMs, runMs, consistencyMs, teamMs].map((ms) => ms / 60_000)).toEqual([2, 60, 1, 15]);
  // A response that takes the whole time of its step could not be tried again.
  expect(attemptMs).toBe(100_000);
});
