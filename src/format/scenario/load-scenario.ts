import type { Result } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import type { Source } from '../../diagnostics/source.ts';
import { readUsedFiles } from './compose/used-files.ts';
import { parseScenario } from './parse-scenario.ts';
import type { Scenario } from './scenario.ts';

/** A scenario file's size limit: a thousand steps are about half of it. */
export const largestScenarioBytes = 1024 * 1024;

/** Reads and parses a scenario file; `path` is kept as given, and every position names it. */
export async function loadScenario(path: string): Promise<Result<Scenario>> {
  const source = await readSource(path, largestScenarioBytes);
  return source.ok ? loadSource(source.value) : source;
}

/** Parses the text of a scenario, with the files that it uses. */
export async function loadSource(source: Source): Promise<Result<Scenario>> {
  return parseScenario(source, await readUsedFiles(source));
}
