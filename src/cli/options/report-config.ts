import { defined } from '../../defined.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { type ReporterChoice, reporters } from '../../report/reporter-table.ts';
import { runFlags } from './config.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';
import { type FleetChoice, fleetFlags, readFleet } from './fleet-flags.ts';
import { readReporters } from './reporting-flags.ts';

type Files = readonly [string, ...string[]];

/** The operation on stored results, or on packs made of them. */
export type ReportConfig =
  | {
      readonly kind: 'render';
      readonly files: Files;
      /** None where only a pack is written. */
      readonly reporters: readonly ReporterChoice[];
      /** The folder with the pages. */
      readonly pages?: string;
      /** The file with what the doctor found. */
      readonly readiness?: string;
      readonly verbose: boolean;
      /** Only these tenants of runs over many. */
      readonly fleet?: FleetChoice;
      /** The evidence pack that is written. */
      readonly pack?: PackWish;
    }
  | {
      readonly kind: 'compare';
      readonly before: string;
      readonly after: string;
      readonly reporters: readonly ReporterChoice[];
      readonly pages?: string;
    }
  | { readonly kind: 'history'; readonly folder: string; readonly reporters: readonly ReporterChoice[] }
  | {
      readonly kind: 'verify';
      readonly files: Files;
      /** The file of the public key by which signatures are checked. */
      readonly key?: string;
    };

export type PackWish = {
  readonly file: string;
  readonly tenant?: string;
  /** The file of the private key that signs it. */
  readonly sign?: string;
};

export const reportFlags: readonly Flag[] = [
  ...runFlags.filter(({ name }) => ['reporter', 'pages', 'readiness', 'verbose'].includes(name)),
  { name: 'compare', help: 'Compare two results, BEFORE and AFTER, instead of merging them' },
  { name: 'pack', value: 'FILE', help: 'Write an evidence pack: result, page and digests in one archive' },
  { name: 'tenant', value: 'ID', help: 'With --pack: record a pseudonym of this tenant' },
  { name: 'sign', value: 'KEY.pem', help: 'With --pack: sign the pack with this private key; writes FILE.sig' },
  {
    name: 'history',
    value: 'FOLDER',
    help: 'Show the runs that `run --history` kept: which steps fail, and since when',
  },
  ...fleetFlags('Show only the tenants that this file lists, of runs over many'),
  { name: 'verify', help: 'Verify that evidence packs are unchanged' },
  { name: 'key', value: 'KEY.pem', help: 'With --verify: check FILE.sig with this public key or certificate' },
];

/** Problems: `usage`. */
export function reportConfig(args: readonly string[]): Result<ReportConfig> {
  const flags = parseFlags(args, reportFlags);
  if (flags.has('verify')) return verifyConfig(flags);
  if (flags.has('compare')) return compareConfig(flags);
  if (flags.has('history')) return historyConfig(flags);
  const [first = reporters.json.defaultFile, ...others] = flags.operands;
  const pack = flags.value('pack');
  for (const name of ['tenant', 'sign']) {
    if (flags.has(name) && pack === undefined) flags.refuse(`\`--${name}\` needs \`--pack\``, 'remove it');
  }
  if (flags.has('key')) flags.refuse('`--key` needs `--verify`', 'remove it');
  const fleet = readFleet(flags);
  return flags.result<ReportConfig>({
    kind: 'render',
    ...defined({ fleet }),
    files: [first, ...others],
    reporters: pack !== undefined && !flags.has('reporter') ? [] : readReporters(flags),
    ...flags.given('pages', 'readiness'),
    verbose: flags.has('verbose'),
    ...(pack !== undefined && { pack: { file: pack, ...flags.given('tenant', 'sign') } }),
  });
}

/** These can draw a history. */
const drawing: readonly string[] = ['terminal', 'html', 'markdown', 'json'];

function historyConfig(flags: ParsedFlags): Result<ReportConfig> {
  refuseTogether(flags, 'history', ['readiness', 'pack', 'tenant', 'tenants', 'verify', 'verbose', 'pages']);
  const choices = readReporters(flags);
  for (const { name } of choices.filter((choice) => !drawing.includes(choice.name))) {
    flags.refuse(`the reporter \`${name}\` draws no history`, `use ${drawing.join(', ')}`);
  }
  if (flags.operands.length > 0) flags.refuse('`--history` takes no results', 'leave them out');
  const folder = flags.value('history') ?? '';
  return flags.result({ kind: 'history', folder, reporters: choices });
}

/** Reporters that can show changes. */
const comparing: readonly string[] = ['terminal', 'html', 'markdown'];

function compareConfig(flags: ParsedFlags): Result<ReportConfig> {
  refuseTogether(flags, 'compare', ['readiness', 'pack', 'tenant', 'tenants', 'sign', 'verify', 'key', 'verbose']);
  const choices = readReporters(flags);
  for (const { name } of choices.filter((choice) => !comparing.includes(choice.name))) {
    flags.refuse(`the reporter \`${name}\` does not compare runs`, `use ${comparing.join(', ')}`);
  }
  const [before = '', after = ''] = flags.operands;
  if (flags.operands.length !== 2)
    flags.refuse(
      `\`--compare\` takes two results, and was given ${flags.operands.length}`,
      'name the earlier one, then the later one',
    );
  return flags.result({ kind: 'compare', before, after, reporters: choices, ...flags.given('pages') });
}

function refuseTogether({ has, refuse }: ParsedFlags, name: string, others: readonly string[]): void {
  for (const other of others.filter(has))
    refuse(`\`--${name}\` and \`--${other}\` cannot be used together`, 'use one of the two');
}

function verifyConfig(flags: ParsedFlags): Result<ReportConfig> {
  const others = reportFlags.map(({ name }) => name).filter((name) => name !== 'verify' && name !== 'key');
  refuseTogether(flags, 'verify', others);
  const [first = '', ...more] = flags.operands;
  if (first === '') flags.refuse('`--verify` needs a pack', 'name it: `--verify FILE`');
  return flags.result({ kind: 'verify', files: [first, ...more], ...flags.given('key') });
}
