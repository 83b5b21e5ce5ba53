import { describe, expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { answered } from '../../../test/support/run/scripted-backend.ts';
import { statefulService, type Thing } from '../../../test/support/run/stateful-service.ts';
import { defined } from '../../defined.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Json } from '../../json/json.ts';
import { memoryLedger } from '../../tenant/ledger/memory-ledger.ts';
import { replayPlan } from '../execute/replay.ts';
import { Tally } from '../execute/tally.ts';
import type { Backend, Mark, OpenEntry, Reply } from '../ports.ts';
import type { ScenarioResult } from '../result.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { pauseMs } from '../send/send-until-expected.ts';
import { findCreated } from './find-created.ts';
import { lookForCreated, type Proof, proveCreated } from './ownership.ts';
import { removeLeftovers } from './remove-leftovers.ts';

const startedMs = Date.parse('2026-11-20T08:00:00Z');
const at = (seconds: number) => new Date(startedMs + seconds * 1000).toISOString();
const mark: Mark = { text: 'r4n1d', properties: ['alias'] };
const url = '/v1.0/groups/a';

/** A service that answers each url with what is written for it: one reply after the other, the last one again. */
function service(replies: { readonly [url: string]: readonly Reply[] }) {
  const clock = scriptedClock(startedMs + 60_000);
  const sent: string[] = [];
  const backend: Backend = {
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async (request: HttpRequest) => {
      const line = `${request.method} ${request.url}`;
      const before = sent.filter((one) => one === line).length;
      sent.push(line);
      const mine = replies[request.url] ?? [];
      return mine[Math.min(before, mine.length - 1)] ?? answered(404);
    },
  };
  return { proving: { backend, clock, step: 's', actor: 'admin', startedMs }, sent, clock };
}

/** A service whose clock is ahead of ours by so many seconds. */
function dated(body: Json, aheadSeconds = 0): Reply {
  const date = new Date(startedMs + 60_000 + aheadSeconds * 1000).toUTCString();
  const reply = answered(200, body);
  return reply.kind === 'answered' ? { ...reply, response: { ...reply.response, headers: { date } } } : reply;
}

describe('a create that was answered', () => {
  const create = { method: 'POST', url: '/v1.0/groups' } as const;
  const marked = { ...create, mark };
  const upsert = { ...marked, method: 'PATCH' } as const;
  const override = { ...marked, url: '/v1.0/me/inferenceClassification/overrides' } as const;
  const imported = { ...marked, dated: true } as const;
  const rows: readonly (readonly [string, Parameters<typeof proveCreated>[1], Json, Proof['kind']])[] = [
    ['younger, with its mark', marked, { createdDateTime: at(3), alias: 'x-R4N1D' }, 'ours'],
    ['without an age, with its mark', marked, { alias: 'x-r4n1d' }, 'ours'],
    ['without an age, with its mark, of a POST that changes what exists', override, { alias: 'x-r4n1d' }, 'unproved'],
    ['younger, without a mark that was sent', marked, { createdDateTime: at(3), alias: 'theirs' }, 'unproved'],
    ['younger, its mark emptied', marked, { createdDateTime: at(3), alias: null }, 'unproved'],
    ['older, with its mark', marked, { createdDateTime: at(-300), alias: 'x-r4n1d' }, 'foreign'],
    ['older, without the mark', marked, { createdDateTime: at(-300), alias: 'theirs' }, 'foreign'],
    ['of moments before, with its mark', marked, { createdDateTime: at(-60), alias: 'x-r4n1d' }, 'ours'],
    ['of two minutes before, with its mark', marked, { createdDateTime: at(-120), alias: 'x-r4n1d' }, 'ours'],
    ['of a moment more before, with its mark', marked, { createdDateTime: at(-120.001), alias: 'x-r4n1d' }, 'foreign'],
    ['of five seconds before, and no mark was sent', create, { createdDateTime: at(-5) }, 'ours'],
    ['of a moment more before, and no mark was sent', create, { createdDateTime: at(-5.001) }, 'unproved'],
    ['of moments before, and no mark was sent', create, { createdDateTime: at(-60) }, 'unproved'],
    ['younger, and no mark was sent', create, { createdDateTime: at(3) }, 'ours'],
    ['older, and no mark was sent', create, { createdDateTime: at(-300) }, 'foreign'],
    ['younger, the mark where no one can read it', marked, { createdDateTime: at(3) }, 'ours'],
    ['without an age, with its mark', marked, { alias: 'x-r4n1d' }, 'ours'],
    [
      'of a time that the create sent, with its mark',
      imported,
      { createdDateTime: at(-900_000), alias: 'x-r4n1d' },
      'ours',
    ],
    [
      'of a time that the create sent, its mark gone',
      imported,
      { createdDateTime: at(3), alias: 'theirs' },
      'unproved',
    ],
    [
      'of a time that the create sent, by an upsert',
      { ...imported, method: 'PATCH' },
      { createdDateTime: at(3), alias: 'x-r4n1d' },
      'unproved',
    ],
    ['of a time that the create sent, unmarked', { ...create, dated: true }, { createdDateTime: at(3) }, 'unproved'],
    [
      'of an older time that the create sent, unmarked',
      { ...create, dated: true },
      { createdDateTime: at(-900) },
      'unproved',
    ],
    ['without an age, with its mark, by an upsert', upsert, { alias: 'x-r4n1d' }, 'unproved'],
    ['without an age, and no mark was sent', create, { displayName: 'A' }, 'unproved'],
  ];

  test.each(rows)('%s', async (_, claim, object, kind) => {
    const { proving } = service({ [url]: [dated(object)] });
    expect(await proveCreated(url, claim, proving)).toMatchObject({ kind });
  });

  test.each<readonly [string, Parameters<typeof proveCreated>[1], Json, string]>([
    ['has no age', create, { displayName: 'A' }, 'the service does not show when it was created'],
    ['was dated by its create', { ...create, dated: true }, { createdDateTime: at(-900) }, 'its age proves nothing'],
    ['is of moments before', create, { createdDateTime: at(-60) }, 'within seconds of the beginning of this run'],
    ['lost its mark', marked, { createdDateTime: at(3), alias: 'theirs' }, 'does not have this run\u2019s mark'],
    ['is older', marked, { createdDateTime: at(-300) }, 'it was created 2026-11-20T07:55:00Z, before this run began'],
  ])('says why it is not proved where it %s', async (_, claim, object, why) => {
    const { proving } = service({ [url]: [dated(object)] });
    expect(await proveCreated(url, claim, proving)).toMatchObject({ why: expect.stringContaining(why) });
  });

  test('is aged by the service\u2019s clock, not by ours', async () => {
    const ahead = service({ [url]: [dated({ createdDateTime: at(3) }, 600)] });
    expect(await proveCreated(url, create, ahead.proving)).toMatchObject({ kind: 'foreign' });
    const behind = service({ [url]: [dated({ createdDateTime: at(-590) }, -600)] });
    expect(await proveCreated(url, create, behind.proving)).toMatchObject({ kind: 'ours' });
  });

  test('every property that bore the mark still bears it, or it was renamed', async () => {
    const both = { ...create, mark: { ...mark, properties: ['displayName', 'alias'] } };
    const renamed = { createdDateTime: at(3), displayName: 'Theirs', alias: 'x-r4n1d' };
    const { proving } = service({ [url]: [dated(renamed)] });
    expect(await proveCreated(url, both, proving)).toMatchObject({
      kind: 'unproved',
      why: expect.stringContaining('mark'),
    });
  });

  test('properties that the service returns only by name are selected by name, together or one by one', async () => {
    const select = (names: string) => `${url}?$select=id,${names}`;
    const together = service({
      [url]: [dated({ id: 'a' })],
      [select('createdDateTime,alias')]: [dated({ createdDateTime: at(-300), alias: 'x-r4n1d' })],
    });
    expect(await proveCreated(url, marked, together.proving)).toMatchObject({ kind: 'foreign' });
    const apart = service({
      [url]: [dated({ id: 'a' })],
      [select('createdDateTime,alias')]: [answered(400)],
      [select('createdDateTime')]: [answered(400)],
      [select('alias')]: [dated({ alias: 'theirs' })],
    });
    expect(await proveCreated(url, marked, apart.proving)).toMatchObject({ kind: 'unproved' });
  });

  test('is gone where it is not there twice, with a wait between', async () => {
    const { proving, clock } = service({});
    expect(await proveCreated(url, marked, proving)).toMatchObject({ kind: 'gone' });
    expect(clock.now() - startedMs).toBe(60_000 + pauseMs);
    const late = service({ [url]: [answered(404), dated({ createdDateTime: at(3), alias: 'x-r4n1d' })] });
    expect(await proveCreated(url, marked, late.proving)).toEqual({ kind: 'ours' });
  });

  test.each([403, 500])('is not proved where the service answers a read with %i', async (status) => {
    const { proving } = service({ [url]: [answered(status)] });
    expect(await proveCreated(url, marked, proving)).toMatchObject({
      kind: 'unproved',
      why: expect.stringContaining(`${status}`),
    });
  });
});

describe('a create whose response was lost', () => {
  const find = '/v1.0/groups?x';
  const urlOf = ({ id }: { readonly [name: string]: Json }) => `/v1.0/groups/${id}`;
  const ours = { id: 'a', createdDateTime: at(3), alias: 'x-r4n1d' };
  const older = { id: 'b', createdDateTime: at(-300), alias: 'x-r4n1d' };
  const unmarked = { id: 'c', createdDateTime: at(3), alias: 'x' };
  const ageless = { id: 'd', alias: 'x-r4n1d' };
  const hidden = { id: 'e', createdDateTime: at(3) };
  const twin = { ...ours, id: 'f' };

  test.each([
    ['the one with mark and age', [ours], mark, 'ours'],
    ['the one among older and unmarked ones', [older, unmarked, ours], mark, 'ours'],
    ['an older one with the mark', [older], mark, 'none'],
    ['a younger one without the mark', [unmarked], mark, 'none'],
    ['two of them', [ours, twin], mark, 'unproved'],
    ['one whose age no one shows', [ageless], mark, 'unproved'],
    ['one whose mark no one shows', [hidden], mark, 'unproved'],
    ['a younger one, and no mark was sent', [unmarked], undefined, 'unproved'],
    ['an older one, and no mark was sent', [older], undefined, 'none'],
    ['nothing', [], mark, 'none'],
  ])('%s', async (_, value, sent, kind) => {
    const { proving } = service({ [find]: [dated({ value })] });
    const claim = { urlOf, ...defined({ mark: sent }) };
    expect(await lookForCreated(find, claim, proving)).toMatchObject({ kind });
  });

  test('is read where the list does not show its age', async () => {
    const { proving } = service({
      [find]: [dated({ value: [ageless] })],
      '/v1.0/groups/d': [dated({ ...ours, id: 'd' })],
    });
    expect(await lookForCreated(find, { mark, urlOf }, proving)).toMatchObject({ kind: 'ours', object: { id: 'd' } });
    const old = service({ [find]: [dated({ value: [ageless] })], '/v1.0/groups/d': [dated({ ...older, id: 'd' })] });
    expect(await lookForCreated(find, { mark, urlOf }, old.proving)).toMatchObject({ kind: 'none' });
  });

  test('is found beside ten that are read one by one, but not beside eleven', async () => {
    const rest = Array.from({ length: 11 }, (_, at) => ({ ...ageless, id: `d${at}` }));
    const reads = Object.fromEntries(rest.map(({ id }) => [`/v1.0/groups/${id}`, [dated({ ...older, id })]]));
    const lookAmong = (others: number) => {
      const { proving } = service({ ...reads, [find]: [dated({ value: [ours, ...rest.slice(0, others)] })] });
      return lookForCreated(find, { mark, urlOf }, proving);
    };
    expect(await lookAmong(10)).toMatchObject({ kind: 'ours', object: { id: 'a' } });
    expect(await lookAmong(11)).toMatchObject({ kind: 'unproved' });
  });

  test('older ones are not read: their number keeps no other from being found', async () => {
    const before = Array.from({ length: 10 }, (_, at) => ({ ...older, id: `b${at}` }));
    const { proving, sent } = service({
      [find]: [dated({ value: [...before, ageless] })],
      '/v1.0/groups/d': [dated({ ...ours, id: 'd' })],
    });
    expect(await lookForCreated(find, { mark, urlOf }, proving)).toMatchObject({ kind: 'ours', object: { id: 'd' } });
    expect(sent).toEqual([`GET ${find}`, 'GET /v1.0/groups/d']);
  });

  test('a list that continues after this page is no proof, and neither is what is not a list', async () => {
    const goesOn = { value: [ours], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/groups?more' };
    for (const body of [goesOn, { value: ['a'] }, []]) {
      const { proving } = service({ [find]: [dated(body)] });
      expect(await lookForCreated(find, { mark, urlOf }, proving)).toMatchObject({ kind: 'unread' });
    }
  });

  const entry: OpenEntry = {
    id: 1,
    step: 's',
    actor: 'admin',
    method: 'POST',
    url: '/v1.0/groups',
    delete: '/v1.0/groups/${group}',
    captures: { group: '$.id' },
    find,
    mark,
  };

  test('is looked for until the service shows it, and believed missing only after the last look', async () => {
    const empty = dated({ value: [] });
    const late = service({ [find]: [empty, empty, empty, dated({ value: [ours] })] });
    expect(await findCreated(entry, late.proving)).toEqual({ kind: 'found', url });
    const never = service({ [find]: [empty] });
    expect(await findCreated(entry, never.proving)).toEqual({ kind: 'not-created' });
    expect(never.sent).toHaveLength(4);
    expect(never.clock.now() - startedMs).toBe(60_000 + 30_000);
  });

  test('an invitation is found as the guest it made, by the guest\u2019s own id', async () => {
    const invitation: OpenEntry = {
      ...entry,
      url: '/v1.0/invitations',
      delete: '/v1.0/groups/${guest}',
      captures: { guest: '$.invitedUser.id' },
    };
    const { proving } = service({ [find]: [dated({ value: [ours] })] });
    expect(await findCreated(invitation, proving)).toEqual({ kind: 'found', url });
  });
});

describe('a live run', () => {
  const nowMs = Date.parse(sampleRun.now);
  const old = '2025-04-06T08:00:00Z';
  const create = (
    body = '{ alias: "doors-${run.id}", displayName: Doors }',
    method = 'POST',
    path = '/v1.0/groups',
  ) => `
  - id: create
    request: { method: ${method}, url: ${path}, body: ${body} }
    response: { status: [200, 201] }
    capture: { group: $.id }
    creates: { delete: "/v1.0/groups/\${group}", find: "/v1.0/groups?$filter=alias eq 'doors-\${run.id}'" }`;
  const read = `
  - id: read
    request: { method: GET, url: "/v1.0/groups?$filter=alias eq 'none'" }
    response: { status: 200 }`;
  const cleanup = `
cleanup:
  - id: delete
    request: { method: DELETE, url: "/v1.0/groups/\${group}" }
    response: { status: 204 }`;
  const scenario = (steps = create() + read, last = cleanup) =>
    `title: T\nactors: { admin: {} }\nsteps:${steps}${last}\n`;

  type Change = (things: readonly Thing[]) => readonly Thing[];
  type Case = {
    readonly yaml?: string;
    readonly seed?: readonly Thing[];
    readonly change?: Change;
    readonly upsert?: number;
  };

  /** `change`: what an administrator does between the create and the cleanup. */
  async function run({ yaml = scenario(), seed = [], change = (things) => things, upsert }: Case) {
    const clock = scriptedClock(nowMs);
    const inner = statefulService(clock);
    inner.things.set('/v1.0/groups', [...seed]);
    const ledger = memoryLedger();
    const backend: Backend = {
      ...inner,
      send: async (request, context) => {
        if (upsert !== undefined && (request.method === 'PATCH' || request.url.endsWith('/invitations'))) {
          return answered(upsert, seed[0]);
        }
        const reply = await inner.send(request, context);
        if (context.step === 'read') {
          inner.things.set('/v1.0/groups', [...change(inner.things.get('/v1.0/groups') ?? [])]);
        }
        return reply;
      },
    };
    const plan = samplePlan(yaml, { against: 'live' });
    const result = await replayPlan(plan, { backend, clock, listener: () => {}, ledger });
    const ids = (inner.things.get('/v1.0/groups') ?? []).map(({ id }) => id);
    return { result, ids, log: inner.log, ledger, clock, backend };
  }

  const exitOf = (result: ScenarioResult) => {
    const tally = new Tally();
    tally.add(result);
    return tally.summary({ against: 'live', startedAt: sampleRun.now, durationMs: 0 });
  };
  const known: Thing = { id: 'known-1', createdDateTime: old, displayName: 'Kim', alias: 'kim' };

  test('deletes its own, looked at before', async () => {
    const { result, ids, log } = await run({ seed: [known] });
    expect(ids).toEqual(['known-1']);
    expect(log.slice(-2)).toEqual([expect.stringMatching(/^GET .*groups\/0/), expect.stringMatching(/^DELETE/)]);
    expect(exitOf(result)).toMatchObject({ exitCode: 0, leftovers: [] });
  });

  test.each([
    ['renamed', (things: readonly Thing[]) => things.map((thing) => ({ ...thing, alias: 'theirs' }))],
    ['emptied of its mark', (things: readonly Thing[]) => things.map((thing) => ({ ...thing, alias: null }))],
    [
      'replaced under its id',
      (things: readonly Thing[]) =>
        things.map(({ id, createdDateTime }) => ({ id, createdDateTime, alias: 'other', displayName: 'Other' })),
    ],
  ] as const)('does not delete by its own cleanup step what was %s: exit 4, listed', async (_, change) => {
    const { result, ids, log, ledger } = await run({ change });
    expect(ids).toHaveLength(1);
    expect(log.filter((line) => line.startsWith('DELETE'))).toEqual([]);
    expect(result.cleanup[0]?.outcome).toMatchObject({
      kind: 'blocked',
      reason: 'leftover',
      message: expect.stringContaining('it was changed'),
    });
    expect(exitOf(result)).toMatchObject({ exitCode: 4, leftovers: [expect.stringMatching(/^DELETE/)] });
    expect(ledger.open()).toHaveLength(1);
  });

  test('leaves alone what was put in the place of its own, of the same name', async () => {
    const change = (things: readonly Thing[]) => things.map((thing) => ({ ...thing, id: 'other', alias: 'doors' }));
    const { result, ids } = await run({ change });
    expect(ids).toEqual(['other']);
    expect(result.leftovers).toEqual([]);
  });

  const invitation = (capture: string) =>
    scenario(
      `
  - id: invite
    request: { method: POST, url: /v1.0/invitations, body: { invitedUserDisplayName: "Kim \${run.id}" } }
    response: { status: 201 }
    capture: { group: ${capture} }
    creates: { delete: "/v1.0/groups/\${group}" }`,
    );

  test.each([
    ['an invitation of a known address', { yaml: invitation('$.id'), upsert: 201 }],
    [
      'an upsert that updates',
      { yaml: scenario(create('{ alias: x }', 'PATCH', '"/v1.0/groups(uniqueName=\'x\')"')), upsert: 200 },
    ],
  ])('skips the deletion after %s as not its own; the exit code is that of the verdict', async (_, about) => {
    const { result, ids, ledger, log } = await run({ ...about, seed: [known] });
    expect(ids).toEqual(['known-1']);
    expect(log.filter((line) => line.startsWith('DELETE'))).toEqual([]);
    expect(result.cleanup[0]?.outcome).toMatchObject({ kind: 'skipped', reason: 'not-ours' });
    expect(ledger.open()).toEqual([]);
    expect(exitOf(result)).toMatchObject({ exitCode: 0, leftovers: [] });
  });

  test('an upsert that was answered as an update is not its own, however young and marked the object is', async () => {
    const young: Thing = { ...known, createdDateTime: sampleRun.now, alias: `doors-${sampleRun.id}` };
    const yaml = scenario(create('{ alias: "doors-${run.id}" }', 'PATCH', '"/v1.0/groups(uniqueName=\'x\')"'));
    const { result, ids, log } = await run({ yaml, upsert: 200, seed: [young] });
    expect(ids).toEqual(['known-1']);
    expect(log).toEqual([]);
    expect(result.cleanup[0]?.outcome).toMatchObject({ kind: 'skipped', reason: 'not-ours' });
  });

  test('reports that the leftover of a killed run existed before', async () => {
    const { ledger, clock, backend } = await run({
      yaml: invitation('$.id').replace(/cleanup:[\s\S]*/, ''),
      upsert: 201,
      seed: [known],
    });
    expect(ledger.made()).toMatchObject([{ created: '/v1.0/groups/known-1', state: 'existed' }]);
    const fresh = memoryLedger();
    const intended = await fresh.intend({
      step: 'i',
      actor: 'a',
      method: 'POST',
      url: '/v1.0/invitations',
      delete: '',
      captures: {},
    });
    await fresh.created(intended.ok ? intended.id : 0, '/v1.0/groups/known-1');
    const removals = await removeLeftovers({ backend, clock, ledger: fresh, startedMs: nowMs });
    expect(removals).toMatchObject([{ outcome: { kind: 'existed', message: expect.stringContaining('2025-04-06') } }]);
    expect(fresh.open()).toEqual([]);
  });

  test('a batch deletes only what is proved to be the run\u2019s own', async () => {
    const batch = (target: string) => `
  - id: batch
    request:
      method: POST
      url: /v1.0/$batch
      body: { requests: [{ id: "1", method: delete, url: "/groups/${target}" }] }
    response: { status: 200 }`;
    const foreign = await run({ yaml: scenario(create() + batch('known-1')), seed: [known] });
    expect(foreign.result.steps.at(-1)?.outcome).toMatchObject({ kind: 'blocked', reason: 'refused' });
    const own = await run({ yaml: scenario(create() + batch('${group}')), seed: [known] });
    expect(own.log).toContain('POST /v1.0/$batch');
  });
});
