import { recordConfig } from '../config/record-config.ts';
import type { ExitCode } from '../run/result.ts';
import { printProblems } from './print-problems.ts';
import { runConfigured } from './run-command.ts';
import type { Streams } from './streams.ts';

/** `record`: runs scenarios, and writes what was exchanged beside those that kept every promise. */
export async function recordCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = recordConfig(args);
  return parsed.ok ? runConfigured(parsed.value, streams) : printProblems(parsed.problems, streams);
}
