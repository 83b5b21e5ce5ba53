import { getEventListeners, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { connect } from 'node:net';
import tls from 'node:tls';
import { expect, test, vi } from 'vitest';
import {
  aboutStep,
  certificates,
  get,
  json,
  outcome,
  trial,
  withServer,
} from '../../../../test/support/backends/sample-live-server.ts';
import { defined } from '../../../defined.ts';
import { openWire } from './wire.ts';

test('one after the other takes one connection, eight at a time at most eight', async () => {
  await withServer(
    (_, response) => void setTimeout(() => json(response, 200, {}), 2),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      const exchange = () => backend.send(get('/v1.0/users'), aboutStep);
      for (let at = 0; at < 20; at++) expect(outcome(await exchange())).toBe('200');
      expect(new Set(got.map(({ connection }) => connection)).size).toBe(1);
      const worker = async () => {
        for (let at = 0; at < 20; at++) await exchange();
      };
      await Promise.all(Array.from({ length: 8 }, worker));
      expect(new Set(got.map(({ connection }) => connection)).size).toBeLessThanOrEqual(8);
      await backend.close();
    },
  );
});

test('all connections share one TLS context, those of other tenants, too: reading certificates takes longer than a handshake', async () => {
  await withServer(
    (_, response) => void setTimeout(() => json(response, 200, {}), 50),
    async ({ origin, got }) => {
      const { ca } = await certificates();
      await openWire({ authorities: [ca] }).close();
      const made = vi.spyOn(tls, 'createSecureContext');
      syncBuiltinESMExports();
      const wire = openWire({ authorities: [ca] });
      const exchange = () => wire.exchange({ origin, method: 'GET', path: '/', headers: {} }, { deadlineMs: 5_000 });
      const deliveries = await Promise.all([exchange(), exchange(), exchange()]);
      const contexts = made.mock.calls.length;
      made.mockRestore();
      syncBuiltinESMExports();
      await wire.close();
      expect(deliveries.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
      expect(new Set(got.map(({ connection }) => connection)).size).toBe(3);
      expect(contexts).toBe(0);
    },
  );
});

test('after renewing, what is on its way arrives and what follows takes a new connection', async () => {
  await withServer(
    ({ url }, response) => void setTimeout(() => json(response, 200, { url }), url === '/slow' ? 100 : 0),
    async ({ origin, got }) => {
      const { ca } = await certificates();
      const wire = openWire({ authorities: [ca] });
      const exchange = (path: string) =>
        wire.exchange({ origin, method: 'GET', path, headers: {} }, { deadlineMs: 5_000 });
      const slow = exchange('/slow');
      while (got.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      wire.renew();
      expect(await exchange('/next')).toMatchObject({ kind: 'answered' });
      expect(await slow).toMatchObject({ kind: 'answered', response: { text: '{"url":"/slow"}' } });
      expect(got.map(({ connection }) => connection)).toEqual([1, 2]);
      await wire.close();
    },
  );
});

test('a request that still waits for a connection at the deadline was provably not sent', async () => {
  const arrived = Promise.withResolvers<ServerResponse>();
  await withServer(
    (_, response) => arrived.resolve(response),
    async ({ origin, got }) => {
      const { ca } = await certificates();
      const wire = openWire({ authorities: [ca], connections: 1 });
      const exchange = (deadlineMs: number) =>
        wire.exchange({ origin, method: 'POST', path: '/', headers: {}, body: 'x' }, { deadlineMs });
      const first = exchange(20_000);
      const response = await arrived.promise;
      const second = await exchange(50);
      expect(second).toMatchObject({ kind: 'failed', failure: { kind: 'deadline', unsent: true } });
      json(response, 200, {});
      expect(await first).toMatchObject({ kind: 'answered' });
      expect(got.length).toBe(1);
      // The connection is there: what waits now for its response was sent.
      expect(await exchange(500)).toMatchObject({ kind: 'failed', failure: { kind: 'deadline', unsent: false } });
      expect(got.length).toBe(2);
      await wire.close();
    },
  );
});

test('a response has exactly the time that it was given', async () => {
  await withServer(
    (_, response) => json(response, 200, {}),
    async ({ origin }) => {
      const { ca } = await certificates();
      const wire = openWire({ authorities: [ca] });
      const timers = vi.spyOn(globalThis, 'setTimeout');
      const request = { origin, method: 'GET', path: '/', headers: {} } as const;
      expect(await wire.exchange(request, { deadlineMs: 123_457 })).toMatchObject({ kind: 'answered' });
      const delays = timers.mock.calls.map(([, delayMs]) => delayMs ?? 0);
      timers.mockRestore();
      expect(delays.filter((delayMs) => delayMs > 100_000)).toEqual([123_457]);
      await wire.close();
    },
  );
});

test('a run of many requests keeps no listener of those that have ended', async () => {
  await withServer(
    (_, response) => json(response, 200, {}),
    async ({ origin }) => {
      const { ca } = await certificates();
      const wire = openWire({ authorities: [ca] });
      const { signal } = new AbortController();
      const request = { origin, method: 'GET', path: '/', headers: {} } as const;
      const exchange = wire.exchange(request, { deadlineMs: 5_000, signal });
      expect(getEventListeners(signal, 'abort')).toHaveLength(1);
      expect(await exchange).toMatchObject({ kind: 'answered' });
      expect(getEventListeners(signal, 'abort')).toEqual([]);
      await wire.close();
    },
  );
});

test('a proxy carries the connection and sees no token; spared hosts go past it', async () => {
  const sent: string[] = [];
  const proxy = createServer().on('connect', (request, socket, head) => {
    sent.push(`${request.url} ${JSON.stringify(request.headers)}`);
    const [host = '', port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  await withServer(
    (_, response) => json(response, 200, {}),
    async ({ origin, got }) => {
      const { ca } = await certificates();
      for (const [except, times] of [
        [undefined, 1],
        ['localhost', 1],
      ] as const) {
        const wire = { authorities: [ca], proxy: { url, ...defined({ except }) } };
        const { backend } = await trial(origin, { wire });
        expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toBe('200');
        expect(sent.length).toBe(times);
        await backend.close();
      }
      expect(got.length).toBe(2);
      expect(sent.join()).not.toContain('token');
    },
  );
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

test('a wire that can connect to nothing says so, and closing it twice is no harm', async () => {
  const wire = openWire({ connectMs: 500 });
  const limits = { deadlineMs: 1_000 };
  const bad = await wire.exchange({ origin: 'https://127.0.0.1:1', method: 'GET', path: '/', headers: {} }, limits);
  expect(bad).toMatchObject({ kind: 'failed', failure: { kind: 'unreachable', unsent: true } });
  const header = { 'x-a': 'a\r\nb' };
  const injected = await wire.exchange(
    { origin: 'https://127.0.0.1:1', method: 'GET', path: '/', headers: header },
    limits,
  );
  expect(injected).toMatchObject({ kind: 'failed', failure: { unsent: true } });
  await wire.close();
  await wire.close();
});
