import type { Outcome } from '../../diagnostics/problem.ts';
import { unlessProblems } from '../../diagnostics/problem.ts';
import { type Flag, parseFlags } from './flags.ts';

export type CleanupConfig = {
  /** The id of a run; without one, all of them. */
  readonly run?: string;
  readonly purge: boolean;
  readonly dryRun: boolean;
  /** Where the ledgers are. */
  readonly ledger?: string;
  readonly envFile?: string;
  readonly envProxy: boolean;
};

export const ledgerFlag: Flag = {
  name: 'ledger',
  value: 'FOLDER',
  help: 'live: where is written down what was created (.tutorial-replay/runs)',
};

export const cleanupFlags: readonly Flag[] = [
  { name: 'all', help: 'every run that left something; so it is where no RUN is named' },
  { name: 'purge', help: 'also delete from the recycle bin what the runs deleted' },
  { name: 'dry-run', help: 'print what would be deleted; send nothing' },
  ledgerFlag,
  { name: 'env-file', value: 'FILE', help: 'read environment variables from a file (.env)' },
  { name: 'use-env-proxy', help: 'go through the proxy that HTTPS_PROXY names' },
];

/** Problems: `usage`. */
export function cleanupConfig(args: readonly string[]): Outcome<CleanupConfig> {
  const flags = parseFlags(args, cleanupFlags);
  const problems = [...flags.problems];
  const [run, extra] = flags.operands;
  if (extra !== undefined || (run !== undefined && flags.has('all'))) {
    problems.push({ code: 'usage', message: 'one RUN, or `--all`', fix: 'leave the others out' });
  }
  const [ledger] = flags.values('ledger');
  const [envFile] = flags.values('env-file');
  return unlessProblems(problems, () => ({
    ...(run === undefined ? {} : { run }),
    purge: flags.has('purge'),
    dryRun: flags.has('dry-run'),
    ...(ledger === undefined ? {} : { ledger }),
    ...(envFile === undefined ? {} : { envFile }),
    envProxy: flags.has('use-env-proxy'),
  }));
}
