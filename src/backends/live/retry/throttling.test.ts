import { expect, test } from 'vitest';
import {
  aboutStep,
  get,
  json,
  jumpingClock,
  outcome,
  promising,
  send,
  trial,
  withServer,
} from '../../../../test/support/backends/sample-live-server.ts';
import { throttleState } from './throttle-state.ts';

const body = { error: { code: 'TooManyRequests', message: 'Later.' } };

/** What a service that throttles once with this header gets, and how long the backend waited. */
async function onceThrottled(headers: object, status = 429) {
  let slept: readonly number[] = [];
  let received = '';
  let connections: readonly number[] = [];
  await withServer(
    (_, response, nth) => (nth === 1 ? json(response, status, body, headers) : json(response, 200, {})),
    async ({ origin, got }) => {
      const { backend, clock } = await trial(origin);
      received = outcome(await backend.send(get('/v1.0/users'), promising(200)));
      slept = clock.slept;
      connections = got.map(({ connection }) => connection);
      await backend.close();
    },
  );
  return { received, slept, connections };
}

test('F1: after 429 with Retry-After: 7, seven seconds pass, then it is sent again', async () => {
  expect(await onceThrottled({ 'retry-after': '7' })).toMatchObject({ received: '200', slept: [7_000] });
});

test('F1: no other user sends to that workload meanwhile, and everybody to another one', async () => {
  const sentAt: string[] = [];
  await withServer(
    ({ url }, response, nth) => {
      sentAt.push(url);
      if (nth === 1) json(response, 429, body, { 'retry-after': '7' });
      else json(response, 200, {});
    },
    async ({ origin }) => {
      const throttle = throttleState();
      // The first waits until it is let go.
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const waiting = Promise.withResolvers<void>();
      let nowMs = 0;
      const sleep = async (ms: number) => {
        waiting.resolve();
        await held;
        nowMs = Math.max(nowMs, ms);
      };
      const first = await trial(origin, { throttle, clock: { now: () => nowMs, sleep } });
      const second = await trial(origin, { throttle, clock: { now: () => nowMs, sleep } });
      const a = first.backend.send(get('/v1.0/users'), aboutStep);
      await waiting.promise;
      const b = second.backend.send(get('/v1.0/groups'), aboutStep);
      expect(outcome(await second.backend.send(get('/v1.0/teams/1'), aboutStep))).toBe('200');
      expect(sentAt).toEqual(['/v1.0/users', '/v1.0/teams/1']);
      letGo();
      expect([outcome(await a), outcome(await b)]).toEqual(['200', '200']);
      expect(sentAt.length).toBe(4);
      await Promise.all([first.backend.close(), second.backend.close()]);
    },
  );
});

test('F2: a fraction of a second is waited for, too', async () => {
  expect(await onceThrottled({ 'retry-after': '2.128' })).toMatchObject({ received: '200', slept: [2_128] });
});

test('F3: a date is waited for by the clock of the server', async () => {
  const headers = { date: 'Fri, 20 Nov 2026 03:00:00 GMT', 'retry-after': 'Fri, 20 Nov 2026 03:00:11 GMT' };
  expect(await onceThrottled(headers)).toMatchObject({ received: '200', slept: [11_000] });
});

test('F4: without a header the wait grows, with chance in it', async () => {
  await withServer(
    (_, response, nth) => (nth < 5 ? json(response, 429, body) : json(response, 200, {})),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin);
      expect(outcome(await backend.send(get('/v1.0/users'), promising(200)))).toBe('200');
      expect(clock.slept).toEqual([1_500, 3_000, 6_000, 12_000]);
      await backend.close();
    },
  );
});

test.each([
  ['315', '315 s'],
  ['3600', '3600 s'],
  ['1e9', '1000000000 s'],
  ['Infinity', '∞ s'],
  ['Fri, 20 Nov 2026 11:00:00 GMT', '10800 s'],
])('P6 F5: Retry-After: %s does not fit, and is not shortened', async (value, wait) => {
  const { received, slept } = await onceThrottled({ 'retry-after': value, date: 'Fri, 20 Nov 2026 08:00:00 GMT' });
  expect(received).toBe(`throttled: the service requested a wait of ${wait}, and 120 s of the budget are left`);
  expect(slept).toEqual([]);
});

test('P6 F5: a wait of hours that fits is waited for', async () => {
  await withServer(
    (_, response, nth) => (nth === 1 ? json(response, 429, body, { 'retry-after': '7500' }) : json(response, 200, {})),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin, { budget: { stepMs: 9_000_000, runMs: 9_000_000 } });
      expect(outcome(await backend.send(get('/v1.0/users'), promising(200)))).toBe('200');
      expect(clock.slept).toEqual([7_500_000]);
      await backend.close();
    },
  );
});

test('a wait that a workload demands while a person signs in counts for what is sent afterwards', async () => {
  const sentAt: (readonly [string, number])[] = [];
  const clock = jumpingClock(0);
  await withServer(
    ({ url }, response, nth) => {
      sentAt.push([url, clock.now()]);
      if (nth === 1) json(response, 429, body, { 'retry-after': '60' });
      else json(response, 200, {});
    },
    async ({ origin }) => {
      const signedIn = Promise.withResolvers<void>();
      const held = Promise.withResolvers<void>();
      const slow = {
        get: async () => {
          held.resolve();
          await signedIn.promise;
          return { ok: true, token: 'late', expiresAtMs: Number.POSITIVE_INFINITY } as const;
        },
        refresh: () => {},
      };
      const throttle = throttleState();
      const first = await trial(origin, { throttle, clock, tokens: slow });
      // It is throttled, and gives up.
      const second = await trial(origin, { throttle, clock, budget: { stepMs: 1_000 } });
      const late = first.backend.send(get('/v1.0/users/1'), promising(200));
      await held.promise;
      expect(outcome(await second.backend.send(get('/v1.0/users/2'), promising(200)))).toMatch(/^throttled/);
      signedIn.resolve();
      expect(outcome(await late)).toBe('200');
      expect(sentAt).toEqual([
        ['/v1.0/users/2', 0],
        ['/v1.0/users/1', 60_000],
      ]);
      await Promise.all([first.backend.close(), second.backend.close()]);
    },
  );
});

test('F5: what does not fit for one does not fit for the next; later it may', async () => {
  await withServer(
    (_, response, nth) => (nth === 1 ? json(response, 429, body, { 'retry-after': '200' }) : json(response, 200, {})),
    async ({ origin, got }) => {
      const { backend, clock } = await trial(origin);
      expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toMatch(/^throttled/);
      expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toMatch(/^throttled/);
      expect(got.length).toBe(1);
      await clock.sleep(100_000);
      expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toBe('200');
      expect(clock.slept).toEqual([100_000, 100_000]);
      await backend.close();
    },
  );
});

test.each(['-5', 'Fri, 20 Nov 2020 03:00:11 GMT', '', '0x10', '7, 8', 'tomorrow'])(
  'F6: Retry-After: %j counts as missing',
  async (value) => {
    expect(await onceThrottled({ 'retry-after': value })).toMatchObject({ received: '200', slept: [1_500] });
  },
);

test('F7: of a batch, only the throttled parts and what depends on them are sent again, after the longest wait', async () => {
  const part = (id: string, status: number, wait?: string) => ({
    id,
    status,
    ...(wait !== undefined && { headers: { 'Retry-After': wait } }),
    body: {},
  });
  const first = [part('2', 429, '3'), part('1', 201), part('4', 429, '9.5'), part('3', 424), part('5', 404)];
  await withServer(
    (_, response, nth) =>
      json(response, 200, { responses: nth === 1 ? first : [part('4', 204), part('3', 200), part('2', 200)] }),
    async ({ origin, got }) => {
      const { backend, clock } = await trial(origin);
      const requests = [
        { id: '1', method: 'POST', url: '/groups' },
        { id: '2', method: 'GET', url: '/users' },
        { id: '3', method: 'GET', url: '/me', dependsOn: ['2', '1'] },
        { id: '4', method: 'DELETE', url: '/groups/1', dependsOn: ['1'] },
        { id: '5', method: 'GET', url: '/groups/2' },
      ];
      const reply = await backend.send(send('POST', '/v1.0/$batch', { requests }), aboutStep);
      expect(clock.slept).toEqual([9_500]);
      expect(JSON.parse(got[1]?.body ?? '').requests).toEqual([
        { id: '2', method: 'GET', url: '/users' },
        { id: '3', method: 'GET', url: '/me', dependsOn: ['2'] },
        { id: '4', method: 'DELETE', url: '/groups/1' },
      ]);
      const text = reply.kind === 'answered' ? reply.response.text : '{}';
      const received: { readonly id: string; readonly status: number }[] = JSON.parse(text).responses;
      expect(Object.fromEntries(received.map(({ id, status }) => [id, status]))).toEqual({
        1: 201,
        2: 200,
        3: 200,
        4: 204,
        5: 404,
      });
      await backend.close();
    },
  );
});

test('F7: what only looks like the response to a batch is sent once', async () => {
  await withServer(
    (_, response) => json(response, 200, { responses: [{ id: '1', status: 429, body: {} }] }),
    async ({ origin, got }) => {
      const { backend, clock } = await trial(origin);
      expect(outcome(await backend.send(send('POST', '/v1.0/surveys', {}), aboutStep))).toBe('200');
      expect([got.length, clock.slept]).toEqual([1, []]);
      await backend.close();
    },
  );
});

test('F8: 503 is waited for like 429, and the next request takes a new connection', async () => {
  expect(await onceThrottled({ 'retry-after': '3' }, 503)).toEqual({
    received: '200',
    slept: [3_000],
    connections: [1, 2],
  });
  expect(await onceThrottled({ 'retry-after': '3' }, 429)).toEqual({
    received: '200',
    slept: [3_000],
    connections: [1, 1],
  });
});

test('an expected 429 is a response', async () => {
  await withServer(
    (_, response) => json(response, 429, body, { 'retry-after': '7' }),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      expect(outcome(await backend.send(get('/v1.0/users'), promising(429)))).toBe('429');
      expect(got.length).toBe(1);
      await backend.close();
    },
  );
});

test('a POST that was throttled was not done, and is sent again', async () => {
  await withServer(
    (_, response, nth) => (nth === 1 ? json(response, 429, body, { 'retry-after': '1' }) : json(response, 201, {})),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      expect(outcome(await backend.send(send('POST', '/v1.0/groups', {}), promising(201)))).toBe('201');
      expect(got.length).toBe(2);
      await backend.close();
    },
  );
});

test('P6 of 1,000 throttled calls none comes early', async () => {
  const calls = 1_000;
  let early = 0;
  let throttled = 0;
  // The server has a clock of its own: the run's, shifted, and read when a request comes.
  let serverNow = () => 0;
  const readyMs = new Map<string, number>();
  let workloadReadyMs = 0;
  await withServer(
    ({ url }, response, nth) => {
      const now = serverNow();
      if (now < workloadReadyMs) early++;
      if (readyMs.has(url)) return json(response, 200, {});
      throttled++;
      const [value, ms] = header(nth, now);
      readyMs.set(url, now + ms);
      workloadReadyMs = now + ms;
      json(response, 429, body, { 'retry-after': value, date: new Date(now).toUTCString() });
    },
    async ({ origin }) => {
      const { backend, clock } = await trial(origin, { budget: { runMs: Number.POSITIVE_INFINITY } });
      serverNow = () => clock.now() + 5 * 3_600_000;
      for (let call = 0; call < calls; call++) {
        expect(outcome(await backend.send(get(`/v1.0/users/${call}`), aboutStep))).toBe('200');
      }
      await backend.close();
    },
  );
  process.stdout.write(`throttled calls: ${throttled}, early: ${early}\n`);
  expect({ throttled, early }).toEqual({ throttled: calls, early: 0 });
});

/** Every form there is, with the wait it means; a date counts from the full second that `Date` shows. */
function header(nth: number, now: number): readonly [string, number] {
  const whole = Math.floor(now / 1000) * 1000;
  const forms: readonly (readonly [string, number])[] = [
    ['7', 7_000],
    ['2.128', 2_128],
    ['0.001', 1],
    [new Date(whole + 30_000).toUTCString(), whole + 30_000 - now],
    ['1e1', 10_000],
    [`${(nth % 50) + 0.5}`, ((nth % 50) + 0.5) * 1000],
  ];
  return forms[nth % forms.length] ?? ['7', 7_000];
}
