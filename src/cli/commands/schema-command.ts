import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { schemaConfig } from '../options/config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { documentJsonSchema } from './document-schemas.ts';

/** `schema`: the JSON Schema of a document. */
export async function schemaCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = schemaConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  streams.stdout.write(`${JSON.stringify(documentJsonSchema(config.value.of), null, 2)}\n`);
  return exitCode({});
}
