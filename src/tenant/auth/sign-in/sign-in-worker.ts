/** A thread of its own, which loads @azure/identity and signs in with it. What it sends, the main thread sends. */
import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { defined } from '../../../defined.ts';
import type { Credential } from '../credential.ts';
import type { SendSignIn } from '../sign-in-request.ts';
import { errorOf, type SignInCommand, type SignInEvent, type SignInWish, troubleOf } from './sign-in-message.ts';
import { withoutFetch } from './without-fetch.ts';

enableCompileCache();
withoutFetch();
/** A package that cannot be loaded is reported to who signs in. */
const loading = import('./credentials.ts').catch((error: unknown) => error);
const credentials = new Map<number, Promise<Credential>>();
const stops = new Map<number, AbortController>();
const calls = new Map<number, PromiseWithResolvers<Awaited<ReturnType<SendSignIn>>>>();
let lastCall = 0;

const say = (event: SignInEvent) => parentPort?.postMessage(event);

async function signIn(credential: number, wish: SignInWish): Promise<void> {
  const stop = new AbortController();
  stops.set(credential, stop);
  const opened = credentials.get(credential) ?? openCredential(credential, wish);
  credentials.set(credential, opened);
  try {
    const token = await (await opened).getToken({ signal: stop.signal, ...defined({ claims: wish.claims }) });
    say({ credential, kind: 'token', ...token });
  } catch (error) {
    say({ credential, kind: 'failed', trouble: troubleOf(error) });
  }
}

async function openCredential(credential: number, { settings, cloud, tenant }: SignInWish): Promise<Credential> {
  const loaded = await loading;
  if (loaded instanceof Error) throw loaded;
  const { createCredential } = loaded as typeof import('./credentials.ts');
  return createCredential(settings, {
    cloud,
    tenant,
    send: ({ signal: _, ...request }) => {
      const call = ++lastCall;
      const answer = Promise.withResolvers<Awaited<ReturnType<SendSignIn>>>();
      calls.set(call, answer);
      say({ credential, kind: 'send', call, request });
      return answer.promise;
    },
    registerSecret: (secret) => say({ credential, kind: 'secret', secret }),
    prompt: (message) => say({ credential, kind: 'prompt', message }),
  });
}

parentPort?.on('message', (command: SignInCommand) => {
  const { credential } = command;
  if (command.kind === 'sign-in') void signIn(credential, command.wish);
  else if (command.kind === 'stop') stops.get(credential)?.abort();
  else {
    const answer = calls.get(command.call);
    calls.delete(command.call);
    if ('texts' in command.answer) answer?.reject(errorOf(command.answer));
    else answer?.resolve(command.answer);
  }
});
