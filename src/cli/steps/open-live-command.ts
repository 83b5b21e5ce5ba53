import { existsSync } from 'node:fs';
import { defined } from '../../defined.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { openLive } from '../../harness/harness.ts';
import type { LiveSession } from '../../harness/live-session.ts';
import { vaultBelow } from '../../redaction/redact/secret-vault.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';
import { readEnvFile } from '../loading/read-env-file.ts';
import { unknownInputs } from '../loading/sandbox-options.ts';
import type { FleetMember, LiveConfig } from '../options/live-config.ts';
import type { OwnValues } from '../options/sandbox-config.ts';
import { stepAside } from '../output/step-aside.ts';
import { type Streams, withText } from '../output/streams.ts';
import { misspeltVariables, type VariableNeed } from './misspelt-variables.ts';

export type LiveCommandOptions = {
  readonly own: OwnValues;
  readonly live: LiveConfig;
  readonly scenarios: readonly LoadedScenario[];
  /** Those whose actors will sign in. */
  readonly concerned: readonly Pick<LoadedScenario, 'actors'>[];
  readonly streams: Streams;
  /** Continue if an actor has no credential, or a value is for an unknown input: the caller reports it. */
  readonly tolerant?: boolean;
  /** Data that was read for all tenants of the command; default: it is read. */
  readonly world?: LiveWorld;
};

/** The environment with its file, and the PEM files that both name. */
export type LiveWorld = { readonly environment: Streams['environment']; readonly authorityFiles: readonly string[] };

export type LiveCommand = {
  readonly session: LiveSession;
  /** In a tolerant command: `unknown-input`, for each value that no input has. */
  readonly unknown: readonly Problem[];
  readonly given: OwnValues['given'];
  readonly environment: Streams['environment'];
  /** The same streams, through which no secret passes. */
  readonly streams: Streams;
};

/**
 * Opens what a live command needs: the environment with its file, the session, and streams with its secrets. Problems:
 * those of reading the file, `unknown-input`, `bad-setting`, `missing-credential`.
 */
export async function openLiveCommand(options: LiveCommandOptions): Promise<Result<LiveCommand>> {
  const { own, live, scenarios, concerned, streams } = options;
  const unknown = unknownInputs(own.given, scenarios);
  if (unknown.length > 0 && options.tolerant !== true) return failure(unknown);
  const { member } = live;
  const needs = [...scenarios, ...concerned];
  const world =
    options.world === undefined
      ? await readLiveWorld({ own, scenarios: needs, streams, prefixes: prefixesOf([options]) })
      : success(options.world);
  if (!world.ok) return failure([...unknown, ...world.problems]);
  const { environment } = world.value;
  const before = member === undefined ? '' : `${member.name}: `;
  const session = await openLive({
    config: live,
    ...world.value,
    tolerant: options.tolerant ?? false,
    actors: new Set(concerned.flatMap(({ actors }) => actors)),
    prompt: (message) => stepAside(streams, () => streams.stderr.write(`${safeLine(before + message)}\n`)),
    ...defined({ clock: streams.clock }),
    ...(streams.trace !== undefined && { listener: streams.trace.live(member?.name) }),
    // Secrets of one tenant are not searched for in others; all output is searched for all of them.
    ...(streams.secrets === undefined
      ? {}
      : { secrets: member === undefined ? streams.secrets : vaultBelow(streams.secrets) }),
  });
  if (!session.ok) return failure([...unknown, ...session.problems]);
  const { secrets } = session.value;
  return success({
    session: session.value,
    unknown,
    given: own.given,
    environment: variablesOf(member, environment),
    streams: streams.secrets === undefined ? withText(streams, secrets.text) : streams,
  });
}

/** The prefixes of the variables of tenants in a tenants file. */
export function prefixesOf(tenants: readonly { readonly live: LiveConfig }[]): readonly string[] {
  return [...new Set(tenants.flatMap(({ live }) => live.member?.prefix ?? []))];
}

type WorldOptions = Pick<LiveCommandOptions, 'streams'> & {
  readonly own: Pick<OwnValues, 'envFile'>;
  readonly scenarios: readonly VariableNeed[];
  readonly prefixes?: readonly string[];
};

/** Reads the environment with its file, and warns of misspelt variables. Problems: those of reading the file. */
export async function readLiveWorld({ own, scenarios, streams, prefixes }: WorldOptions): Promise<Result<LiveWorld>> {
  const file = await readEnvironmentFile(own.envFile);
  if (!file.ok) return file;
  // As Node and dotenv have it: what is set already wins.
  const environment = { ...file.value, ...streams.environment };
  for (const note of misspeltVariables(environment, scenarios, prefixes))
    printText(`${safeLine(note)}\n`, streams.stderr);
  return success({ environment, authorityFiles: authorityFiles([file.value, streams.environment]) });
}

/**
 * The variables from which inputs of a tenant may come. One with a prefix of its own has variables of its own: ids of
 * another tenant are never sent to it.
 */
function variablesOf(member: FleetMember | undefined, environment: Streams['environment']): Streams['environment'] {
  if (member?.prefix === undefined) return environment;
  const before = `${member.prefix}_`;
  const own = Object.entries(environment).filter(([name]) => name.startsWith(before));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(before.length), value]));
}

/** Node trusts the file it was started with and ignores the one in the environment file: both count. */
function authorityFiles(environments: readonly Streams['environment'][]): readonly string[] {
  const files = environments.map((environment) => environment['NODE_EXTRA_CA_CERTS'] ?? '');
  return [...new Set(files.filter((path) => path !== ''))];
}

const usualFile = '.env';

async function readEnvironmentFile(given: string | undefined): Promise<Result<NodeJS.Dict<string>>> {
  if (given === undefined && !existsSync(usualFile)) return success({});
  return readEnvFile(given ?? usualFile);
}
