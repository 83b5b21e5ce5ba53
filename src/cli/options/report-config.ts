import { defined } from '../../defined.ts';
import { type Problem, type Result, usage } from '../../diagnostics/problem.ts';
import { type ReporterChoice, reporters } from '../../report/reporter-table.ts';
import { runFlags } from './config.ts';
import { type Flag, type ParsedFlags, parseFlags, unlessMisused } from './flags.ts';
import { type FleetChoice, fleetFlags, readFleet } from './fleet-flags.ts';
import { readPages, readReadiness, readReporters } from './reporting-flags.ts';

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
  const problems: Problem[] = [];
  if (flags.has('verify')) return verifyConfig(flags, problems);
  if (flags.has('compare')) return compareConfig(flags, problems);
  if (flags.has('history')) return historyConfig(flags, problems);
  const [first = reporters.json.defaultFile, ...others] = flags.operands;
  const [pack] = flags.values('pack');
  const [tenant] = flags.values('tenant');
  const [sign] = flags.values('sign');
  for (const name of ['tenant', 'sign']) {
    if (flags.has(name) && pack === undefined) problems.push(usage(`\`--${name}\` needs \`--pack\``, 'remove it'));
  }
  if (flags.has('key')) problems.push(usage('`--key` needs `--verify`', 'remove it'));
  const fleet = readFleet(flags, problems);
  const config: ReportConfig = {
    kind: 'render',
    ...defined({ fleet }),
    files: [first, ...others],
    reporters: pack !== undefined && !flags.has('reporter') ? [] : readReporters(flags, problems),
    ...readPages(flags),
    ...readReadiness(flags),
    verbose: flags.has('verbose'),
    ...(pack !== undefined && { pack: { file: pack, ...defined({ tenant, sign }) } }),
  };
  return unlessMisused(flags, problems, () => config);
}

/** These can draw a history. */
const drawing: readonly string[] = ['terminal', 'html', 'markdown', 'json'];

function historyConfig(flags: ParsedFlags, problems: Problem[]): Result<ReportConfig> {
  problems.push(
    ...strangers('history', ['readiness', 'pack', 'tenant', 'tenants', 'verify', 'verbose', 'pages'], flags),
  );
  const choices = readReporters(flags, problems);
  for (const { name } of choices.filter((choice) => !drawing.includes(choice.name))) {
    problems.push(usage(`the reporter \`${name}\` draws no history`, `use ${drawing.join(', ')}`));
  }
  if (flags.operands.length > 0) problems.push(usage('`--history` takes no results', 'leave them out'));
  const [folder = ''] = flags.values('history');
  return unlessMisused(flags, problems, () => ({ kind: 'history', folder, reporters: choices }));
}

/** Reporters that can show changes. */
const comparing: readonly string[] = ['terminal', 'html', 'markdown'];

function compareConfig(flags: ParsedFlags, problems: Problem[]): Result<ReportConfig> {
  problems.push(
    ...strangers('compare', ['readiness', 'pack', 'tenant', 'tenants', 'sign', 'verify', 'key', 'verbose'], flags),
  );
  const choices = readReporters(flags, problems);
  for (const { name } of choices.filter((choice) => !comparing.includes(choice.name))) {
    problems.push(usage(`the reporter \`${name}\` does not compare runs`, `use ${comparing.join(', ')}`));
  }
  const [before = '', after = ''] = flags.operands;
  if (flags.operands.length !== 2) {
    const message = `\`--compare\` takes two results, and was given ${flags.operands.length}`;
    problems.push(usage(message, 'name the earlier one, then the later one'));
  }
  return unlessMisused(flags, problems, () => ({
    kind: 'compare',
    before,
    after,
    reporters: choices,
    ...readPages(flags),
  }));
}

function strangers(name: string, others: readonly string[], flags: ParsedFlags): readonly Problem[] {
  const given = others.filter((other) => flags.has(other));
  return given.map((other) => usage(`\`--${name}\` and \`--${other}\` cannot be used together`, 'use one of the two'));
}

function verifyConfig(flags: ParsedFlags, problems: Problem[]): Result<ReportConfig> {
  const others = reportFlags.map(({ name }) => name).filter((name) => name !== 'verify' && name !== 'key');
  problems.push(...strangers('verify', others, flags));
  const [first = '', ...more] = flags.operands;
  if (first === '') problems.push(usage('`--verify` needs a pack', 'name it: `--verify FILE`'));
  const [key] = flags.values('key');
  return unlessMisused(flags, problems, () => ({
    kind: 'verify',
    files: [first, ...more],
    ...defined({ key }),
  }));
}
