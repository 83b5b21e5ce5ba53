import { execFile } from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CredentialOptions } from '../credential.ts';
import type { CredentialSettings } from '../credential-settings.ts';
import { type SendSignIn, SignInUnreached } from '../sign-in-request.ts';
import { openSignInThread } from './sign-in-thread.ts';

const run = promisify(execFile);
const authority = 'https://login.example';
const tenant = '5b0f6f0e-3c58-4d1e-9d0a-6f9a1f0c7e11';
const application: CredentialSettings = { kind: 'client-secret', clientId: 'an-application', secret: 'a long secret' };

/** An authority that gives tokens, numbered. */
function tokens(): SendSignIn {
  let count = 0;
  return async ({ url }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    text: JSON.stringify(
      new URL(url).pathname.endsWith('/token') ? { access_token: `token ${++count}`, ...granted } : documents,
    ),
  });
}

const granted = { token_type: 'Bearer', expires_in: 3600 };
const documents = {
  issuer: `${authority}/${tenant}/v2.0`,
  authorization_endpoint: `${authority}/${tenant}/authorize`,
  token_endpoint: `${authority}/${tenant}/token`,
  jwks_uri: `${authority}/keys`,
};

const options = (send: SendSignIn, registerSecret = (_: string) => {}): CredentialOptions => ({
  cloud: { name: 'custom', graphOrigin: 'https://graph.example', authority, resource: 'https://graph.example' },
  ...{ tenant, send, registerSecret },
  prompt: () => {},
});

/** The threads that were started. */
let started: Worker[];
const notice = (message: unknown) => void started.push((message as { readonly worker: Worker }).worker);
beforeEach(() => {
  started = [];
  diagnostics.subscribe('worker_threads', notice);
});
afterEach(() => diagnostics.unsubscribe('worker_threads', notice));

const ended = (worker: Worker | undefined) => new Promise((resolve) => worker?.once('exit', resolve));

test('one thread signs in for several actors, and knows each secret before it is sent', async () => {
  const thread = openSignInThread(process.env);
  const secrets: string[] = [];
  const one = thread.openCredential(application, options(tokens()));
  const other = thread.openCredential(
    application,
    options(tokens(), (secret) => void secrets.push(secret)),
  );
  thread.begin();
  const [first, second] = await Promise.all([one.getToken({}), other.getToken({})]);
  expect([first.token, second.token]).toEqual(['token 1', 'token 1']);
  expect(first.expiresAtMs).toBeGreaterThan(Date.now() + 3_500_000);
  expect(secrets).toContain('token 1');
  expect(started).toHaveLength(1);
});

test('it ends when no one has signed in for a while, and the next sign-in starts another', async () => {
  const thread = openSignInThread(process.env, { idleMs: 20 });
  const credential = thread.openCredential(application, options(tokens()));
  await credential.getToken({});
  await ended(started[0]);
  expect((await thread.openCredential(application, options(tokens())).getToken({})).token).toBe('token 1');
  expect(started).toHaveLength(2);
});

test('it stays where a person has signed in, who is not asked again', async () => {
  const thread = openSignInThread(process.env, { idleMs: 20 });
  const person: CredentialSettings = { kind: 'device-code', clientId: 'an-application' };
  const send: SendSignIn = async (request) => {
    if (!request.url.includes('devicecode')) return tokens()(request);
    const code = { user_code: 'A', device_code: 'B', verification_uri: authority, expires_in: 60, interval: 0.01 };
    return { status: 200, headers: {}, text: JSON.stringify({ ...code, message: 'type A' }) };
  };
  const prompt = vi.fn();
  const credential = thread.openCredential(person, { ...options(send), prompt });
  await credential.getToken({});
  const exit = vi.fn();
  started[0]?.once('exit', exit);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(exit).not.toHaveBeenCalled();
  expect(prompt).toHaveBeenCalledExactlyOnceWith('type A');
  await started[0]?.terminate();
});

test('what cannot be reached is said as if it had been asked from here', async () => {
  const send: SendSignIn = async () => {
    throw new SignInUnreached('no connection to `login.example`', 'look at the cable');
  };
  const failed = openSignInThread(process.env).openCredential(application, options(send)).getToken({});
  await expect(failed).rejects.toBeInstanceOf(SignInUnreached);
  await expect(failed).rejects.toMatchObject({ message: 'no connection to `login.example`', fix: 'look at the cable' });
});

test('a stop ends the wish and what it has sent', async () => {
  const stop = new AbortController();
  const signals: (AbortSignal | undefined)[] = [];
  const send: SendSignIn = async ({ signal }) => {
    signals.push(signal);
    stop.abort();
    throw new SignInUnreached('stopped');
  };
  const credential = openSignInThread(process.env).openCredential(application, options(send));
  await expect(credential.getToken({ signal: stop.signal })).rejects.toThrow();
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  // It is the wish that was stopped, not the thread.
  expect(await openSignInThread(process.env).openCredential(application, options(tokens())).getToken({})).toMatchObject(
    {
      token: 'token 1',
    },
  );
});

test('a thread that dies fails who waits for it, and the next sign-in starts another', async () => {
  const thread = openSignInThread(process.env);
  const asked = Promise.withResolvers<void>();
  const silent: SendSignIn = () => {
    asked.resolve();
    return new Promise(() => {});
  };
  const waits = thread.openCredential(application, options(silent)).getToken({});
  await asked.promise;
  await Promise.all([expect(waits).rejects.toThrow('what signs in has ended'), started[0]?.terminate()]);
  expect(await thread.openCredential(application, options(tokens())).getToken({})).toMatchObject({ token: 'token 1' });
});

/** What a process of its own prints that has opened a thread. */
async function printed(script: string, environment: { readonly [name: string]: string } = {}): Promise<string> {
  const file = JSON.stringify(new URL('./sign-in-thread.ts', import.meta.url).href);
  const source = `import { openSignInThread } from ${file};
    const thread = openSignInThread(process.env);
    const send = async ({ url }) => ({ status: 200, headers: {}, text: JSON.stringify(new URL(url).pathname.endsWith('/token')
      ? { access_token: 'x', ...${JSON.stringify(granted)} } : ${JSON.stringify(documents)}) });
    const options = { ...${JSON.stringify(options(tokens()))}, send, registerSecret() {}, prompt() {} };
    ${script}`;
  const args = ['--input-type=module', '--no-warnings', '-e', source];
  const { stdout, stderr } = await run(process.execPath, args, { env: { ...process.env, ...environment } });
  return stdout + stderr;
}

test('the main thread loads neither the package nor a fetch, and no one prints what is sent', async () => {
  const script = `await thread.openCredential(${JSON.stringify(application)}, options).getToken({});
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('azure'));
    console.log(loaded.length, process.moduleLoadList.includes('NativeModule internal/deps/undici/undici'));`;
  expect(await printed(script, { AZURE_LOG_LEVEL: 'verbose', DEBUG: '*' })).toBe('0 false\n');
});

test('a thread that no one waits for keeps no process alive', async () => {
  expect(await printed('thread.begin(); console.log("done");')).toBe('done\n');
});
