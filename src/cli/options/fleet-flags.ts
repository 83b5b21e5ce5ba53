/** The flags for many tenants: their file, and the selected ones. Pure. */

import { parseTagExpression, type TagSelection } from '../../format/scenario/tag-expression.ts';
import type { Flag, ParsedFlags } from './flags.ts';

/** The tenants of a file, as the flags choose them. */
export type FleetChoice = {
  readonly file: string;
  /** As it was written, and what it selects. */
  readonly tags?: TagSelection & { readonly text: string };
  /** How many scenarios run in a tenant at once. */
  readonly perTenant: number;
};

const tenantsFlag: Flag = { name: 'tenants', value: 'FILE', help: 'Live: run in every tenant that this file lists' };
const tenantTagsFlag: Flag = {
  name: 'tenant-tags',
  value: 'EXPR',
  help: 'With --tenants: only in tenants with these tags or names, such as "pilot and not contoso"',
};

/** The flags of a command that takes many tenants; `help`: what it does with their file. */
export const fleetFlags = (help = tenantsFlag.help): readonly Flag[] => [{ ...tenantsFlag, help }, tenantTagsFlag];
/** The same for a command that runs scenarios. */
export const fleetRunFlags: readonly Flag[] = [
  ...fleetFlags(),
  { name: 'per-tenant', value: 'N', help: 'With --tenants: run N scenarios at a time in a tenant; default: 1' },
];
/** The tenants that a command is about, where it is about those of a file. */
export function readFleet(flags: ParsedFlags): FleetChoice | undefined {
  const file = flags.value('tenants');
  if (file === undefined) {
    for (const { name } of fleetRunFlags.filter((flag) => flags.has(flag.name))) {
      flags.refuse(`\`--${name}\` needs \`--tenants\``, 'add `--tenants FILE`, or remove it');
    }
    return undefined;
  }
  if (flags.has('tenant')) {
    flags.refuse(
      '`--tenant` and `--tenants` cannot be used together',
      'use one of the two: --tenant-tags NAME selects one of a file',
    );
  }
  return { file, ...readTenantTags(flags), perTenant: readPerTenant(flags) };
}

function readTenantTags(flags: ParsedFlags): Pick<FleetChoice, 'tags'> {
  const text = flags.value('tenant-tags');
  if (text === undefined) return {};
  const parsed = parseTagExpression(text);
  if (parsed.ok) return { tags: { ...parsed, text } };
  flags.refuse(
    `\`--tenant-tags ${text}\` cannot be read: ${parsed.message}`,
    'write tags and names with `and`, `or`, `not` and parentheses',
  );
  return {};
}

function readPerTenant(flags: ParsedFlags): number {
  const text = flags.value('per-tenant') ?? '1';
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  flags.refuse(`\`--per-tenant ${text}\` is not a number of scenarios`, 'write a number from 1 to 99');
  return 1;
}

/** Scenarios and recordings are written from the responses of one tenant. */
export function oneTenantOnly({ has, refuse }: ParsedFlags): void {
  for (const name of ['record', 'update'].filter(has))
    refuse(`\`--${name}\` is for one tenant`, 'use `--tenant ID` in place of `--tenants`');
}
