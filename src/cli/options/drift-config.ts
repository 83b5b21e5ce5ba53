/** The configuration of `drift` and `coverage`: the pages, the result, and the output. Pure. */
import type { Result } from '../../diagnostics/problem.ts';
import type { ScenarioChoice } from './config.ts';
import { readTags, tagsFlag } from './config.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';

export type DriftConfig = ScenarioChoice & {
  /** The page itself, or the folder that has pages by the last part of their address. */
  readonly page?: string;
  readonly pages?: string;
  /** The file with the result of the last run. */
  readonly result?: string;
  readonly format: 'text' | 'json' | 'github';
  readonly sarif?: string;
  readonly summary?: string;
  /** Record the current blocks of the page in the scenario. */
  readonly accept: boolean;
  /** Correct the page: print a patch, or write the file. */
  readonly fix?: 'print' | 'write';
};

export type CoverageConfig = {
  /** Pages, or folders of them. */
  readonly pages: readonly string[];
  readonly scenarios: readonly string[];
  readonly result?: string;
  readonly json: boolean;
  readonly summary?: string;
  readonly badge?: string;
  /** In percent: less is a failure. */
  readonly least?: number;
};

const resultFlag: Flag = {
  name: 'result',
  value: 'FILE',
  help: 'Read the responses of the service from the RESULT.json of the last run',
};
const jsonFlag: Flag = { name: 'json', help: 'Print JSON' };

export const driftFlags: readonly Flag[] = [
  { name: 'page', value: 'PAGE', help: 'Choose the page: a file in Markdown' },
  { name: 'pages', value: 'FOLDER', help: 'Read pages from this folder, by the last part of their address' },
  resultFlag,
  tagsFlag,
  { name: 'fix', help: 'Print a patch of the page with the current responses of the service' },
  { name: 'write', help: 'With --fix: change the page' },
  { name: 'accept', help: 'Accept the page: record its current blocks in the scenario' },
  { name: 'github', help: 'Print annotations for GitHub Actions, at the lines of the page' },
  { name: 'sarif', value: 'FILE', help: 'Also write SARIF, for code scanning' },
  { name: 'summary', value: 'FILE', help: 'Also write a summary in Markdown' },
  jsonFlag,
];

export const coverageFlags: readonly Flag[] = [
  {
    name: 'scenarios',
    value: 'PATH',
    repeatable: true,
    help: 'Use these scenarios; default: every one below scenarios/',
  },
  resultFlag,
  { name: 'min', value: 'PERCENT', help: 'End with 1 if less than this is exercised' },
  { name: 'badge', value: 'FILE', help: 'Also write an SVG badge' },
  { name: 'summary', value: 'FILE', help: 'Also write the table in Markdown' },
  jsonFlag,
];

/** Problems: `usage`. */
export function driftConfig(args: readonly string[]): Result<DriftConfig> {
  const flags = parseFlags(args, driftFlags);
  if (flags.has('page') && flags.has('pages'))
    flags.refuse('`--page` and `--pages` both say where pages are', 'keep one');
  if (!flags.has('page') && !flags.has('pages'))
    flags.refuse('no flag says where the page is', 'add `--page PAGE` or `--pages FOLDER`');
  if (flags.has('json') && flags.has('github')) flags.refuse('`--json` and `--github` both print', 'keep one');
  for (const format of ['json', 'github'])
    if (flags.has('fix') && flags.has(format))
      flags.refuse(`\`--fix\` prints a patch, and \`--${format}\` something else`, 'keep one');
  if (flags.has('write') && !flags.has('fix')) flags.refuse('`--write` needs `--fix`', 'add `--fix`');
  if (flags.has('fix') && !flags.has('result'))
    flags.refuse('`--fix` needs the responses of the service', 'add `--result RESULT.json`');
  return flags.result<DriftConfig>({
    operands: flags.operands,
    ...readTags(flags),
    ...flags.given('page', 'pages', 'result', 'sarif', 'summary'),
    format: flags.has('json') ? 'json' : flags.has('github') ? 'github' : 'text',
    accept: flags.has('accept'),
    ...(flags.has('fix') ? { fix: flags.has('write') ? 'write' : 'print' } : {}),
  });
}

/** Problems: `usage`. */
export function coverageConfig(args: readonly string[]): Result<CoverageConfig> {
  const flags = parseFlags(args, coverageFlags);
  if (flags.operands.length === 0) flags.refuse('`coverage` needs a page or a folder of pages', 'name it');
  return flags.result<CoverageConfig>({
    pages: flags.operands,
    scenarios: flags.values('scenarios'),
    ...flags.given('result', 'summary', 'badge'),
    json: flags.has('json'),
    ...readLeast(flags),
  });
}

function readLeast(flags: ParsedFlags): Pick<CoverageConfig, 'least'> {
  const text = flags.value('min');
  if (text === undefined) return {};
  if (/^(?:\d{1,2}|100)$/.test(text)) return { least: Number(text) };
  flags.refuse(`\`--min ${text}\` is not a percentage`, 'write a number from 0 to 100');
  return {};
}
