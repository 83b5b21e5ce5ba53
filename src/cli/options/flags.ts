import { defined } from '../../defined.ts';
import { failure, type Problem, type Result, success, usage } from '../../diagnostics/problem.ts';
import { suggest, suggestion } from '../../diagnostics/suggest.ts';
import { parseArgs } from '../../node-util.ts';

/** A flag of a command, as it is parsed and as `--help` prints it. */
export type Flag = {
  readonly name: string;
  readonly short?: string;
  /** Another long name for the same. */
  readonly alias?: string;
  /** The name of the value, in capitals; a flag without one is a switch. */
  readonly value?: string;
  readonly repeatable?: boolean;
  /** The values there are, where they are few; what may follow one, such as `=FILE`, aside. */
  readonly choices?: readonly string[];
  readonly help: string;
};

const versionFlag = 'version';

/** The parsed arguments: each flag's values in order, and the operands. What reads them adds its problems. */
export type ParsedFlags = {
  readonly problems: readonly Problem[];
  readonly operands: readonly string[];
  readonly values: (name: string) => readonly string[];
  /** The value of a flag that is given once at most. */
  readonly value: (name: string) => string | undefined;
  /** The values of several such flags: of those that are given. */
  readonly given: <K extends string>(...names: readonly K[]) => { readonly [name in K]?: string };
  readonly has: (name: string) => boolean;
  /** Adds a problem, unless it is about a flag that cannot be read: such a flag is not missing, too. */
  readonly add: (problem: Problem) => void;
  /** Adds a `usage` problem. */
  readonly refuse: (message: string, fix: string) => void;
  /** The configuration, unless there are problems. */
  readonly result: <T>(config: T) => Result<T>;
};

/** Parses arguments by a table of flags; every wrong one is a `usage` problem. */
export function parseFlags(args: readonly string[], flags: readonly Flag[]): ParsedFlags {
  const options = Object.fromEntries(
    flags.flatMap(({ name, short, alias, value }) => {
      const option = { type: value === undefined ? 'boolean' : 'string', multiple: true } as const;
      const named = [name, { ...option, ...defined({ short }) }] as const;
      return alias === undefined ? [named] : [named, [alias, option] as const];
    }),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const problems: Problem[] = [];
  /** The flags, such as `--only`, that were meant and cannot be read. */
  const misused = new Set<string>();
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind === 'positional' && token.value === '') problems.push(emptyOperand);
    if (token.kind !== 'option') continue;
    const flag = flags.find(({ name, alias }) => name === token.name || alias === token.name);
    const value = givenValue(token);
    const problem = flag === undefined ? unknown(token.rawName, flags) : misuse(flag, value, values.has(flag.name));
    if (problem !== undefined) {
      problems.push(problem);
      misused.add(`--${flag?.name ?? suggest(token.name, namesOf(flags))}`);
    } else if (flag !== undefined) values.set(flag.name, [...(values.get(flag.name) ?? []), value ?? '']);
  }
  const add = (problem: Problem): void => {
    const named = `${problem.message} ${problem.fix}`.match(/--[\w-]+/g) ?? [];
    if (!named.some((flag) => misused.has(flag))) problems.push(problem);
  };
  return {
    problems,
    operands,
    values: (name) => values.get(name) ?? [],
    value: (name) => values.get(name)?.[0],
    given: <K extends string>(...names: readonly K[]) => {
      const found = names.flatMap((name) => (values.get(name) ?? []).map((value) => [name, value]));
      return Object.fromEntries(found) as { readonly [name in K]?: string };
    },
    has: (name) => values.has(name),
    add,
    refuse: (message, fix) => add(usage(message, fix)),
    result: (config) => (problems.length > 0 ? failure(problems) : success(config)),
  };
}

const namesOf = (flags: readonly Flag[]): readonly string[] =>
  flags.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));

const emptyOperand = usage('an operand is empty', 'leave it out; a variable of the shell may have no value');

/** A word that follows a flag and is itself a flag is not its value; `-r=json` means `-r json`. */
function givenValue(token: {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}): string | undefined {
  const { rawName, value, inlineValue } = token;
  if (inlineValue === true) return rawName.startsWith('--') ? value : value?.replace(/^=/, '');
  return value?.startsWith('-') === true ? undefined : value;
}

function unknown(rawName: string, flags: readonly Flag[]): Problem {
  const word = rawName.replace(/^-+/, '');
  const names = [...namesOf(flags), 'help'];
  // Every command accepts it, and none lists it.
  const isVersion = suggest(word, [...names, versionFlag]) === versionFlag;
  const near = suggestion(word, isVersion ? [versionFlag] : names).replaceAll(/`([^`]+)`/g, '`--$1`');
  return usage(`there is no flag \`${rawName}\``, near);
}

function misuse(flag: Flag, given: string | undefined, again: boolean): Problem | undefined {
  const { name, value, repeatable } = flag;
  if (value === undefined && given !== undefined) return usage(`\`--${name}\` takes no value`, 'remove it');
  if (value !== undefined && (given === undefined || given === '')) {
    return usage(`\`--${name}\` needs a value`, `write \`--${name}=${value}\``);
  }
  return again && repeatable !== true ? usage(`\`--${name}\` is given twice`, 'keep one of the two') : undefined;
}
