import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

/** Flags that name a file to write: an earlier file of the same kind is replaced, every other file is kept. */
const scenario = fileURLToPath(
  new URL('../../scenarios/access-reviews/security-group-v1.scenario.yaml', import.meta.url),
);
const home = process.cwd();
let folder: string;

async function call(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  return { code: await dispatch(args, streams), said: out() + err() };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kept-files-'));
  process.chdir(folder);
  await call('init', '--yes', '--for', 'documentation');
  await call('run', '-r', 'json=result.json', '--history', 'history', scenario);
  writeFileSync(
    'key.pem',
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n',
  );
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const drift = ['drift', '--page', 'pages/create-a-group.md', 'scenarios/create-a-group.scenario.yaml'];
const replay = ['run', 'scenarios'];
const history = ['report', '--history', 'history'];
const compare = ['report', '--compare', 'result.json', 'result.json'];

/** What writes, with the file as its last word. */
const writers: { readonly [what: string]: (file: string) => readonly string[] } = {
  'run -r json': (file) => [...replay, '-r', `json=${file}`],
  'run -r junit': (file) => [...replay, '-r', `junit=${file}`],
  'run -r html': (file) => [...replay, '-r', `html=${file}`],
  'run -r har': (file) => [...replay, '-r', `har=${file}`],
  'run -r markdown': (file) => [...replay, '-r', `markdown=${file}`],
  'report -r markdown': (file) => ['report', 'result.json', '-r', `markdown=${file}`],
  'report --compare -r markdown': (file) => [...compare, '-r', `markdown=${file}`],
  'report --compare -r html': (file) => [...compare, '-r', `html=${file}`],
  'report --history -r json': (file) => [...history, '-r', `json=${file}`],
  'report --history -r html': (file) => [...history, '-r', `html=${file}`],
  'report --history -r markdown': (file) => [...history, '-r', `markdown=${file}`],
  'report --pack': (file) => ['report', 'result.json', '--pack', file],
  'drift --sarif': (file) => [...drift, '--sarif', file],
  'drift --summary': (file) => [...drift, '--summary', file],
  'coverage --summary': (file) => ['coverage', 'pages', '--summary', file],
  'coverage --badge': (file) => ['coverage', 'pages', '--badge', file],
  'pages check --sarif': (file) => ['pages', 'check', 'pages', '--sarif', file],
  'pages check --write-baseline': (file) => ['pages', 'check', 'pages', '--baseline', file, '--write-baseline'],
};

/** Files of other programs, and of the user, that a mistyped name would hit. */
const others: { readonly [what: string]: string } = {
  'a project file in XML': '<?xml version="1.0"?>\n<project><modelVersion>4.0.0</modelVersion></project>\n',
  'the results of another test runner': '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="jest tests">\n',
  'a page of HTML': '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Ours</title>\n',
  'a package': '{\n  "name": "ours",\n  "version": "1.0.0"\n}\n',
  'a recording': '{\n  "version": 1,\n  "source": {}\n}\n',
  'a HAR of a browser': '{ "log": { "version": "1.2", "creator": { "name": "WebInspector" }, "entries": [] } }\n',
  'SARIF of another analyzer':
    '{ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "CodeQL" } } }] }\n',
  'a page in Markdown': '# Our tool\n',
  'a page with a smaller heading': '## Contents\n\ntext\n',
  'notes about history': '## History\n\nIt began in 2019.\n',
  'notes that begin bold': '**12 things** to do\n',
  'a scenario': 'title: Ours\n',
  'a logo': '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>\n',
  'a ZIP file':
    'PK\x03\x04\x14\x00\x00\x00\x00\x00\x60\x7e\x5d\x5d\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x0a\x00\x00\x00word/a.xml',
};

describe.each(Object.entries(writers))('%s', (_, args) => {
  test('names its file, and replaces what it wrote before, and no other file', async () => {
    const own = await call(...args('own'));
    expect(own).not.toMatchObject({ code: 2 });
    expect(own.said).toMatch(/^(?:written: own|own: \d+ bytes.*)$/m);
    const first = readFileSync('own');
    expect(await call(...args('own'))).not.toMatchObject({ code: 2 });
    expect(readFileSync('own').length).toBeGreaterThan(first.length / 2);
    rmSync('own');
    for (const [what, text] of Object.entries(others)) {
      writeFileSync('other', text);
      const { code, said } = await call(...args('other'));
      expect([what, code, readFileSync('other', 'utf8')]).toEqual([what, 2, text]);
      expect(said).toMatch(/^other:1:1: file-unreadable: this file is of another kind/m);
    }
  });
});

test('a signature is replaced beside the pack it belongs to, and not beside a pack that was not there', async () => {
  writeFileSync('a.zip.sig', 'of another file');
  const args = ['report', 'result.json', '--pack', 'a.zip', '--sign', 'key.pem'];
  expect((await call(...args)).said).toContain('a.zip.sig:1:1: file-unreadable: this file is of another kind');
  expect(readFileSync('a.zip.sig', 'utf8')).toBe('of another file');
  expect(existsSync('a.zip')).toBe(false);
  rmSync('a.zip.sig');
  expect(await call(...args)).toMatchObject({ code: 0 });
  expect(await call(...args)).toMatchObject({ code: 0 });
});

test("categories that a person keeps in Allure's folder stay", async () => {
  expect(await call(...replay, '-r', 'allure=results')).toMatchObject({ code: 0 });
  expect(readFileSync('results/categories.json', 'utf8')).toContain('Waits for a person');
  const own = '[{ "name": "Flaky", "matchedStatuses": ["failed"] }]\n';
  writeFileSync('results/categories.json', own);
  expect(await call(...replay, '-r', 'allure=results')).toMatchObject({ code: 0 });
  expect(readFileSync('results/categories.json', 'utf8')).toBe(own);
});
