import { relative } from 'node:path';
import { libraryPrefix } from '../../diagnostics/library-path.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { loadScenario } from '../../format/scenario/load-scenario.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';
import { printAs, printText } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { defaultFolder, noScenarios } from '../loading/find-scenarios.ts';
import { type ShippedScenario, shippedScenarios } from '../loading/library/scenario-library.ts';
import { loadScenarios, wholeScenarios } from '../loading/load-scenarios.ts';
import { type ListConfig, listConfig, type MatrixKind } from '../options/reading-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';

/** `list`: the scenarios and their steps. */
export async function listCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = listConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const { operands, json, matrix } = config.value;
  if (matrix !== undefined) return printMatrix({ ...config.value, matrix }, streams);
  // Without a PATH, the names of the library are listed, too.
  const library = json || operands.length > 0 ? [] : await shippedElsewhere();
  const scenarios = await loadScenarios(config.value);
  if (!scenarios.ok && library.length > 0 && isEmptyProject(scenarios.problems)) return printLibrary(library, streams);
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const all = await wholeScenarios(scenarios.value);
  if (!all.ok) return printProblems(all.problems, streams);
  const print = {
    text: () => all.value.map(listing).join('\n'),
    json: async () => {
      const { listDocument } = await import('../output/list-document.ts');
      return `${JSON.stringify(listDocument(all.value), null, 2)}\n`;
    },
  };
  await printAs(json ? 'json' : 'text', print, streams.stdout);
  if (library.length > 0) streams.stdout.write('\n');
  return library.length > 0 ? printLibrary(library, streams) : exitCode({});
}

/** Modules for tenants are loaded only if needed. */
const tenantsOf = async (fleet: NonNullable<ListConfig['fleet']>) =>
  (await import('../loading/live-tenants.ts')).chosenTenants(fleet);

/** The jobs in which a CI system runs the listed scenarios, on one line. */
async function printMatrix(config: ListConfig & { readonly matrix: MatrixKind }, streams: Streams): Promise<ExitCode> {
  const { fleet, operands, matrix } = config;
  const { matrixJobs, matrixText } = await import('../output/ci-matrix.ts');
  const scenarios = await loadScenarios(config);
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const tenants = fleet === undefined ? undefined : await tenantsOf(fleet);
  if (tenants?.ok === false) return printProblems(tenants.problems, streams);
  const files: string[] = [];
  for (const { scenario } of scenarios.value) {
    const loaded = await scenario();
    if (!loaded.ok) return printProblems(loaded.problems, streams);
    files.push(loaded.value.source.path);
  }
  const names = tenants?.value.chosen.map(({ name }) => name) ?? [];
  const jobs = matrixJobs({
    files: [...new Set(files)],
    operands,
    fleet: fleet && { file: fleet.file, tenants: names },
  });
  streams.stdout.write(`${matrixText(matrix, jobs)}\n`);
  return exitCode({});
}

/** The library; empty in the checkout, where `scenarios/` is the library. */
async function shippedElsewhere(): Promise<readonly ShippedScenario[]> {
  const shipped = await shippedScenarios();
  return shipped.filter(({ file }) => relative(defaultFolder, file).startsWith('..'));
}

function isEmptyProject(problems: readonly Problem[]): boolean {
  return problems.length === 1 && problems[0]?.message === noScenarios.message;
}

async function printLibrary(library: readonly ShippedScenario[], streams: Streams): Promise<ExitCode> {
  const titles = await Promise.all(library.map(({ file }) => loadScenario(file)));
  const width = Math.max(...library.map(({ name }) => name.length)) + libraryPrefix.length;
  const lines = library.map(({ name }, at) => {
    const scenario = titles[at];
    return `  ${(libraryPrefix + name).padEnd(width)}  ${scenario?.ok === true ? safeLine(scenario.value.title) : ''}\n`;
  });
  printText(`Shipped, such as \`${ownCommand} run ${libraryPrefix}access-reviews\`\n${lines.join('')}`, streams.stdout);
  return exitCode({});
}

function listing({ source, title, tags, actors, steps, cleanup }: Scenario): string {
  const all = [...steps, ...cleanup];
  const idWidth = Math.max(...all.map(({ id }) => id.length));
  const actorWidth = Math.max(...all.map(({ actor }) => actor.length));
  const line = (step: Step, number: string) =>
    `  ${number.padStart(3)} ${step.id.padEnd(idWidth)}  ${step.actor.padEnd(actorWidth)}  ${safeLine(step.title)}\n`;
  return [
    `${safeLine(title)}\n`,
    `  ${safeLine(source.path)}\n`,
    `  tags: ${tags.join(', ') || 'none'} · actors: ${actors.map(({ name, context }) => `${name} (${context})`).join(', ')}\n`,
    ...steps.map((step, index) => line(step, String(index + 1))),
    ...cleanup.map((step) => line(step, '↺')),
  ].join('');
}
