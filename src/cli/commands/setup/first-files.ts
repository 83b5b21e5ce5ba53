import { basename, join, relative, sep } from 'node:path';
import { defined } from '../../../defined.ts';
import { packageFolder } from '../../../diagnostics/library-path.ts';
import { ownCommand } from '../../../diagnostics/own-command.ts';
import { failure, type Result, success } from '../../../diagnostics/problem.ts';
import { readSource } from '../../../diagnostics/read-source.ts';
import { importSource } from '../../../harness/import-page.ts';
import { repositoryRoot } from '../../../report/wording/repository-path.ts';
import { schemaReference } from '../../loading/library/package-folder.ts';
import type { Choices } from '../../options/init-config.ts';
import { azurePipeline, firstPage, githubWorkflow, ignored } from './first-texts.ts';
import type { FirstFile } from './write-missing.ts';

/** The first files of a project, and the next commands. */
export type FirstFiles = { readonly files: readonly FirstFile[]; readonly next: readonly NextCommand[] };

/** `after`: what to do before the command, if anything. A command is alone on its line, so that it can be pasted. */
type NextCommand = { readonly command: string; readonly after?: string };

const scenarioName = 'security-group-v1';
const scenarioPath = `scenarios/access-reviews/${scenarioName}.scenario.yaml`;
const pagePath = 'pages/create-a-group.md';
const run: NextCommand = { command: `${ownCommand} run` };

/** Problems: those of reading the shipped files. */
export async function firstFiles({ role, pipeline }: Choices, today: string): Promise<Result<FirstFiles>> {
  const ignore: FirstFile = { path: '.gitignore', text: ignored, lines: true };
  if (role === 'documentation') {
    const page = await importedPage(today);
    if (!page.ok) return page;
    const drift = `${ownCommand} drift --page ${pagePath} ${page.value.scenario}`;
    return success({ files: [...page.value.files, ignore], next: [run, { command: drift }] });
  }
  const shipped = await shippedFiles(role === 'administrator' ? ['.env.example'] : []);
  if (!shipped.ok) return shipped;
  const files = [...shipped.value, ignore];
  if (role === 'ci') {
    const command = `${run.command} -r terminal -r junit`;
    return success({ files: [...files, ...pipelineFile(pipeline)], next: [{ command }] });
  }
  const command = `${ownCommand} doctor --tenant ID ${scenarioPath}`;
  return success({ files, next: [run, { command, after: 'a copy of .env.example, filled in, is named .env' }] });
}

function pipelineFile(pipeline: Choices['pipeline']): readonly FirstFile[] {
  const root = repositoryRoot({}, '.') ?? '.';
  const folder = relative(root, '.').split(sep).join('/');
  // A project in a folder of a repository has its own workflow, in the place where GitHub looks for it.
  const name = folder === '' ? 'tutorials' : `tutorials-${basename(folder)}`;
  switch (pipeline) {
    case 'github': {
      const path = relative('.', join(root, '.github/workflows', `${name}.yml`))
        .split(sep)
        .join('/');
      return [{ path, text: githubWorkflow(folder) }];
    }
    case 'azure':
      return [{ path: 'azure-pipelines.yml', text: azurePipeline(folder) }];
    case 'none':
      return [];
  }
}

/** A shipped scenario with its recording, and more files of the package, as files of this folder. */
async function shippedFiles(others: readonly string[]): Promise<Result<readonly FirstFile[]>> {
  const from = packageFolder() ?? '';
  const paths = [scenarioPath, scenarioPath.replace('.scenario.yaml', '.recording.json'), ...others];
  const files: FirstFile[] = [];
  for (const path of paths) {
    const source = await readSource(join(from, path));
    if (!source.ok) return failure(source.problems);
    const text = path === scenarioPath ? withSchema(source.value.text) : source.value.text;
    files.push({ path, text });
  }
  return success(files);
}

/** Editors find the schema relative to the new place of the scenario. */
function withSchema(text: string): string {
  const schema = schemaReference(scenarioPath);
  const rest = text.replace(/^# yaml-language-server: .*\n/, '');
  return schema === undefined ? rest : `# yaml-language-server: $schema=${schema}\n${rest}`;
}

/** A page, and the scenario, recording and seed that are made of it. */
async function importedPage(
  today: string,
): Promise<Result<{ readonly files: readonly FirstFile[]; readonly scenario: string }>> {
  const page = { path: pagePath, text: firstPage };
  const output = 'scenarios/create-a-group.scenario.yaml';
  const schema = schemaReference(output);
  const imported = await importSource(page, {
    scenarioPath: output,
    today,
    ...defined({ schema }),
  });
  if (!imported.ok) return imported;
  const { scenario, recording, seed } = imported.value;
  return success({ files: [page, scenario, recording, seed], scenario: scenario.path });
}
