import { existsSync } from 'node:fs';
import type { Contract, ContractVerdict } from '../../contract/check-scenario.ts';
import { problemTextWithin } from '../../diagnostics/code-frame.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import { failure, type Problem, type Result, success, usage } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { randomWord } from '../../harness/harness.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';
import { metadataFolder, pulledFile } from '../loading/metadata-files.ts';
import type { ContractConfig } from '../options/contract-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';

/**
 * Checks scenarios against the contract, prints what was found and what was checked, and returns the exit code: what is
 * found is advice unless the configuration is strict.
 */
export async function checkContract(
  scenarios: readonly LoadedScenario[],
  config: ContractConfig,
  streams: Streams,
): Promise<ExitCode> {
  const contract = await loadContract(config, streams);
  if (!contract.ok) return printProblems(contract.problems, streams);
  const { checkScenario } = await import('../../contract/check-scenario.ts');
  const verdicts: ContractVerdict[] = [];
  for (const { scenario } of scenarios) {
    const loaded = await scenario();
    if (!loaded.ok) return printProblems(loaded.problems, streams);
    verdicts.push(checkScenario(loaded.value, contract.value));
  }
  const problems = verdicts.flatMap((verdict) => verdict.problems);
  printText(summary(verdicts), streams.stdout);
  if (config.strict && problems.length > 0) return printProblems(problems, streams);
  for (const problem of problems)
    printText(`\n${problemTextWithin(problem, streams.stdout.columns)}\n`, streams.stdout);
  if (problems.length > 0) printText(`\n${advice(problems.length)}\n\n`, streams.stdout);
  return exitCode({});
}

function advice(count: number): string {
  const found = count === 1 ? '1 finding' : `${count} findings`;
  return `${found} against the contract; --strict-contract makes findings errors`;
}

/** The checked and the unchecked paths: an unchecked path must not look like a correct one. */
function summary(verdicts: readonly ContractVerdict[]): string {
  const sum = (of: (verdict: ContractVerdict) => number) => verdicts.reduce((all, one) => all + of(one), 0);
  const all = (of: (verdict: ContractVerdict) => readonly string[]) => [...new Set(verdicts.flatMap(of))].sort();
  const [evaluated, unknown] = [all((verdict) => verdict.evaluated), all((verdict) => verdict.unknown)];
  const lines = [
    `contract: of ${sum(({ calls }) => calls)} calls, ${sum(({ byMetadata }) => byMetadata)} checked by metadata and ${sum(({ byPermissions }) => byPermissions)} by permissions`,
    ...(evaluated.length === 0 ? [] : [`  checked      ${evaluated.join(', ')}`]),
    ...unknown.map((why) => `  not checked  ${why}`),
  ];
  return lines.map((line) => `${safeLine(line)}\n`).join('');
}

/** Problems: `usage`, those of reading files, `metadata-invalid`, `permissions-invalid`. */
export async function loadContract(config: ContractConfig, streams: Streams): Promise<Result<Contract>> {
  const files = config.pulled ? pulledFiles(streams) : success([]);
  if (!files.ok) return files;
  const problems: Problem[] = [];
  const { loadMetadata } = await import('../../metadata/load-metadata.ts');
  const cache = { folder: metadataFolder(streams), random: randomWord() };
  const metadata: Contract['metadata'][] = [];
  // Named files take precedence over fetched ones.
  for (const { version, file } of [...files.value, ...config.metadata]) {
    const loaded = await loadMetadata(file, cache);
    if (loaded.ok) metadata.push({ [version]: loaded.value });
    else problems.push(...loaded.problems);
  }
  const permissions = await loadPermissions(config.permissions);
  if (!permissions.ok) problems.push(...permissions.problems);
  if (!permissions.ok || problems.length > 0) return failure(problems);
  return success({ metadata: Object.assign({}, ...metadata), ...permissions.value });
}

async function loadPermissions(file: string | undefined): Promise<Result<Pick<Contract, 'permissions'>>> {
  if (file === undefined) return success({});
  const { readPermissions } = await import('../../contract/permissions.ts');
  // The table of all of Graph has 5 MB.
  const source = await readSource(file, 32 * 1024 * 1024);
  if (!source.ok) return source;
  const read = readPermissions(source.value);
  return read.ok ? success({ permissions: read.value }) : read;
}

function pulledFiles(streams: Streams): Result<ContractConfig['metadata']> {
  const found: { readonly version: 'v1.0' | 'beta'; readonly file: string }[] = [];
  for (const version of ['v1.0', 'beta'] as const) {
    const file = pulledFile(version, streams);
    if (existsSync(file)) found.push({ version, file });
  }
  if (found.length > 0) return success(found);
  return failure([usage('no metadata was fetched yet', `run \`${ownCommand} metadata pull\``)]);
}
