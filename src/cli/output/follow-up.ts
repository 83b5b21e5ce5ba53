import { defined } from '../../defined.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import { shellWord } from '../../diagnostics/shell-word.ts';
import type { Against } from '../../run/result.ts';

/** Where a command found ledgers and settings, if flags named them. */
export type Whereabouts = {
  readonly ledger?: string;
  readonly envFile?: string;
  readonly envProxy?: boolean;
  /** The tenants file, and which of its tenants are selected. */
  readonly fleet?: { readonly file: string; readonly tags?: { readonly text: string } };
};

/** The part of a configuration that its follow-up commands need. */
export function whereOf(live: Whereabouts = {}, own: Whereabouts = {}): Whereabouts {
  const { ledger, envProxy, fleet } = live;
  const { envFile } = own;
  return {
    ...defined({ ledger, envFile, envProxy }),
    ...defined({ fleet }),
  };
}

/**
 * The command that resumes a run, or deletes what runs created, ready to paste: it uses the same folders and files as
 * this one.
 */
export function followUp(
  verb: 'resume' | 'cleanup',
  { ledger, envFile, envProxy, fleet }: Whereabouts,
  run?: string,
): string {
  const words = [verb, ...(run === undefined ? [] : [run])];
  if (ledger !== undefined) words.push('--ledger', ledger);
  if (envFile !== undefined) words.push('--env', envFile);
  if (fleet !== undefined) words.push('--tenants', fleet.file);
  // A run belongs to one tenant, and its id determines which.
  if (fleet?.tags !== undefined && run === undefined) words.push('--tenant-tags', fleet.tags.text);
  if (envProxy === true) words.push('--use-env-proxy');
  return [ownCommand, ...words.map(shellWord)].join(' ');
}

/**
 * Flags without the tenant and the values that were given: logs are read by others than the person who typed them, a terminal is not.
 */
export const repeatedOf = (
  flags: readonly string[],
  { against, isTTY }: { readonly against: Against; readonly isTTY: boolean },
): readonly string[] => (against === 'live' && !isTTY ? withoutPrivate(flags) : flags);

export function withoutPrivate(flags: readonly string[]): readonly string[] {
  return flags.map((word, at) => {
    if (flags[at - 1] === '--tenant') return 'ID';
    return flags[at - 1] === '--var' ? `${word.split('=', 1)[0]}=VALUE` : word;
  });
}
