import { defined } from '../../defined.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import type { Result } from '../../diagnostics/problem.ts';
import type { ReporterChoice } from '../../report/reporter-table.ts';

import { runFlags } from './config.ts';
import { type Flag, parseFlags } from './flags.ts';
import { type FleetChoice, fleetFlags, readFleet } from './fleet-flags.ts';
import { type LiveConfig, ledgerFlag, liveFlags, readBudgets } from './live-config.ts';
import { readReporters } from './reporting-flags.ts';
import { envFlag } from './sandbox-config.ts';

/** How a run is resumed; its steps were chosen when it started, and so were its budgets, unless they are given. */
export type ResumeConfig = {
  /** The id of the run. */
  readonly run: string;
  readonly reporters: readonly ReporterChoice[];
  readonly verbose: boolean;
  /** The folder of the ledgers. */
  readonly ledger?: string;
  readonly envFile?: string;
  readonly envProxy: boolean;
  /** Manual steps use their `unattended` call. */
  readonly unattended: boolean;
  readonly budget: LiveConfig['budget'];
  /** The tenants file with the credentials for the tenant of the run. */
  readonly fleet?: FleetChoice;
};

const own = (...names: readonly string[]): readonly Flag[] =>
  [...runFlags.filter(({ name }) => !liveFlags.some((flag) => flag.name === name)), ...liveFlags]
    .filter(({ name }) => names.includes(name))
    .map((flag) => ({ ...flag, help: resumeHelp(flag.help) }));

/** Resuming is live in any case, and its budgets are those the run began with. */
function resumeHelp(help: string): string {
  const text = help.replace(/^Live: (.)/, (_, first: string) => first.toUpperCase());
  return text.replace(/default: PT\d+[HM]$/, 'default: that of the run');
}

export const resumeFlags: readonly Flag[] = [
  ...own('reporter'),
  { ...ledgerFlag, help: 'Read ledgers from this folder; default: .tutorial-replay/runs' },
  ...fleetFlags()
    .filter(({ name }) => name === 'tenants')
    .map((flag) => ({ ...flag, help: 'Use the sign-in that this file has for the tenant of the run' })),
  envFlag,
  ...own('unattended', 'use-env-proxy', 'step-budget', 'run-budget', 'verbose'),
];

/** Problems: `usage`. */
export function resumeConfig(args: readonly string[]): Result<ResumeConfig> {
  const flags = parseFlags(args, resumeFlags);
  const [run = '', extra] = flags.operands;
  if (run === '' || extra !== undefined)
    flags.refuse(
      'one run is resumed at a time',
      `name it: \`${ownCommand} resume RUN\`, as was printed when the run was suspended`,
    );
  const fleet = readFleet(flags);
  return flags.result({
    run,
    reporters: readReporters(flags),
    verbose: flags.has('verbose'),
    ...flags.given('ledger'),
    ...defined({ envFile: flags.value('env'), fleet }),
    envProxy: flags.has('use-env-proxy'),
    unattended: flags.has('unattended'),
    budget: readBudgets(flags),
  });
}
