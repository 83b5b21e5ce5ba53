/** Writes the JSON Schemas that editors read, from the schemas the parsers use. */
import { writeFile } from 'node:fs/promises';
import { documentJsonSchema } from '../src/cli/commands/document-schemas.ts';

for (const name of ['scenario', 'steps', 'result', 'seed', 'tenants'] as const) {
  const file = new URL(`../${name}.schema.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify(documentJsonSchema(name), null, 2)}\n`);
}
