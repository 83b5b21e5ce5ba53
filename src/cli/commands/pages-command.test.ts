import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { librarySource } from '../../../test/support/contract/sample-contract.ts';
import { dispatch } from '../dispatch.ts';

const root = mkdtempSync(join(tmpdir(), 'pages-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = '';
let count = 0;

const good = '# Good\n\n```http\nGET https://graph.microsoft.com/v1.0/mine\n```\n';
const bad = `# Bad

\`\`\`http
GET https://graph.microsoft.com/v1.0/mine/shelves/7
Authorization : Bearer <token>
\`\`\`

\`\`\`http
HTTP/1.1 200 OK
Content-Type: application/json

{ "id": "7", "colour": "red", }
\`\`\`
`;

beforeEach(() => {
  count += 1;
  folder = join(root, String(count));
  mkdirSync(join(folder, 'docs', 'more'), { recursive: true });
  write('docs/good.md', good);
  write('docs/more/bad.md', bad);
  write('library.2026-08.xml', librarySource.text);
});

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

async function check(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(['pages', 'check', ...args], streams);
  return { code, out: out(), err: err() };
}

const docs = () => join(folder, 'docs');

test('every defect is one line with its place, and the kinds are counted', async () => {
  const { code, out } = await check(docs());
  expect(code).toBe(1);
  expect(out).toContain('bad.md:5:1  error  header');
  expect(out).toContain('bad.md:12:29  error  json');
  expect(out).toContain(
    '2 pages checked without metadata: 2 errors\n  json            1 error, 0 notes\n  header          1 error, 0 notes\n',
  );
});

test('the metadata is one file, of the month in its name; JSON has every field', async () => {
  const { out } = await check(
    docs(),
    '--metadata',
    join(folder, 'library.2026-08.xml'),
    '--as-of',
    '2026-08-01',
    '--json',
  );
  const found: unknown = JSON.parse(out);
  expect(found).toHaveLength(3);
  expect(found).toContainEqual({
    page: 'more/bad.md',
    line: 12,
    column: 14,
    kind: 'property',
    level: 'error',
    code: 'metadata-property',
    message: 'shelf has no property `colour`',
    evidence: 'metadata',
  });
  const old = await check(docs(), '--metadata', join(folder, 'library.2026-08.xml'), '--as-of', '2021-08-01', '--json');
  expect(JSON.parse(old.out)).toContainEqual(expect.objectContaining({ kind: 'property', level: 'note' }));
});

test('a baseline or a SARIF file takes the place of no other file', async () => {
  const other = join(folder, 'package.json');
  const text = '{\n  "name": "mine"\n}\n';
  for (const flags of [
    ['--baseline', other, '--write-baseline'],
    ['--sarif', other],
  ]) {
    writeFileSync(other, text);
    const { code, err } = await check(docs(), ...flags);
    expect(err).toContain('package.json:1:1: file-unreadable: this file is of another kind');
    expect(code).not.toBe(0);
    expect(readFileSync(other, 'utf8')).toBe(text);
  }
});

test('findings of the baseline do not fail; new ones do', async () => {
  const known = join(folder, 'known.json');
  expect((await check(docs(), '--baseline', known, '--write-baseline')).code).toBe(0);
  expect(await check(docs(), '--baseline', known)).toMatchObject({
    code: 0,
    out: '2 pages checked without metadata: no error; 2 more that the baseline has\n',
  });
  write(
    'docs/more/bad.md',
    `# Moved\n\n${bad}\n\`\`\`http\nGET https://graph.microsoft.com/v1.0/mine\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 201 Created\n\`\`\`\n`,
  );
  const later = await check(docs(), '--baseline', known);
  expect(later.code).toBe(1);
  expect(later.out).toContain('bad.md:22:1  error  status');
  expect(later.out).toContain('1 error; 2 more');
});

test('a baseline knows a page however it is given', async () => {
  write('docs/more/bad.md', bad);
  write('docs/known.json', '');
  const known = join(docs(), 'known.json');
  await check(docs(), '--baseline', known, '--write-baseline');
  for (const operand of [join(docs(), 'more'), join(docs(), 'more', 'bad.md'), join(docs(), '**', 'b*.md')]) {
    expect(await check(operand, '--baseline', known)).toMatchObject({ code: 0 });
  }
  mkdirSync(join(folder, 'copy', 'more'), { recursive: true });
  write('copy/more/bad.md', bad);
  expect(await check(docs(), join(folder, 'copy'), '--baseline', known)).toMatchObject({ code: 1 });
});

test.each([
  [
    '{ "baseline": "pages check", "version": 9, "findings": [] }',
    'known.json:1:41: baseline-invalid: this is version 9, and this release reads version 2',
  ],
  ['{ "version": 2 }', 'baseline-invalid: `baseline` is missing'],
  ['{', 'baseline-invalid: not valid JSON'],
])('a baseline that cannot be read is refused: %s', async (text, said) => {
  write('known.json', text);
  const { code, err } = await check(docs(), '--baseline', join(folder, 'known.json'));
  expect(code).toBe(2);
  expect(err).toContain(said);
});

test('findings with one correction are printed as a patch, and the page is unchanged', async () => {
  const { code, out } = await check(docs(), '--fix');
  expect(code).toBe(1);
  expect(out).toContain('-Authorization : Bearer <token>\n+Authorization: Bearer <token>\n');
  expect(out).toContain('-{ "id": "7", "colour": "red", }\n+{ "id": "7", "colour": "red" }\n');
  expect(readFileSync(join(docs(), 'more/bad.md'), 'utf8')).toBe(bad);
});

test('the patch applies with git, from the root of the checkout and from a folder in it, and nothing is left', async () => {
  write('docs/more/a page of its own.md', bad);
  execFileSync('git', ['init', '-q'], { cwd: folder });
  for (const cwd of [folder, join(folder, 'docs', 'more')]) {
    write('docs/more/bad.md', bad);
    const { out: input } = await check(docs(), '--fix');
    execFileSync('git', ['apply'], { cwd, input });
    expect(readFileSync(join(docs(), 'more/bad.md'), 'utf8')).toContain('\nAuthorization: Bearer <token>\n');
    expect(await check(docs(), '--fix')).toEqual({ code: 0, out: '', err: '' });
  }
});

test('annotations and SARIF name the page, the place and the kind', async () => {
  const sarif = join(folder, 'out.sarif');
  const { out } = await check(docs(), '--github', '--sarif', sarif);
  expect(out).toMatch(/::error file=.*bad\.md,line=12,col=29,endColumn=\d+,title=tutorial-replay%3A pages json::/);
  const log = JSON.parse(readFileSync(sarif, 'utf8'));
  expect(log.runs[0].results.map(({ ruleId }: { readonly ruleId: string }) => ruleId)).toEqual([
    'pages-header',
    'pages-json',
  ]);
});

test('one bad page ends nothing: it is an error of that page, and the others are checked', async () => {
  writeFileSync(join(docs(), 'latin.md'), Buffer.from([0x23, 0x20, 0xff]));
  writeFileSync(join(docs(), 'large.md'), 'x'.repeat(50 * 1024 * 1024));
  symlinkSync(root, join(docs(), 'out.md'));
  symlinkSync(join(docs(), 'good.md'), join(docs(), 'again.md'));
  const { code, out, err } = await check(docs());
  expect([code, err]).toEqual([1, '']);
  expect(out).toContain('2 pages checked without metadata: 5 errors');
  rmSync(join(docs(), 'more'), { recursive: true });
  const unreadable = ['latin.md', 'large.md', 'out.md'];
  for (const name of unreadable) expect(out).toContain(`${name}:1:1  error  unreadable`);
  expect(out).toContain('the link leads out of the folder, and is not followed: remove it');
  expect(out).not.toContain('again.md');
  const sarif = join(folder, 'out.sarif');
  const { out: annotations } = await check(docs(), '--github', '--sarif', sarif);
  for (const name of unreadable) expect(annotations).toContain(`${name},line=1,`);
  expect(annotations.match(/::error/g)).toHaveLength(unreadable.length);
  const { results } = JSON.parse(readFileSync(sarif, 'utf8')).runs[0];
  expect(results.map(({ ruleId }: { readonly ruleId: string }) => ruleId)).toEqual(
    unreadable.map(() => 'pages-unreadable'),
  );
  expect(await check(docs(), '--fix')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('large.md:1:1  error  unreadable'),
  });
});

test('a control character costs nothing of its page but the line it is in', async () => {
  const page = (text: string) => `# T\n\nA\u009bB\u001b[2J.\n\n\`\`\`json\n${text}\n\`\`\`\n`;
  writeFileSync(join(docs(), 'good.md'), page('{ "a": 1, }'));
  const { out, err } = await check(docs());
  expect(out).toContain('good.md:6:9  error  json            a comma before the end of a list or an object');
  expect(out + err).not.toMatch(/[\u009b\u001b]/);
  writeFileSync(join(docs(), 'good.md'), page('{ "a": "b\u009b" }'));
  expect((await check(docs())).out).not.toContain('good.md');
  writeFileSync(join(docs(), 'good.md'), page('\0'));
  expect((await check(docs())).out).toContain('good.md:1:1  error  unreadable');
});

test('a folder without pages, a page that is not there and damaged metadata are refused with their place', async () => {
  mkdirSync(join(folder, 'empty'));
  expect(await check(join(folder, 'empty'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('empty:1:1: nothing-selected'),
  });
  expect(await check(join(folder, 'none'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('none:1:1: file-unreadable'),
  });
});

test.each([
  ['metadata', 'cut short', '<edmx:Edmx><Schema'],
  ['metadata', 'of something else', '<html><body>Sign in</body></html>'],
  ['metadata', 'in JSON', '{ "value": [] }'],
  ['metadata', 'empty', ''],
  ['permissions', 'cut short', '{ "permissions": {'],
  ['permissions', 'of something else', '{ "value": [] }'],
] as const)('%s that are %s are refused, and no page is checked', async (flag, _, text) => {
  write('wrong.file', text);
  const { code, out, err } = await check(docs(), `--${flag}`, join(folder, 'wrong.file'));
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(new RegExp(`wrong\\.file:1:\\d+: ${flag}-invalid`));
});

test('metadata of another version applies to the pages of that version only', async () => {
  const metadata = `beta=${join(folder, 'library.2026-08.xml')}`;
  const { out } = await check(docs(), '--metadata', metadata, '--json');
  expect(JSON.parse(out).filter(({ evidence }: { readonly evidence: string }) => evidence === 'metadata')).toEqual([]);
});

test('each page is checked by the metadata of its version, where both are given', async () => {
  const beta = librarySource.text.replace(
    '<Property Name="height"',
    '<Property Name="hue" Type="Edm.Int32"/><Property Name="height"',
  );
  write('beta.2026-08.xml', beta);
  const shelf = bad.replace('Authorization : Bearer <token>\n', '').replace(', }', ', "hue": 3 }');
  write('docs/more/bad.md', shelf);
  write('docs/more/new.md', shelf.replace('v1.0', 'beta'));
  const stable = join(folder, 'library.2026-08.xml');
  const both = ['--metadata', stable, '--metadata', `beta=${join(folder, 'beta.2026-08.xml')}`];
  const { code, out } = await check(docs(), ...both, '--as-of', '2026-08-01');
  expect(code).toBe(1);
  expect(out.match(/(?:bad|new)\.md:\d+:\d+ {2}error .*/g)).toEqual([
    expect.stringMatching(/bad\.md:\d+:\d+ {2}error {2}property {8}shelf has no property `colour`/),
    expect.stringMatching(/bad\.md:\d+:\d+ {2}error {2}property {8}shelf has no property `hue`/),
    expect.stringMatching(/new\.md:\d+:\d+ {2}error {2}property {8}shelf has no property `colour`/),
  ]);
});

test('a folder that holds only what cannot be read is an error of its pages', async () => {
  mkdirSync(join(folder, 'bad'));
  symlinkSync(root, join(folder, 'bad', 'out.md'));
  expect(await check(join(folder, 'bad'))).toMatchObject({ code: 1, out: expect.stringContaining('out.md:1:1') });
});

test.each([
  [['--as-of', 'yesterday'], 'is not a date'],
  [['--json', '--github'], 'both print'],
  [['--write-baseline'], 'does not say where'],
  [['--write-baseline', '--baseline', 'known.json', '--since', 'HEAD'], 'would forget what pages have'],
])('%j is refused', async (args, said) => {
  expect(await check(docs(), ...args)).toMatchObject({ code: 2, err: expect.stringContaining(said) });
});

test('a secret in a sample silences nothing, and is not printed', async () => {
  const token = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(40)}.${'c'.repeat(43)}`;
  write('docs/more/bad.md', bad.replace('<token>', token));
  const { out } = await check(docs());
  expect(out).toContain('bad.md:5:1  error  header');
  expect(out).not.toContain(token);
});

test('only pages that changed since a revision are checked, and the last commit is the day of a page', async () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      env: { ...process.env, GIT_AUTHOR_DATE: '2020-01-01T00:00:00Z', GIT_COMMITTER_DATE: '2020-01-01T00:00:00Z' },
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'Pages');
  const metadata = ['--metadata', join(folder, 'library.2026-08.xml')];
  const whole = await check(docs(), ...metadata, '--json');
  expect(JSON.parse(whole.out)).toContainEqual(expect.objectContaining({ kind: 'property', level: 'note' }));
  expect((await check(docs(), '--since', 'HEAD')).out).toBe('0 pages checked without metadata: no error\n');
  write('docs/good.md', good.replace('/mine', '//mine'));
  write('docs/new.md', good);
  const changed = await check(docs(), '--since', 'HEAD');
  expect(changed.out).toContain('2 pages checked without metadata: 1 error');
  expect(await check(docs(), '--since', 'nothing')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--since nothing'),
  });
});
