/** The configuration of a live run: its target, its permissions, and its time limits. Pure. */
import { allowableLabels } from '../../format/scenario/allowable-labels.ts';
import { durationMs, parseDuration } from '../../format/template/duration.ts';
import { isGuid } from '../../guid.ts';
import type { CloudName } from '../../http/clouds.ts';
import type { Against } from '../../run/result.ts';
import type { Flag, ParsedFlags } from './flags.ts';
import { type FleetChoice, fleetRunFlags, readFleet } from './fleet-flags.ts';

/** A live run in one tenant. */
export type LiveConfig = {
  /** The tenant's id: what every token's `tid` must be. */
  readonly tenant: string;
  /** Its entry in the tenants file. */
  readonly member?: FleetMember;
  /** Labels of steps that are allowed. */
  readonly allowed: ReadonlySet<string>;
  /** Manual steps use their `unattended` call. */
  readonly unattended: boolean;
  /** Run even if an earlier run has leftovers. */
  readonly allowDirty: boolean;
  /** Also delete from the recycle bin what the run deletes. */
  readonly purge?: boolean;
  /** The folder of the ledgers. */
  readonly ledger?: string;
  /** Use the proxy that the environment names. */
  readonly envProxy: boolean;
  readonly budget: { readonly stepMs?: number; readonly runMs?: number };
};

/** One tenant among many: what it is called, its cloud, and what its settings in the environment begin with. */
export type FleetMember = {
  readonly name: string;
  readonly cloud?: CloudName;
  readonly prefix?: string;
  readonly tags: readonly string[];
};

/** The flags of live runs: of one tenant, or the same of each tenant of a file. */
export type LiveFlags = Omit<LiveConfig, 'tenant' | 'member'> & {
  readonly tenant?: string;
  readonly fleet?: FleetChoice;
};

const labels: readonly string[] = allowableLabels;

const tenantFlag: Flag = {
  name: 'tenant',
  value: 'ID',
  help: 'Live: sign in to the tenant with this id; required, unless --tenants is given',
};
export const ledgerFlag: Flag = {
  name: 'ledger',
  value: 'FOLDER',
  help: 'Live: keep ledgers in this folder; default: .tutorial-replay/runs',
};
const proxyFlag: Flag = { name: 'use-env-proxy', help: 'Live: use the proxy that HTTPS_PROXY names' };

export const liveFlags: readonly Flag[] = [
  tenantFlag,
  {
    name: 'allow',
    value: 'LABEL',
    repeatable: true,
    help: `Live: allow steps with this label: ${labels.join(', ')}`,
  },
  { name: 'unattended', help: 'Live: send the unattended call of manual steps instead of prompting' },
  { name: 'allow-dirty', help: 'Live: run even if an earlier run has leftovers' },
  { name: 'purge', help: 'Live: also delete from the recycle bin what the run deletes' },
  ledgerFlag,
  proxyFlag,
  {
    name: 'step-budget',
    value: 'DURATION',
    help: 'Live: allow this long for one response, waits included; default: PT2M',
  },
  {
    name: 'run-budget',
    value: 'DURATION',
    help: 'Live: allow this long for all responses of a scenario; default: PT1H',
  },
];

/** The flags among `liveFlags` of a command that only reads. */
export const liveReadFlags: readonly Flag[] = [tenantFlag, proxyFlag, ledgerFlag];

/** Reads the flags of a live run, which no other run accepts. */
export function readLive(flags: ParsedFlags, against: Against): LiveFlags | undefined {
  if (against === 'live') return readLiveFlags(flags);
  for (const { name } of [...liveFlags, ...fleetRunFlags].filter((flag) => flags.has(flag.name))) {
    flags.refuse(`\`--${name}\` concerns live runs only`, 'add `--against live`, or remove it');
  }
  return undefined;
}

export function readLiveFlags(flags: ParsedFlags): LiveFlags {
  const fleet = readFleet(flags);
  return {
    ...(fleet === undefined ? { tenant: readTenant(flags) } : { fleet }),
    allowed: readAllowed(flags),
    unattended: flags.has('unattended'),
    allowDirty: flags.has('allow-dirty'),
    ...(flags.has('purge') ? { purge: true } : {}),
    ...flags.given('ledger'),
    envProxy: flags.has('use-env-proxy'),
    budget: readBudgets(flags),
  };
}

/** Problems: `usage` where it is not a valid id. */
export function readTenant(flags: ParsedFlags): string {
  const tenant = flags.value('tenant') ?? '';
  if (isGuid(tenant)) return tenant.toLowerCase();
  const message =
    tenant === '' ? 'a live run needs `--tenant ID`, or `--tenants FILE`' : `\`--tenant ${tenant}\` is not a valid id`;
  const where = 'Microsoft Entra admin center > Overview shows the tenant\u2019s id';
  flags.refuse(message, `write it like \`--tenant 00000000-0000-4000-8000-000000000000\`: ${where}`);
  return '';
}

function readAllowed(flags: ParsedFlags): ReadonlySet<string> {
  const allowed = flags.values('allow').flatMap((text) => text.split(','));
  for (const label of allowed.filter((one) => !labels.includes(one))) {
    flags.refuse(`\`--allow ${label}\` is not a label`, `the labels are ${labels.join(' and ')}`);
  }
  return new Set(allowed);
}

export function readBudgets(flags: ParsedFlags): LiveConfig['budget'] {
  return { ...readBudget('step', flags), ...readBudget('run', flags) };
}

function readBudget<K extends 'step' | 'run'>(which: K, flags: ParsedFlags): { readonly [key in `${K}Ms`]?: number } {
  const text = flags.value(`${which}-budget`);
  if (text === undefined) return {};
  const duration = parseDuration(text);
  const ms = duration === undefined ? undefined : durationMs(duration);
  if (ms !== undefined && ms > 0) return { [`${which}Ms`]: ms } as { readonly [key in `${K}Ms`]?: number };
  flags.refuse(`\`--${which}-budget ${text}\` is not a time`, 'write it like `PT2M` or `PT90S`');
  return {};
}
