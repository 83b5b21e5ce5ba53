import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';
import { pagesIn } from '../loading/page-files.ts';

const fixtures = relative(process.cwd(), fileURLToPath(new URL('../fixtures', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

async function said(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, streams);
  return { code, out: out(), err: err() };
}

/** A result that differs, made of one that does not. */
function changed(from: string, to: string): void {
  const result = JSON.parse(readFileSync(from, 'utf8'));
  const [step] = result.scenarios[0].steps;
  const place = { ...step.at, excerpt: [] };
  const difference = { code: 'value', path: '$.id', message: 'unexpected value', expected: '1', at: place };
  step.outcome = { kind: 'failed', differences: [difference] };
  step.page = { line: 7 };
  result.scenarios[0].tutorial = 'https://learn.example/graph/some-page?view=beta#top';
  result.summary.exitCode = 1;
  writeFileSync(to, JSON.stringify(result));
}

beforeAll(async () => {
  // The first of the two scenarios differs from its recording, the second does not.
  for (const [shard, code] of [
    [1, 1],
    [2, 0],
  ]) {
    expect((await said('run', fixtures, '--shard', `${shard}/2`, '-r', `json=${at(`${shard}.json`)}`)).code).toBe(code);
  }
  expect((await said('run', fixtures, '-r', `json=${at('whole.json')}`)).code).toBe(1);
  changed(at('2.json'), at('differs.json'));
});

describe('report', () => {
  test('renders a stored result as the run itself did', async () => {
    const run = await said(
      'run',
      fixtures,
      '-r',
      'terminal',
      '-r',
      `junit=${at('run.xml')}`,
      '-r',
      `markdown=${at('run.md')}`,
    );
    const report = await said(
      'report',
      at('whole.json'),
      '-r',
      'terminal',
      '-r',
      `junit=${at('again.xml')}`,
      '-r',
      `markdown=${at('again.md')}`,
    );
    expect(report.code).toBe(run.code);
    const own = (text: string) => text.replace(/^(?:Took|written: ).*$/gm, '');
    expect(own(report.out)).toBe(own(run.out));
    expect(report.out).toMatch(/^written: .*again\.xml\nwritten: .*again\.md\n$/m);
    expect(readFileSync(at('again.xml'), 'utf8')).toBe(readFileSync(at('run.xml'), 'utf8'));
    expect(readFileSync(at('again.md'), 'utf8')).toBe(readFileSync(at('run.md'), 'utf8'));
  });

  test('takes a folder and a glob for the results in it', async () => {
    const parts = join(folder, 'parts');
    mkdirSync(parts, { recursive: true });
    for (const shard of [1, 2]) writeFileSync(join(parts, `${shard}.json`), readFileSync(at(`${shard}.json`)));
    const whole = await said('report', at('1.json'), at('2.json'));
    expect(await said('report', parts)).toEqual(whole);
    expect(await said('report', join(parts, '*.json'))).toEqual(whole);
  });

  test('makes one of the shards of a run: what the whole run would have stored', async () => {
    expect((await said('report', at('1.json'), at('2.json'), '-r', `json=${at('merged.json')}`)).code).toBe(1);
    expect(JSON.parse(readFileSync(at('merged.json'), 'utf8'))).toEqual(
      JSON.parse(readFileSync(at('whole.json'), 'utf8')),
    );
  });

  test('ends as the runs ended, the worst of them', async () => {
    expect((await said('report', at('2.json'))).code).toBe(0);
    const { code, out } = await said('report', at('2.json'), at('differs.json'));
    expect(code).toBe(1);
    expect(out).toContain('1 difference');
  });

  test.each([130, 143])('ends with %i as the run did that a signal stopped', async (code) => {
    const { streams, out } = capturedStreams();
    const run = ['run', fixtures, '-r', 'terminal', '-r', `json=${at('stopped.json')}`];
    expect(await dispatch(run, { ...streams, signal: AbortSignal.abort(code) })).toBe(code);
    expect(out()).toContain('The run was stopped before its end');
    expect((await said('report', at('stopped.json'))).code).toBe(code);
    expect((await said('report', at('differs.json'), at('stopped.json'))).code).toBe(code);
  });

  test('points at the line of the page, where the pages are available', async () => {
    mkdirSync(at('concepts'));
    writeFileSync(at('concepts/some-page.md'), '# A page\n');
    const { out } = await said('report', at('differs.json'), '-r', 'github', '--pages', at('concepts'));
    expect(out).toContain(`\n::notice file=${at('concepts/some-page.md')},line=7,`);
    const without = await said('report', at('differs.json'), '-r', 'github');
    expect(without.out).not.toContain('::notice');
  });

  test('reads reports/result.json where no result is named', async () => {
    const here = process.cwd();
    mkdirSync(at('reports'));
    writeFileSync(at('reports/result.json'), readFileSync(at('2.json')));
    process.chdir(folder);
    try {
      expect((await said('report')).code).toBe(0);
      rmSync(at('reports'), { recursive: true });
      expect((await said('report')).err).toContain('fix: write it with `npx tutorial-replay run -r json`');
    } finally {
      process.chdir(here);
    }
  });

  test('reports all that is wrong with all files, and renders nothing', async () => {
    writeFileSync(at('bad.json'), '{"version": 1}');
    const { code, out, err } = await said(
      'report',
      at('1.json'),
      at('bad.json'),
      at('none.json'),
      '-r',
      `json=${at('never.json')}`,
    );
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/bad\.json:1:1: result-invalid: `tool` is missing/);
    expect(err).toMatch(/none\.json:1:1: file-unreadable/);
    expect(() => readFileSync(at('never.json'))).toThrow();
  });
});

describe('the file of a page', () => {
  test.each([
    ['https://learn.example/graph/some-page', true],
    ['https://learn.example/graph/some-page?view=beta#x', true],
    ['https://learn.example/graph/other-page', false],
    ['https://learn.example/graph/', false],
    ['https://learn.example/graph/..%2f..%2fsome-page', false],
    ['https://learn.example/graph/..', false],
    ['https://learn.example/graph\\..\\..\\concepts\\some-page', true],
    ['https://learn.example/', false],
    ['some-page', false],
  ])('of %s is found: %s', (address, found) => {
    writeFileSync(at('concepts/.md'), '');
    const file = pagesIn(at('concepts'))(address);
    expect(file).toBe(found ? at('concepts/some-page.md') : undefined);
  });
});

describe('report --compare', () => {
  test('reports what changed, and is 1 where the later run is worse', async () => {
    const worse = await said('report', '--compare', at('2.json'), at('differs.json'));
    expect(worse).toMatchObject({ code: 1, err: '' });
    expect(worse.out).toMatch(/newly fails\n {4}\$\.id: expected .+, got .+\n/);
    const better = await said('report', '--compare', at('differs.json'), at('2.json'));
    expect(better).toMatchObject({ code: 0, out: expect.stringContaining('1 change: 1 × is fixed') });
    const same = await said('report', '--compare', at('differs.json'), at('differs.json'));
    expect(same).toMatchObject({ code: 0, out: expect.stringContaining('Nothing changed; both runs have') });
  });

  test('reports it on the page of the later run, and alone as Markdown', async () => {
    const reports = ['-r', `html=${at('changes.html')}`, '-r', `markdown=${at('changes.md')}`];
    expect(await said('report', '--compare', at('2.json'), at('differs.json'), ...reports)).toMatchObject({ out: '' });
    const page = readFileSync(at('changes.html'), 'utf8');
    expect(page).toContain('What changed since the run before');
    expect(page).toContain('newly fails</span>');
    expect(readFileSync(at('changes.md'), 'utf8')).toContain('| ✗ newly fails |');
    await said('report', at('differs.json'), '-r', `html=${at('plain.html')}`);
    expect(readFileSync(at('plain.html'), 'utf8')).not.toContain('What changed');
  });

  test.each([
    [['2.json'], '`--compare` takes two results, and was given 1'],
    [['2.json', '1.json', '2.json'], '`--compare` takes two results, and was given 3'],
    [['2.json', '1.json', '-r', 'junit'], 'the reporter `junit` does not compare runs'],
    [['2.json', '1.json', '--verify'], '`--verify` and `--compare` cannot be used together'],
    [['2.json', '1.json'], 'have no scenario in common'],
    [['2.json', 'none.json'], 'no such file'],
  ])('refuses %j', async (args, message) => {
    const paths = args.map((arg) => (arg.endsWith('.json') ? at(arg) : arg));
    const { code, err } = await said('report', '--compare', ...paths);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
