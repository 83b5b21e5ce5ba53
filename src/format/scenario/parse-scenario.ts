import { byPlace, placeAt } from '../../diagnostics/place.ts';
import { failure, type Outcome, type Problem, unlessProblems } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { buildScenario } from './build-scenario.ts';
import { explainIssues } from './explain-issue.ts';
import { readYaml } from './read-yaml.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './scenario-schema.ts';
import { keysBeyondVersion } from './version/version-gate.ts';
import type { YamlNode } from './yaml-node.ts';
import { plain, spanAt } from './yaml-plain.ts';

/** Reads a scenario: YAML, then structure, then what takes two places to say. Each stage lists all its problems. */
export function parseScenario(source: Source): Outcome<Scenario> {
  const yaml = readYaml(source);
  if (!yaml.ok) return yaml;
  const root = yaml.value;
  if (root === undefined || (root.kind === 'scalar' && root.value === null)) return failure([emptyFile(source)]);
  const problems = structureProblems(source, root);
  if (problems.length > 0) return failure(problems);
  const beyond = keysBeyondVersion(source, root);
  if (beyond.length > 0) return failure(beyond);
  const built = buildScenario(source, root);
  return unlessProblems(built.problems, () => built.scenario);
}

function emptyFile(source: Source): Problem {
  return {
    code: 'no-steps',
    message: 'the file is empty',
    at: placeAt(source, { start: 0, end: 1 }),
    fix: 'a scenario has `title`, `actors` and `steps`',
  };
}

function structureProblems(source: Source, root: YamlNode): readonly Problem[] {
  const value = plain(root);
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return [];
  return explainIssues(parsed.error.issues, scenarioSchema, value)
    .map(({ path, onKey, ...problem }) => ({ ...problem, at: placeAt(source, spanAt(root, path, onKey)) }))
    .sort((a, b) => byPlace(a.at, b.at));
}
