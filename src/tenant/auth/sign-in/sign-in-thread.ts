/**
 * The sign-in room: @azure/identity, in a thread of its own. It takes longer to load than all else of a live run, which goes on meanwhile
 * (decision 29). This file is the door; the package is loaded behind it, never in the main thread.
 */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { defined } from '../../../defined.ts';
import type { Credential, CredentialOptions, CredentialWish } from '../credential.ts';
import { type CredentialSettings, needsPerson } from '../credential-settings.ts';
import { errorOf, type SignInCommand, type SignInEvent, troubleOf } from './sign-in-message.ts';

export type SignInThread = {
  /** Starts it where a sign-in is sure to come; otherwise the first sign-in does. */
  readonly begin: () => void;
  /** The credential of an actor, for one wish at a time. */
  readonly openCredential: (settings: CredentialSettings, options: CredentialOptions) => Credential;
};

/** The file beside this one: as a source here, as a bundle of its own in the package. */
const workerFile = import.meta.url.endsWith('.ts') ? './sign-in-worker.ts' : './sign-in-worker.js';

/** @azure/identity prints requests where the environment asks for logs. */
const logSwitches = ['AZURE_LOG_LEVEL', 'DEBUG'];

type Environment = { readonly [name: string]: string | undefined };

type Waiting = CredentialOptions & Pick<CredentialWish, 'signal'> & PromiseWithResolvers<Granted>;
type Granted = Awaited<ReturnType<Credential['getToken']>>;

/**
 * `environment`: what the tools see that @azure/identity calls. `idleMs`: so long after the last sign-in its memory is free again;
 * actors that sign in one after the other share it.
 */
export function openSignInThread(environment: Environment, { idleMs = 1_000 } = {}): SignInThread {
  /** By the number of the credential. */
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastCredential = 0;
  /** An account that a person has proved is known to the thread alone: without it the person would be asked again. */
  let knowsPerson = false;
  let idle: NodeJS.Timeout | undefined;

  const tell = (command: SignInCommand) => worker?.postMessage(command);

  const end = () => {
    const ended = worker;
    worker = undefined;
    void ended?.terminate();
  };

  /** Nothing keeps the process alive but a wish. */
  const settle = (credential: number) => {
    waiting.delete(credential);
    if (waiting.size > 0) return;
    worker?.unref();
    if (!knowsPerson) idle = setTimeout(end, idleMs).unref();
  };

  const send = async (credential: number, { call, request }: Extract<SignInEvent, { readonly kind: 'send' }>) => {
    const { send, signal } = waiting.get(credential) ?? {};
    const answer = await send?.({ ...request, ...defined({ signal }) }).catch(troubleOf);
    tell({ credential, kind: 'answered', call, answer: answer ?? { texts: ['no one waits for it'] } });
  };

  const hear = (event: SignInEvent) => {
    const { credential } = event;
    const wish = waiting.get(credential);
    if (event.kind === 'send') void send(credential, event);
    else if (event.kind === 'secret') wish?.registerSecret(event.secret);
    else if (event.kind === 'prompt') wish?.prompt(event.message);
    else if (event.kind === 'failed') wish?.reject(errorOf(event.trouble));
    else wish?.resolve({ token: event.token, expiresAtMs: event.expiresAtMs });
  };

  const start = (): Worker => {
    const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !logSwitches.includes(name)));
    // Where the space for new objects begins small, and must not grow (decision 23), loading takes half as long again.
    setFlagsFromString('--min-semi-space-size=16');
    const started = new Worker(new URL(workerFile, import.meta.url), { env, execArgv: [], name: 'sign-in' });
    const lose = (error: Error) => {
      if (worker !== started) return;
      worker = undefined;
      for (const { reject } of waiting.values()) reject(error);
    };
    started.on('message', hear);
    started.on('error', lose);
    started.on('exit', () => lose(new Error('what signs in has ended')));
    started.unref();
    return started;
  };

  const running = (): Worker => {
    worker ??= start();
    return worker;
  };

  return {
    begin: () => void running(),
    openCredential: (settings, options) => {
      const credential = ++lastCredential;
      return {
        getToken: async ({ claims, signal }) => {
          clearTimeout(idle);
          running().ref();
          const wish = Promise.withResolvers<Granted>();
          waiting.set(credential, { ...options, ...wish, ...defined({ signal }) });
          const { cloud, tenant } = options;
          tell({ credential, kind: 'sign-in', wish: { settings, cloud, tenant, ...defined({ claims }) } });
          const stop = () => tell({ credential, kind: 'stop' });
          signal?.addEventListener('abort', stop);
          try {
            const granted = await wish.promise;
            knowsPerson ||= needsPerson(settings);
            return granted;
          } finally {
            signal?.removeEventListener('abort', stop);
            settle(credential);
          }
        },
      };
    },
  };
}
