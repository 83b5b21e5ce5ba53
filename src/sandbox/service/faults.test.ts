import { describe, expect, test } from 'vitest';
import { sampleWorld } from '../../../test/support/sandbox/sample-call.ts';
import { parseJson } from '../../json/parse-json.ts';
import { listResponse } from '../odata/list-response.ts';
import type { Fault } from './fault.ts';
import { faultBoard } from './fault-board.ts';
import { readFaultHeader } from './fault-header.ts';
import { notFound } from './graph-error.ts';
import { graphService } from './graph-service.ts';
import type { SandboxRequest } from './read-request.ts';
import { bothVersions, created, type GraphCall, noContent, ok, type Route } from './route.ts';

const allowed = { delegated: ['All'], application: ['All'] };

/** A service with notes, and faults by the world's own clock. */
function setUp(...standing: readonly Fault[]) {
  const notes = new Map<string, string>();
  const wire = (id: string) => ({ id, text: notes.get(id) ?? '' });
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
    method,
    path,
    versions: bothVersions,
    permissions: allowed,
    handle,
  });
  const known = (call: GraphCall, then: (id: string) => ReturnType<Route['handle']>) => {
    const { id = '' } = call.params;
    return notes.has(id) ? then(id) : notFound(id);
  };
  const routes = [
    route('GET', '/notes', (call) => listResponse(call, { items: [...notes.keys()], toWire: wire, context: 'notes' })),
    route('POST', '/notes', () => {
      notes.set(`n${notes.size}`, 'new');
      return created(wire(`n${notes.size - 1}`));
    }),
    route('GET', '/notes/{id}', (call) => known(call, (id) => ok(wire(id)))),
    route('PATCH', '/notes/{id}', (call) =>
      known(call, (id) => {
        notes.set(id, 'changed');
        return noContent;
      }),
    ),
    route('DELETE', '/notes/{id}', (call) =>
      known(call, (id) => {
        notes.delete(id);
        return noContent;
      }),
    ),
  ];
  const world = sampleWorld();
  const faults = faultBoard(world.clock.now);
  faults.add(...standing);
  const service = graphService(world, routes, { faults });
  const send = (method: SandboxRequest['method'], url: string, fault?: string) =>
    service(
      { method, url: `/v1.0${url}`, headers: fault === undefined ? {} : { 'x-sandbox-fault': fault } },
      {
        kind: 'application',
        appId: 'a',
        roles: ['All'],
      },
    );
  const body = (url: string) => {
    const parsed = parseJson(send('GET', url).text);
    return parsed.ok ? parsed.value : undefined;
  };
  return { send, body, notes, faults, clock: world.clock };
}

describe('a header', () => {
  test('asks for the request’s own fault, as often as it says, and then again', () => {
    const { send } = setUp();
    const statuses = Array.from({ length: 6 }, () => send('GET', '/notes', '429;retry-after=2.5;times=2').status);
    expect(statuses).toEqual([429, 429, 200, 429, 429, 200]);
    expect(send('GET', '/notes', '429;retry-after=2.5').headers['retry-after']).toBe('2.5');
    expect(send('GET', '/notes').status).toBe(200);
  });

  test('asks for several, one after the other', () => {
    const { send } = setUp();
    const statuses = Array.from({ length: 4 }, () => send('GET', '/notes', '429, 503;times=2').status);
    expect(statuses).toEqual([429, 503, 503, 200]);
  });

  test.each([
    ['429;retry-after=2.5;times=2', [{ kind: 'throttled', retryAfterSeconds: 2.5, times: 2 }]],
    ['502;after=1', [{ kind: 'unavailable', status: 502, after: 1 }]],
    ['lag', [{ kind: 'lag', reads: 1 }]],
    ['lag;seconds=30,dropped', [{ kind: 'lag', seconds: 30 }, { kind: 'dropped' }]],
    [
      'drip;rate=8, GZIP-bomb;bytes=100',
      [
        { kind: 'drip', bytesPerSecond: 8 },
        { kind: 'gzip-bomb', bytes: 100 },
      ],
    ],
    ['503;path=/notes/*;method=post', [{ kind: 'unavailable', status: 503, method: 'POST', path: '/notes/*' }]],
    ['reset, redirect', [{ kind: 'reset' }, { kind: 'redirect' }]],
    ['redirect;status=302;location=/a', [{ kind: 'redirect', status: 302, location: '/a' }]],
    ['claims;claims={}', [{ kind: 'claims-challenge', claims: '{}' }]],
  ])('%s', (value, faults) => {
    expect(readFaultHeader(value)).toEqual({ ok: true, faults });
  });

  test.each([
    '',
    '418',
    '429;times',
    '429;times=often',
    '429;retry=1',
    'drip;retry-after=1',
    'lag;reads=-1',
    '429,',
    'redirect;status=304',
    '429;method=x',
  ])('%j is none, and gets a 400', (value) => {
    expect(readFaultHeader(value)).toMatchObject({ ok: false });
    expect(setUp().send('GET', '/notes', value).status).toBe(400);
  });
});

describe('a fault', () => {
  test('hits the requests it is for, so many times, from so many on', () => {
    const { send } = setUp({ kind: 'unavailable', method: 'GET', path: '/notes/*', times: 2, after: 1 });
    const statuses = ['/notes/1', '/NOTES/2', '/notes', '/notes/3', '/notes/4'].map((url) => send('GET', url).status);
    expect(statuses).toEqual([404, 503, 200, 503, 404]);
    expect(send('DELETE', '/notes/1').status).toBe(404);
  });

  test('for ** is for any number of segments', () => {
    const { send } = setUp({ kind: 'unavailable', path: '/**/1', times: Number.POSITIVE_INFINITY });
    expect(['/1', '/notes/1', '/a/b/1', '/notes/2'].map((url) => send('GET', url).status)).toEqual([
      503, 503, 503, 404,
    ]);
  });

  test('can be taken back', () => {
    const { send, faults } = setUp({ kind: 'unavailable', times: 9 });
    expect(send('GET', '/notes').status).toBe(503);
    faults.clear();
    expect(send('GET', '/notes').status).toBe(200);
  });

  test.each([
    [{ kind: 'throttled' }, 429, 'TooManyRequests'],
    [{ kind: 'unavailable' }, 503, 'serviceNotAvailable'],
    [{ kind: 'expired-token' }, 401, 'InvalidAuthenticationToken'],
    [{ kind: 'claims-challenge' }, 401, 'InvalidAuthenticationToken'],
    [{ kind: 'missing-consent' }, 403, 'Authorization_RequestDenied'],
  ] satisfies [Fault, number, string][])('%j keeps the work from being done', (fault, status, code) => {
    const { send, notes } = setUp(fault);
    const response = send('POST', '/notes');
    expect(response.status).toBe(status);
    expect(response.text).toContain(`"code":"${code}"`);
    expect(notes.size).toBe(0);
  });

  test('of claims contains them, as base64', () => {
    const { send } = setUp({ kind: 'claims-challenge', claims: '{"a":1}' });
    expect(send('GET', '/notes').headers['www-authenticate']).toContain(
      'error="insufficient_claims", claims="eyJhIjoxfQ=="',
    );
  });

  test.each(['gateway-timeout', 'dropped'] as const)('%s loses the response after the work is done', (kind) => {
    const { send, notes } = setUp({ kind });
    const response = send('POST', '/notes');
    expect([response.status, notes.size]).toEqual([504, 1]);
    expect(response.broken?.kind).toBe(kind === 'dropped' ? 'dropped' : undefined);
  });

  test('reset closes the connection before anything is done', () => {
    const { send, notes } = setUp({ kind: 'reset' });
    const response = send('POST', '/notes');
    expect([response.status, response.broken?.kind, notes.size]).toEqual([503, 'dropped', 0]);
  });

  test('redirects elsewhere, and does nothing', () => {
    const { send, notes } = setUp({ kind: 'redirect', status: 308, location: 'https://other.example/' });
    expect(send('POST', '/notes')).toMatchObject({ status: 308, headers: { location: 'https://other.example/' } });
    expect(notes.size).toBe(0);
  });

  test('breaks bodies, which in process are the nearest thing to it', () => {
    const whole = setUp().send('GET', '/notes').text;
    const cut = setUp({ kind: 'truncated' }).send('GET', '/notes');
    expect(cut).toMatchObject({
      text: whole.slice(0, whole.length / 2),
      broken: { whole, sentBytes: Math.floor(whole.length / 2) },
    });
    expect(setUp({ kind: 'drip' }).send('GET', '/notes')).toMatchObject({
      text: whole,
      broken: { bytesPerSecond: 16 },
    });
    const bomb = setUp({ kind: 'gzip-bomb', bytes: 100 }).send('GET', '/notes');
    expect(bomb).toMatchObject({ text: whole + ' '.repeat(100), broken: { kind: 'gzip-bomb', bytes: 100 } });
    const portal = setUp({ kind: 'captive-portal' }).send('GET', '/notes');
    expect(portal).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(portal.text).toContain('<html');
  });
});

describe('a throttled client', () => {
  test('an early request is recorded, and how early it is', () => {
    const { send, faults, clock } = setUp({ kind: 'throttled', retryAfterSeconds: 2.5 });
    send('GET', '/notes');
    clock.advance(1000);
    send('GET', '/notes?$top=1');
    expect(faults.early).toEqual([{ method: 'GET', url: '/v1.0/notes?$top=1', earlyByMs: 1500 }]);
  });

  test('a request after the wait is not recorded', () => {
    const { send, faults, clock } = setUp();
    for (let round = 0; round < 3; round++) {
      send('GET', '/notes', '429;retry-after=2;times=3');
      clock.advance(2000);
    }
    expect(send('GET', '/notes', '429;retry-after=2;times=3').status).toBe(200);
    expect(faults.early).toEqual([]);
  });

  test('each early request is recorded once', () => {
    const { send, faults } = setUp({ kind: 'throttled', retryAfterSeconds: 2, times: 2 });
    for (let round = 0; round < 4; round++) send('GET', '/notes');
    expect(faults.early.map(({ earlyByMs }) => earlyByMs)).toEqual([2000, 2000]);
  });
});

describe('a lagging replica', () => {
  test('does not find what was created, for so many reads', () => {
    const { send, body } = setUp();
    expect(send('POST', '/notes', 'lag;reads=3').status).toBe(201);
    expect(send('GET', '/notes/n0').status).toBe(404);
    expect(body('/notes')).toMatchObject({ value: [] });
    expect(send('PATCH', '/notes/N0').status).toBe(404);
    expect(send('GET', '/notes/n0').status).toBe(200);
    expect(body('/notes')).toMatchObject({ value: [{ id: 'n0' }] });
  });

  test('does not find it for so many seconds of the clock', () => {
    const { send, clock } = setUp({ kind: 'lag', seconds: 10, method: 'POST' });
    send('POST', '/notes');
    for (let read = 0; read < 5; read++) expect(send('GET', '/notes/n0').status).toBe(404);
    clock.advance(9_999);
    expect(send('GET', '/notes/n0').status).toBe(404);
    clock.advance(1);
    expect(send('GET', '/notes/n0').status).toBe(200);
  });

  test('has the old values of what was changed, as far as they are requested', () => {
    const { send, body } = setUp();
    send('POST', '/notes');
    expect(send('PATCH', '/notes/n0', 'lag;reads=1').status).toBe(204);
    expect(body('/notes/n0')).toEqual({ id: 'n0', text: 'new' });
    expect(body('/notes/n0')).toEqual({ id: 'n0', text: 'changed' });
  });

  test('still has what was deleted', () => {
    const { send } = setUp();
    send('POST', '/notes');
    send('DELETE', '/notes/n0', 'lag;reads=1');
    expect(send('GET', '/notes/n0').status).toBe(200);
    expect(send('GET', '/notes/n0').status).toBe(404);
  });

  test('hides nothing that was not created', () => {
    const { send } = setUp();
    expect(send('PATCH', '/notes/n0', 'lag;reads=2').status).toBe(404);
    send('POST', '/notes');
    expect(send('GET', '/notes/n0').status).toBe(200);
  });
});
