import { type Problem, type Result, success, unlessProblems } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import { type OwnNames, ownNames } from '../../format/scenario/compose/own-names.ts';
import { readYaml } from '../../format/scenario/read-yaml.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { findScenarios } from '../loading/find-scenarios.ts';
import { schemaConfig } from '../options/completion-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { documentJsonSchema } from './document-schemas.ts';

/** `schema`: the JSON Schema of a document. */
export async function schemaCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = schemaConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const { of, files } = config.value;
  const found = of === 'scenario' && files.length > 0 ? await findScenarios(files) : success(files);
  if (!found.ok) return printProblems(found.problems, streams);
  const own = await namesIn(found.value);
  if (!own.ok) return printProblems(own.problems, streams);
  streams.stdout.write(`${JSON.stringify(documentJsonSchema(of, own.value), null, 2)}\n`);
  return exitCode({});
}

/** The names that files define, even if a file is incomplete. */
async function namesIn(files: readonly string[]): Promise<Result<OwnNames | undefined>> {
  const roots: YamlNode[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const source = await readSource(file);
    const read = source.ok ? readYaml(source.value) : source;
    if (!read.ok) problems.push(...read.problems);
    else if (read.value !== undefined) roots.push(read.value);
  }
  return unlessProblems(problems, () => (files.length === 0 ? undefined : ownNames(roots)));
}
