import { scenarioJsonSchema } from '../../format/scenario/scenario-schema.ts';
import { resultJsonSchema } from '../../report/result/result-schema.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { schemaConfig } from '../options/config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';

/** `schema`: the JSON Schema of a scenario file, or of a stored result. */
export async function schemaCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = schemaConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const schema = config.value.of === 'scenario' ? scenarioJsonSchema() : resultJsonSchema();
  streams.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  return exitCode({});
}
