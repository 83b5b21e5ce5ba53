/** The one place where adapters meet: files, recordings, backends and clocks become a run. */

import { randomBytes } from 'node:crypto';
import { defined } from '../defined.ts';
import { failure, type Result, success, usage } from '../diagnostics/problem.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import type { Metadata } from '../metadata/metadata.ts';
import { withoutSecrets } from '../redaction/redact/defect.ts';
import type { Pseudonymizer } from '../redaction/redact/pseudonymizer.ts';
import { type ReplayOptions, replayPlan } from '../run/execute/replay.ts';
import { ScenarioRun } from '../run/execute/scenario-run.ts';
import { makePlan } from '../run/plan/make-plan.ts';
import type { Backend } from '../run/ports.ts';
import type { Against, RunListener, ScenarioResult } from '../run/result.ts';
import type { Seed } from '../sandbox/packs/directory/seed/seed.ts';
import type { SandboxServer } from '../sandbox/server/sandbox-server.ts';
import type { ServerFolder } from '../sandbox/server/server-folder.ts';
import type { DoctorFinding } from '../tenant/doctor/doctor-finding.ts';
import type { StoredRun, StoredRuns } from '../tenant/ledger/stored-runs.ts';
import { version } from '../version.ts';
import type { ExaminationOptions } from './examine-live.ts';
import type { Finished, FinishOptions } from './finish-runs.ts';
import type { LiveSession, LiveSessionOptions } from './live-session.ts';
import type { PlanOptions, ReadyPlan } from './plan-options.ts';
import { planRecorded } from './plan-recorded.ts';
import { seedOf } from './scenario-seeds.ts';

type Planner = (scenario: Scenario, options: PlanOptions) => Promise<Result<ReadyPlan>>;

/** The targets, and how a scenario is planned for each. */
const planners: { readonly [against in Against]: Planner } = {
  recorded: planRecorded,
  sandbox: planSandbox,
  live: planLiveRun,
};

/**
 * Plans a scenario for its target; sends nothing. Problems: those of the scenario's names, texts and matchers,
 * `missing-input`, and `recording-…` if a recording is missing, invalid, does not match or has expired.
 */
export async function planRun(scenario: Scenario, options: PlanOptions = {}): Promise<Result<ReadyPlan>> {
  return planners[options.against ?? 'recorded'](scenario, options);
}

async function planSandbox(scenario: Scenario, { sandbox = {}, ...options }: PlanOptions): Promise<Result<ReadyPlan>> {
  const {
    given = new Map(),
    environment = {},
    startMs = Date.now(),
    runId = randomId(),
    seed,
    beta,
    onlyModeled = false,
  } = sandbox;
  const now = new Date(Math.floor(startMs / 1000) * 1000);
  const run = { id: runId, now: now.toISOString().replace('.000Z', 'Z'), password: randomPassword() };
  const planned = makePlan(scenario, { ...options, against: 'sandbox', run, sources: { given, environment } });
  if (!planned.ok) return planned;
  const { actors } = planned.value;
  const own = seed === undefined ? await seedOf(scenario) : success(seed);
  if (!own.ok) return own;
  return success({
    plan: planned.value,
    open: async () => {
      // The model is loaded only with the first request.
      const { openSandbox } = await import('../sandbox/sandbox-backend.ts');
      const { memoryLedger } = await import('../tenant/ledger/memory-ledger.ts');
      return {
        ...openSandbox({
          actors,
          startMs: now.getTime(),
          onlyModeled,
          ...defined({ seed: own.value, beta }),
        }),
        ledger: memoryLedger(),
      };
    },
  });
}

async function planLiveRun(scenario: Scenario, { live, ...options }: PlanOptions): Promise<Result<ReadyPlan>> {
  if (live === undefined) throw new Error('a live run needs a session: openLive');
  const now = new Date(Math.floor(live.session.clock.now() / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  const password = randomPassword();
  const { planLive } = await import('./plan-live.ts');
  const run = { id: randomId(), now, ...live.resumed?.run, password };
  return planLive(scenario, { ...options, ...live, run, pseudonymKey: randomBytes(32) });
}

export type OpenLiveOptions = Pick<
  LiveSessionOptions,
  'config' | 'environment' | 'authorityFiles' | 'actors' | 'prompt' | 'listener' | 'secrets' | 'tolerant'
> &
  // Tokens end by the real time all the same.
  Partial<Pick<LiveSessionOptions, 'clock'>>;

/**
 * Opens the session that live runs share; sends nothing. Problems: `bad-setting`, `missing-credential`,
 * `missing-package`.
 */
export async function openLive(options: OpenLiveOptions): Promise<Result<LiveSession>> {
  // Connections are loaded only for a live run.
  const { openLiveSession } = await import('./live-session.ts');
  const { missingSignInPackage } = await import('../tenant/auth/sign-in-package.ts');
  const { monotonicClock } = await import('../backends/live/monotonic-clock.ts');
  const clock = monotonicClock(Date.now());
  const own = { clock, tokenTime: clock.now, random: Math.random, userAgent: `tutorial-replay/${version}` };
  return openLiveSession({ ...own, loadCredentials, missingPackage: missingSignInPackage(), ...options });
}

/**
 * The runs with ledgers in a folder: those that are not finished, optionally with those of which a recycle bin keeps
 * objects.
 */
export async function storedRuns(folder: string, which: 'unfinished' | 'all' = 'unfinished'): Promise<StoredRuns> {
  const stored = await import('../tenant/ledger/stored-runs.ts');
  stored.tidyRuns(folder, { nowMs: Date.now() });
  return stored.storedRuns(folder, { which });
}

/** Deletes the leftovers of a run, from its ledger alone. */
export async function finishRun(stored: StoredRun, options: FinishOptions): Promise<Finished> {
  const finishing = await import('./finish-runs.ts');
  return finishing.finishRun(stored, options);
}

/** Closes an entry of a ledger on a person's word. */
export async function forgetEntry(
  ...[stored, options]: Parameters<typeof import('./finish-runs.ts').forgetEntry>
): Promise<'forgotten' | 'taken'> {
  const finishing = await import('./finish-runs.ts');
  return finishing.forgetEntry(stored, options);
}

/** Lists what a tenant lacks for scenarios; only reads. */
export async function examineLive(
  scenarios: readonly Scenario[],
  options: ExaminationOptions,
): Promise<readonly DoctorFinding[]> {
  const examination = await import('./examine-live.ts');
  return examination.examineLive(scenarios, options);
}

/** @azure/identity prints requests if the environment enables its logs, so it is loaded without these variables. */
async function loadCredentials() {
  const kept = ['AZURE_LOG_LEVEL', 'DEBUG'].map((name) => [name, process.env[name]] as const);
  for (const [name] of kept) delete process.env[name];
  try {
    return await import('../tenant/auth/credentials.ts');
  } finally {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
  }
}

export type RunOptions = ReplayOptions & {
  readonly listener?: RunListener;
  /** Aborted: sends nothing more but cleanup. */
  readonly signal?: AbortSignal;
  /** Called for each request that leaves, those of the cleanup included. */
  readonly sent?: () => void;
  /** Removes secrets that this process knows from texts and excerpts. */
  readonly secrets?: (text: string) => string;
  /** 32 random bytes: shows pseudonyms in place of names, as live runs always do. */
  readonly pseudonymKey?: Uint8Array;
  /** The real time in milliseconds since 1970, for the times in the result; default: that of the system. */
  readonly wallClock?: () => number;
};

/** Replays a plan and returns the result. Never throws for a failure of a service. */
export async function replay(ready: ReadyPlan, options: RunOptions = {}): Promise<ScenarioResult> {
  const { ports, close } = await openPorts(ready, options);
  try {
    return await replayPlan(ready.plan, ports, options);
  } catch (error) {
    throw withoutSecrets(error, ports.pseudonyms?.text ?? ((text) => text));
  } finally {
    await close();
  }
}

/** A run that a test runner drives step by step; `close` ends it. */
export async function openRun(
  ready: ReadyPlan,
  options: RunOptions = {},
): Promise<{ run: ScenarioRun; close: () => Promise<void> }> {
  const { ports, close } = await openPorts(ready, options);
  return { run: new ScenarioRun(ready.plan, ports), close };
}

async function openPorts({ plan, open }: ReadyPlan, options: RunOptions) {
  const { listener = () => {}, signal, sent, secrets, pseudonymKey: key, wallClock = Date.now } = options;
  const behind = await open();
  const backend = sent === undefined ? behind.backend : counted(behind.backend, sent);
  // A live run's own clock is the real one.
  const real = plan.against === 'live' ? {} : { wallClock };
  const pseudonyms = key === undefined ? {} : { pseudonyms: await pseudonymizer(key) };
  const ports = {
    ...behind,
    backend,
    ...real,
    ...pseudonyms,
    listener,
    ...defined({ signal, secrets }),
  };
  return { ports, close: behind.backend.close };
}

function counted(backend: Backend, sent: () => void): Backend {
  return { ...backend, send: (request, context) => backend.send(request, { ...context, sent }) };
}

async function pseudonymizer(key: Uint8Array): Promise<Pseudonymizer> {
  const { createPseudonymizer } = await import('../redaction/redact/pseudonymizer.ts');
  return createPseudonymizer({ key });
}

export type ServeOptions = {
  readonly port: number;
  /** Where certificate and keys are kept. */
  readonly folder: string;
  readonly seed?: Seed | readonly Seed[];
  readonly beta?: Metadata;
  /** The time of a stopped clock, in milliseconds since 1970; without it, the clock follows the real time. */
  readonly fixedMs?: number;
};

/** A running sandbox server, and what clients need to use it. */
export type ServedSandbox = { readonly server: SandboxServer; readonly folder: ServerFolder };

/** Serves the sandbox over HTTPS on loopback. Problems: `usage` (the port or the folder is taken), `file-unreadable`. */
export async function serveSandbox({ folder: path, ...options }: ServeOptions): Promise<Result<ServedSandbox>> {
  const { openServerFolder } = await import('../sandbox/server/server-folder.ts');
  const { startSandboxServer } = await import('../sandbox/server/sandbox-server.ts');
  const folder = await openServerFolder(path, Date.now());
  if (!folder.ok) return folder;
  try {
    const server = await startSandboxServer({ ...options, folder: folder.value, now: Date.now });
    return success({ server, folder: folder.value });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const message = code === 'EACCES' ? 'may not be used' : 'is in use already';
    return failure([usage(`the port ${options.port} ${message}`, 'choose another one, or remove `--port`')]);
  }
}

/** A random word for names of temporary files. */
export function randomWord(): string {
  return randomBytes(8).toString('hex');
}

/** 13 characters of base 32, in lower case: 65 random bits that are valid in any name. */
function randomId(): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from(randomBytes(13), (byte) => alphabet[byte & 31]).join('');
}

/** 144 random bits, with the characters that Entra requires in a password: letters of both cases, digits and symbols. */
function randomPassword(): string {
  return `aA1-${randomBytes(18).toString('base64url')}`;
}
