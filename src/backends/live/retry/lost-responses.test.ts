import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  aboutStep,
  get,
  json,
  outcome,
  promising,
  send,
  trial,
  withServer,
} from '../../../../test/support/backends/sample-live-server.ts';
import { lookForCreated } from '../../../run/cleanup/ownership.ts';
import type { Backend, Clock, SendContext } from '../../../run/ports.ts';

const group = {
  id: '7f3a5c1e-0000-4000-8000-000000000001',
  displayName: 'Run x1',
  createdDateTime: '2096-11-20T08:00:00Z',
};
const create = send('POST', '/v1.0/groups', { displayName: group.displayName });
const find = "/v1.0/groups?$filter=displayName%20eq%20'Run%20x1'";
/** The context of the create, with the proof that the run has for it. */
function creating({ backend, clock }: { readonly backend: Backend; readonly clock: Clock }): SendContext {
  const mark = { text: 'x1', properties: ['displayName'] };
  const proving = { backend, clock, step: 'a-step', actor: 'admin', startedMs: clock.now() };
  return {
    ...promising(201),
    adopt: async () => {
      const look = await lookForCreated(find, { mark, urlOf: ({ id }) => `/v1.0/groups/${id}` }, proving);
      if (look.kind === 'ours') return { kind: 'ours', url: '/v1.0/groups/1', object: look.object, headers: {} };
      return look.kind === 'none' ? look : { kind: look.kind, message: look.why };
    },
  };
}

/** A directory with one kind of thing: what it does with the nth create is the test's. */
function directory(
  onCreate: (
    nth: number,
    commit: () => void,
    destroy: () => void,
    respond: (status: number, body?: unknown) => void,
  ) => void,
) {
  const groups: unknown[] = [];
  let creates = 0;
  let lookups = 0;
  let showAfter = 0;
  return {
    groups,
    creates: () => creates,
    showAfter: (count: number) => {
      showAfter = count;
    },
    handler: (...[got, response]: Parameters<Parameters<typeof withServer>[0]>) => {
      if (got.method === 'GET') return json(response, 200, { value: ++lookups > showAfter ? groups : [] });
      creates++;
      onCreate(
        creates,
        () => groups.push(group),
        () => response.destroy(),
        (status, body) => json(response, status, body),
      );
    },
  };
}

describe('reads', () => {
  test.each([500, 502, 504])('F9: %d on GET is sent again, and not forever', async (status) => {
    await withServer(
      (_, response, nth) => (nth < 3 ? json(response, status) : json(response, 200, {})),
      async ({ origin }) => {
        const { backend } = await trial(origin);
        const reply = await backend.send(get('/v1.0/users'), promising(200));
        expect(reply).toMatchObject({ kind: 'answered', effort: { sent: 3, waitedMs: 4_500 } });
        await backend.close();
      },
    );
    await withServer(
      (_, response) => json(response, status),
      async ({ origin, got }) => {
        const { backend } = await trial(origin);
        expect(outcome(await backend.send(get('/v1.0/users'), promising(200)))).toBe(`${status}`);
        expect(got.length).toBe(4);
        await backend.close();
      },
    );
  });

  test.each([
    [504, 'the service responded with 504'],
    [undefined, 'ended before the response was complete'],
  ])('F9: why it waits is said: %s', async (status, cause) => {
    await withServer(
      (_, response, nth) =>
        nth > 1 ? json(response, 200, {}) : status === undefined ? void response.destroy() : json(response, status),
      async ({ origin }) => {
        const { backend, events } = await trial(origin);
        expect(outcome(await backend.send(get('/v1.0/users'), promising(200)))).toBe('200');
        const causes = events.flatMap((event) => (event.kind === 'waiting' ? [event.cause] : []));
        expect(causes).toEqual([expect.stringContaining(cause)]);
        await backend.close();
      },
    );
  });

  test('F9: a read waits as long as the service demands after an error', async () => {
    await withServer(
      (_, response, nth) =>
        nth > 1 ? json(response, 200, {}) : json(response, 502, undefined, { 'retry-after': '17' }),
      async ({ origin }) => {
        const { backend, clock } = await trial(origin);
        expect(outcome(await backend.send(get('/v1.0/users'), promising(200)))).toBe('200');
        expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(17_000);
        await backend.close();
      },
    );
  });

  test.each([500, 502, 504])('F10: %d on a write that no one can look for is its response', async (status) => {
    await withServer(
      (_, response) => json(response, status, { error: { code: 'Broken' } }),
      async ({ origin, got }) => {
        const { backend } = await trial(origin);
        expect(outcome(await backend.send(create, promising(201)))).toBe(`${status}`);
        expect(got.length).toBe(1);
        await backend.close();
      },
    );
  });

  test('F8: after a 503 to a write, the look for it waits as long as the service requested', async () => {
    await withServer(
      ({ method }, response) =>
        method === 'GET'
          ? json(response, 200, { value: [group] })
          : json(response, 503, undefined, { 'retry-after': '70' }),
      async ({ origin, got }) => {
        const { backend, clock } = await trial(origin);
        const reply = await backend.send(create, creating({ backend, clock }));
        expect(reply).toMatchObject({ kind: 'answered', effort: { reconciled: true } });
        expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(70_000);
        expect(got.map(({ method }) => method)).toEqual(['POST', 'GET']);
        await backend.close();
      },
    );
  });

  test('F13: a connection that is reset before the headers is tried again for GET', async () => {
    await withServer(
      (_, response, nth) => (nth < 3 ? void response.destroy() : json(response, 200, {})),
      async ({ origin, got }) => {
        const { backend } = await trial(origin);
        expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toBe('200');
        expect(got.length).toBe(3);
        await backend.close();
      },
    );
  });

  test('F14: half a body is never read', async () => {
    await withServer(
      (_, response, nth) => {
        if (nth > 1) return json(response, 200, { whole: true });
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"half":');
        setTimeout(() => response.destroy(), 20);
      },
      async ({ origin }) => {
        const { backend } = await trial(origin);
        const reply = await backend.send(get('/v1.0/users'), aboutStep);
        expect(reply).toMatchObject({ kind: 'answered', response: { text: '{"whole":true}' } });
        await backend.close();
      },
    );
  });

  test('F14: a compressed body that is cut short is never read', async () => {
    const whole = gzipSync('{"a":1}');
    await withServer(
      (_, response, nth) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(nth === 1 ? whole.subarray(0, 15) : whole);
      },
      async ({ origin, got }) => {
        const { backend } = await trial(origin);
        const reply = await backend.send(get('/v1.0/users'), aboutStep);
        expect(reply).toMatchObject({ kind: 'answered', response: { text: '{"a":1}' } });
        expect(got.length).toBe(2);
        await backend.close();
      },
    );
  });

  test('F15: JSON cut short with a right length goes to the evaluation as it is', async () => {
    await withServer(
      (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":'),
      async ({ origin }) => {
        const { backend } = await trial(origin);
        expect(await backend.send(get('/v1.0/users'), aboutStep)).toMatchObject({ response: { text: '{"a":' } });
        await backend.close();
      },
    );
  });

  test.each([
    ['no headers', () => {}],
    ['a drip', drip],
  ])('P9 F16: %s ends at the deadline', async (_, respond) => {
    await withServer(
      (__, response) => respond(response),
      async ({ origin }) => {
        const { backend } = await trial(origin, { budget: { attemptMs: 300 } });
        expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toMatch(/^network: .* within 0.3 s$/);
        await backend.close();
      },
    );
  });

  test('P9 F17: endless headers end', async () => {
    await withRawServer(
      (socket) => {
        socket.on('error', () => {});
        socket.write('HTTP/1.1 200 OK\r\n');
        const more = setInterval(() => socket.write(`x-a: ${'a'.repeat(4_000)}\r\n`), 5);
        socket.on('close', () => clearInterval(more));
      },
      async (origin) => {
        const { backend } = await trial(origin);
        expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toMatch(/^network: .*HEADERS_OVERFLOW/);
        await backend.close();
      },
    );
  });

  test('F18: a page of a captive portal and an empty body are responses as they are', async () => {
    await withServer(
      (_, response, nth) => {
        if (nth === 1) response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
        else response.writeHead(nth === 2 ? 200 : 204).end();
      },
      async ({ origin }) => {
        const { backend } = await trial(origin);
        const read = () => backend.send(get('/v1.0/users'), promising(200, 204));
        expect(await read()).toMatchObject({ response: { status: 200, text: '<html>Sign in</html>' } });
        expect(await read()).toMatchObject({ response: { status: 200, text: '' } });
        expect(await read()).toMatchObject({ response: { status: 204, text: '' } });
        await backend.close();
      },
    );
  });
});

describe('P7 writes', () => {
  test.each([500, 502, 504])('F10: %d on POST that was done all the same is found and taken', async (status) => {
    const { handler, creates } = directory((_, commit, __, respond) => {
      commit();
      respond(status);
    });
    await withServer(handler, async ({ origin }) => {
      const opened = await trial(origin);
      const { backend } = opened;
      const reply = await backend.send(create, creating(opened));
      expect(reply).toMatchObject({ kind: 'answered', response: { status: 201 }, effort: { reconciled: true } });
      expect(reply.kind === 'answered' && JSON.parse(reply.response.text)).toEqual(group);
      expect(creates()).toBe(1);
      await backend.close();
    });
  });

  test('F10: a POST that was not done is sent once more, after the whole window', async () => {
    const { handler, creates, groups } = directory((nth, commit, __, respond) => {
      if (nth === 1) return respond(504);
      commit();
      respond(201, group);
    });
    await withServer(handler, async ({ origin }) => {
      const opened = await trial(origin);
      const { backend, clock } = opened;
      expect(outcome(await backend.send(create, creating(opened)))).toBe('201');
      expect([creates(), groups.length]).toEqual([2, 1]);
      expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(45_000);
      await backend.close();
    });
  });

  test('F11: 507 is a response; 509 is waited for if it says how long', async () => {
    await withServer(
      (_, response, nth) => json(response, nth === 1 ? 507 : nth === 2 ? 509 : 200, {}, { 'retry-after': '4' }),
      async ({ origin }) => {
        const { backend, clock } = await trial(origin);
        expect(outcome(await backend.send(get('/v1.0/users'), promising(200)))).toBe('507');
        expect(outcome(await backend.send(get('/v1.0/users'), promising(200)))).toBe('200');
        expect(clock.slept).toEqual([4_000]);
        await backend.close();
      },
    );
  });

  test('F12: what was provably not sent is sent again, a POST too', async () => {
    const closed = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      });
    });
    const opened = await trial(`https://localhost:${closed}`);
    const { backend, clock } = opened;
    expect(outcome(await backend.send(create, creating(opened)))).toMatch(
      /^network: no connection to `localhost:\d+` \(ECONNREFUSED\), 4 times$/,
    );
    expect(clock.slept).toEqual([1_500, 3_000, 6_000]);
    await backend.close();
  });

  test('F13, F31: the server creates, then drops the response: one create, and what it made is the response', async () => {
    const { handler, creates, groups, showAfter } = directory((_, commit, destroy) => {
      commit();
      destroy();
    });
    showAfter(3);
    await withServer(handler, async ({ origin }) => {
      const opened = await trial(origin);
      const { backend, clock } = opened;
      expect(await backend.send(create, creating(opened))).toMatchObject({ response: { status: 201 } });
      expect([creates(), groups.length]).toEqual([1, 1]);
      expect(clock.slept).toEqual([1_000, 2_000, 4_000]);
      await backend.close();
    });
  });

  test('F13: a create that no one can look for is not repeated', async () => {
    const { handler, creates } = directory((_, __, destroy) => destroy());
    await withServer(handler, async ({ origin }) => {
      const { backend } = await trial(origin);
      expect(outcome(await backend.send(create, promising(201)))).toMatch(
        /^network: .* it is unknown whether the POST was executed$/,
      );
      expect(creates()).toBe(1);
      await backend.close();
    });
  });

  test.each([
    [200, true],
    [201, true],
    [299, true],
    // It says itself that nothing was made.
    [300, false],
    [400, false],
  ])('F15: a create answered with %i and JSON cut short is looked for: %s', async (status, isFound) => {
    await withServer(
      ({ method }, response) => {
        if (method === 'GET') return json(response, 200, { value: [group] });
        response.writeHead(status, { 'content-type': 'application/json' }).end('{"id":"7f3');
      },
      async ({ origin }) => {
        const opened = await trial(origin);
        const { backend } = opened;
        const reply = await backend.send(create, creating(opened));
        expect(reply.kind === 'answered' && reply.effort?.reconciled === true).toBe(isFound);
        await backend.close();
      },
    );
  });

  test('F30: a conflict after a lost response is the earlier try of the same step', async () => {
    const { handler, creates, showAfter } = directory((nth, commit, destroy, respond) => {
      if (nth > 1) return respond(409, { error: { code: 'Conflict', message: 'Exists.' } });
      commit();
      destroy();
    });
    // The directory shows it only after the window.
    showAfter(9);
    await withServer(handler, async ({ origin }) => {
      const opened = await trial(origin);
      const { backend } = opened;
      expect(await backend.send(create, creating(opened))).toMatchObject({
        response: { status: 201 },
        effort: { reconciled: true },
      });
      expect(creates()).toBe(2);
      await backend.close();
    });
  });

  test('F30: a conflict without a lost response is for the evaluation', async () => {
    const { handler, creates } = directory((_, __, ___, respond) => respond(409, { error: { code: 'Conflict' } }));
    await withServer(handler, async ({ origin }) => {
      const opened = await trial(origin);
      const { backend } = opened;
      expect(outcome(await backend.send(create, creating(opened)))).toBe('409');
      expect(creates()).toBe(1);
      await backend.close();
    });
  });

  test('several objects with the marker are no one’s', async () => {
    const { handler, creates } = directory((_, commit, destroy) => {
      commit();
      commit();
      destroy();
    });
    await withServer(handler, async ({ origin }) => {
      const opened = await trial(origin);
      const { backend } = opened;
      expect(outcome(await backend.send(create, creating(opened)))).toMatch(/^refused: .*2 objects have its mark/);
      expect(creates()).toBe(1);
      await backend.close();
    });
  });

  test.each([
    ['PATCH', 200],
    ['PATCH', 202],
    ['PUT', 200],
  ] as const)(
    'a %s that expects %d and was done all the same has that status, and the object',
    async (method, status) => {
      await withServer(
        (got, response) =>
          got.method === 'GET' ? json(response, 200, { id: '1', displayName: 'new' }) : void response.destroy(),
        async ({ origin }) => {
          const { backend } = await trial(origin);
          const reply = await backend.send(send(method, '/v1.0/groups/1', { displayName: 'new' }), promising(status));
          expect(reply).toMatchObject({ response: { status, text: '{"id":"1","displayName":"new"}' } });
          await backend.close();
        },
      );
    },
  );

  test('a PATCH whose response was lost is read back, and not sent again where it was done', async () => {
    let name = 'old';
    let patches = 0;
    await withServer(
      ({ method, body }, response) => {
        if (method === 'GET') return json(response, 200, { id: '1', displayName: name });
        patches++;
        if (patches > 1) return json(response, 204);
        name = JSON.parse(body).displayName;
        response.destroy();
      },
      async ({ origin }) => {
        const { backend } = await trial(origin);
        const reply = await backend.send(send('PATCH', '/v1.0/groups/1', { displayName: 'new' }), promising(204));
        expect(reply).toMatchObject({ response: { status: 204, text: '' }, effort: { reconciled: true } });
        expect(patches).toBe(1);
        await backend.close();
      },
    );
  });

  test('an upsert by unique name is safe to send again', async () => {
    await withServer(
      (_, response, nth) => (nth === 1 ? void response.destroy() : json(response, 201, group)),
      async ({ origin, got }) => {
        const { backend } = await trial(origin);
        const upsert = send('PATCH', "/v1.0/groups(uniqueName='run-x1')", { displayName: 'x' });
        expect(outcome(await backend.send(upsert, promising(201)))).toBe('201');
        expect(got.map(({ method }) => method)).toEqual(['PATCH', 'PATCH']);
        await backend.close();
      },
    );
  });

  test('a DELETE whose response was lost and that finds nothing the second time was done', async () => {
    await withServer(
      (_, response, nth) => (nth === 1 ? void response.destroy() : json(response, 404, { error: { code: 'x' } })),
      async ({ origin }) => {
        const { backend } = await trial(origin);
        const reply = await backend.send(send('DELETE', '/v1.0/groups/1'), promising(204));
        expect(reply).toMatchObject({ response: { status: 204 }, effort: { reconciled: true } });
        await backend.close();
      },
    );
  });
});

function drip(response: {
  writeHead: (status: number) => unknown;
  write: (text: string) => unknown;
  once: (event: 'close', done: () => void) => unknown;
}): void {
  response.writeHead(200);
  const more = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(more));
}

async function withRawServer(respond: (socket: Socket) => void, use: (origin: string) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('data', () => respond(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await use(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}
