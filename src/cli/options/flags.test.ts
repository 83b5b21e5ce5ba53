import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Flag, parseFlags } from './flags.ts';

const table: readonly Flag[] = [
  { name: 'only', value: 'STEP', repeatable: true, help: '' },
  { name: 'jobs', short: 'j', value: 'N', help: '' },
  { name: 'bail', help: '' },
  { name: 'verbose', short: 'v', help: '' },
];
const parse = (...args: readonly string[]) => {
  const { problems, operands, values, has } = parseFlags(args, table);
  return {
    problems: problems.map(({ message, fix }) => `${message} | ${fix}`),
    operands,
    only: values('only'),
    jobs: values('jobs'),
    bail: has('bail'),
    verbose: has('verbose'),
  };
};
const nothing = { problems: [], operands: [], only: [], jobs: [], bail: false, verbose: false };

describe('what was given', () => {
  test.each([
    [[], {}],
    [['a', '--bail', 'b'], { operands: ['a', 'b'], bail: true }],
    [['--only', 'x', '--only=y'], { only: ['x', 'y'] }],
    [['--only=a=b'], { only: ['a=b'] }],
    [['-j', '2'], { jobs: ['2'] }],
    [['-j2'], { jobs: ['2'] }],
    [['-j=2'], { jobs: ['2'] }],
    [['-vj', '2'], { verbose: true, jobs: ['2'] }],
    [['--', '--bail', '-x'], { operands: ['--bail', '-x'] }],
    [['-'], { operands: ['-'] }],
    [
      [''],
      { operands: [''], problems: ['an operand is empty | leave it out; a variable of the shell may have no value'] },
    ],
  ])('%j', (args, expected) => {
    expect(parse(...args)).toEqual({ ...nothing, ...expected });
  });
});

describe('what is wrong', () => {
  test.each([
    [['--onyl', 'x'], ['there is no flag `--onyl` | did you mean `--only`?']],
    [['--versoin'], ['there is no flag `--versoin` | did you mean `--version`?']],
    [['--verbsoe'], ['there is no flag `--verbsoe` | did you mean `--verbose`?']],
    [['--xyzzy'], ['there is no flag `--xyzzy` | use one of `--only`, `--jobs`, `--bail`, `--verbose`, `--help`']],
    [['-x'], ['there is no flag `-x` | use one of `--only`, `--jobs`, `--bail`, `--verbose`, `--help`']],
    [['--only'], ['`--only` needs a value | write `--only=STEP`']],
    [['--only', '--bail'], ['`--only` needs a value | write `--only=STEP`']],
    [['--only='], ['`--only` needs a value | write `--only=STEP`']],
    [['-j'], ['`--jobs` needs a value | write `--jobs=N`']],
    [['--bail=yes'], ['`--bail` takes no value | remove it']],
    [['--bail', '--bail'], ['`--bail` is given twice | keep one of the two']],
    [['-j1', '--jobs=2'], ['`--jobs` is given twice | keep one of the two']],
    [
      ['--onyl', '--bail=1'],
      ['there is no flag `--onyl` | did you mean `--only`?', '`--bail` takes no value | remove it'],
    ],
    [
      ['--constructor'],
      ['there is no flag `--constructor` | use one of `--only`, `--jobs`, `--bail`, `--verbose`, `--help`'],
    ],
    [
      ['--__proto__=x'],
      ['there is no flag `--__proto__` | use one of `--only`, `--jobs`, `--bail`, `--verbose`, `--help`'],
    ],
  ])('%j', (args, problems) => {
    expect(parse(...args).problems).toEqual(problems);
  });
});

test('any arguments are parsed, and every one of them is an operand, a flag or a problem', () => {
  const word = fc.oneof(fc.constantFrom('--only', '--bail', '-v', '-j', '--', '=', '-', '--x', 'a'), fc.string());
  fc.assert(
    fc.property(fc.array(word), (args) => {
      const { problems, operands, only, jobs, bail, verbose } = parse(...args);
      const found = problems.length + operands.length + only.length + jobs.length + Number(bail) + Number(verbose);
      expect(found > 0 || args.every((arg) => arg === '--')).toBe(true);
    }),
  );
});

test('a flag has the same meaning by its other name', () => {
  const flags = [{ name: 'env-file', alias: 'env', value: 'FILE', help: '' }];
  expect(parseFlags(['--env', 'a'], flags).values('env-file')).toEqual(['a']);
  expect(parseFlags(['--env', 'a', '--env-file', 'b'], flags).problems).toMatchObject([
    { message: '`--env-file` is given twice' },
  ]);
});
