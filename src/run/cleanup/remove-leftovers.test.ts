import { expect, test } from 'vitest';
import { answered } from '../../../test/support/run/scripted-backend.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import type { Backend, Reply } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { purgeKept, removeLeftovers } from './remove-leftovers.ts';

const startedMs = Date.parse('2026-11-20T08:00:00Z');
const until = '2026-12-20T08:00:00Z';
const refused: Reply = { kind: 'blocked', reason: 'auth', message: 'no token' };

/** A service that answers one reply after the other, the last one again, and a ledger of one object of the run. */
async function removing(url: string, replies: readonly Reply[]) {
  const clock = scriptedClock(startedMs);
  const sent: string[] = [];
  const backend: Backend = {
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async (request, { actor }) => {
      sent.push(`${actor}: ${request.method} ${request.url}`);
      return replies[Math.min(sent.length, replies.length) - 1] ?? answered(404);
    },
  };
  const ledger = memoryLedger();
  const intent = { step: 's', actor: 'ann', method: 'POST', url: '/v1.0/groups', delete: '', captures: {} } as const;
  const entry = await ledger.intend(intent);
  if (!entry.ok) throw new Error(entry.message);
  await ledger.created(entry.id, url);
  const keep = () => ledger.deleted(entry.id, until);
  return { keep, ledger, sent, clock, about: { backend, clock, ledger, startedMs } };
}

const purge = 'ann: DELETE /v1.0/directory/deletedItems/g';

test.each<readonly [string, readonly Reply[], readonly string[], object, number]>([
  ['deleted at once', [answered(204)], [purge], { purged: true }, 0],
  ['not there, sent twice', [answered(404), answered(404)], [purge, purge], { purged: true }, 5_000],
  ['there at the second time', [answered(404), answered(204)], [purge, purge], { purged: true }, 5_000],
  ['refused', [answered(403)], [purge], { purged: false, message: 'the service answered with 403' }, 0],
  ['not sent', [refused], [purge], { purged: false, message: 'no token' }, 0],
])('from the recycle bin: %s', async (_, replies, sent, purged, pausedMs) => {
  const run = await removing('/v1.0/groups/g', replies);
  await run.keep();
  expect(await purgeKept(run.about)).toEqual([{ url: '/v1.0/groups/g', until, ...purged }]);
  expect(run.sent).toEqual(sent);
  expect(run.clock.now() - startedMs).toBe(pausedMs);
  expect(run.ledger.kept()).toHaveLength('message' in purged ? 1 : 0);
});

test('a purge that is stopped before it began sends nothing', async () => {
  const run = await removing('/v1.0/groups/g', [answered(204)]);
  await run.keep();
  expect(await purgeKept({ ...run.about, halt: AbortSignal.abort() })).toEqual([]);
  expect(run.sent).toEqual([]);
  expect(run.ledger.kept()).toHaveLength(1);
});

const own = answered(200, { id: 'g', createdDateTime: '2026-11-20T08:00:03Z' });
const read = 'ann: GET /v1.0/groups/g';
const deletion = 'ann: DELETE /v1.0/groups/g';

test.each<readonly [string, readonly Reply[], readonly string[], object]>([
  ['deleted', [own, answered(204)], [read, deletion], { kind: 'deleted' }],
  ['deleted at the second time', [own, answered(404), answered(204)], [read, deletion, deletion], { kind: 'deleted' }],
  ['gone by its deletion', [own, answered(404), answered(404)], [read, deletion, deletion], { kind: 'gone' }],
  ['gone before', [answered(404), answered(404)], [read, read], { kind: 'gone' }],
  [
    'refused',
    [own, answered(403)],
    [read, deletion],
    { kind: 'left', message: 'the service answered its deletion with 403' },
  ],
  [
    'not the run\u2019s own',
    [answered(200, { id: 'g', createdDateTime: '2025-11-20T08:00:03Z' })],
    [read],
    { kind: 'existed', message: 'it was created 2025-11-20T08:00:03Z, before this run began' },
  ],
])('of what is left over: %s', async (_, replies, sent, outcome) => {
  const run = await removing('/v1.0/groups/g', replies);
  const begun: string[] = [];
  const done: string[] = [];
  const removals = await removeLeftovers({
    ...run.about,
    begin: (_entry, name) => void begun.push(name),
    done: (removal, name) => void done.push(`${name} ${removal.outcome.kind}`),
  });
  expect(removals.map((one) => one.outcome)).toEqual([outcome]);
  expect(removals[0]).toMatchObject({ attempts: sent.length, exchange: { request: {} } });
  expect(run.sent).toEqual(sent);
  expect(begun).toEqual(['leftover-1']);
  expect(done).toEqual([`leftover-1 ${removals[0]?.outcome.kind}`]);
  expect(run.ledger.open()).toHaveLength(removals[0]?.outcome.kind === 'left' ? 1 : 0);
});
