/** The configuration of `pages check`: the pages, what to check them against, and the output. Pure. */
import { defined } from '../../defined.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { type ContractConfig, contractFlags, readContract } from './contract-config.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';

export type PagesConfig = {
  /** Folders and pages. */
  readonly operands: readonly string[];
  readonly contract?: ContractConfig;
  readonly format: 'text' | 'json' | 'github' | 'patch';
  readonly sarif?: string;
  readonly baseline?: string;
  readonly writeBaseline: boolean;
  /** Only pages that changed after this revision. */
  readonly since?: string;
  readonly style: boolean;
  /** Milliseconds since 1970. */
  readonly asOf?: number;
};

export const pagesFlags: readonly Flag[] = [
  ...contractFlags.filter(({ name }) => name !== 'strict-contract'),
  { name: 'style', help: 'Also list findings of style, such as letter case and placeholders' },
  {
    name: 'as-of',
    value: 'DATE',
    help: 'Set the date of pages that do not state one; default: the date of their last commit',
  },
  { name: 'since', value: 'REV', help: 'Check only pages that changed after this git revision' },
  { name: 'baseline', value: 'FILE', help: 'Read known findings: only new ones fail' },
  { name: 'write-baseline', help: 'With --baseline: write the current findings into it' },
  { name: 'fix', help: 'Print a patch for findings with exactly one correction' },
  { name: 'github', help: 'Print annotations for GitHub Actions' },
  { name: 'sarif', value: 'FILE', help: 'Also write SARIF, for code scanning' },
  { name: 'json', help: 'Print JSON' },
];

/** Problems: `usage`. */
export function pagesConfig(args: readonly string[]): Result<PagesConfig> {
  const flags = parseFlags(args, pagesFlags);
  const [verb, ...operands] = flags.operands;
  if (verb !== 'check') flags.refuse('`pages` has one verb: `check`', 'write `pages check FOLDER`');
  else if (operands.length === 0) flags.refuse('`pages check` needs a folder of pages or a page', 'name it');
  const printed = (['json', 'github', 'fix'] as const).filter((name) => flags.has(name));
  if (printed.length > 1)
    flags.refuse(`${printed.map((name) => `\`--${name}\``).join(' and ')} both print`, 'keep one');
  if (flags.has('write-baseline') && !flags.has('baseline'))
    flags.refuse('`--write-baseline` does not say where', 'add `--baseline FILE`');
  if (flags.has('write-baseline') && flags.has('since'))
    flags.refuse(
      '`--write-baseline` would forget what pages have that did not change since `--since`',
      'leave `--since` out',
    );
  const format = printed[0] === 'fix' ? 'patch' : (printed[0] ?? 'text');
  return flags.result({
    operands,
    format,
    ...flags.given('sarif', 'baseline', 'since'),
    ...defined({ contract: readContract(flags), asOf: readDay(flags) }),
    writeBaseline: flags.has('write-baseline'),
    style: flags.has('style'),
  });
}

function readDay(flags: ParsedFlags): number | undefined {
  const text = flags.value('as-of');
  if (text === undefined) return undefined;
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(day)) return day;
  flags.refuse(`\`--as-of ${text}\` is not a date`, 'write it like `--as-of 2026-08-31`');
  return undefined;
}
