/** The configuration of the sandbox: values for a run against it, and how the server starts. Pure. */
import { defined } from '../../defined.ts';
import type { Result } from '../../diagnostics/problem.ts';
import type { Against } from '../../run/result.ts';
import { versionOf } from './contract-config.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';

/** Flags of a run that generates its own values. */
export type OwnValues = {
  readonly given: ReadonlyMap<string, string>;
  readonly envFile?: string;
  readonly seeds?: readonly string[];
  /** The file of beta's own metadata. */
  readonly beta?: string;
  readonly onlyModeled?: boolean;
  /** Milliseconds since 1970. */
  readonly startMs?: number;
};

/** How the server starts. */
export type SandboxConfig = {
  readonly port: number;
  readonly seeds?: readonly string[];
  readonly beta?: string;
  /** The time of a stopped clock until a client moves it; without it, the clock follows the real time. */
  readonly fixedMs?: number;
  readonly certDir?: string;
  /** The scenarios for which an environment file is written. */
  readonly demo?: readonly string[];
};

/**
 * Node reads `--env-file` as its own option, anywhere on the command line, and exits if the file does not exist: this
 * name is not affected.
 */
export const envFlag: Flag = {
  name: 'env',
  alias: 'env-file',
  value: 'FILE',
  help: 'Sandbox, live: read environment variables from a file; variables of the environment take precedence; default when live: .env',
};

export const ownValueFlags: readonly Flag[] = [
  { name: 'var', value: 'NAME=VALUE', repeatable: true, help: 'Sandbox, live: set the value of an input' },
  envFlag,
  {
    name: 'seed',
    value: 'FILE',
    repeatable: true,
    help: 'Sandbox: read its initial state from this seed; default: the seed beside each scenario',
  },
  { name: 'metadata', value: '[VERSION=]FILE', help: 'Sandbox: type beta by this $metadata document (CSDL)' },
  { name: 'only-modeled', help: 'Sandbox: block steps whose response is not modeled' },
  {
    name: 'now',
    value: 'TIME',
    help: 'Sandbox: start the clock at this time, such as 2026-11-22T08:30:00Z; default: the real time',
  },
];

/** Short enough for a demonstration: it does not wait for days, and two people sign in. */
const demoScenario = 'library:security-group';

export const sandboxFlags: readonly Flag[] = [
  { name: 'port', short: 'p', value: 'N', help: 'Listen on this port of 127.0.0.1; default: a free one' },
  {
    name: 'seed',
    value: 'FILE',
    repeatable: true,
    help: 'Read the initial state from this seed; default: a small invented tenant',
  },
  { name: 'metadata', value: '[VERSION=]FILE', help: 'Type beta by this $metadata document (CSDL), not by v1.0' },
  {
    name: 'clock',
    value: 'TIME|real',
    help: 'Stop the clock at this time until a client moves it; default: real, the real time',
  },
  {
    name: 'cert-dir',
    value: 'DIR',
    help: 'Keep certificate and keys in this folder; default: a folder in your cache',
  },
  {
    name: 'demo',
    help: 'Write an environment file for a live run of PATH (default: library:security-group), and print the commands',
  },
];

export function sandboxConfig(args: readonly string[]): Result<SandboxConfig> {
  const flags = parseFlags(args, sandboxFlags);
  const [operand] = flags.operands;
  if (operand !== undefined && !flags.has('demo'))
    flags.refuse(`\`sandbox\` takes no \`${operand}\` without \`--demo\``, 'remove it, or add `--demo`');
  const fixedMs = flags.values('clock').includes('real') ? undefined : readTime('clock', flags);
  return flags.result<SandboxConfig>({
    port: readPort(flags),
    ...readSeeds(flags),
    ...readBeta(flags),
    ...(flags.has('demo') ? { demo: operand === undefined ? [demoScenario] : flags.operands } : {}),
    ...defined({ certDir: flags.value('cert-dir'), fixedMs }),
  });
}

function readPort(flags: ParsedFlags): number {
  const text = flags.value('port') ?? '0';
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  flags.refuse(`\`--port ${text}\` is not a port`, 'write a number from 0 (any that is free) to 65535');
  return 0;
}

/** A recording replays with its own values; to give it others is a mistake. */
export function readOwnValues(flags: ParsedFlags, against: Against): OwnValues {
  if (against === 'recorded') {
    for (const name of ['var', 'env', 'seed', 'metadata', 'only-modeled', 'now'].filter(flags.has)) {
      flags.refuse(
        `\`--${name}\` changes nothing in a recording, which replays with its own values`,
        'add `--against sandbox`, or remove it',
      );
    }
    return { given: new Map() };
  }
  if (against === 'live') {
    for (const name of ['seed', 'metadata', 'only-modeled', 'now'].filter(flags.has)) {
      flags.refuse(`\`--${name}\` concerns the sandbox only`, 'remove it');
    }
  }
  return {
    given: readVars(flags),
    ...readSeeds(flags),
    ...readBeta(flags),
    ...(flags.has('only-modeled') ? { onlyModeled: true } : {}),
    ...defined({ envFile: flags.value('env'), startMs: readTime('now', flags) }),
  };
}

function readSeeds(flags: ParsedFlags): { readonly seeds?: readonly string[] } {
  const seeds = flags.values('seed');
  return seeds.length === 0 ? {} : { seeds };
}

/** For v1.0 the package has an index. */
function readBeta(flags: ParsedFlags): { readonly beta?: string } {
  const text = flags.value('metadata');
  if (text === undefined) return {};
  const { version, file } = versionOf(text);
  if (version === 'beta' && file !== '') return { beta: file };
  flags.refuse(
    `\`--metadata ${text}\` names no metadata of beta`,
    'write it like `--metadata beta=beta.xml`; of v1.0 the package has an index',
  );
  return {};
}

function readVars(flags: ParsedFlags): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const text of flags.values('var')) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      flags.refuse(`\`--var ${text}\` gives no input a value`, 'write `--var name=value`');
    } else if (given.has(name)) {
      flags.refuse(`\`--var ${name}=…\` is given twice`, 'keep one of the two');
    } else given.set(name, value);
  }
  return given;
}

/** `undefined` where it is not given, or no time. */
function readTime(flag: string, flags: ParsedFlags): number | undefined {
  const [text] = flags.values(flag);
  if (text === undefined) return undefined;
  const timeMs = timeForm.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  flags.refuse(`\`--${flag} ${text}\` is not a time`, 'write it like `2026-11-22T08:30:00Z`');
  return undefined;
}

const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;
