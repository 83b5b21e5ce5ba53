import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
const project = join(folder, 'project');
const bin = join(project, 'node_modules/.bin');
mkdirSync(bin, { recursive: true });
const started = join(import.meta.dirname, '../../../../bin/tutorial-replay.js');
writeFileSync(join(bin, 'tutorial-replay'), `#!/bin/sh\nexec '${process.execPath}' '${started}' "$@"\n`);
chmodSync(join(bin, 'tutorial-replay'), 0o755);
for (const [name, text] of Object.entries({
  'one.scenario.yaml':
    'tags: [smoke, slow]\nsteps:\n  - { id: list-groups, request: { method: GET, url: /groups } }\n  - id: read-user\n    request: { method: GET, url: /users/u }\n',
  'hostile.scenario.yaml': 'tags: ["$(touch hacked)", `touch hacked`, ok, --bail, a;b]\nsteps: [',
  'scenarios/two.scenario.yaml':
    'tags:\n  - nightly\nsteps:\n  - { id: list-users, request: { method: GET, url: /users } }\n',
  'scenarios/broken.scenario.yaml': 'tags: [unfinished]\nsteps: [',
  'tenants.yaml': 'tenants:\n  - { name: contoso, id: 00000000-0000-4000-8000-000000000001, tags: [pilot] }\n',
})) {
  mkdirSync(join(project, 'scenarios'), { recursive: true });
  writeFileSync(join(project, name), text);
}

/** What is offered after a line: the step ids, tags and tenants of the project. */
const fileValues: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ['tutorial-replay run one.scenario.yaml --only li', ['list-groups']],
  ['tutorial-replay one.scenario.yaml --bail --from ', ['list-groups', 'read-user']],
  ['tutorial-replay --to ', ['list-users']],
  ['tutorial-replay run absent.scenario.yaml --only ', []],
  ['tutorial-replay run -t ', ['nightly', 'unfinished']],
  ['tutorial-replay run "one.scenario.yaml" --tags ', ['slow', 'smoke']],
  ['tutorial-replay run --tenants tenants.yaml --tenant-tags ', ['contoso', 'pilot']],
  ['tutorial-replay run --tenant-tags ', []],
  ['tutorial-replay run hostile.scenario.yaml --tags ', ['ok']],
];
/** Rows for the other shells: steps, tenants, and tags that a shell would run. */
const oneOfEach = fileValues.filter(([line]) => /--from|tenants\.yaml|hostile/.test(line));
const inProject = () => ({
  cwd: project,
  encoding: 'utf8' as const,
  env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
});
const words = (out: string) => out.split(/\s+/).filter((word) => word !== '');

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

  test.each([
    ...fileValues,
    ['npx tutorial-replay one.scenario.yaml --only ', ['list-groups', 'read-user']] as const,
    ['tutorial-replay one.scenario.yaml --only=r', ['read-user']] as const,
  ])('%s', async (line, offered) => {
    writeFileSync(join(folder, 'completion.sh'), await script('bash'));
    const call = `. ../completion.sh; COMP_LINE='${line}'; COMP_POINT=${line.length}; _tutorial_replay; printf '%s\n' "\${COMPREPLY[@]}"`;
    expect(words(execFileSync('/bin/bash', ['-c', call], inProject()))).toEqual(offered);
    expect(existsSync(join(project, 'hacked'))).toBe(false);
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
    const lines = out.split('\n').filter((word) => word !== '');
    expect(lines.map((word) => word.split('\t')[0])).toEqual(offered);
  });

  test.each(oneOfEach)('%s', async (line, offered) => {
    writeFileSync(join(folder, 'completion.fish'), await script('fish'));
    const call = `source ../completion.fish; complete -C '${line}'`;
    const out = execFileSync('/usr/bin/fish', ['--no-config', '-c', call], inProject());
    expect(out.split('\n').flatMap((one) => words(one)[0] ?? [])).toEqual(offered);
  });
});

describe.skipIf(!existsSync('/bin/zsh'))('zsh', () => {
  test('reads the script, and completes with it the first time', async () => {
    writeFileSync(join(folder, '_tutorial-replay'), await script('zsh'));
    const call =
      "fpath=(. $fpath); autoload -Uz _tutorial-replay; _describe() { print described }; _files() { : }; words=(tutorial-replay ''); CURRENT=2; _tutorial-replay";
    expect(execFileSync('/bin/zsh', ['-f', '-c', call], { cwd: folder, encoding: 'utf8' })).toBe('described\n');
  });

  // Without a terminal, the parts of zsh that draw are replaced: what `_arguments` would call for the value is called.
  test.each(oneOfEach)('completes %s', async (line, offered) => {
    writeFileSync(join(folder, '_tutorial-replay'), await script('zsh'));
    const call = [
      'fpath=(.. $fpath); autoload -Uz _tutorial-replay',
      `words=(\${(z)1}); [[ $1 == *' ' ]] && words+=('')`,
      'CURRENT=$#words; current=$words[-1]',
      'compadd() { [[ $1 == -a ]] && print -l -- ${(M)${(P)2}:#$current*} }',
      '_describe() { : }; _files() { : }',
      '_arguments() { local spec; for spec; do [[ $spec == (\\*|)${words[-2]}[=+]* ]] && eval ${spec##*:} && return; done }',
      '_tutorial-replay',
    ].join('\n');
    const out = execFileSync('/bin/zsh', ['-f', '-c', call, 'zsh', line], inProject());
    expect(words(out)).toEqual(offered);
  });
});

test('an unknown shell is answered with the nearest one', async () => {
  const { streams, err } = capturedStreams();
  expect(await dispatch(['completion', 'bsh'], streams)).toBe(2);
  expect(err()).toContain('did you mean `bash`?');
});
