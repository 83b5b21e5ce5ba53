import { expect, test } from 'vitest';
import {
  get,
  json,
  outcome,
  promising,
  send,
  trial,
  withServer,
} from '../../../../test/support/backends/sample-live-server.ts';
import type { SendContext } from '../../../run/ports.ts';
import { monotonicClock } from '../monotonic-clock.ts';

const id = '7f3a5c1e-0000-4000-8000-000000000001';
const missing = { error: { code: 'Request_ResourceNotFound', message: 'Not there.' } };
const named = (name: string): SendContext => ({
  ...promising(200),
  stated: { statuses: [200], broken: ({ text }) => (text.includes(name) ? [] : ['$.displayName']) },
});

test('F27: 404 right after a create is sent again, and the lag is reported', async () => {
  await withServer(
    ({ method }, response, nth) =>
      method === 'POST'
        ? json(response, 201, { id })
        : nth < 5
          ? json(response, 404, missing)
          : json(response, 200, { id }),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin);
      await backend.send(send('POST', '/v1.0/groups', {}), promising(201));
      const reply = await backend.send(get(`/v1.0/groups/${id}/owners`), promising(200));
      expect(reply).toMatchObject({ kind: 'answered', response: { status: 200 }, effort: { sent: 4, lagMs: 7_000 } });
      expect(clock.slept).toEqual([1_000, 2_000, 4_000]);
      await backend.close();
    },
  );
});

test('F27: what does not show is waited for no longer than the run has time', async () => {
  await withServer(
    ({ method }, response) => (method === 'GET' ? json(response, 404, missing) : json(response, 201, { id })),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin, { budget: { runMs: 20_000 } });
      await backend.send(send('POST', '/v1.0/groups', {}), promising(201));
      expect(outcome(await backend.send(get(`/v1.0/groups/${id}`), promising(200)))).toMatch(/^not-consistent-yet/);
      const waitedMs = clock.slept.reduce((sum, ms) => sum + ms, 0);
      expect(waitedMs).toBeGreaterThan(10_000);
      expect(waitedMs).toBeLessThanOrEqual(20_000);
      await backend.close();
    },
  );
});

test('F27: what never shows is not a difference; the window is a minute, for a team fifteen', async () => {
  await withServer(
    ({ method }, response) => (method === 'GET' ? json(response, 404, missing) : json(response, 201, { id })),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin);
      const total = () => clock.slept.splice(0).reduce((sum, ms) => sum + ms, 0);
      await backend.send(send('POST', '/v1.0/groups', {}), promising(201));
      expect(outcome(await backend.send(get(`/v1.0/groups/${id}`), promising(200)))).toMatch(
        /^not-consistent-yet: after \d+ s the service does not show what this run wrote$/,
      );
      const groupMs = total();
      expect(outcome(await backend.send(get(`/v1.0/teams/${id}`), promising(200)))).toMatch(/^not-consistent-yet/);
      const teamMs = total();
      expect(groupMs).toBeGreaterThan(45_000);
      expect(groupMs).toBeLessThanOrEqual(60_000);
      expect(teamMs).toBeGreaterThan(880_000);
      expect(teamMs).toBeLessThanOrEqual(900_000);
      await backend.close();
    },
  );
});

test('F27: 404 of what this run did not write is a response at once, and so is one long after', async () => {
  await withServer(
    ({ method }, response) => (method === 'GET' ? json(response, 404, missing) : json(response, 201, { id })),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin);
      await backend.send(send('POST', '/v1.0/groups', {}), promising(201));
      expect(outcome(await backend.send(get('/v1.0/users/someone'), promising(200)))).toBe('404');
      expect(clock.slept).toEqual([]);
      await clock.sleep(120_000);
      expect(outcome(await backend.send(get(`/v1.0/groups/${id}`), promising(200)))).toBe('404');
      await backend.close();
    },
  );
});

test('F27: where a scenario says `eventually`, the backend does not wait', async () => {
  await withServer(
    ({ method }, response) => (method === 'GET' ? json(response, 404, missing) : json(response, 201, { id })),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin);
      await backend.send(send('POST', '/v1.0/groups', {}), promising(201));
      const about = { ...promising(200), stated: { statuses: [200] } };
      expect(outcome(await backend.send(get(`/v1.0/groups/${id}`), about))).toBe('404');
      expect(clock.slept).toEqual([]);
      await backend.close();
    },
  );
});

test('F28: the old value after a PATCH is sent again', async () => {
  await withServer(
    ({ method }, response, nth) =>
      method === 'PATCH' ? json(response, 204) : json(response, 200, { displayName: nth < 4 ? 'old' : 'new' }),
    async ({ origin }) => {
      const { backend } = await trial(origin);
      await backend.send(send('PATCH', `/v1.0/groups/${id}`, { displayName: 'new' }), promising(204));
      const reply = await backend.send(get(`/v1.0/groups/${id}?$select=displayName`), named('new'));
      expect(reply).toMatchObject({ kind: 'answered', effort: { sent: 3, lagMs: 3_000 } });
      await backend.close();
    },
  );
});

test('F28: a value that stays wrong is for the evaluation', async () => {
  await withServer(
    ({ method }, response) =>
      method === 'PATCH' ? json(response, 204) : json(response, 200, { displayName: 'wrong' }),
    async ({ origin }) => {
      const { backend } = await trial(origin);
      await backend.send(send('PATCH', `/v1.0/groups/${id}`, { displayName: 'new' }), promising(204));
      expect(outcome(await backend.send(get(`/v1.0/groups/${id}`), named('new')))).toBe('200');
      await backend.close();
    },
  );
});

const shown = { id, displayName: 'new', mail: null, members: [{ id: 'b', displayName: 'B' }] };

test.each([
  ['what the run sent is there, and the expectation is another', '$.displayName', shown, 0],
  ['an older value of what the run sent', '$.displayName', { ...shown, displayName: 'old' }, 1],
  ['what the run sent is not there at all', '$.displayName', { id }, 1],
  ['a value that the run never sent', '$.mail', shown, 0],
  ['one that is old, and one that the run never sent', '$.displayName $.mail', { ...shown, displayName: 'old' }, 0],
  ['a property of the same name in another object', '$.members[0].displayName', shown, 0],
  ['a header', 'header content-type', { ...shown, displayName: 'old' }, 0],
])('F28: %s', async (_, broken, body, waits) => {
  await withServer(
    ({ method }, response) => (method === 'PATCH' ? json(response, 204) : json(response, 200, body)),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin);
      await backend.send(send('PATCH', `/v1.0/groups/${id}`, { displayName: 'new' }), promising(204));
      const stated = { statuses: [200], broken: () => broken.split(/ (?=\$)/) };
      const reply = await backend.send(get(`/v1.0/groups/${id}`), { ...promising(200), stated });
      expect(outcome(reply)).toBe('200');
      expect(Math.min(1, clock.slept.length)).toBe(waits);
      // What was waited is distinguished from the time of the response.
      const waitedMs = clock.slept.reduce((sum, ms) => sum + ms, 0);
      if (waits > 0) expect(reply).toMatchObject({ effort: { lagMs: waitedMs, staleMs: waitedMs } });
      await backend.close();
    },
  );
});

const other = '7f3a5c1e-0000-4000-8000-000000000002';
const link = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${other}` };
const bound = { displayName: 'x', 'owners@odata.bind': [`https://graph.microsoft.com/v1.0/users/${other}`] };

test.each([
  ['lacks a member that was added', ['POST', `/groups/${id}/members/$ref`, link], `/groups/${id}/members`, [], 1],
  ['has the member that was added', ['POST', `/groups/${id}/members/$ref`, link], `/groups/${id}/members`, [other], 0],
  [
    'has a member that was removed',
    ['DELETE', `/groups/${id}/members/${other}/$ref`],
    `/groups/${id}/members`,
    [other],
    1,
  ],
  [
    'lacks a member that was removed',
    ['DELETE', `/groups/${id}/members/${other}/$ref`],
    `/groups/${id}/members`,
    [],
    0,
  ],
  ['lacks what was created', ['POST', '/groups', { displayName: 'x' }], '/groups', [other], 1],
  ['has what was created', ['POST', '/groups', { displayName: 'x' }], '/groups', [id], 0],
  ['has what was deleted', ['DELETE', `/groups/${id}`], '/groups?$filter=a', [id], 1],
  ['lacks an owner that the create named', ['POST', '/groups', bound], `/groups/${id}/owners`, [], 1],
  [
    'lacks an owner that the create of another named',
    ['POST', '/groups', bound],
    `/groups/${other}/owners?of=${id}`,
    [],
    0,
  ],
  ['has the owner that the create named', ['POST', '/groups', bound], `/groups/${id}/owners`, [other], 0],
] as const)('F28: a list that %s', async (_, [method, path, body], list, ids, waits) => {
  await withServer(
    (got, response) =>
      got.method === 'GET'
        ? json(response, 200, { value: ids.map((one) => ({ id: one })) })
        : got.method === 'DELETE' || got.url.endsWith('$ref')
          ? json(response, 204)
          : json(response, 201, { id }),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin);
      await backend.send(send(method, `/v1.0${path}`, body), promising(201, 204));
      const stated = { statuses: [200], broken: () => ['$.value[0]'] };
      await backend.send(get(`/v1.0${list}`), { ...promising(200), stated });
      expect(Math.min(1, clock.slept.length)).toBe(waits);
      await backend.close();
    },
  );
});

test.each([
  ['the list as a whole: it is sent again', '$', 1],
  ['a property beside its members: it is not', '$.kind', 0],
])('F28: a list lacks a member, and what is broken is %s', async (_, broken, waits) => {
  await withServer(
    ({ method }, response) => (method === 'POST' ? json(response, 204) : json(response, 200, { kind: 'a', value: [] })),
    async ({ origin }) => {
      const { backend, clock } = await trial(origin);
      await backend.send(send('POST', `/v1.0/groups/${id}/members/$ref`, link), promising(204));
      const stated = { statuses: [200], broken: () => [broken] };
      await backend.send(get(`/v1.0/groups/${id}/members`), { ...promising(200), stated });
      expect(Math.min(1, clock.slept.length)).toBe(waits);
      await backend.close();
    },
  );
});

test('F28: a deleted object that still shows is sent again', async () => {
  await withServer(
    ({ method }, response, nth) =>
      method === 'DELETE' ? json(response, 204) : nth < 4 ? json(response, 200, { id }) : json(response, 404, missing),
    async ({ origin }) => {
      const { backend } = await trial(origin);
      await backend.send(send('DELETE', `/v1.0/groups/${id}`), promising(204));
      const reply = await backend.send(get(`/v1.0/groups/${id}`), promising(404));
      expect(reply).toMatchObject({ response: { status: 404 }, effort: { lagMs: 3_000 } });
      await backend.close();
    },
  );
});

test('F28: a deleted object that never goes is not a difference, and the message says which of the two it is', async () => {
  await withServer(
    ({ method }, response) => (method === 'DELETE' ? json(response, 204) : json(response, 200, { id })),
    async ({ origin }) => {
      const { backend } = await trial(origin);
      await backend.send(send('DELETE', `/v1.0/groups/${id}`), promising(204));
      expect(outcome(await backend.send(get(`/v1.0/groups/${id}`), promising(404)))).toMatch(
        /^not-consistent-yet: after \d+ s the service still shows what this run deleted$/,
      );
      await backend.close();
    },
  );
});

test('F29: a member whose group has not arrived everywhere is added again', async () => {
  const said = { error: { code: 'Request_BadRequest', message: 'One or more source resources do not exist.' } };
  await withServer(
    ({ url }, response, nth) =>
      url === '/v1.0/users' ? json(response, 201, { id }) : nth < 3 ? json(response, 400, said) : json(response, 204),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      await backend.send(send('POST', '/v1.0/users', {}), promising(201));
      const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
      const reply = await backend.send(send('POST', '/v1.0/groups/other-group/members/$ref', member), promising(204));
      expect(reply).toMatchObject({ response: { status: 204 }, effort: { lagMs: 1_000 } });
      expect(got.length).toBe(3);
      await backend.close();
    },
  );
});

test.each([
  [400, 'Property mailNickname is invalid.'],
  [403, 'One or more source resources do not exist.'],
  [409, 'One or more source resources do not exist.'],
])('a %d that says “%s” is not a lag: it is the response, at once', async (status, message) => {
  await withServer(
    ({ url }, response) =>
      url === '/v1.0/users'
        ? json(response, 201, { id })
        : json(response, status, { error: { code: 'Request_BadRequest', message } }),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      await backend.send(send('POST', '/v1.0/users', {}), promising(201));
      const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
      const reply = await backend.send(send('POST', '/v1.0/groups/other-group/members/$ref', member), promising(204));
      expect(outcome(reply)).toMatch(new RegExp(`^${status}$|^missing-`));
      expect(got.length).toBe(2);
      await backend.close();
    },
  );
});

test('F36: a wait is by a clock that only moves forward', async () => {
  const wallNow = Date.now;
  const clock = monotonicClock(wallNow());
  const startedMs = performance.now();
  const before = clock.now();
  const sleeping = clock.sleep(120);
  // The system's clock jumps back a day in the middle.
  Date.now = () => wallNow() - 86_400_000;
  try {
    await sleeping;
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(120);
    expect(clock.now() - before).toBeGreaterThanOrEqual(120);
  } finally {
    Date.now = wallNow;
  }
});

test('F36: a sleep ends when it is asked to', async () => {
  const controller = new AbortController();
  const clock = monotonicClock(0);
  const sleeping = clock.sleep(3_600_000, controller.signal);
  controller.abort();
  await sleeping;
  expect(clock.now()).toBeLessThan(3_600_000);
});
