import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { safeLine } from '../diagnostics/safe-text.ts';
import { dispatch } from './dispatch.ts';

/**
 * Every way to type something wrong, beside what is said about it: `golden/usage.txt`. `UPDATE_GOLDEN=1` writes it again:
 * read what changed before you keep it.
 */
const pathOf = (name: string) => relative(process.cwd(), fileURLToPath(new URL(name, import.meta.url)));
const fixtures = pathOf('./fixtures');
const golden = pathOf('./golden/usage.txt');
const folder = mkdtempSync(join(tmpdir(), 'usage-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'reports'));
writeFileSync(join(folder, 'target.json'), '');
symlinkSync(join(folder, 'target.json'), join(folder, 'link.json'));

const mistakes: readonly (readonly string[])[] = [
  ['chek'],
  ['--hlep'],
  ['help', 'rnu'],
  ['completion', 'tcsh'],
  ['lst', 'FIXTURES'],
  ['run', '--onyl', 'read-user', 'FIXTURES'],
  ['list', '-x', 'FIXTURES'],
  ['check', '--only', 'read-user', 'FIXTURES'],
  ['schema', '--jobs', '2'],
  ['run', '--bail=yes', 'FIXTURES'],
  ['run', 'FIXTURES', '--only'],
  ['run', 'FIXTURES', '--only', '--bail'],
  ['run', 'FIXTURES', '--only='],
  ['run', '--shard', '1/2', '--shard', '2/2', 'FIXTURES'],
  ['run', '--shard', '5/4', 'FIXTURES'],
  ['run', '--shard', 'half', 'FIXTURES'],
  ['run', '--jobs', '0', 'FIXTURES'],
  ['run', '-j', 'two', 'FIXTURES'],
  ['run', '--tags', 'groups and', 'FIXTURES'],
  ['run', '--tags', '(groups', 'FIXTURES'],
  ['list', '--tags', 'groups users', 'FIXTURES'],
  ['list', '--tags', 'slow', 'FIXTURES'],
  ['list', '--tags', 'groups and users', 'FIXTURES'],
  ['run', '--tags', 'smoek', 'FIXTURES'],
  ['run', '--tags', 'groups and not smoek', 'FIXTURES'],
  ['list', '--tags', 'not Smoke', 'FIXTURES'],
  ['version'],
  ['run', 'libary:access-reviews'],
  ['run', 'library:acess'],
  ['run', '-r', 'jnit', 'FIXTURES'],
  ['run', '-r', 'htlm', 'FIXTURES'],
  ['run', '-r', 'terminal=x.txt', 'FIXTURES'],
  ['run', '-r', 'json=', 'FIXTURES'],
  ['run', '-r=json=FOLDER/a.json', '-r', 'junit=FOLDER/a.json', 'FIXTURES'],
  ['run', '-r', 'json=FOLDER/reports', 'FIXTURES'],
  ['run', '-r', 'json=FOLDER/reports/', 'FIXTURES'],
  ['run', '-r', 'json=FOLDER/link.json', 'FIXTURES'],
  ['run', '-r', 'json=FOLDER/target.json/a.json', 'FIXTURES'],
  ['run', '--against', 'recordd', 'FIXTURES'],
  ['run', '--only', 'list-member', 'FIXTURES'],
  ['run', '--only', 'xyzzy', 'FIXTURES'],
  ['run', '--only', 'delete-group', 'FIXTURES'],
  ['run', '--only', 'read-user', '--only', 'create-group', 'FIXTURES'],
  ['run', '--only', 'xyzzy', '--from', 'create-group', 'FIXTURES'],
  ['run', '--from', 'list-again', '--to', 'create-group', 'FIXTURES'],
  ['run', '--from', 'create', '--to', 'list-agin', 'FIXTURES'],
  ['run', 'FIXTURES/*.nothing'],
  ['run', 'FIXTURES/nowhere.scenario.yaml'],
  ['check', 'FOLDER/reports'],
  ['schema', 'scenari'],
  ['report', 'FOLDER/nowhere.json', 'FOLDER/target.json'],
  ['report', 'FIXTURES/groups.recording.json'],
  ['report', 'FIXTURES/groups.scenario.yaml', '--pages'],
  ['report', '-r', 'jnit', '--against', 'live'],
  ['report', 'FIXTURES/groups.recording.json', '--readiness', 'FIXTURES/groups.scenario.yaml'],
  ['run', '--readiness', 'FIXTURES/groups.recording.json', 'FIXTURES'],
  ['run', '--readiness', 'FOLDER/nowhere.json', 'FIXTURES'],
  ['run', 'FIXTURES', '--readiness'],
  ['doctor', '--readiness', 'x.json'],
  ['schema', 'scenario', 'result'],
  ['run', '--only', 'x\u001b[2Jy', '--jobs', '\u202e1', 'FIXTURES'],
  ['report', 'FOLDER/rapports'],
  ['report', 'FOLDER/*.jason'],
  ['report', '--verify', 'FOLDER/pack*.zip'],
  ['run', '--pages', 'FOLDER/report', 'FIXTURES'],
  ['coverage', 'FOLDER/report'],
  ['pages', 'check', 'FOLDER/report'],
  ['pages', 'check', 'FOLDER/*.md'],
  ['scan', 'FOLDER/repots'],
  ['cleanup', '--tenant', 'contoso', '--dry-run', '--ledger', 'FOLDER/runs'],
  ['cleanup', 'mbr4*', 'x', '--ledger', 'FOLDER/runs'],
  ['cleanup', '--all', 'x', '--ledger', 'FOLDER/runs'],
];

async function said(args: readonly string[]): Promise<{ readonly code: number; readonly err: string }> {
  const { streams, out, err } = capturedStreams();
  const here = args.map((word) => word.replace('FIXTURES', fixtures).replace('FOLDER', folder));
  const code = await dispatch(here, streams);
  expect(out()).toBe('');
  return { code, err: err().replaceAll(folder, 'FOLDER').replaceAll(fixtures, 'FIXTURES') };
}

const printable = (args: readonly string[]) =>
  args.map((word) => (/^[\w./=*-]+$/.test(word) ? word : JSON.stringify(safeLine(word)))).join(' ');

test('every mistake on the command line is explained, and nothing is written', async () => {
  const before = readdirSync(folder, { recursive: true });
  const sections: string[] = [];
  for (const args of mistakes) {
    const { code, err } = await said(args);
    expect(code, printable(args)).toBe(2);
    sections.push(`$ tutorial-replay ${printable(args)}\n${err}`);
  }
  const text = sections.join('\n');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
});

test('after `--`, what is called like a flag is a path', async () => {
  for (const word of ['--help', '-h', '--version'])
    expect((await said(['check', '--', word])).err).toContain(`${word}:1:1: file-unreadable: no such file`);
});

describe('what helps', () => {
  test.each([
    [['--help'], /^Replay Microsoft Graph tutorials as tests\.\n/],
    [['help'], /^Replay Microsoft Graph/],
    [['help', 'run'], /^tutorial-replay run: Replay scenarios/],
    [['check', '-h'], /^tutorial-replay check: /],
    [['run', '--nonsense', '--help'], /^tutorial-replay run: /],
    [['--version'], /^\d+\.\d+\.\d+/],
    [['run', '--version'], /^\d+\.\d+\.\d+/],
    [['--against', 'live', '--version'], /^\d+\.\d+\.\d+/],
    [['schema'], /"tutorial-replay scenario"/],
  ])('%j is answered on stdout with exit code 0', async (args, text) => {
    const { streams, out, err } = capturedStreams();
    expect(await dispatch(args, streams)).toBe(0);
    expect(out()).toMatch(text);
    expect(err()).toBe('');
  });
});

test('a misspelt step is one problem, however many scenarios there are', async () => {
  const { err } = await said(['run', '--only', 'read-usr', 'FIXTURES']);
  expect(err).toBe(
    'unknown-step: no scenario has a step `read-usr`\n  fix: did you mean `read-user`?\n\n1 problem; nothing was sent\n',
  );
});

test('a step of one scenario leaves the others out', async () => {
  const { streams, out } = capturedStreams();
  expect(await dispatch(['run', '--only', 'read-user', fixtures, '--dry-run'], streams)).toBe(0);
  expect(out()).toContain('Read a user');
  expect(out()).not.toContain('Create a group');
});

test('the dry run shows every request, what is known and what is not, and no secret', async () => {
  const { streams, out } = capturedStreams();
  expect(await dispatch(['run', join(fixtures, 'groups.scenario.yaml'), '--dry-run'], streams)).toBe(0);
  const text = out().replaceAll(fixtures, 'FIXTURES');
  const path = pathOf('./golden/dry-run.txt');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
  expect(text).not.toMatch(/Recorded-passw0rd/);
});
