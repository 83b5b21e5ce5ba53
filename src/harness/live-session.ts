/** What all live runs of a process share: tokens, connections, and throttling. */

import { checkEnvironment } from '../backends/live/environment-guard.ts';
import { type LiveBackend, liveBackend } from '../backends/live/live-backend.ts';
import type { LiveListener } from '../backends/live/live-event.ts';
import { type ThrottleState, throttleState } from '../backends/live/retry/throttle-state.ts';
import { type TrustedOrigin, trustOrigin } from '../backends/live/transport/trusted-origin.ts';
import { openWire, type Wire } from '../backends/live/transport/wire.ts';
import type { LiveConfig } from '../cli/options/live-config.ts';
import { defined } from '../defined.ts';
import { failure, type Problem, problemsOf, type Result, success } from '../diagnostics/problem.ts';
import { type SecretVault, secretVault } from '../redaction/redact/secret-vault.ts';
import type { PlannedActor } from '../run/plan/plan.ts';
import type { Clock } from '../run/ports.ts';
import type { RunOfScenario } from '../run/result.ts';
import { actorSettings } from '../tenant/auth/actor-settings.ts';
import { type Cloud, readCloud } from '../tenant/auth/cloud.ts';
import type { CredentialSettings } from '../tenant/auth/credential-settings.ts';
import { expectUsers } from '../tenant/auth/expect-users.ts';
import { createTokenSource, type TokenSource } from '../tenant/auth/token-source.ts';
import { readNetwork } from './network.ts';
import { signInWire } from './sign-in-wire.ts';

export type LiveSessionOptions = {
  readonly config: LiveConfig;
  readonly environment: { readonly [name: string]: string | undefined };
  /** PEM files to trust in addition to those of this machine; default: the one of `NODE_EXTRA_CA_CERTS`. */
  readonly authorityFiles?: readonly string[];
  /** The actors that will sign in. */
  readonly actors: Iterable<string>;
  /** The problem, if the package for sign-ins is not installed. */
  readonly missingPackage?: Problem | undefined;
  /** Loads the package for sign-ins, as late as possible. */
  readonly loadCredentials: () => Promise<typeof import('../tenant/auth/credentials.ts')>;
  readonly clock: Clock;
  /** The time by which tokens end, where the run's clock is another: milliseconds since 1970. */
  readonly tokenTime?: () => number;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** Shows a person where and how to sign in. */
  readonly prompt: (message: string) => void;
  readonly listener?: LiveListener;
  readonly userAgent: string;
  /** Collects the secrets; a new vault unless given. */
  readonly secrets?: SecretVault;
  /** Open it also where actors have no credential: they are reported, and cannot sign in. */
  readonly tolerant?: boolean;
};

export type LiveSession = {
  readonly config: LiveConfig;
  readonly cloud: Cloud;
  readonly tokens: TokenSource;
  readonly secrets: SecretVault;
  readonly clock: Clock;
  readonly wire: Wire;
  /** For a tolerant session: the problems with the settings of actors, by their names. */
  readonly unsettled: ReadonlyMap<string, Problem>;
  /** The backend of one run, whose actors are these. */
  readonly backend: (actors: readonly PlannedActor[], run?: BackendOfRun) => LiveBackend;
  readonly close: () => Promise<void>;
};

/** Opens it; sends nothing. Problems: `bad-setting`, `missing-credential`, `missing-package`, `usage`. */
export async function openLiveSession(options: LiveSessionOptions): Promise<Result<LiveSession>> {
  const { config, environment, tolerant = false } = options;
  const secrets = options.secrets ?? secretVault();
  const { cloud: name, prefix } = config.member ?? {};
  const cloud = readCloud(environment, { name, prefix });
  const { settings, unsettled, problems: unset } = settingsOf(options);
  const network = await readNetwork({ ...options, envProxy: config.envProxy });
  const checked = checkEnvironment(environment);
  const problems = problemsOf(cloud, network);
  if (!tolerant) problems.push(...unset);
  if (!checked.ok) problems.push(badSetting(checked.message, checked.fix));
  if (!cloud.ok || !network.ok || problems.length > 0) return failure(problems);
  const origin = trustOrigin(cloud.value.graphOrigin, cloud.value.name);
  if (!origin.ok) return failure([badSetting(origin.message, origin.fix)]);
  const { authorities, proxy } = network.value;
  const wire = openWire({ authorities, ...defined({ proxy }) });
  const direct = proxy === undefined ? wire : openWire({ authorities });
  const send = signInWire({ wire, direct, sleep: options.clock.sleep });
  const tokens = createTokenSource({
    actors: settings,
    cloud: cloud.value,
    tenant: config.tenant,
    registerSecret: secrets.register,
    now: options.tokenTime ?? options.clock.now,
    openCredential: async (one, actor) => {
      const { createCredential } = await options.loadCredentials();
      return createCredential(one, {
        cloud: cloud.value,
        tenant: config.tenant,
        send,
        registerSecret: secrets.register,
        prompt: (message) => options.prompt(`${actor}: ${message}`),
      });
    },
  });
  const shared = { options, origin: origin.trusted, wire, tokens, secrets, throttle: throttleState() };
  return success({
    config,
    cloud: cloud.value,
    tokens,
    secrets,
    clock: options.clock,
    wire,
    unsettled,
    backend: (planned, run = {}) => backendFor(planned, { ...shared, ...run }),
    close: async () => {
      await wire.close();
      if (direct !== wire) await direct.close();
    },
  });
}

function settingsOf({ actors, environment, config, missingPackage }: LiveSessionOptions) {
  const settings = new Map<string, CredentialSettings>();
  const unsettled = new Map<string, Problem>();
  const problems: Problem[] = [];
  for (const actor of actors) {
    const { tenant, member } = config;
    const of = { ofFile: member !== undefined, ...defined({ prefix: member?.prefix }) };
    const read = actorSettings([actor], { environment, tenant, ...of });
    const [first] = problemsOf(read);
    const problem = first ?? missingPackage;
    if (problem !== undefined) unsettled.set(actor, problem);
    if (read.ok) for (const [name, value] of read.value) settings.set(name, value);
    else problems.push(...read.problems);
  }
  if (missingPackage !== undefined) problems.push(missingPackage);
  return { settings, unsettled, problems };
}

/** `spentMs`: so much of its budget is spent already; `of`: the scenario that is run. */
type BackendOfRun = { readonly spentMs?: number; readonly of?: RunOfScenario };

type Shared = {
  readonly options: LiveSessionOptions;
  readonly origin: TrustedOrigin;
  readonly wire: Wire;
  readonly tokens: TokenSource;
  readonly secrets: SecretVault;
  readonly throttle: ThrottleState;
} & BackendOfRun;

function backendFor(actors: readonly PlannedActor[], shared: Shared): LiveBackend {
  const { options, origin, wire, tokens, secrets, throttle, spentMs = 0, of } = shared;
  const { listener } = options;
  const users = expectUsers(tokens, actors);
  const backend = liveBackend({
    origin,
    wire,
    tokens: users,
    clock: options.clock,
    random: options.random,
    budget: options.config.budget,
    spentMs,
    throttle,
    tenant: options.config.tenant,
    actors,
    userAgent: options.userAgent,
    ...(listener !== undefined && { listener: named(listener, of) }),
  });
  return withoutSecrets(backend, secrets);
}

/** Adds the scenario to attempts. */
function named(listener: LiveListener, of: RunOfScenario | undefined): LiveListener {
  if (of === undefined) return listener;
  return (event) => listener(event.kind === 'attempted' ? { ...event, of } : event);
}

/** The run receives no token or secret that a service echoes: what never arrives cannot leak. */
function withoutSecrets(backend: LiveBackend, secrets: SecretVault): LiveBackend {
  return {
    ...backend,
    send: async (request, context) => {
      const reply = await backend.send(request, context);
      if (reply.kind === 'blocked') return { ...reply, message: secrets.text(reply.message) };
      const { response } = reply;
      const headers = Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, secrets.text(value)]),
      );
      const text = secrets.text(response.text);
      const same =
        text === response.text && Object.keys(headers).every((name) => headers[name] === response.headers[name]);
      // The same object, so that its body is not read again.
      return same ? reply : { ...reply, response: { ...response, headers, text } };
    },
  };
}

function badSetting(message: string, fix: string | undefined): Problem {
  return { code: 'bad-setting', message, ...defined({ fix }) };
}
