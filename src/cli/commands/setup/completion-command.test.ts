import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../../dispatch.ts';
import { shells } from '../../options/completion-config.ts';
import type { Flag } from '../../options/flags.ts';
import { commandHelp } from '../../output/help.ts';

const folder = mkdtempSync(join(tmpdir(), 'completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function script(shell: string): Promise<string> {
  const { streams, out } = capturedStreams();
  expect(await dispatch(['completion', shell], streams)).toBe(0);
  return out();
}

test.each(shells)('%s learns every command and every flag', async (shell) => {
  const text = await script(shell);
  const flags = Object.values(commandHelp).flatMap((command) => command.flags.map(({ name }: Flag) => name));
  expect(Object.keys(commandHelp).filter((name) => !text.includes(name))).toEqual([]);
  expect(flags.filter((name) => !text.includes(shell === 'fish' ? `-l ${name}` : `--${name}`))).toEqual([]);
});

describe.skipIf(!existsSync('/bin/bash'))('bash completes', () => {
  const completed = async (line: string) => {
    writeFileSync(join(folder, 'completion.sh'), await script('bash'));
    const call = `. ./completion.sh; COMP_LINE="${line}"; COMP_POINT=${line.length}; _tutorial_replay; printf '%s\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('/bin/bash', ['-c', call], { cwd: folder, encoding: 'utf8' });
    return out.split('\n').filter((word) => word !== '');
  };

  // Where the shell takes a colon or an equals sign for the end of a word, what follows it is put in.
  test.each([
    ['tutorial-replay do', ['doctor']],
    ['npx tutorial-replay do', ['doctor']],
    ['node_modules/.bin/tutorial-replay run --agai', ['--against']],
    ['tutorial-replay --agai', ['--against']],
    ['tutorial-replay run --against s', ['sandbox']],
    ['tutorial-replay run --against=s', ['sandbox']],
    ['tutorial-replay init --for ', ['administrator', 'ci', 'documentation']],
    ['tutorial-replay run -r jun', ['junit']],
    ['tutorial-replay run -r html=compl', ['completion.sh']],
    ['tutorial-replay run --reporter=html=compl', ['completion.sh']],
    ['tutorial-replay run compl', ['completion.sh']],
    ['tutorial-replay run --tenants compl', ['completion.sh']],
    ['tutorial-replay doctor --tenant ', []],
    ['tutorial-replay doctor --bail', []],
    ['tutorial-replay pages c', ['check', 'completion.sh']],
    ['tutorial-replay schema trend', ['trends']],
    ['tutorial-replay help doc', ['doctor']],
    ['tutorial-replay run library:security-group', ['security-group', 'security-group-v1']],
    ['tutorial-replay export --markdown library:upl', ['upload']],
    ['npx ', []],
  ])('%s', async (line, offered) => {
    expect(await completed(line)).toEqual(offered);
  });
});

describe.skipIf(!existsSync('/usr/bin/fish'))('fish completes', () => {
  test.each([
    ['tutorial-replay do', ['doctor']],
    ['tutorial-replay --agai', ['--against']],
    ['tutorial-replay run --against s', ['sandbox']],
    ['tutorial-replay pages check --by', []],
    ['tutorial-replay pages check --sar', ['--sarif']],
    ['tutorial-replay run library:upl', ['library:upload']],
    ['tutorial-replay schema trend', ['trends']],
    ['tutorial-replay doctor --tenant ', []],
  ])('%s', async (line, offered) => {
    writeFileSync(join(folder, 'completion.fish'), await script('fish'));
    const call = `source completion.fish; complete -C '${line}'`;
    const out = execFileSync('/usr/bin/fish', ['--no-config', '-c', call], { cwd: folder, encoding: 'utf8' });
    const words = out.split('\n').filter((word) => word !== '');
    expect(words.map((word) => word.split('\t')[0])).toEqual(offered);
  });
});

describe.skipIf(!existsSync('/bin/zsh'))('zsh', () => {
  test('reads the script, and completes with it the first time', async () => {
    writeFileSync(join(folder, '_tutorial-replay'), await script('zsh'));
    const call =
      "fpath=(. $fpath); autoload -Uz _tutorial-replay; _describe() { print described }; _files() { : }; words=(tutorial-replay ''); CURRENT=2; _tutorial-replay";
    expect(execFileSync('/bin/zsh', ['-f', '-c', call], { cwd: folder, encoding: 'utf8' })).toBe('described\n');
  });
});

test('an unknown shell is answered with the nearest one', async () => {
  const { streams, err } = capturedStreams();
  expect(await dispatch(['completion', 'bsh'], streams)).toBe(2);
  expect(err()).toContain('did you mean `bash`?');
});
