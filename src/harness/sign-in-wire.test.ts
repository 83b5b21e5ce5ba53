import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWire, type Wire } from '../backends/live/transport/wire.ts';
import { SignInUnreached } from '../tenant/auth/sign-in-request.ts';
import { signInWire } from './sign-in-wire.ts';

let server: Server;
let wire: Wire;
/** What the server does with the requests it gets, one after the other; at the end it responds to all of them. */
let plan: ('respond' | 'close')[];
let waits: number[];

beforeEach(async () => {
  plan = [];
  waits = [];
  server = createServer((request, response) => {
    if (plan.shift() === 'close') request.socket.destroy();
    else response.end('a token');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  wire = openWire();
});
afterEach(async () => {
  await wire.close();
  await new Promise((resolve) => server.close(resolve));
});

async function signIn(): Promise<string> {
  const send = signInWire({ wire, direct: wire, sleep: async (ms) => void waits.push(ms) });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  return (await send({ method: 'POST', url, headers: {}, body: 'grant_type=client_credentials' })).text;
}

test('a sign-in whose connection the authority closed meanwhile is sent again', async () => {
  plan = ['respond', 'close', 'respond'];
  expect([await signIn(), await signIn()]).toEqual(['a token', 'a token']);
  expect(waits).toEqual([1_000]);
});

test('an authority that closes each connection is reported as unreached', async () => {
  plan = ['close', 'close', 'close', 'respond'];
  await expect(signIn()).rejects.toBeInstanceOf(SignInUnreached);
  expect(plan).toEqual(['respond']);
});
