import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Flag, parseFlags } from './options/flags.ts';
import { commandHelp } from './output/help.ts';
import { helpExamples } from './output/help-examples.ts';

/** docs/cli.md has every command and every flag, and none that is gone. */
const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

function section(heading: string): string {
  const start = page.indexOf(`\n${heading}\n`);
  expect(start, `${heading} is missing`).toBeGreaterThan(0);
  return page.slice(start + heading.length + 2).split(/\n## /)[0] ?? '';
}

/** The first cells of the tables of a section. */
function firstCells(text: string): readonly string[] {
  const cells = text.split('\n').map((line) => /^\| (`.*?`) \| /.exec(line)?.[1]);
  return cells.filter((cell) => cell !== undefined).map((cell) => cell.replaceAll('\\|', '|'));
}

function written({ name, short, value }: Flag): string {
  const long = value === undefined ? `\`--${name}\`` : `\`--${name} ${value}\``;
  return short === undefined ? long : `\`-${short}\`, ${long}`;
}

test.each(Object.entries(commandHelp))(
  '`%s` has a section with each of its flags, in their order',
  (name, { flags }) => {
    expect(firstCells(section(`## \`${name}\``))).toEqual(flags.map(written));
  },
);

test.each(Object.entries(commandHelp))(
  '`%s --help` is in sentence case, without a full stop',
  (_, { summary, flags }) => {
    const texts = [summary, ...flags.map(({ help }: Flag) => help)];
    expect(texts.filter((text) => !/^[A-Z].*[^.]$/.test(text))).toEqual([]);
  },
);

test.each(Object.entries(commandHelp))('`%s --help` speaks only of flags that it takes', (_, { flags }) => {
  const names = new Set(flags.map(({ name }: Flag) => name));
  const said = flags.flatMap(({ help }: Flag) =>
    [...help.matchAll(/[Ww]ith --([a-z-]+)/g)].map(([, name = '']) => name),
  );
  expect(said.filter((name) => !names.has(name))).toEqual([]);
});

test('every command is in the table of commands, and no other', () => {
  const named = [...page.matchAll(/^\| \[`([a-z]+)`\]/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(Object.keys(commandHelp).toSorted());
});

test('a flag of several commands takes the same in all of them, and has one meaning on the page', () => {
  const all = Object.values(commandHelp).flatMap(({ flags }): readonly Flag[] => flags);
  const forms = new Map<string, string[]>();
  for (const flag of all) forms.set(flag.name, [...(forms.get(flag.name) ?? []), written(flag)]);
  const shared = [...forms.values()].filter(({ length }) => length > 1);
  expect(shared.length).toBeGreaterThan(30);
  for (const [first, ...more] of shared) expect(new Set(more)).toEqual(new Set([first]));
  const rows = firstCells(section('## Flags of several commands'));
  expect(rows.toSorted()).toEqual(shared.map(([first = '']) => first).toSorted());
  // A letter and another name stand for one flag, too.
  const names = all.flatMap(({ name, short, alias }) =>
    [short, alias].flatMap((one) => (one === undefined ? [] : [[one, name]])),
  );
  const letters = new Map<string, Set<string>>();
  for (const [letter = '', name = ''] of names) letters.set(letter, (letters.get(letter) ?? new Set()).add(name));
  expect([...letters].filter(([, of]) => of.size > 1).map(([letter, of]) => [letter, ...of])).toEqual([]);
  expect([...letters.keys()].filter((letter) => forms.has(letter))).toEqual([]);
});

test('every row says something', () => {
  expect(page.split('\n').filter((line) => /^\| `/.test(line) && !/ \| [^|]{10,} \|$/.test(line))).toEqual([]);
});

test('the variables of the process are named', () => {
  expect(firstCells(section('## Environment'))).toEqual(expect.arrayContaining(['`NO_COLOR`', '`FORCE_COLOR`']));
});

test.each(Object.entries(commandHelp))('`%s --help` has examples, with flags that it takes', (name, { flags }) => {
  const examples = helpExamples[name] ?? [];
  expect(examples.length).toBeGreaterThan(1);
  for (const example of examples) {
    expect(example.split(' ')[0]).toBe(name);
    const { problems } = parseFlags(example.split(' > ')[0]?.split(' ').slice(1) ?? [], flags);
    expect(problems).toEqual([]);
  }
});

test('the examples name flags that there are', () => {
  const known = new Set(Object.values(commandHelp).flatMap(({ flags }) => flags.map(({ name }: Flag) => `--${name}`)));
  const used = [...page.matchAll(/^tutorial-replay .*$/gm)].flatMap(([line]) => line.match(/--[a-z-]+/g) ?? []);
  expect(used.length).toBeGreaterThan(3);
  expect(used.filter((flag) => !known.has(flag))).toEqual([]);
});
