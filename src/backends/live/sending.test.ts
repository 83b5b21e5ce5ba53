import { expect, test } from 'vitest';
import { get, outcome, promising, send, trial } from '../../../test/support/backends/sample-live-server.ts';
import type { Headers } from '../../http/message.ts';
import type { Delivery, Wire } from './transport/wire.ts';

const origin = 'https://graph.microsoft.com';
const json: Headers = { 'content-type': 'application/json' };
const delivered = (status: number, body: unknown = {}, headers: Headers = {}): Delivery => ({
  kind: 'answered',
  response: { status, headers: { ...json, ...headers }, text: JSON.stringify(body) },
});
const lost: Delivery = { kind: 'failed', failure: { kind: 'lost', message: 'it was lost', unsent: false } };

/** A backend over a wire that gives one delivery after the other; what was sent, and how long each might take. */
async function wired(...deliveries: readonly (Delivery | (() => Delivery))[]) {
  const sent: string[] = [];
  const deadlines: number[] = [];
  const wire: Wire = {
    settings: {},
    renew: () => {},
    close: async () => {},
    exchange: async ({ method, path }, { deadlineMs }) => {
      sent.push(`${method} ${path}`);
      deadlines.push(deadlineMs);
      const delivery = deliveries[Math.min(sent.length, deliveries.length) - 1] ?? lost;
      return typeof delivery === 'function' ? delivery() : delivery;
    },
  };
  return { ...(await trial(origin, { wire })), sent, deadlines };
}

const users = get('/v1.0/users');
const patch = send('PATCH', '/v1.0/users/u', { displayName: 'new' });

test('an immediate response has no effort to report; a wait, or a second attempt, does', async () => {
  const simple = await wired(delivered(200));
  expect(await simple.backend.send(users, promising(200))).not.toHaveProperty('effort');
  const again = await wired(delivered(503, {}, { 'retry-after': '4' }), delivered(200));
  expect(await again.backend.send(users, promising(200))).toMatchObject({ effort: { sent: 2, waitedMs: 4_000 } });
  // The workload is held: the next request waits, and is sent once.
  const held = await wired(delivered(429, {}, { 'retry-after': '500' }), delivered(200));
  expect(outcome(await held.backend.send(users, promising(200)))).toMatch(/^throttled/);
  const later = await held.backend.send(users, promising(200));
  expect(outcome(later)).toMatch(/^throttled/);
  expect(held.sent).toHaveLength(1);
});

test('a first try may take the whole deadline; a later one what the step has left, and ten seconds at least', async () => {
  const { backend, deadlines } = await wired(
    delivered(503, {}, { 'retry-after': '90' }),
    delivered(503, {}, { 'retry-after': '28' }),
    delivered(200),
  );
  expect(outcome(await backend.send(users, promising(200)))).toBe('200');
  expect(deadlines).toEqual([100_000, 30_000, 10_000]);
});

test.each([
  [119, '204'],
  [121, 'throttled: the service requested a wait of 121 s, and 120 s of the budget are left'],
])(
  'looking for a lost change takes nothing of the step\u2019s time: then a wait of %i s is %s',
  async (seconds, end) => {
    const old = delivered(200, { displayName: 'old' });
    const looks = Array.from({ length: 9 }, () => old);
    const { backend, sent, clock } = await wired(
      lost,
      ...looks,
      delivered(503, {}, { 'retry-after': `${seconds}` }),
      delivered(204),
    );
    const reply = backend.send(patch, promising(204));
    expect(outcome(await reply)).toBe(end);
    expect(sent.filter((line) => line.startsWith('PATCH'))).toHaveLength(end === '204' ? 3 : 2);
    expect(clock.slept.length).toBeGreaterThan(5);
  },
);

test.each<readonly [string, Delivery, string]>([
  ['the new value', delivered(200, { displayName: 'new', id: 'u' }), '204'],
  ['a list', delivered(200, []), 'network: the response was lost, and the search for what was created returned 200'],
  [
    'no JSON',
    { ...delivered(200), response: { status: 200, headers: json, text: '<' } } as Delivery,
    'network: the response was lost, and the search for what was created returned 200',
  ],
  [
    'a status of its own',
    delivered(400, { displayName: 'new' }),
    'network: the response was lost, and the search for what was created returned 400',
  ],
])('a change whose response was lost is looked for, and found is %s', async (_, found, end) => {
  const { backend, sent } = await wired(lost, found);
  expect(outcome(await backend.send(patch, promising(204)))).toBe(end);
  expect(sent.filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
});

test('a part of a batch that is throttled without saying for how long is waited for like all others', async () => {
  const part = (status: number) => delivered(200, { responses: [{ id: '1', status, headers: {}, body: {} }] });
  const batch = send('POST', '/v1.0/$batch', { requests: [{ id: '1', method: 'GET', url: '/users' }] });
  const { backend, clock, sent } = await wired(part(429), part(200));
  const stated = { statuses: [200], broken: () => ['$'] };
  expect(outcome(await backend.send(batch, { ...promising(200), stated }))).toBe('200');
  expect(sent).toHaveLength(2);
  expect(clock.slept).toEqual([1_500]);
});

test.each([
  ['120', '200'],
  ['121', /^throttled/],
])('a part of a batch is waited for as long as the step has time: %s s', async (seconds, expected) => {
  const headers = { 'Retry-After': seconds };
  const part = (status: number) => delivered(200, { responses: [{ id: '1', status, headers, body: {} }] });
  const batch = send('POST', '/v1.0/$batch', { requests: [{ id: '1', method: 'GET', url: '/users' }] });
  const { backend } = await wired(part(429), part(200));
  const stated = { statuses: [200], broken: () => ['$'] };
  expect(outcome(await backend.send(batch, { ...promising(200), stated }))).toMatch(expected);
});

test('each attempt is reported with the time it took', async () => {
  const pass: ((ms: number) => unknown)[] = [];
  const { backend, clock, events } = await wired(() => {
    for (const one of pass) one(250);
    return delivered(200);
  });
  pass.push(clock.sleep);
  const startedMs = clock.now();
  expect(outcome(await backend.send(users, promising(200)))).toBe('200');
  expect(events).toMatchObject([{ kind: 'attempted', startedMs, tookMs: 250, received: 200 }]);
});

test('a wait is reported, but not once the run is stopped', async () => {
  const waits = async (stopped: boolean) => {
    const stop = new AbortController();
    const busy = delivered(503, {}, { 'retry-after': '3' });
    const { backend, events, sent } = await wired(() => {
      if (stopped) stop.abort();
      return busy;
    }, delivered(200));
    await backend.send(users, { ...promising(200), signal: stop.signal });
    return [sent.length, ...events.flatMap((event) => (event.kind === 'waiting' ? [event.waitMs] : []))];
  };
  expect(await waits(false)).toEqual([2, 3000]);
  expect(await waits(true)).toEqual([1]);
});

test.each([
  ['is stopped', 'stopped', true],
  ['is stopped', 'stopped', false],
  ['names no host', 'dns', true],
] as const)(
  'a create that %s (%s) is known not to have been sent where it has not left: %s',
  async (_, kind, unsent) => {
    const { backend } = await wired({ kind: 'failed', failure: { kind, message: 'it failed', unsent } });
    const reply = await backend.send(send('POST', '/v1.0/groups', {}), promising(201));
    expect(reply).toMatchObject({ kind: 'blocked' });
    expect('unsent' in reply && reply.unsent === true).toBe(unsent);
  },
);

test('a request that is stopped before it begins is not sent', async () => {
  const { backend, sent } = await wired(delivered(200));
  const reply = await backend.send(users, { ...promising(200), signal: AbortSignal.abort() });
  expect(reply).toMatchObject({ kind: 'blocked', message: 'the run was stopped', unsent: true });
  expect(sent).toEqual([]);
});

test('a wait that takes exactly what the step has left is taken', async () => {
  const { backend } = await wired(delivered(429, {}, { 'retry-after': '120' }), delivered(200));
  expect(outcome(await backend.send(users, promising(200)))).toBe('200');
});

test('what only looks like a response to a batch is a response like any other', async () => {
  const throttled = delivered(200, { responses: [{ id: '1', status: 429, headers: { 'retry-after': '3' } }] });
  const { backend, sent } = await wired(throttled, delivered(404));
  const stated = { statuses: [200], broken: () => ['$'] };
  expect(outcome(await backend.send(send('POST', '/v1.0/copies', {}), { ...promising(200), stated }))).toBe('200');
  expect(sent).toHaveLength(1);
});

test('what is not an object in the response to a batch is not a part of it', async () => {
  const response = delivered(200, { responses: [null, 7, { id: '1', status: 200, headers: {}, body: {} }] });
  const batch = send('POST', '/v1.0/$batch', { requests: [{ id: '1', method: 'GET', url: '/users' }] });
  const { backend, sent } = await wired(response);
  const stated = { statuses: [200], broken: () => ['$'] };
  expect(outcome(await backend.send(batch, { ...promising(200), stated }))).toBe('200');
  expect(sent).toHaveLength(1);
});
