import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from '../../node-util.ts';
import { type SecretVault, secretVault } from '../../redaction/redact/secret-vault.ts';
import { type Streams, withText } from './streams.ts';

/** Names of variables with secrets. */
const secretVariable =
  /(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|_PWD|TOKEN|_PAT|(?:API|ACCESS|ACCOUNT|PRIVATE|SHARED|SIGNING|STORAGE)_?KEY|CONNECTION_?STRING)$/i;
/** A shorter value is a word that may occur anywhere; for credentials it is refused. */
const shortestValue = 8;

/**
 * Streams through which no secret passes: neither the secrets of the environment and of its file, nor those that are
 * registered later.
 */
export function safeStreams(
  streams: Streams,
  args: readonly string[] = [],
): Streams & { readonly secrets: SecretVault } {
  const secrets = streams.secrets ?? secretVault();
  for (const variables of [streams.environment, ...environmentFiles(args).map(variablesIn)]) {
    for (const [name, value = ''] of Object.entries(variables)) {
      if (secretVariable.test(name)) for (const text of textsOf(value)) secrets.register(text);
    }
  }
  return { ...withText(streams, secrets.text), secrets };
}

/** A value, and the lines of a longer one such as a private key: an excerpt may show one of them alone. */
function textsOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.length >= shortestLine && !line.startsWith('-----'));
  return [...(value.length >= shortestValue ? [value] : []), ...lines];
}
const shortestLine = 16;

/** The usual file, and those that flags name. */
function environmentFiles(args: readonly string[]): readonly string[] {
  const given = args.flatMap((arg, at) => {
    const [, value] = /^--env(?:-file)?(?:=(.*))?$/s.exec(arg) ?? [arg, ''];
    return value === '' ? [] : [value ?? args[at + 1] ?? ''];
  });
  return ['.env', ...given];
}

const mostBytes = 1024 * 1024;

/** Problems of the file are reported where it is read for its values. */
function variablesIn(path: string): Streams['environment'] {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= mostBytes ? parseEnv(readFileSync(path, 'utf8')) : {};
  } catch {
    return {};
  }
}
