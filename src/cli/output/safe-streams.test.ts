import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';
import { safeStreams } from './safe-streams.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'env-secrets-'));
  writeFileSync(
    join(folder, 'own.env'),
    'AZURE_CLIENT_SECRET="of the file"\nREPLAY_ADMIN_PASSWORD=short\nREPLAY_NAME=shown in full\n',
  );
  writeFileSync(join(folder, 'bad.scenario.yaml'), 'title: by of the file\nnot-a-key: shown in full\n');
  mkdirSync(join(folder, 'folder.env'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function printed(args: readonly string[], text: string): string {
  const { streams, err } = capturedStreams();
  safeStreams(streams, args).stderr.write(text);
  return err();
}

test.each([
  ['CONTOSO_API_KEY', true],
  ['MY_PRIVATE_KEY', true],
  ['accountKey', true],
  ['PFX_PASSPHRASE', true],
  ['DB_PWD', true],
  ['GITHUB_PAT', true],
  ['STORAGE_CONNECTION_STRING', true],
  ['PWD', false],
  ['OLDPWD', false],
  ['PATH', false],
  ['REPLAY_CREDENTIAL', false],
  ['PUBLIC_KEY', false],
])('the value of the variable %s is hidden: %s', (name, isHidden) => {
  const { streams, err } = capturedStreams();
  safeStreams({ ...streams, environment: { [name]: 'of-the-variable' } }, []).stderr.write('it is of-the-variable');
  expect(err()).toBe(isHidden ? 'it is <gone>' : 'it is of-the-variable');
});

test('each line of a key is hidden, also alone', () => {
  const { streams, err } = capturedStreams();
  const key =
    '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\nAASCBKcwggSjAgEAAoIB\nend==\n-----END PRIVATE KEY-----';
  const { stderr } = safeStreams({ ...streams, environment: { SIGNING_KEY: key } }, []);
  for (const line of key.split('\n')) stderr.write(`${line}\n`);
  expect(err()).toBe('-----BEGIN PRIVATE KEY-----\n<gone>\n<gone>\nend==\n-----END PRIVATE KEY-----\n');
});

describe('secrets of an environment file', () => {
  test.each([['--env'], ['--env-file']])('that %s names are hidden before it is read for its values', (flag) => {
    const file = join(folder, 'own.env');
    for (const args of [
      ['run', flag, file],
      [`${flag}=${file}`, 'a.scenario.yaml'],
    ]) {
      expect(printed(args, 'of the file, short, shown in full')).toBe('<gone>, short, shown in full');
    }
  });

  test.each([
    ['none', []],
    ['one without a name', ['--env']],
    ['one that is not there', ['--env', 'missing.env']],
    ['a folder', ['--env', 'folder.env']],
    ['another flag', ['--environment', 'own.env']],
  ])('where there is %s, nothing is hidden', (_, args) => {
    const below = args.map((arg) => (arg.endsWith('.env') ? join(folder, arg) : arg));
    expect(printed(below, 'of the file')).toBe('of the file');
  });

  test.each(['run', 'doctor'])('are not in what `%s` prints about an unreadable file', async (command) => {
    const { streams, out, err } = capturedStreams();
    const live = ['--against', 'live', '--tenant', '00000000-0000-4000-8000-000000000000'].slice(
      command === 'run' ? 0 : 2,
    );
    const args = [command, join(folder, 'bad.scenario.yaml'), '--env', join(folder, 'own.env'), ...live];
    expect(await dispatch(args, streams)).toBe(2);
    expect(`${out()}${err()}`).toContain('title: by <gone>');
    expect(`${out()}${err()}`).not.toContain('of the file');
  });
});
