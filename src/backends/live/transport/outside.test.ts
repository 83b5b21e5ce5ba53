import { createSocket } from 'node:dgram';
import { type LookupAddress, type lookup, Resolver } from 'node:dns';
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import {
  aboutStep as about,
  certificates,
  promising as expecting,
  json,
  type LiveServer,
  liveServer,
  outcome,
  trial,
  withServer,
} from '../../../../test/support/backends/sample-live-server.ts';
import { defined } from '../../../defined.ts';
import type { HttpRequest } from '../../../http/message.ts';
import { openWire } from './wire.ts';

const aboutStep = { ...about, withoutCredentials: true } as const;
const promising = (...statuses: number[]) => ({ ...expecting(...statuses), withoutCredentials: true }) as const;
const link = (url: string, method: HttpRequest['method'] = 'GET'): HttpRequest => ({ method, url, headers: {} });

/** A service of one's own beside another host, both on this machine. */
async function beside(
  use: (own: LiveServer, other: LiveServer, custom: Awaited<ReturnType<typeof trial>>) => Promise<void>,
) {
  await withServer(
    (_, response) => json(response, 200, {}),
    (own) =>
      withServer(
        ({ url }, response) =>
          json(response, Number(/\d{3}/.exec(url)?.[0] ?? 200), {}, { location: `${own.origin}/v1.0/me` }),
        async (other) => {
          const custom = await trial(own.origin, { origin: { origin: own.origin, labels: true }, userAgent: 'us/1' });
          await use(own, other, custom);
          await custom.backend.close();
        },
      ),
  );
}

describe('P8 a link to another host', () => {
  test('gets nothing that names the sender: no token, no name of ours, no id of the request', async () => {
    await beside(async (own, other, { backend, tokens }) => {
      const put: HttpRequest = {
        method: 'PUT',
        url: `${other.origin}/up?sig=x`,
        headers: { 'content-range': 'bytes 0-1/2', 'content-type': 'text/plain' },
        body: 'ab',
      };
      expect(outcome(await backend.send(put, aboutStep))).toBe('200');
      expect(outcome(await backend.send(link(`${other.origin}/down`), aboutStep))).toBe('200');
      expect(other.got.map(({ headers }) => Object.keys(headers).sort())).toEqual([
        ['connection', 'content-length', 'content-range', 'content-type', 'host'],
        ['connection', 'host'],
      ]);
      expect([own.got.length, tokens.wishes.length]).toEqual([0, 0]);
    });
  });

  test('is reported with its host, and without the path, which may let anyone in', async () => {
    await beside(async (_, other, { backend, events }) => {
      await backend.send(link(`${other.origin}/404?sig=x`, 'PUT'), promising(404));
      const attempt = { kind: 'attempted', step: about.step, actor: about.actor, method: 'PUT', clientRequestId: '' };
      expect(events).toEqual([
        { ...attempt, url: `${other.origin}/`, startedMs: expect.any(Number), tookMs: 0, received: 404 },
      ]);
    });
  });

  test('and one to the service itself gets no token either', async () => {
    await beside(async (own, _, { backend }) => {
      await backend.send(link('/download/1'), aboutStep);
      expect(own.got.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    });
  });

  test('is not followed where it redirects, and its refusals are responses: no one signs in for it', async () => {
    await beside(async (own, other, { backend, tokens }) => {
      for (const status of [301, 302, 307, 401, 403, 404]) {
        expect(outcome(await backend.send(link(`${other.origin}/${status}`), promising(200)))).toBe(String(status));
      }
      expect([own.got.length, other.got.length, tokens.wishes.length]).toEqual([0, 6, 0]);
    });
  });

  test('gets the request again after the wait that it demands', async () => {
    const resolved = [429, 200];
    await withServer(
      (_, response) => json(response, resolved.shift() ?? 500, {}, { 'retry-after': '3' }),
      async (other) => {
        const { backend, clock } = await trial(other.origin, {
          origin: { origin: 'https://graph.example', labels: true },
        });
        expect(outcome(await backend.send(link(`${other.origin}/x`), promising(200)))).toBe('200');
        expect(clock.slept).toEqual([3_000]);
        await backend.close();
      },
    );
  });

  test('into this network is refused where the cloud is not one’s own, and nothing is sent', async () => {
    const other = await liveServer((_, response) => json(response, 200, {}));
    const { backend } = await trial('https://graph.microsoft.com');
    expect(outcome(await backend.send(link(`${other.origin}/x`), aboutStep))).toMatch(
      /^refused: `localhost:\d+` is not a public address$/,
    );
    expect(outcome(await backend.send(link('http://files.example/x'), aboutStep))).toMatch(/^refused: /);
    expect(other.got).toEqual([]);
    await backend.close();
    await other.close();
  });
});

/** What names resolve to, in order; then the last one again. */
function resolving(...resolved: readonly (readonly string[])[]): typeof lookup {
  let lookups = 0;
  const resolve = (_: string, __: object, callback: (error: null, found: LookupAddress[]) => void) => {
    const addresses = resolved[Math.min(lookups++, resolved.length - 1)] ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return resolve as unknown as typeof lookup;
}

describe('P8 a public name', () => {
  test.each([[['127.0.0.1']], [['::1']], [['8.8.8.8', '127.0.0.1']], [['169.254.169.254']], [['::ffff:127.0.0.1']]])(
    'that resolves to %j is not connected to',
    async (addresses) => {
      const { ca } = await certificates();
      await withServer(
        (_, response) => json(response, 200),
        async (server) => {
          const { port } = new URL(server.origin);
          const wire = openWire({ authorities: [ca], publicOnly: true, lookup: resolving(addresses) });
          const request = { origin: `https://files.example:${port}`, method: 'GET', path: '/', headers: {} } as const;
          const delivery = await wire.exchange(request, { deadlineMs: 10_000 });
          expect(delivery).toMatchObject({ kind: 'failed', failure: { kind: 'private', unsent: true } });
          expect(server.got).toEqual([]);
          await wire.close();
        },
      );
    },
  );

  test('is looked up where it is connected to: a second lookup (DNS rebinding) is checked as the first', async () => {
    const { ca } = await certificates();
    await withServer(
      (_, response) => json(response, 200),
      async (server) => {
        const { port } = new URL(server.origin);
        // No server has the first address: the connection fails, and the next one looks it up again.
        const wire = openWire({
          authorities: [ca],
          publicOnly: true,
          connectMs: 200,
          lookup: resolving(['192.175.48.1'], ['127.0.0.1']),
        });
        const request = { origin: `https://files.example:${port}`, method: 'GET', path: '/', headers: {} } as const;
        const kinds = [];
        for (let at = 0; at < 2; at++) {
          const delivery = await wire.exchange(request, { deadlineMs: 10_000 });
          kinds.push(delivery.kind === 'failed' ? delivery.failure.kind : delivery.kind);
        }
        expect(kinds).toEqual([expect.not.stringMatching('private'), 'private']);
        expect(server.got).toEqual([]);
        await wire.close();
      },
    );
  });
});

/**
 * A DNS server (RFC 1035) that gives the next of these addresses to each question, with a lifetime of 0, and the lookup
 * that asks it.
 */
async function nameServer(...addresses: readonly string[]) {
  const socket = createSocket('udp4');
  let questions = 0;
  socket.on('message', (query, { port, address: from }) => {
    // Header, the name up to its zero, type and class.
    const end = query.indexOf(0, 12) + 5;
    const address = addresses[Math.min(questions++, addresses.length - 1)] ?? '';
    const head = [...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
    const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)];
    socket.send(Buffer.from([...head, ...query.subarray(12, end), ...record]), port, from);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  const resolve = (name: string, _: object, callback: (error: Error | null, found: LookupAddress[]) => void) => {
    resolver.resolve4(name, (error, found) => {
      callback(error, error === null ? found.map((address) => ({ address, family: 4 })) : []);
    });
  };
  return { lookup: resolve as unknown as typeof lookup, questions: () => questions, close: () => socket.close() };
}

test('P8 a link is refused whose name is public when it is checked and this machine when it is sent again', async () => {
  const { ca } = await certificates();
  await withServer(
    (_, response) => json(response, 200, {}),
    async (other) => {
      // IANA's address for what goes nowhere: the connection fails, and the request is sent again.
      const names = await nameServer('192.175.48.1', '127.0.0.1');
      const { backend } = await trial('https://graph.microsoft.com', {
        wire: { authorities: [ca], connectMs: 200, lookup: names.lookup },
      });
      const { port } = new URL(other.origin);
      expect(outcome(await backend.send(link(`https://rebinding.example:${port}/x`), aboutStep))).toMatch(
        /^refused: `rebinding\.example:\d+` is not a public address$/,
      );
      expect(names.questions()).toBe(2);
      expect(other.got).toEqual([]);
      await backend.close();
      names.close();
    },
  );
});

describe('P8 through a proxy', () => {
  test.each([
    ['a name of this network', undefined, ['10.0.0.7'], 'private', 0],
    ['a spared name of this network', 'files.example', ['127.0.0.1'], 'private', 0],
    // It is a proxy that refuses everything: that it got the request is enough.
    ['a public name', undefined, ['8.8.8.8'], 'unreachable', 1],
  ])('%s is connected to only where it is public', async (_, except, addresses, kind, connects) => {
    const lookups: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      lookups.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    const through = { url: `http://127.0.0.1:${port}`, ...defined({ except }) };
    const wire = openWire({ publicOnly: true, proxy: through, lookup: resolving(addresses) });
    const request = { origin: 'https://files.example', method: 'GET', path: '/', headers: {} } as const;
    const delivery = await wire.exchange(request, { deadlineMs: 10_000 });
    expect(delivery).toMatchObject({ kind: 'failed', failure: { kind } });
    expect(lookups).toHaveLength(connects);
    await wire.close();
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});
