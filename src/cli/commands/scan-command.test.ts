import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { scanRules } from '../../redaction/scan/search-text.ts';
import { dispatch } from '../dispatch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const jwt = `eyJ${'x9Z'.repeat(10)}.eyJ${'a'.repeat(40)}`;

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function scan(args: readonly string[], environment: { readonly [name: string]: string } = {}) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(['scan', ...args], { ...streams, environment });
  return { code, out: out().replaceAll(folder, 'FOLDER'), err: err().replaceAll(folder, 'FOLDER') };
}

describe('scan', () => {
  test('reports where a secret is and by which rule, never what it is', async () => {
    file('a.recording.json', `{\n  "token": "${jwt}"\n}`);
    file('b.txt', 'nothing here');
    expect(await scan([folder])).toEqual({
      code: 2,
      err: '',
      out: [
        'FOLDER/a.recording.json:2:13: secret-found: jwt',
        '  fix: remove it, and revoke it if anyone else has seen the file; `--ignore jwt` if it is not a secret',
        '',
        '2 files searched: 1 secret in 1 of them',
        '',
      ].join('\n'),
    });
  });

  test('looks for the values of named variables', async () => {
    const path = file('a.log', 'GET /?key=s3cr%2Ft-0f-ours HTTP/1.1');
    expect(await scan([path])).toMatchObject({ code: 0, out: '1 file searched: no secret found\n' });
    const found = await scan([path, '--secret-env', 'OURS'], { OURS: 's3cr/t-0f-ours' });
    expect(found.code).toBe(2);
    expect(found.out).toContain('FOLDER/a.log:1:11: secret-found: registered-value, OURS\n');
    expect(found.out).not.toContain('0f-ours');
  });

  test('reads bytes of any kind, and folders to their bottom but for what belongs to others', async () => {
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, '.github'));
    file('a/b/wide.txt', Buffer.from(`\uFEFFone\r\n${jwt}`, 'utf16le'));
    file('.github/workflow.yml', jwt);
    file('image.png', Buffer.concat([Buffer.from([0x89, 0, 0xff, 0xfe]), Buffer.from(jwt)]));
    file('node_modules/x', jwt);
    file('.git/x', jwt);
    const { out } = await scan([folder, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      files: 3,
      findings: [{ file: 'FOLDER/.github/workflow.yml' }, { file: 'FOLDER/a/b/wide.txt', line: 2, column: 1 }, {}],
    });
  });

  test('can be reported that the findings of a rule are none', async () => {
    const path = file('a.txt', `${jwt}\n?sig=${'x9Z'.repeat(10)}`);
    const { code, out } = await scan([path, '--ignore', 'jwt']);
    expect([code, out.match(/secret-found: .*/g)]).toEqual([2, ['secret-found: sas-signature']]);
    expect(await scan([path, '--ignore', 'jwt', '--ignore', 'sas-signature'])).toMatchObject({ code: 0 });
  });

  test.each([
    [[], 'usage: no path is given'],
    [['FOLDER', '--ignore', 'jwtt'], 'did you mean `jwt`?'],
    [['FOLDER', '--secret-env', 'NOT_SET'], 'bad-setting: `NOT_SET` is not set'],
    [['FOLDER', '--secret-env', 'SHORT'], 'the value of `SHORT` is too short to be looked for'],
    [['FOLDER/not-there.txt'], 'FOLDER/not-there.txt:1:1: file-unreadable: no such file'],
    [['FOLDER/dangling'], 'FOLDER/dangling:1:1: file-unreadable: no such file'],
    [['FOLDER/*.none'], 'nothing-selected: no file matches `FOLDER/*.none`'],
    [['/dev/zero'], '/dev/zero:1:1: file-unreadable: this is not a regular file'],
  ])('%j is wrong input', async (args, message) => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    const given = args.map((one) => one.replace('FOLDER', folder));
    const { code, err } = await scan(given, { SHORT: 'short' });
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  test('finds nothing in the recordings that come with the package', async () => {
    expect(await scan(['scenarios'])).toMatchObject({ code: 0 });
  });
});

test('a run whose report would hold a secret writes none, says where, and ends with 2', async () => {
  const scenario = file(
    'a.scenario.yaml',
    `title: Read a user
actors: { admin: { permissions: [User.Read.All] } }
inputs: { name: { example: Adele } }
steps:
  - id: users
    actor: admin
    request: { method: GET, url: "/v1.0/users?$filter=displayName eq '\${name}'" }
    response: { status: 200 }
`,
  );
  const { streams, err } = capturedStreams();
  const report = join(folder, 'result.json');
  const given = ['--against', 'sandbox', '--var', `name=${jwt}`];
  const code = await dispatch(['run', scenario, ...given, '-r', `json=${report}`], streams);
  expect(code).toBe(2);
  expect(err()).toMatch(/result\.json:\d+:\d+: secret-found: jwt\n {2}fix: the file was not written/);
  expect(err()).not.toContain('eyJ');
  expect(existsSync(report)).toBe(false);
});

test('docs/scan.md has every rule, in the order of the table, and none that is gone', () => {
  const page = readFileSync(new URL('../../../docs/scan.md', import.meta.url), 'utf8');
  expect([...page.matchAll(/^\| `([a-z-]+)` \| .+\. \|$/gm)].map(([, rule]) => rule)).toEqual(scanRules);
});
