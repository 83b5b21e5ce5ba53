import { expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';
import type { Flag } from './options/flags.ts';
import { commandHelp } from './output/help.ts';

/** What a command needs besides the flag, so that the flag is the only mistake. */
const needed: { readonly [command: string]: readonly string[] } = {
  pages: ['check', 'x'],
  metadata: ['pull'],
  diff: ['a', 'b'],
  import: ['a.md'],
  export: ['a.scenario.yaml', '--markdown'],
  coverage: ['a.md'],
  scan: ['x'],
  completion: ['bash'],
  report: ['r.json'],
  resume: ['3f2a'],
  doctor: ['--tenant', '00000000-0000-4000-8000-000000000000'],
  drift: ['--page', 'a.md'],
};

/** Flags of which one is needed: the other gives way to the one that is written wrongly. */
const instead: { readonly [command: string]: readonly string[] } = {
  doctor: ['--tenant', '--tenants'],
  drift: ['--page', '--pages'],
};

const wrongly = Object.entries(commandHelp).flatMap(([command, { flags }]) =>
  flags.map((flag: Flag) => {
    const word = `--${flag.name}`;
    const rest = (needed[command] ?? []).filter((one) => one !== word);
    const others = instead[command]?.includes(word) ? rest.slice(0, -2) : rest;
    return [command, ...others, flag.value === undefined ? `${word}=x` : word];
  }),
);

test.each(wrongly)('one mistake is one problem: %s %s %s %s', async (...args) => {
  const { streams, err } = capturedStreams();
  expect(
    await dispatch(
      args.filter((word) => word !== undefined),
      streams,
    ),
  ).toBe(2);
  expect(err()).toMatch(/^usage: `--[\w-]+` (?:needs a value|takes no value)\n.*\n\n1 problem; nothing was sent\n$/);
});

test.each([
  ['doctor', '--tennat', '00000000-0000-4000-8000-000000000000'],
  ['drift', '--pgae', 'a.md'],
  ['run', '--update=x', '--ask'],
  ['run', '--updaet', '--ask'],
])('what a misspelt flag would have brought is not missing: %s %s', async (...args) => {
  const { streams, err } = capturedStreams();
  expect(await dispatch(args, streams)).toBe(2);
  expect(err()).toContain('1 problem; nothing was sent');
});
