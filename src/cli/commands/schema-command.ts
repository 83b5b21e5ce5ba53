import { scenarioEditorSchema, stepsEditorSchema } from '../../expectation/compile/editor-schema.ts';
import { resultJsonSchema } from '../../report/result/result-schema.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { tenantsJsonSchema } from '../../tenant/fleet/tenants-schema.ts';
import { type SchemaConfig, schemaConfig } from '../options/config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';

const schemas: { readonly [of in SchemaConfig['of']]: () => object } = {
  scenario: scenarioEditorSchema,
  steps: stepsEditorSchema,
  result: resultJsonSchema,
  tenants: tenantsJsonSchema,
};

/** `schema`: the JSON Schema of a scenario file, of shared steps, of a stored result, or of a tenants file. */
export async function schemaCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = schemaConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const schema = schemas[config.value.of]();
  streams.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  return exitCode({});
}
