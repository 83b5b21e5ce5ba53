/** The configuration: from flags and environment to what a command does. Pure; lists all problems. */

import { defined } from '../../defined.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { parseTagExpression, type TagSelection } from '../../format/scenario/tag-expression.ts';
import type { Expiry } from '../../format/template/expiry.ts';
import type { ReporterChoice } from '../../report/reporter-table.ts';
import type { Selection } from '../../run/plan/selection.ts';
import type { Against } from '../../run/result.ts';
import { type ContractConfig, contractFlags, readContract } from './contract-config.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';
import { fleetFlags, fleetRunFlags, oneTenantOnly } from './fleet-flags.ts';
import { type LiveFlags, liveFlags, readLive } from './live-config.ts';
import { type HistoryWish, historyFlags, readHistoryWish, readReporters, reportingFlags } from './reporting-flags.ts';
import { type OwnValues, ownValueFlags, readOwnValues } from './sandbox-config.ts';

export type Environment = { readonly [name: string]: string | undefined };

/** Which scenarios a command is about. */
export type ScenarioChoice = { readonly operands: readonly string[]; readonly tags?: TagSelection };

export type RunConfig = ScenarioChoice & {
  readonly against: Against;
  readonly own: OwnValues;
  /** Set for a live run. */
  readonly live?: LiveFlags;
  readonly selection: Selection;
  readonly reporters: readonly ReporterChoice[];
  /** The folder with the tutorials' pages. */
  readonly pages?: string;
  /** The file with what the doctor found. */
  readonly readiness?: string;
  readonly bail: boolean;
  /** Only what did not pass when it ran last. */
  readonly failed?: boolean;
  readonly jobs: number;
  /** The folder of past runs. */
  readonly history?: HistoryWish;
  /** Write a trace with OpenTelemetry. */
  readonly otel?: boolean;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly verbose: boolean;
  /** Flags and their values without which a step of this run cannot be run again as it was. */
  readonly repeated: readonly string[];
  /** Set if passing scenarios are recorded. */
  readonly record?: RecordWish;
  /** Updates expectations to the received values: all of them, or those that a person chooses. */
  readonly update?: 'all' | 'ask';
  /** A recording that has expired is wrong input. */
  readonly failOnExpired?: boolean;
};

/** How recordings are made. */
type RecordWish = {
  /** Also what the sandbox does not model. */
  readonly allowTyped?: boolean;
  /** Also replace recordings that come from somewhere else. */
  readonly replace: boolean;
  /** Only scenarios that lack a recording, or whose recording lacks a step. */
  readonly missing: boolean;
  readonly expiry?: Expiry;
  /** An HTTP Archive that holds the responses. */
  readonly fromHar?: string;
};

export type CheckConfig = ScenarioChoice & {
  readonly contract?: ContractConfig;
  /** Rewrites scenarios to the newest version of the format first. */
  readonly migrate: boolean;
  /** Writes defaults into the scenarios first. */
  readonly fix: boolean;
};

const backends: readonly Against[] = ['recorded', 'sandbox', 'live'];

export const tagsFlag: Flag = {
  name: 'tags',
  short: 't',
  value: 'EXPR',
  help: 'Select scenarios by tags, such as "access-reviews and not slow"',
};

const strictFlag: Flag = { name: 'strict', help: 'Report a property that is not expected as a difference' };

export const runFlags: readonly Flag[] = [
  {
    name: 'against',
    value: 'WHAT',
    choices: backends,
    help: 'Send to: recorded (default), the recording beside each scenario; sandbox, a local model of Graph; live, Graph',
  },
  tagsFlag,
  {
    name: 'only',
    value: 'STEP',
    repeatable: true,
    help: 'Run only this step, after the steps that it depends on',
  },
  { name: 'from', value: 'STEP', help: 'Begin with this step' },
  { name: 'to', value: 'STEP', help: 'End with this step' },
  { name: 'failed', help: 'Run only the scenarios that did not pass when they ran last, for the same --against' },
  ...reportingFlags,
  ...historyFlags,
  { name: 'bail', help: 'Stop a scenario at its first step that does not pass; cleanup still runs' },
  { name: 'jobs', short: 'j', value: 'N', help: 'Run N scenarios at a time; default: 1' },
  { name: 'shard', value: 'I/N', help: 'Run only the I-th of N parts of the scenarios' },
  strictFlag,
  ...ownValueFlags,
  ...liveFlags,
  ...fleetRunFlags,
  { name: 'fail-on-expired', help: 'Recorded: fail on an expired recording (exit 2) instead of warning' },
  {
    name: 'update',
    short: 'u',
    help: 'Update the expectations in the scenario files to the actual responses; not in CI',
  },
  { name: 'ask', help: 'With --update: ask about every difference' },
  { name: 'record', help: 'Sandbox, live: also write the recordings of the scenarios that pass' },
  { name: 'dry-run', help: 'Print what would be sent and expected; send nothing' },
  { name: 'verbose', short: 'v', help: 'Print every exchange and every note' },
];
const migrateFlag: Flag = { name: 'migrate', help: 'Rewrite scenarios to version 2 of the format, then check them' };
const fixFlag: Flag = {
  name: 'fix',
  help: 'Write title, actors and ids that come from defaults into the files, then check',
};
export const checkFlags: readonly Flag[] = [tagsFlag, migrateFlag, fixFlag, ...contractFlags];

export function runConfig(args: readonly string[]): Result<RunConfig> {
  const flags = parseFlags(args, runFlags);
  const choices = readReporters(flags);
  const against = readAgainst(flags);
  const live = readLive(flags, against);
  const tags = readTags(flags);
  const selection = readSelection(flags);
  if (flags.has('record')) refuseRecord(flags, against, selection);
  if (flags.has('fail-on-expired') && against !== 'recorded')
    flags.refuse('`--fail-on-expired` concerns recordings only', 'remove it');
  if (flags.has('tenants')) oneTenantOnly(flags);
  return flags.result<RunConfig>({
    operands: flags.operands,
    ...tags,
    against,
    own: readOwnValues(flags, against),
    ...defined({ live }),
    selection,
    reporters: choices,
    ...flags.given('pages', 'readiness'),
    ...readHistoryWish(flags),
    otel: flags.has('otel'),
    bail: flags.has('bail'),
    failed: flags.has('failed'),
    jobs: readJobs(flags),
    ...readShard(flags),
    dryRun: flags.has('dry-run'),
    strict: flags.has('strict'),
    verbose: flags.has('verbose'),
    failOnExpired: flags.has('fail-on-expired'),
    ...readUpdate(flags),
    ...(flags.has('record') ? { record: { replace: false, missing: false } } : {}),
    repeated: repeatedFlags(flags),
  });
}

function readUpdate(flags: ParsedFlags): Pick<RunConfig, 'update'> {
  if (!flags.has('update')) {
    if (flags.has('ask')) flags.refuse('`--ask` needs `--update`', 'add `-u`');
    return {};
  }
  for (const other of ['record', 'dry-run', 'shard'].filter((name) => flags.has(name))) {
    flags.refuse(`\`--update\` and \`--${other}\` cannot be used together`, 'use one of the two');
  }
  return { update: flags.has('ask') ? 'ask' : 'all' };
}

/** A recording is complete, and its target can be sent requests again. */
function refuseRecord({ refuse }: ParsedFlags, against: Against, { only, from, to }: Selection): void {
  if (against === 'recorded') refuse('`--record` records no recording', 'add `--against sandbox` or `live`');
  if (only.length > 0 || from !== undefined || to !== undefined)
    refuse('`--record` does not work with a selection of steps: a recording is whole', 'record all of it');
}

/** Flags that the repeated command does not need are not in it: they are given each time, or by the command itself. */
const repeatable: readonly Flag[] = [strictFlag, ...ownValueFlags, ...liveFlags, ...fleetFlags()];

export function repeatedFlags(flags: ParsedFlags): readonly string[] {
  return repeatable
    .filter(({ name }) => flags.has(name))
    .flatMap(({ name, value }) =>
      value === undefined ? [`--${name}`] : flags.values(name).flatMap((one) => [`--${name}`, one]),
    );
}

export function checkConfig(args: readonly string[]): Result<CheckConfig> {
  const flags = parseFlags(args, checkFlags);
  const contract = readContract(flags);
  return flags.result({
    operands: flags.operands,
    ...readTags(flags),
    ...defined({ contract }),
    migrate: flags.has('migrate'),
    fix: flags.has('fix'),
  });
}

export function readTags(flags: ParsedFlags): { readonly tags?: TagSelection } {
  const text = flags.value('tags');
  if (text === undefined) return {};
  const parsed = parseTagExpression(text);
  if (parsed.ok) return { tags: parsed };
  flags.refuse(
    `\`--tags ${text}\` cannot be read: ${parsed.message}`,
    'write tags with `and`, `or`, `not` and parentheses',
  );
  return {};
}

function readAgainst(flags: ParsedFlags): Against {
  const value = flags.value('against') ?? 'recorded';
  const known = backends.find((one) => one === value);
  if (known !== undefined) return known;
  flags.refuse(`\`--against ${value}\` is not one of ${backends.join(', ')}`, suggestion(value, backends));
  return 'recorded';
}

function readSelection(flags: ParsedFlags): Selection {
  const only = flags.values('only');
  if (only.length > 0 && (flags.has('from') || flags.has('to')))
    flags.refuse('`--only` selects by itself', 'use `--only`, or `--from` and `--to`');
  return { only, ...flags.given('from', 'to') };
}

export function readJobs(flags: ParsedFlags): number {
  const text = flags.value('jobs') ?? '1';
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  flags.refuse(`\`--jobs ${text}\` is not a number of scenarios`, 'write a number from 1 to 999');
  return 1;
}

function readShard(flags: ParsedFlags): Pick<RunConfig, 'shard'> {
  const text = flags.value('shard');
  if (text === undefined) return {};
  const match = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && index <= of) return { shard: { index, of } };
  flags.refuse(`\`--shard ${text}\` is not a shard`, 'write it like `1/4`');
  return {};
}
