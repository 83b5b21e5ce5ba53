import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, unlessProblems } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { valueIn } from '../document/located.ts';
import { buildScenario } from './build-scenario.ts';
import { noUsedFiles, type UsedFiles } from './compose/used-files.ts';
import { readYaml } from './read-yaml.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './scenario-schema.ts';
import { misplacedKeys } from './version/misplaced-keys.ts';
import { keysBeyondVersion } from './version/version-gate.ts';
import { locatedYaml, valueAt } from './yaml-plain.ts';
import { number } from './yaml-scalars.ts';

/**
 * Reads a scenario: YAML, then structure, then rules that involve two places. Each stage lists all its problems.
 * `used`: the result of `readUsedFiles`.
 */
export function parseScenario(source: Source, used: UsedFiles = noUsedFiles): Result<Scenario> {
  const yaml = readYaml(source);
  if (!yaml.ok) return yaml;
  const root = yaml.value;
  if (root === undefined || (root.kind === 'scalar' && root.value === null)) return failure([emptyFile(source)]);
  const read = valueIn(locatedYaml(source, root), scenarioSchema, [1, 2]);
  if (!read.ok) return read;
  const beyond = keysBeyondVersion(source, root);
  if (beyond.length > 0) return failure(beyond);
  const misplaced = misplacedKeys(source, root, number(valueAt(root, 'version')) === 2 ? 2 : 1);
  if (misplaced.length > 0) return failure(misplaced);
  const built = buildScenario(source, root, used);
  return unlessProblems(built.problems, () => built.scenario);
}

function emptyFile(source: Source): Problem {
  return {
    code: 'no-steps',
    message: 'the file is empty',
    at: placeAt(source, { start: 0, end: 1 }),
    fix: 'a scenario has `steps`, and each of them a `request`',
  };
}
