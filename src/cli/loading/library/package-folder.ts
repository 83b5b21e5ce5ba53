import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { packageFolder } from '../../../diagnostics/library-path.ts';

const schemaFile = 'scenario.schema.json';

/**
 * The `$schema` line of a scenario, for editors: a path from the scenario to the installed package, or to the checkout
 * that contains both. `undefined` if the package is not installed above the scenario.
 */
export function schemaReference(scenario: string, own = packageFolder()): string | undefined {
  const folder = dirname(resolve(scenario));
  const schema =
    installedAbove(folder) ?? (own !== undefined && isWithin(own, folder) ? join(own, schemaFile) : undefined);
  return schema === undefined ? undefined : relative(folder, schema).split(sep).join('/');
}

function installedAbove(folder: string): string | undefined {
  const schema = join(folder, 'node_modules/tutorial-replay', schemaFile);
  if (existsSync(schema)) return schema;
  return dirname(folder) === folder ? undefined : installedAbove(dirname(folder));
}

function isWithin(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}
