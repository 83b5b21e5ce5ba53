import { defined } from '../../defined.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';
import { type FleetChoice, fleetFlags, readFleet } from './fleet-flags.ts';
import { ledgerFlag, readTenant } from './live-config.ts';
import { envFlag } from './sandbox-config.ts';

export type CleanupConfig = {
  /** Runs by their ids, or by patterns of them; without one, all of them. */
  readonly runs: readonly string[];
  /** Only runs in the tenant with this id. */
  readonly tenant?: string;
  readonly purge: boolean;
  readonly dryRun: boolean;
  /** An entry that is closed without being deleted. */
  readonly forget?: { readonly run: string; readonly entry: number; readonly why?: string; readonly yes: boolean };
  /** The folder of the ledgers. */
  readonly ledger?: string;
  readonly envFile?: string;
  readonly envProxy: boolean;
  /** The tenants whose runs are finished, each with its own credentials. */
  readonly fleet?: FleetChoice;
};

export const cleanupFlags: readonly Flag[] = [
  { name: 'all', help: 'Clean up every run with leftovers; the default without RUN' },
  { name: 'tenant', value: 'ID', help: 'Clean up only runs in the tenant with this id' },
  { name: 'purge', help: 'Also delete from the recycle bin what the runs deleted' },
  { name: 'dry-run', help: 'Print what would be deleted; send nothing' },
  {
    name: 'forget',
    value: 'RUN:ENTRY',
    help: 'Close an entry of a ledger without deleting anything; record who did so, and why',
  },
  { name: 'why', value: 'TEXT', help: 'With --forget: record this reason; default: a prompt' },
  { name: 'yes', short: 'y', help: 'With --forget: do not ask for confirmation' },
  ledgerFlag,
  ...fleetFlags('Clean up in every tenant that this file lists'),
  envFlag,
  { name: 'use-env-proxy', help: 'Use the proxy that HTTPS_PROXY names' },
];

/** Problems: `usage`. */
export function cleanupConfig(args: readonly string[]): Result<CleanupConfig> {
  const flags = parseFlags(args, cleanupFlags);
  const runs = flags.operands;
  if (runs.length > 0 && flags.has('all'))
    flags.refuse('`--all` and RUN cannot be used together', 'use one of the two');
  const tenant = flags.has('tenant') ? readTenant(flags) : undefined;
  const forget = readForget(flags);
  const fleet = readFleet(flags);
  return flags.result({
    runs,
    ...defined({ forget, tenant, fleet, envFile: flags.value('env') }),
    ...flags.given('ledger'),
    purge: flags.has('purge'),
    dryRun: flags.has('dry-run'),
    envProxy: flags.has('use-env-proxy'),
  });
}

/** Whether a run has one of these ids; `*` matches any characters, `?` one. */
export function isNamed(run: string, names: readonly string[]): boolean {
  const pattern = (name: string) => name.replace(/[*?]|[^\w]/g, (one) => ({ '*': '.*', '?': '.' })[one] ?? `\\${one}`);
  return names.some((name) => new RegExp(`^${pattern(name)}$`).test(run));
}

function readForget(flags: ParsedFlags): CleanupConfig['forget'] {
  const named = flags.value('forget');
  const why = flags.value('why');
  const yes = flags.has('yes');
  if (named === undefined) {
    if (why !== undefined || yes)
      flags.refuse('`--why` and `--yes` concern `--forget` only', 'add `--forget RUN:ENTRY`, or remove them');
    return undefined;
  }
  const [, run = '', entry = ''] = /^([A-Za-z0-9_-]+):([1-9]\d{0,8})$/.exec(named) ?? [];
  if (run === '')
    flags.refuse(
      `\`--forget ${named}\` names no entry`,
      'write it like `--forget abcdefghijklm:2`: `cleanup` lists the entries',
    );
  return { run, entry: Number(entry), ...defined({ why }), yes };
}
