import { expect, test } from 'vitest';
import { type Mishap, statefulService } from '../../../test/support/run/stateful-service.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import type { Backend } from '../ports.ts';
import { removeLeftovers } from './remove-leftovers.ts';

const nowMs = Date.parse('2026-11-20T08:00:00Z');

/** Three groups whose deletion is stopped when the n-th request has been answered, or in the n-th wait. */
async function removal(stop: { readonly request?: number; readonly wait?: number }, mishap?: (nth: number) => Mishap) {
  const controller = new AbortController();
  const slept: boolean[] = [];
  const clock = {
    now: () => nowMs,
    sleep: async (_: number, signal?: AbortSignal) => {
      if (slept.length + 1 === stop.wait) controller.abort();
      slept.push(signal?.aborted === true);
    },
  };
  const service = statefulService(clock, (nth) => mishap?.(nth - 3));
  const ledger = memoryLedger();
  for (const name of ['a', 'b', 'c']) {
    const url = '/v1.0/groups';
    const intended = await ledger.intend({ step: name, actor: 'admin', method: 'POST', url, delete: '', captures: {} });
    const body = { displayName: name };
    const made = await service.send({ method: 'POST', url, headers: {}, body }, { step: name, actor: 'admin' });
    if (!intended.ok || made.kind !== 'answered') throw new Error('it was not made');
    await ledger.created(intended.id, `${url}/${JSON.parse(made.response.text).id}`);
  }
  service.log.length = 0;
  const backend: Backend = {
    ...service,
    send: async (request, context) => {
      const reply = await service.send(request, context);
      if (service.log.length === stop.request) controller.abort();
      return reply;
    },
  };
  const halt = controller.signal;
  const removals = await removeLeftovers({ backend, clock, ledger, startedMs: nowMs, halt });
  const there = (service.things.get('/v1.0/groups') ?? []).map(({ displayName }) => displayName);
  const outcomes = removals.map(({ entry, outcome }) => `${entry.step}: ${outcome.kind}`);
  return {
    there,
    outcomes,
    open: ledger.open().map(({ step }) => step),
    requests: service.log.length,
    removals,
    slept,
  };
}

test('no one stops it: everything is deleted', async () => {
  expect(await removal({})).toMatchObject({ there: [], open: [], requests: 6 });
});

test('P2 stopped within a deletion: its response counts, and nothing else is sent', async () => {
  expect(await removal({ request: 2 })).toMatchObject({
    there: ['a', 'b'],
    outcomes: ['c: deleted'],
    open: ['a', 'b'],
    requests: 2,
  });
});

test('P2 stopped while it waits to try again: it does not try again, and reports it', async () => {
  const { removals, ...rest } = await removal({ wait: 1 }, (nth) => (nth === 1 ? 503 : 404));
  expect(rest).toMatchObject({ outcomes: ['c: left'], open: ['a', 'b', 'c'], requests: 1, slept: [true] });
  expect(removals[0]?.outcome).toMatchObject({ message: 'it was stopped before the response matched' });
});
