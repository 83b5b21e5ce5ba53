import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine, safeText } from '../../diagnostics/safe-text.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { exportScenario } from '../../harness/export-page.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { findScenarios } from '../loading/find-scenarios.ts';
import { exportConfig } from '../options/export-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { writeTextFiles } from '../output/write-text-files.ts';

/** `export`: a scenario as a tutorial page. */
export async function exportCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = exportConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const { scenario, row, output, force } = config.value;
  const found = await findScenarios([scenario]);
  if (!found.ok) return printProblems(found.problems, streams);
  const [file = scenario, ...others] = found.value;
  if (others.length > 0) return printProblems([severalScenarios(scenario, found.value)], streams);
  const page = await exportScenario(file, row);
  if (!page.ok) return printProblems(page.problems, streams);
  if (output === undefined) {
    streams.stdout.write(safeText(page.value));
    return exitCode({});
  }
  const problems = await writeTextFiles([{ path: output, text: page.value }], force);
  if (problems.length > 0) return printProblems(problems, streams);
  streams.stdout.write(`${safeLine(output)}\n`);
  return exitCode({});
}

function severalScenarios(operand: string, files: readonly string[]): Problem {
  const message = `one scenario is exported at a time, and \`${operand}\` names ${files.length}`;
  return { code: 'usage', message, fix: suggestion('', files) };
}
