import type { JsonObject } from '../../../../json/json.ts';
import type { DirectoryObject } from '../../directory/directory.ts';

/** A principal as filters in queries see it. */
export function principalWire({ kind, value }: DirectoryObject): JsonObject {
  return { ...value.values, '@odata.type': `#microsoft.graph.${kind}` };
}
