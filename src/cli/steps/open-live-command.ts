import { access } from 'node:fs/promises';
import { failure, type Outcome, type Problem, success } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { openLive } from '../../harness/harness.ts';
import type { LiveSession } from '../../harness/live-session.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';
import { readEnvFile } from '../loading/read-env-file.ts';
import { unknownInputs } from '../loading/sandbox-options.ts';
import type { LiveConfig } from '../options/live-config.ts';
import type { OwnValues } from '../options/sandbox-config.ts';
import { stepAside } from '../output/step-aside.ts';
import type { Streams } from '../output/streams.ts';
import { misspeltVariables } from './misspelt-variables.ts';

export type LiveCommandOptions = {
  readonly own: OwnValues;
  readonly live: LiveConfig;
  readonly scenarios: readonly LoadedScenario[];
  /** Those whose actors will sign in. */
  readonly concerned: readonly Pick<LoadedScenario, 'actors'>[];
  readonly streams: Streams;
  /** Go on where an actor has no credential, or a value is for no input: the caller reports it. */
  readonly tolerant?: boolean;
};

export type LiveCommand = {
  readonly session: LiveSession;
  /** Of a tolerant command: `unknown-input`, for each value that is for no input. */
  readonly unknown: readonly Problem[];
  readonly given: OwnValues['given'];
  readonly environment: Streams['environment'];
  /** The same streams, through which no secret passes. */
  readonly streams: Streams;
};

/**
 * Opens what a command that goes live needs: the environment with its file, the session, and streams that know its
 * secrets. Problems: those of reading the file, `unknown-input`, `bad-setting`, `missing-credential`.
 */
export async function openLiveCommand(options: LiveCommandOptions): Promise<Outcome<LiveCommand>> {
  const { own, live, scenarios, concerned, streams } = options;
  const unknown = unknownInputs(own.given, scenarios);
  if (unknown.length > 0 && options.tolerant !== true) return failure(unknown);
  const file = await readEnvironmentFile(own.envFile);
  if (!file.ok) return failure([...unknown, ...file.problems]);
  // As Node and dotenv have it: what is set already wins.
  const environment = { ...file.value, ...streams.environment };
  for (const note of misspeltVariables(environment, scenarios)) streams.stderr.write(`${safeLine(note)}\n`);
  const session = await openLive({
    config: live,
    environment,
    authorityFiles: authorityFiles([file.value, streams.environment]),
    tolerant: options.tolerant ?? false,
    actors: new Set(concerned.flatMap(({ actors }) => actors)),
    prompt: (message) => stepAside(streams, () => streams.stderr.write(`${safeLine(message)}\n`)),
    ...(streams.clock === undefined ? {} : { clock: streams.clock }),
    ...(streams.secrets === undefined ? {} : { secrets: streams.secrets }),
  });
  if (!session.ok) return failure([...unknown, ...session.problems]);
  const { secrets } = session.value;
  return success({
    session: session.value,
    unknown,
    given: own.given,
    environment,
    streams: streams.secrets === secrets ? streams : withoutSecrets(streams, secrets.text),
  });
}

/** Node trusts the one it was started with and knows nothing of the one in the file: both count. */
function authorityFiles(environments: readonly Streams['environment'][]): readonly string[] {
  const files = environments.map((environment) => environment['NODE_EXTRA_CA_CERTS'] ?? '');
  return [...new Set(files.filter((path) => path !== ''))];
}

const usualFile = '.env';

async function readEnvironmentFile(given: string | undefined): Promise<Outcome<NodeJS.Dict<string>>> {
  const isThere = await access(given ?? usualFile).then(
    () => true,
    () => false,
  );
  if (given === undefined && !isThere) return success({});
  return readEnvFile(given ?? usualFile);
}

/** The last net below everything that is printed. */
function withoutSecrets(streams: Streams, redact: (text: string) => string): Streams {
  const { stdout, stderr } = streams;
  return {
    ...streams,
    stdout: { ...stdout, write: (text) => stdout.write(redact(text)) },
    stderr: { ...stderr, write: (text) => stderr.write(redact(text)) },
  };
}
