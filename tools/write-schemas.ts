/** Writes the JSON Schemas that editors and tools read, from the schemas the parsers use. */
import { writeFile } from 'node:fs/promises';
import { scenarioEditorSchema, stepsEditorSchema } from '../src/expectation/compile/editor-schema.ts';
import { resultJsonSchema } from '../src/report/result/result-schema.ts';
import { seedJsonSchema } from '../src/sandbox/packs/directory/seed/seed.ts';
import { tenantsJsonSchema } from '../src/tenant/fleet/tenants-schema.ts';

const files = {
  'scenario.schema.json': scenarioEditorSchema(),
  'steps.schema.json': stepsEditorSchema(),
  'result.schema.json': resultJsonSchema(),
  'seed.schema.json': seedJsonSchema(),
  'tenants.schema.json': tenantsJsonSchema(),
};
for (const [name, schema] of Object.entries(files)) {
  await writeFile(new URL(`../${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
