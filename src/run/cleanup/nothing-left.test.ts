import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import {
  type Mishap,
  type StatefulService,
  statefulService,
  type Thing,
} from '../../../test/support/run/stateful-service.ts';
import { defined } from '../../defined.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import { replayPlan } from '../execute/replay.ts';
import { Tally } from '../execute/tally.ts';
import type { ScenarioResult } from '../result.ts';
import { scriptedClock } from '../scripted-clock.ts';

/** A step that creates, and whether the scenario's own cleanup deletes it. */
type Shape = { readonly collection: string; readonly cleaned: boolean; readonly marked: boolean };

function scenarioOf(shapes: readonly Shape[]): string {
  const steps = shapes.map(
    ({ collection, marked }, at) => `
  - id: create-${at}
    request: { method: POST, url: /v1.0/${collection}, body: { displayName: "Doors", alias: "doors-${at}-\${run.id}"${marked ? `, note: "\${run.id}"` : ''} } }
    response: { status: 201, body: { id: <uuid> } }
    capture: { thing${at}: $.id }
    creates:
      delete: "/v1.0/${collection}/\${thing${at}}"
      find: "/v1.0/${collection}?$filter=alias eq 'doors-${at}-\${run.id}'"
  - id: read-${at}
    request: { method: GET, url: "/v1.0/${collection}/\${thing${at}}" }
    response: { status: 200 }`,
  );
  const cleanup = shapes.flatMap(({ collection, cleaned }, at) =>
    cleaned
      ? [
          `
  - id: delete-${at}
    request: { method: DELETE, url: "/v1.0/${collection}/\${thing${at}}" }
    response: { status: 204 }`,
        ]
      : [],
  );
  const last = cleanup.length === 0 ? '' : `\ncleanup:${cleanup.join('')}`;
  return `title: T\nactors: { admin: {} }\nsteps:${steps.join('')}${last}\n`;
}

const nowMs = Date.parse(sampleRun.now);
/** Of before the run, and of a person who uses the same names. */
const decoys: readonly Thing[] = [
  { id: 'd-1', createdDateTime: '2020-01-01T00:00:00Z', displayName: 'Doors', alias: `doors-0-${sampleRun.id}` },
  { id: 'd-2', createdDateTime: new Date(nowMs + 5000).toISOString(), displayName: 'Doors', alias: 'doors-0' },
];

async function run(
  yaml: string,
  mishap: (nth: number) => Mishap | undefined,
  change?: (service: StatefulService) => void,
  signal?: AbortSignal,
) {
  const clock = scriptedClock(nowMs);
  const service = statefulService(clock, mishap);
  for (const name of ['groups', 'users']) service.things.set(`/v1.0/${name}`, [...decoys]);
  const before = structuredClone(service.things);
  const ledger = memoryLedger();
  let result: ScenarioResult | undefined;
  let defect: unknown;
  const listener = () => change?.(service);
  await replayPlan(samplePlan(yaml), {
    backend: service,
    clock,
    listener,
    ledger,
    ...defined({ signal }),
  }).then(
    (done) => {
      result = done;
    },
    (error) => {
      defect = error;
    },
  );
  return { service, before, ledger, result, defect };
}

const exitOf = (result: ScenarioResult) => {
  const tally = new Tally();
  tally.add(result);
  return tally.summary({ against: 'live', startedAt: sampleRun.now, durationMs: 0 });
};

const shape = fc.record({
  collection: fc.constantFrom('groups', 'users'),
  cleaned: fc.boolean(),
  marked: fc.boolean(),
});
const mishaps: readonly Mishap[] = ['before', 'after', 'throw', 403, 404, 409, 429, 500, 503];

test('P1 whatever goes wrong with any one request, the directory ends as it began, and decoys survive', async () => {
  let runs = 0;
  const scenarios = fc.array(shape, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(scenarios, fc.constantFrom(...mishaps), async (shapes, mishap) => {
      const yaml = scenarioOf(shapes);
      const { service: calm } = await run(yaml, () => undefined);
      for (let at = 1; at <= calm.log.length; at++) {
        const { service, before, ledger, result } = await run(yaml, (nth) => (nth === at ? mishap : undefined));
        runs += 1;
        const reported = `${mishap} at request ${at} of\n${service.log.join('\n')}`;
        // A refused deletion is final: then it is reported, and only then may something be there.
        if (mishap === 403 && ledger.open().length > 0) {
          expect(result && exitOf(result).exitCode, reported).toBe(4);
          continue;
        }
        expect(service.things, reported).toEqual(before);
        expect(ledger.open(), reported).toEqual([]);
        if (result !== undefined) expect(exitOf(result).leftovers, reported).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
  expect(runs).toBeGreaterThan(300);
});

test('P2 F34: a signal at any request, before it leaves or after its response: nothing is sent but cleanup', async () => {
  const yaml = scenarioOf([
    { collection: 'groups', cleaned: true, marked: true },
    { collection: 'users', cleaned: false, marked: false },
  ]);
  const { service: calm } = await run(yaml, () => undefined);
  let signals = 0;
  for (const moment of ['before', 'after', 'unanswered'] as const) {
    for (let at = 1; at <= calm.log.length; at++) {
      const stop = new AbortController();
      const mishap = (nth: number) => {
        if (nth !== at) return undefined;
        if (moment !== 'after') stop.abort(130);
        return moment === 'unanswered' ? 'after' : undefined;
      };
      const onEvent = (service: StatefulService) => {
        if (moment === 'after' && service.log.length >= at) stop.abort(130);
      };
      const { service, before, ledger } = await run(yaml, mishap, onEvent, stop.signal);
      signals += 1;
      expect(service.things, `${moment} request ${at}`).toEqual(before);
      expect(ledger.open()).toEqual([]);
      const posts = service.log.findLastIndex((line) => line.startsWith('POST'));
      expect(posts, 'no create after the signal').toBeLessThan(at);
    }
  }
  expect(signals).toBeGreaterThan(15);
});

const one: Shape = { collection: 'groups', cleaned: true, marked: false };
const oneGroup = scenarioOf([one]);

describe('P5 F33: a deletion that is refused', () => {
  test.each([403, 409, 500] as const)(
    'with %i to the end leaves exit code 4 and says what is there',
    async (status) => {
      const deleting = (service: StatefulService) => service.log.at(-1)?.startsWith('DELETE') === true;
      const holder: { service?: StatefulService } = {};
      const { result, ledger } = await run(
        oneGroup,
        () => (holder.service !== undefined && deleting(holder.service) ? status : undefined),
        (service) => {
          holder.service = service;
        },
      );
      const summary = result && exitOf(result);
      expect(summary?.exitCode).toBe(4);
      expect(summary?.leftovers).toEqual([expect.stringMatching(/^DELETE \/v1\.0\/groups\/0+-/)]);
      expect(ledger.open()).toHaveLength(1);
      expect(result?.cleanup.at(-1)?.outcome).toMatchObject({
        kind: 'blocked',
        reason: 'leftover',
        fix: expect.stringContaining(`cleanup ${sampleRun.id}`),
      });
    },
  );
});

describe('P1 what another user made theirs', () => {
  const uncleaned = scenarioOf([{ ...one, cleaned: false }]);
  const rename = (service: StatefulService) => {
    const groups = service.things.get('/v1.0/groups') ?? [];
    service.things.set(
      '/v1.0/groups',
      groups.map((group) => (group.id.startsWith('0') ? { ...group, alias: 'taken-over' } : group)),
    );
  };

  test('is listed, not deleted', async () => {
    const { result, service } = await run(uncleaned, () => undefined, rename);
    expect(service.things.get('/v1.0/groups')).toHaveLength(3);
    expect(service.log.filter((line) => line.startsWith('DELETE'))).toEqual([]);
    expect(result?.cleanup[0]?.outcome).toMatchObject({ message: expect.stringContaining('mark') });
    expect(result && exitOf(result).exitCode).toBe(4);
  });

  test('but for a change that leaves the mark alone: that is deleted', async () => {
    const { service, before } = await run(
      uncleaned,
      () => undefined,
      (changing) => {
        const groups = changing.things.get('/v1.0/groups') ?? [];
        changing.things.set(
          '/v1.0/groups',
          groups.map((group) => (group.id.startsWith('0') ? { ...group, displayName: 'Other' } : group)),
        );
      },
    );
    expect(service.things).toEqual(before);
  });
});

test('P4 F35: no create is sent whose intent cannot be recorded', async () => {
  const clock = scriptedClock(nowMs);
  const service = statefulService(clock);
  const ledger = { ...memoryLedger(), intend: async () => ({ ok: false, message: 'the disk is full' }) as const };
  const result = await replayPlan(samplePlan(oneGroup), { backend: service, clock, listener: () => {}, ledger });
  expect(service.log).toEqual([]);
  expect(result.steps[0]?.outcome).toMatchObject({
    kind: 'blocked',
    reason: 'refused',
    message: expect.stringContaining('the disk is full'),
  });
});

test('F32: a 404 is believed only when it occurs twice, seconds apart', async () => {
  const { service, result } = await run(scenarioOf([{ ...one, cleaned: false }]), (nth) =>
    nth === 4 ? 404 : undefined,
  );
  const deletions = service.log.filter((line) => line.startsWith('DELETE'));
  expect(deletions).toHaveLength(2);
  expect(service.things.get('/v1.0/groups')).toEqual(decoys);
  expect(result?.cleanup[0]).toMatchObject({ outcome: { kind: 'passed' }, durationMs: 5000 });
});

test('P1 a lost response with several objects of the marker: none of them is deleted', async () => {
  const twin = (service: StatefulService) => {
    const groups = service.things.get('/v1.0/groups') ?? [];
    if (groups.some(({ id }) => id === 'twin')) return;
    const alias = `doors-0-${sampleRun.id}`;
    const fresh = { id: 'twin', createdDateTime: new Date(nowMs).toISOString(), displayName: 'Doors', alias };
    service.things.set('/v1.0/groups', [...groups, fresh]);
  };
  const { service, result } = await run(oneGroup, (nth) => (nth === 1 ? 'after' : undefined), twin);
  expect(service.log.filter((line) => line.startsWith('DELETE'))).toEqual([]);
  expect(result && exitOf(result).leftovers).toEqual([expect.stringContaining('POST /v1.0/groups')]);
});
