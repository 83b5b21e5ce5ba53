import { failure, type Result, success, usage } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { type DocumentName, documentNames } from '../../format/document/document-names.ts';
import { type Flag, parseFlags } from './flags.ts';

/** Completions: a script for a shell, and a schema for an editor. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

export const completionFlags: readonly Flag[] = [];

/** Problems: `usage`. */
export function completionConfig(args: readonly string[]): Result<Shell> {
  const flags = parseFlags(args, completionFlags);
  if (flags.problems.length > 0) return failure(flags.problems);
  const [name = '', extra] = flags.operands;
  const shell = shells.find((one) => one === name);
  if (shell !== undefined && extra === undefined) return success(shell);
  const message = name === '' ? 'no shell is named' : `\`${flags.operands.join(' ')}\` is not a shell that is known`;
  return failure([usage(message, suggestion(name, shells))]);
}

/** `files`: the files whose names the schema also contains. */
type SchemaConfig = { readonly of: DocumentName; readonly files: readonly string[] };

export const schemaFlags: readonly Flag[] = [
  {
    name: 'names-of',
    value: 'FILE',
    repeatable: true,
    help: 'For scenario and steps: also complete the names that this file defines, and mark all others as errors',
  },
];

export function schemaConfig(args: readonly string[]): Result<SchemaConfig> {
  const flags = parseFlags(args, schemaFlags);
  if (flags.problems.length > 0) return failure(flags.problems);
  const files = flags.values('names-of');
  const isShared = (file: string) => /\.steps\.ya?ml$/.test(file);
  const usual = files.some(isShared) ? 'steps' : 'scenario';
  const [name = usual, extra] = flags.operands;
  const names = Object.keys(documentNames) as readonly DocumentName[];
  const of = names.find((one) => one === name);
  const other = files.find((file) => isShared(file) !== (of === 'steps'));
  if (files.length > 0 && (of === 'scenario' || of === 'steps') && other !== undefined) {
    const what = of === 'steps' ? 'shared steps' : 'a scenario';
    return failure([
      usage(`\`--names-of ${other}\` is not ${what}`, 'ask for scenarios and `*.steps.yaml` one after the other'),
    ]);
  }
  if (files.length > 0 && of !== undefined && of !== 'scenario' && of !== 'steps')
    return failure([usage(`\`--names-of\` is for scenarios and shared steps, not for \`${of}\``, 'remove it')]);
  if (of !== undefined && extra === undefined) return success({ of, files });
  if (extra !== undefined) return failure([usage('one schema at a time', 'write `schema NAME`')]);
  return failure([usage(`there is no schema \`${name}\``, suggestion(name, names))]);
}
