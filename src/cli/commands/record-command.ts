import type { ExitCode } from '../../run/result.ts';
import { recordConfig } from '../options/record-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { runConfigured } from './run-command.ts';

/** `record`: runs scenarios, and writes the recordings of those that met every expectation. */
export async function recordCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = recordConfig(args);
  return parsed.ok ? runConfigured(parsed.value, streams) : printProblems(parsed.problems, streams);
}
