import { byPlace, placeAt } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import type { Source } from '../../../diagnostics/source.ts';
import { explainIssues } from '../../document/explain-issue.ts';
import type { scenarioSchema } from '../scenario-schema.ts';
import type { YamlNode } from '../yaml-node.ts';
import { plain, spanAt } from '../yaml-plain.ts';
import type { stepsFileSchema } from './steps-file-schema.ts';

/** What one value alone shows to be wrong, in the order of the file. */
export function structureProblems(
  source: Source,
  root: YamlNode,
  schema: typeof scenarioSchema | typeof stepsFileSchema,
): readonly Problem[] {
  const value = plain(root);
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  return explainIssues(parsed.error.issues, schema, value)
    .map(({ path, onKey, ...problem }) => ({ ...problem, at: placeAt(source, spanAt(root, path, onKey)) }))
    .sort((a, b) => byPlace(a.at, b.at));
}
