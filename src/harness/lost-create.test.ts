import { expect, test } from 'vitest';
import { json, trial, withServer } from '../../test/support/backends/sample-live-server.ts';
import { samplePlan, sampleRun } from '../../test/support/run/sample-plan.ts';
import { replayPlan } from '../run/execute/replay.ts';
import { Tally } from '../run/execute/tally.ts';
import { memoryLedger } from '../tenant/ledger/memory-ledger.ts';

/** A create whose response is lost, live, with another user's group of the same name beside it. */
type Group = { readonly id: string; readonly createdDateTime: string; readonly [name: string]: unknown };
type Fault = 'drop' | 500 | 502 | 503 | 504;
type Row = {
  readonly fault: Fault;
  readonly committed: boolean;
  readonly lookAlike: LookAlike;
  readonly marked: boolean;
};
type LookAlike = 'none' | 'older' | 'older, with the mark' | 'newer' | 'newer, with the mark';

const faults: readonly Fault[] = ['drop', 500, 502, 503, 504];
const lookAlikes: readonly LookAlike[] = ['none', 'older', 'older, with the mark', 'newer', 'newer, with the mark'];
const rows = [true, false].flatMap((marked) =>
  faults.flatMap((fault) =>
    [true, false].flatMap((committed) => lookAlikes.map((lookAlike): Row => ({ fault, committed, lookAlike, marked }))),
  ),
);

const scenario = (marked: boolean) => `
title: T
actors: { admin: {} }
steps:
  - id: create
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: Payroll, mailNickname: payroll, description: "${marked ? 'run ${run.id}' : 'a run'}" }
    response: { status: 201 }
    capture: { group: $.id }
    creates: { delete: "/v1.0/groups/\${group}", find: "/v1.0/groups?$filter=mailNickname eq 'payroll'" }
cleanup:
  - id: delete
    request: { method: DELETE, url: "/v1.0/groups/\${group}" }
    response: { status: 204 }
`;

function lookAlikeOf(kind: LookAlike): Group | undefined {
  if (kind === 'none') return undefined;
  const createdDateTime = kind.startsWith('older') ? '2024-03-01T08:00:00Z' : new Date().toISOString();
  const description = kind.endsWith('mark') ? `run ${sampleRun.id}` : 'Everybody who is paid';
  return { id: 'foreign', createdDateTime, displayName: 'Payroll', mailNickname: 'payroll', description };
}

async function run({ fault, committed, lookAlike, marked }: Row) {
  const groups: Group[] = [];
  let creates = 0;
  const deleted: string[] = [];
  const end = { exit: -1, left: [] as readonly string[] };
  await withServer(
    ({ method, url, body }, response) => {
      const id = /^\/v1\.0\/groups\/([^/?]+)/.exec(url)?.[1];
      if (method === 'GET' && id === undefined) return json(response, 200, { value: groups });
      const at = groups.findIndex((group) => group.id === id);
      if (method === 'GET') return json(response, at < 0 ? 404 : 200, groups[at] ?? {});
      if (method === 'DELETE') {
        if (at < 0) return json(response, 404, {});
        deleted.push(...groups.splice(at, 1).map((group) => group.id));
        return json(response, 204);
      }
      creates += 1;
      const made = { ...JSON.parse(body), id: `own-${creates}`, createdDateTime: new Date().toISOString() };
      const foreign = creates === 1 ? lookAlikeOf(lookAlike) : undefined;
      if (foreign !== undefined) groups.push(foreign);
      if (creates > 1 || committed) groups.push(made);
      if (creates > 1) return json(response, 201, made);
      if (fault === 'drop') return void response.destroy();
      return json(response, fault, { error: { code: 'UnknownError' } });
    },
    async ({ origin }) => {
      const { backend, clock } = await trial(origin);
      const plan = samplePlan(scenario(marked), { against: 'live', origin });
      const ledger = memoryLedger();
      const result = await replayPlan(plan, { backend, clock, listener: () => {}, ledger });
      const tally = new Tally();
      tally.add(result);
      const { exitCode, leftovers } = tally.summary({ against: 'live', startedAt: sampleRun.now, durationMs: 0 });
      Object.assign(end, { exit: exitCode, left: leftovers });
      await backend.close();
    },
  );
  return { ...end, deleted, there: groups.map(({ id }) => id), creates };
}

test.each(rows)('P1 $fault, committed: $committed, marked: $marked, look-alike: $lookAlike', async (row) => {
  const { committed, lookAlike, marked } = row;
  const { exit, left, deleted, there, creates } = await run(row);
  const isTwin = lookAlike === 'newer, with the mark';
  const isProvable = marked ? !(isTwin && committed) : !committed && !lookAlike.startsWith('newer');
  const foreign = lookAlike === 'none' ? [] : ['foreign'];
  if (marked && isTwin && !committed) {
    // The one object that bears this run's mark and is not older than it is this run's, by definition.
    expect([deleted, there, exit]).toEqual([['foreign'], [], 0]);
    return;
  }
  expect(deleted).not.toContain('foreign');
  expect(there.filter((id) => id === 'foreign')).toEqual(foreign);
  if (isProvable) {
    expect(there).toEqual(foreign);
    expect(deleted).toEqual([committed ? 'own-1' : 'own-2']);
    expect([exit, left]).toEqual([0, []]);
  } else {
    expect(deleted).toEqual([]);
    expect(creates, 'what may be there is not created again').toBe(1);
    expect([exit, left]).toEqual([4, [expect.stringContaining('POST /v1.0/groups')]]);
  }
});
