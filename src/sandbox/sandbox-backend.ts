import { graphOrigin } from '../backends/responder.ts';
import { defined } from '../defined.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { PlannedActor } from '../run/plan/plan.ts';
import type { Backend, Clock, Reply } from '../run/ports.ts';
import { createSandbox, type Sandbox } from './create-sandbox.ts';
import type { Seed } from './packs/directory/seed/seed.ts';
import type { Caller } from './service/caller.ts';
import { timestampOf } from './service/sandbox-clock.ts';

export type SandboxBackendOptions = {
  readonly actors: readonly PlannedActor[];
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly seed?: Seed | readonly Seed[];
  readonly beta?: Metadata;
  /** Blocks responses that the sandbox does not model. */
  readonly onlyModeled?: boolean;
};

/**
 * A new sandbox as the backend of a run, with a clock that waits move without taking time. A delegated actor is the
 * user that the scenario names, or the seed's administrator, with the permissions that the scenario lists; all
 * permissions if it lists none.
 */
export function openSandbox({ actors, startMs, seed, beta, onlyModeled }: SandboxBackendOptions): {
  readonly backend: Backend;
  readonly clock: Clock;
} {
  const sandbox = createSandbox({
    now: timestampOf(startMs),
    ...defined({ seed, beta }),
  });
  const { clock } = sandbox;
  const callers = new Map<string, Caller>();
  // The run may create a person and then sign in as them, so an actor's user is resolved at its first request.
  const callerOf = (actor: PlannedActor): Caller | undefined => {
    const caller = callers.get(actor.name) ?? signIn(actor, sandbox);
    if (caller !== undefined) callers.set(actor.name, caller);
    return caller;
  };
  return {
    backend: {
      origin: graphOrigin,
      send: async (request, context) => {
        const actor = actors.find(({ name }) => name === context.actor);
        const caller = actor && callerOf(actor);
        if (caller === undefined) return notSignedIn(context.actor, actor?.user);
        if (!isOfSandbox(request.url, sandbox)) return elsewhere(request.url);
        context.sent?.();
        const {
          label,
          broken: _,
          ...response
        } = sandbox.handle(request, context.withoutCredentials === true ? undefined : caller);
        const source = label?.source;
        if (onlyModeled === true && source !== undefined && source !== 'modeled')
          return notModeledHere(request, source);
        return { kind: 'answered', response, ...defined({ source }) };
      },
      close: async () => {},
    },
    clock: {
      now: clock.now,
      sleep: async (ms) => clock.advance(ms),
    },
  };
}

/** A link to another host is a download or upload of the sandbox. */
function isOfSandbox(url: string, { world }: Sandbox): boolean {
  return url.startsWith('/') || new URL(url).origin === world.filesOrigin;
}

function elsewhere(link: string): Reply {
  const message = `the sandbox does not have the host \`${new URL(link).host}\``;
  return { kind: 'blocked', reason: 'refused', message, unsent: true };
}

function notSignedIn(actor: string, user: string | undefined): Reply {
  const message = `\`${actor}\` cannot sign in: the sandbox has no user${user === undefined ? '' : ` \`${user}\``}`;
  return { kind: 'blocked', reason: 'auth', message, fix: 'name a user of the seed, or give another seed' };
}

function notModeledHere({ method, url }: HttpRequest, source: string): Reply {
  const message = `no pack of the sandbox models ${method} ${url.split('?')[0]}: its response is ${source}`;
  return { kind: 'blocked', reason: 'not-modeled', message, fix: 'run it without `--only-modeled`, or against Graph' };
}

/** `undefined`: the sandbox does not have that user. */
function signIn({ context, permissions, mayAnything, user }: PlannedActor, sandbox: Sandbox): Caller | undefined {
  const { administrator, world } = sandbox;
  if (context === 'application') return sandbox.signInApplication(administrator.appId, permissions);
  const id = user ?? (administrator.kind === 'delegated' ? administrator.userId : undefined);
  const found = id === undefined ? undefined : world.directory.user(id);
  // An actor without listed permissions may do anything.
  return found && sandbox.signIn(found.id, mayAnything === true ? undefined : permissions);
}
