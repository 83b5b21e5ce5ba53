import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { aboutStep, certificates, get, outcome, trial } from '../../../../test/support/backends/sample-live-server.ts';

type Wired = { readonly origin: string; readonly got: string[] };

/** A TLS server that writes exactly these bytes to each request, and remembers the requests. */
async function withBytes(reply: (nth: number) => string, use: (wired: Wired) => Promise<void>): Promise<void> {
  const { server: own } = await certificates();
  const got: string[] = [];
  const sockets = new Set<TLSSocket>();
  const server = createServer({ cert: own.certificate, key: own.key, ALPNProtocols: ['http/1.1'] }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      got.push(chunk.toString('latin1'));
      const text = reply(got.length);
      if (text.startsWith('HTTP/1.1')) socket.write(text);
      else socket.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await use({ origin: `https://localhost:${port}`, got });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

const body = '{"id":"1"}';
const plain = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

test('input 56: cookies are neither kept nor sent back', async () => {
  const cookies = Array.from({ length: 50 }, (_, at) => `set-cookie: c${at}=${'v'.repeat(40)}; Path=/\r\n`).join('');
  await withBytes(
    () => plain.replace('\r\ncontent-type', `\r\n${cookies}content-type`),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      expect(outcome(await backend.send(get('/v1.0/me'), aboutStep))).toBe('200');
      expect(outcome(await backend.send(get('/v1.0/me'), aboutStep))).toBe('200');
      expect(got.join('').toLowerCase()).not.toContain('cookie');
      await backend.close();
    },
  );
});

test('input 56: more headers than any service sends are refused', async () => {
  const bomb = Array.from({ length: 400 }, (_, at) => `set-cookie: c${at}=${'v'.repeat(100)}\r\n`).join('');
  await withBytes(
    () => plain.replace('\r\ncontent-type', `\r\n${bomb}content-type`),
    async ({ origin }) => {
      const { backend } = await trial(origin);
      expect(outcome(await backend.send(get('/v1.0/me'), aboutStep))).toMatch(/^network: /);
      await backend.close();
    },
  );
});

test.each(['102 Processing', '103 Early Hints'])(
  'input 56: %s is not a response: the one that follows it is',
  async (early) => {
    await withBytes(
      () => `HTTP/1.1 ${early}\r\nlink: <https://elsewhere.example/>; rel=preload\r\n\r\n${plain}`,
      async ({ origin }) => {
        const { backend } = await trial(origin);
        const reply = await backend.send(get('/v1.0/me'), aboutStep);
        expect(reply).toMatchObject({ kind: 'answered', response: { status: 200, text: body } });
        expect(reply.kind === 'answered' ? Object.keys(reply.response.headers) : []).not.toContain('link');
        await backend.close();
      },
    );
  },
);

test('input 56: what is in trailers is not a header', async () => {
  const chunked =
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\ntrailer: location\r\n\r\n' +
    `${body.length.toString(16)}\r\n${body}\r\n0\r\nlocation: https://elsewhere.example/\r\n\r\n`;
  await withBytes(
    () => chunked,
    async ({ origin }) => {
      const { backend } = await trial(origin);
      const reply = await backend.send(get('/v1.0/me'), aboutStep);
      expect(reply).toMatchObject({ kind: 'answered', response: { status: 200, text: body } });
      expect(reply.kind === 'answered' ? Object.keys(reply.response.headers) : []).not.toContain('location');
      await backend.close();
    },
  );
});

test.each([
  ['HTTP/0.9', body],
  ['another protocol', 'ICY 200 OK\r\n\r\n'],
  ['a 100 that no request waits for', `HTTP/1.1 100 Continue\r\n\r\n${plain}`],
  ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'],
])('input 56: %s is an error, not a response', async (_, bytes) => {
  await withBytes(
    () => bytes,
    async ({ origin }) => {
      const { backend } = await trial(origin);
      expect(outcome(await backend.send(get('/v1.0/me'), aboutStep))).toMatch(/^network: /);
      await backend.close();
    },
  );
});
