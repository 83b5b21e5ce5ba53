import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { answered } from '../../../test/support/run/scripted-backend.ts';
import { Entries } from '../../tenant/ledger/entries.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import type { MadeEntry } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { halted } from '../send/send-until-expected.ts';
import { notOurs, ownerOf, whyNotDeleted } from './guarded-delete.ts';

type State = MadeEntry['state'];

/** A ledger of these, in this order. */
function ledgerOf(made: readonly (readonly [created: string, state: State])[]): Entries {
  const entries = new Entries();
  for (const [at, [created, state]] of made.entries()) {
    const id = at + 1;
    const intent = { step: created, actor: 'admin', method: 'POST', url: '/v1.0/groups', delete: created } as const;
    entries.add({ kind: 'intent', id, ...intent, captures: {} });
    entries.add({ kind: 'created', id, delete: created });
    if (state === 'existed') entries.add({ kind: 'existed', id, why: 'it is older', delete: created });
    if (state === 'gone') entries.add({ kind: 'deleted', id });
  }
  return entries;
}

const open = ['/v1.0/groups/g', 'open'] as const;
const existed = ['/beta/groups/g', 'existed'] as const;
const gone = ['/v1.0/groups/g', 'gone'] as const;
const below = ['/v1.0/groups/g/settings/s', 'open'] as const;

test.each<readonly [string, Parameters<typeof ledgerOf>[0], string, number | undefined]>([
  ['what is there comes before what existed', [existed, open], '/v1.0/groups/g', 2],
  ['what existed comes before what is gone', [gone, existed], '/v1.0/groups/g', 2],
  ['what is gone counts where nothing else does', [gone], '/v1.0/groups/g', 1],
  ['the container comes before what is in it', [below, open], '/v1.0/groups/g/settings/s', 2],
  ['what is in it counts where the container is not the run\u2019s', [below], '/v1.0/groups/g/settings/s', 1],
  ['another object has no owner', [open, existed, gone, below], '/v1.0/groups/h', undefined],
])('an owner: %s', (_, entries, url, id) => expect(ownerOf(url, ledgerOf(entries))?.id).toBe(id));

test('what is deleted is of the url that was noted last, whichever form it is named in', () => {
  const entries = ledgerOf([open, ['/v1.0/groups/h', 'open'], existed]);
  entries.add({ kind: 'created', id: 2, delete: '/v1.0/groups/i' });
  const at = (url: string) => entries.madeAt(url).map(({ id }) => id);
  expect([at("/beta/groups('g')"), at('/v1.0/groups/h'), at('/v1.0/directoryObjects/i')]).toEqual([[1, 3], [], [2]]);
  expect(at('/v1.0/groups/g/settings/s')).toEqual([]);
});

test('an object without proof because the run was stopped is not reported as changed', async () => {
  const ledger = memoryLedger();
  const intended = await ledger.intend({
    step: 'create',
    actor: 'admin',
    method: 'POST',
    url: '/v1.0/groups',
    delete: '',
    captures: {},
  });
  if (intended.ok) await ledger.created(intended.id, '/v1.0/groups/g');
  const plan = samplePlan(
    'title: T\nactors: { admin: {} }\nsteps:\n  - id: go\n    request: { method: GET, url: /v1.0/groups }\n    response: { status: 200 }\n',
  );
  const [step] = plan.steps;
  if (step === undefined) throw new Error('there is no step');
  let sent = 0;
  const answer = (stop: AbortController | undefined, status = 403) => {
    const send = async () => {
      sent += 1;
      stop?.abort();
      return answered(status);
    };
    const backend = { origin: '', close: async () => {}, send };
    const clock = scriptedClock(0);
    const recorded = {
      step,
      ledger,
      clock,
      source: plan.scenario.source,
      values: new Map(),
      marks: [],
      startedMs: 0,
      guarded: true,
    };
    const context = { step: 'go', actor: 'admin', ...(stop && { signal: stop.signal }) };
    return whyNotDeleted(['/v1.0/groups/g'], { backend, recorded, context });
  };
  expect(await answer(undefined)).toMatchObject({ kind: 'blocked', reason: 'leftover' });
  expect(await answer(new AbortController())).toMatchObject({ kind: 'blocked', reason: 'network', message: halted });
  sent = 0;
  await answer(new AbortController(), 404);
  expect(sent).toBe(1);
});

test('what is not the run\u2019s own is named without its query', () => {
  expect(notOurs('/v1.0/groups/g?$select=id', 'it is older')).toEqual({
    kind: 'blocked',
    reason: 'not-ours',
    message: '/v1.0/groups/g is not this run\u2019s own: it is older',
  });
});
