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
  const completed = async (...words: readonly string[]) => {
    writeFileSync(join(folder, 'completion.sh'), await script('bash'));
    const line = ['tutorial-replay', ...words].map((word) => `'${word}'`).join(' ');
    const call = `. ./completion.sh; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _tutorial_replay; printf '%s\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('/bin/bash', ['-c', call], { cwd: folder, encoding: 'utf8' });
    return out.split('\n').filter((word) => word !== '');
  };

  test.each([
    [['do'], ['doctor']],
    [['run', '--agai'], ['--against']],
    [['run', '--against', 's'], ['sandbox']],
    [
      ['init', '--for', ''],
      ['administrator', 'ci', 'documentation'],
    ],
    [['run', '-r', 'jun'], ['junit']],
    [['run', 'compl'], ['completion.sh']],
    [['doctor', '--bail'], []],
  ])('%j as %j', async (words, offered) => {
    expect(await completed(...words)).toEqual(offered);
  });
});

test('an unknown shell is answered with the nearest one', async () => {
  const { streams, err } = capturedStreams();
  expect(await dispatch(['completion', 'bsh'], streams)).toBe(2);
  expect(err()).toContain('did you mean `bash`?');
});
