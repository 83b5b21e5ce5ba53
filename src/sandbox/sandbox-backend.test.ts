import { expect, test } from 'vitest';
import { openSandbox } from './sandbox-backend.ts';

const actors = [{ name: 'admin', context: 'delegated', permissions: ['Group.Read.All'] }] as const;
const send = (path: string, onlyModeled: boolean) => {
  const { backend } = openSandbox({ actors, startMs: Date.parse('2026-01-01T00:00:00Z'), onlyModeled });
  return backend.send({ method: 'GET', url: path, headers: {} }, { step: 'a', actor: 'admin' });
};

test('a response says what it is worth', async () => {
  expect(await send('/v1.0/groups', false)).toMatchObject({ kind: 'answered', source: 'modeled' });
  expect(await send('/v1.0/solutions/bookingBusinesses', false)).toMatchObject({ source: 'typed' });
});

test('asked for what is modeled only, the rest is blocked', async () => {
  expect(await send('/v1.0/groups', true)).toMatchObject({ kind: 'answered', source: 'modeled' });
  expect(await send('/v1.0/solutions/bookingBusinesses', true)).toMatchObject({
    kind: 'blocked',
    reason: 'not-modeled',
    message: expect.stringContaining('GET /v1.0/solutions/bookingBusinesses'),
  });
});
