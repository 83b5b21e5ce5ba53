import { expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { answered } from '../../../test/support/run/scripted-backend.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Clock, SendContext } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';

/** A service that never responds as expected; each response takes a while. */
async function attemptsAt(eventually: string, responseMs: number) {
  const clock = scriptedClock(Date.parse(sampleRun.now));
  const startedMs = clock.now();
  const at: number[] = [];
  const backend = {
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async () => {
      at.push(clock.now() - startedMs);
      await clock.sleep(responseMs);
      return answered(404, {});
    },
  };
  const step = `{ id: s, request: { method: GET, url: /v1.0/me }, response: { status: 200 }, eventually: ${eventually} }`;
  const plan = samplePlan(`title: T\nactors: { admin: {} }\nsteps:\n  - ${step}\n`);
  const result = await replayPlan(plan, { backend, clock: clock satisfies Clock, listener: () => {} });
  return { at, attempts: result.steps[0]?.attempts };
}

test('the last attempt is when the time is over, though answers take time', async () => {
  const { at, attempts } = await attemptsAt('{ within: PT60S, every: PT20S }', 5);
  expect(at).toEqual([0, 20_005, 40_010, 60_000]);
  expect(attempts).toBe(4);
});

test('also where the pause does not divide the time', async () => {
  expect((await attemptsAt('{ within: PT25S, every: PT10S }', 0)).at).toEqual([0, 10_000, 20_000, 25_000]);
});

test('a response that comes after the time is the last one', async () => {
  expect((await attemptsAt('{ within: PT25S, every: PT10S }', 30_000)).at).toEqual([0]);
});

test('a step that waits itself gives the backend no check by which it would wait, too', async () => {
  const isChecked = async (more: string) => {
    const checks: boolean[] = [];
    const backend = {
      origin: 'https://graph.microsoft.com',
      close: async () => {},
      send: async (_: HttpRequest, { stated }: SendContext) => {
        checks.push(stated?.broken !== undefined);
        return answered(200, {});
      },
    };
    const step = `{ id: s, request: { method: GET, url: /v1.0/me }, response: { status: 200 }${more} }`;
    const plan = samplePlan(`title: T\nactors: { admin: {} }\nsteps:\n  - ${step}\n`);
    await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {} });
    return checks;
  };
  expect(await isChecked('')).toEqual([true]);
  expect(await isChecked(', eventually: { within: PT60S, every: PT20S }')).toEqual([false]);
});
