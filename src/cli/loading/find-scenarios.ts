import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileName } from '../../diagnostics/file-name.ts';
import { libraryPrefix } from '../../diagnostics/library-path.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success, unlessProblems } from '../../diagnostics/problem.ts';
import { shellWord } from '../../diagnostics/shell-word.ts';
import { filesBelow, filesMatching, filesOf } from './files-of.ts';
import { libraryFiles } from './library/scenario-library.ts';
import { standardInput } from './standard-input.ts';

const endings = ['.scenario.yaml', '.scenario.yml'];
/** The default folder of scenarios, for reading and writing. */
export const defaultFolder = 'scenarios';

/**
 * The scenario files that operands name: files, folders (all below them), globs, `library:NAME` and `-`; without operands all
 * below `scenarios/`. Sorted and without duplicates. Problems: `nothing-selected`.
 */
export async function findScenarios(operands: readonly string[]): Promise<Result<readonly string[]>> {
  if (operands.length === 0) return inDefaultFolder();
  const problems: Problem[] = [];
  const found = new Set<string>();
  for (const operand of besideScenarios(operands)) {
    const files = await namedBy(operand);
    if (files.ok) for (const file of files.value) found.add(nameOf(file));
    else problems.push(...files.problems);
  }
  return unlessProblems(problems, () => [...found].sort());
}

/** Drops the other files to which a shell expands `folder/*`: recordings, seeds, rows and pages beside scenarios. */
function besideScenarios(operands: readonly string[]): readonly string[] {
  const isScenario = (operand: string) => endings.some((ending) => operand.endsWith(ending));
  const folders = new Set(operands.filter(isScenario).map((operand) => dirname(operand)));
  const isBeside = (operand: string) =>
    folders.has(dirname(operand)) && (anotherKind(operand) !== undefined || /\.(?!ya?ml$|json$)\w+$/.test(operand));
  return operands.filter((operand) => isScenario(operand) || !isBeside(operand) || !existsSync(operand));
}

/** A file with the name of standard input is not standard input. */
function nameOf(file: string): string {
  const name = fileName(file);
  return name === standardInput && file !== standardInput ? `./${name}` : name;
}

async function namedBy(operand: string): Promise<Result<readonly string[]>> {
  if (operand === standardInput) return success([operand]);
  if (operand.startsWith(libraryPrefix)) return libraryFiles(operand);
  const another = anotherKind(operand) ?? (existsSync(operand) ? undefined : await shippedName(operand));
  if (another !== undefined) return failure([another]);
  const files = await filesOf(operand, below);
  const problem: Problem = {
    code: 'nothing-selected',
    message: `no scenario matches \`${operand}\``,
    fix: 'scenario files are named `*.scenario.yaml`',
  };
  return unlessProblems(files.length === 0 ? [problem] : [], () => files);
}

/** Files beside scenarios that are named by mistake: what they are, and what to do. */
const otherKinds: readonly (readonly [name: RegExp, kind: string, fix: (stem: string) => string])[] = [
  [/\.md$/i, 'a page', (stem) => `make a scenario of it: \`${ownCommand} import ${shellWord(`${stem}.md`)}\``],
  [/\.recording\.json$/, 'a recording', (stem) => `name its scenario, \`${stem}.scenario.yaml\``],
  [/\.seed\.ya?ml$/, 'a seed', () => 'name a scenario that uses it'],
  [/\.steps\.ya?ml$/, 'a file of shared steps', () => 'name a scenario that uses it'],
];

function anotherKind(operand: string): Problem | undefined {
  for (const [name, kind, fix] of otherKinds) {
    const stem = operand.replace(name, '');
    if (stem === operand || !existsSync(operand)) continue;
    return { code: 'nothing-selected', message: `\`${operand}\` is ${kind}, not a scenario`, fix: fix(stem) };
  }
  return undefined;
}

/** A path that does not exist and ends with the name of a shipped scenario. */
async function shippedName(operand: string): Promise<Problem | undefined> {
  const name = operand.replace(/^(?:(?:\.\/)?@?library(?:\/|$)|@|\w{2,}:)/, '').replace(/\.scenario\.ya?ml$/, '');
  const shipped = await libraryFiles(libraryPrefix + name);
  if (!shipped.ok || (name === '' && !operand.includes('library'))) return undefined;
  const fix = `did you mean \`${libraryPrefix}${name}\`, which is shipped?`;
  return { code: 'file-unreadable', message: 'no such file', at: placeOfFile(operand), fix };
}

const below = (folder: string) => filesBelow(folder, endings);

async function inDefaultFolder(): Promise<Result<readonly string[]>> {
  const files = await below(defaultFolder);
  if (files.length > 0) return success(files.map((file) => fileName(file)).sort());
  const [beside] = await filesMatching('*.scenario.{yaml,yml}');
  return failure([beside === undefined ? noScenarios : { ...noScenarios, fix: nameIt(beside) }]);
}

const nameIt = (file: string): string => `name \`.\` for those in this folder, such as \`${fileName(file)}\``;

/** The problem of a first run in a new folder. */
export const noScenarios: Problem = {
  code: 'nothing-selected',
  message: `no scenario exists below \`${defaultFolder}/\` in this folder`,
  fix: [
    'name a scenario file, a folder or a glob, or write a first scenario',
    `    ${ownCommand} init`,
    'or replay those that are shipped',
    `    ${ownCommand} run library:access-reviews`,
  ].join('\n'),
};
