import { type SecretVault, secretVault } from '../../redaction/redact/secret-vault.ts';
import type { Streams } from './streams.ts';

/** Variables that hold secrets, whatever reads them. */
const secretVariable = /(?:SECRET|PASSWORD|TOKEN)$/i;
/** A shorter value is a word that may stand anywhere; for credentials it is refused. */
const shortestValue = 8;

/** Streams through which no secret passes: those of the environment, and what is registered later. */
export function safeStreams(streams: Streams): Streams & { readonly secrets: SecretVault } {
  const secrets = streams.secrets ?? secretVault();
  for (const [name, value = ''] of Object.entries(streams.environment)) {
    if (secretVariable.test(name) && value.length >= shortestValue) secrets.register(value);
  }
  const { stdout, stderr } = streams;
  return {
    ...streams,
    secrets,
    stdout: { ...stdout, write: (text) => stdout.write(secrets.text(text)) },
    stderr: { ...stderr, write: (text) => stderr.write(secrets.text(text)) },
  };
}
