import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passingScenario, sampleResult } from '../../test/support/report/sample-result.ts';
import { SecretIndex } from '../redaction/scan/secret-index.ts';
import { parseReporterFlag, type ReporterChoice, reporters } from './reporter-table.ts';
import { parseResult } from './result/parse-result.ts';
import { storedEvents } from './result/stored-events.ts';
import type { ReportEnvironment } from './wording/reporter.ts';
import { openReporters } from './write-reports.ts';

const names = `use one of ${Object.keys(reporters)
  .map((name) => `\`${name}\``)
  .join(', ')}`;

describe('the reporter flag', () => {
  it.each([
    ['terminal', { name: 'terminal' }],
    ['json', { name: 'json', file: 'reports/result.json' }],
    ['junit', { name: 'junit', file: 'reports/junit.xml' }],
    ['junit=out.xml', { name: 'junit', file: 'out.xml' }],
    ['json=a=b.json', { name: 'json', file: 'a=b.json' }],
  ])('reads %s', (flag, value) => expect(parseReporterFlag(flag)).toEqual({ ok: true, value }));

  it.each([
    ['junti', 'there is no reporter `junti`', 'did you mean `junit`?'],
    ['toString', 'there is no reporter `toString`', names],
    ['', 'there is no reporter ``', names],
    ['junit=', '`junit=` names no file', 'write `junit=reports/junit.xml`'],
    ['github=x', 'the reporter `github` writes no file', 'write `github`, and redirect its output'],
    ['terminal=x', 'the reporter `terminal` writes no file', 'write `terminal`, and redirect its output'],
  ])('refuses %j', (flag, message, fix) => {
    expect(parseReporterFlag(flag)).toEqual({ ok: false, problems: [{ code: 'usage', message, fix }] });
  });
});

describe('open reporters', () => {
  let folder: string;
  let screen: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tutorial-replay-reports-'));
    screen = '';
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const environment = (): ReportEnvironment => {
    let count = 0;
    return {
      stdout: {
        write: (text) => {
          screen += text;
        },
        isTTY: false,
      },
      color: false,
      verbose: false,
      random: () => String(count++),
      version: '0.1.0',
    };
  };
  const open = async (choices: readonly ReporterChoice[], change: Partial<ReportEnvironment> = {}) => {
    const opened = await openReporters(choices, { ...environment(), ...change });
    if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join());
    return opened.value;
  };
  it('write no file that holds a registered secret', async () => {
    const path = join(folder, 'result.json');
    const value = passingScenario.title.slice(0, 12);
    const opened = await openReporters([{ name: 'json', file: path }], {
      ...environment(),
      secrets: () => new SecretIndex([{ name: 'a token', value }]),
    });
    if (!opened.ok) throw new Error('not opened');
    for (const event of storedEvents(result)) await opened.value.on(event);
    expect(await opened.value.close()).toMatchObject([{ code: 'secret-found', message: 'registered-value, a token' }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  const result = sampleResult([passingScenario], { exitCode: 0 });

  it('write everything that was chosen, though no one waits for them before they are closed', async () => {
    const opened = await open([
      { name: 'terminal' },
      { name: 'json', file: join(folder, 'out', 'result.json') },
      { name: 'junit', file: join(folder, 'junit.xml') },
    ]);
    for (const event of storedEvents(result)) void opened.on(event);
    expect(await opened.close()).toEqual([]);
    expect(screen).toContain('✓ Create a security group');
    const path = join(folder, 'out', 'result.json');
    expect(parseResult({ path, text: readFileSync(path, 'utf8') })).toEqual({ ok: true, value: result });
    expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toMatch(/<\/testsuites>\n$/);
    expect(readdirSync(folder).sort()).toEqual(['junit.xml', 'out']);
  });

  const writing = ['json', 'junit', 'html', 'har', 'markdown'] as const;

  it.each(writing)('replace by %s what it wrote before, and no scenario, page or manifest', async (name) => {
    const file = join(folder, 'report');
    for (const _ of ['once', 'and again']) {
      const opened = await open([{ name, file }]);
      for (const event of storedEvents(result)) void opened.on(event);
      expect(await opened.close()).toEqual([]);
    }
    const others = [
      'title: A scenario\n',
      '# A page\n',
      '{\n  "name": "mine"\n}\n',
      '{ "version": 1, "source": "sandbox" }',
    ];
    for (const text of others) {
      writeFileSync(file, text);
      expect(await openReporters([{ name, file }], environment())).toMatchObject({
        ok: false,
        problems: [{ code: 'file-unreadable', message: expect.stringContaining('this file is of another kind') }],
      });
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    writeFileSync(file, '');
    await (await open([{ name, file }])).close();
    expect(readdirSync(folder)).toEqual(['report']);
  });

  it('append the summary to the file that GitHub names, and keep what others wrote there', async () => {
    const summary = join(folder, 'step-summary');
    writeFileSync(summary, '# Before\n');
    const variables = { GITHUB_STEP_SUMMARY: summary };
    for (const _ of ['once', 'and again']) {
      const opened = await open([{ name: 'github' }], { variables });
      for (const event of storedEvents(result)) void opened.on(event);
      expect(await opened.close()).toEqual([]);
    }
    expect(readFileSync(summary, 'utf8')).toMatch(/^# Before\n## ✓ [^#]*## ✓ [^#]*$/);
    expect(screen).toContain('::group::');
  });

  it('write no summary that GitHub would refuse: the file has its limit, anyone who filled it', async () => {
    const summary = join(folder, 'step-summary');
    writeFileSync(summary, 'x'.repeat(1024 * 1024 - 5000));
    const opened = await open([{ name: 'github' }], { variables: { GITHUB_STEP_SUMMARY: summary } });
    for (const event of storedEvents(result)) void opened.on(event);
    await opened.close();
    expect(statSync(summary).size).toBe(1024 * 1024 - 5000);
  });

  it('write the log without a summary where GitHub names no file', async () => {
    const opened = await open([{ name: 'github' }]);
    for (const event of storedEvents(result)) void opened.on(event);
    expect(await opened.close()).toEqual([]);
    expect(screen).toContain('::endgroup::');
  });

  it('refuse to append to what is not a regular file', async () => {
    const link = join(folder, 'link');
    symlinkSync(join(folder, 'elsewhere'), link);
    for (const path of [link, folder, '/dev/null']) {
      const variables = { GITHUB_STEP_SUMMARY: path };
      const opened = await openReporters([{ name: 'github' }], { ...environment(), variables });
      expect(opened.ok ? [] : opened.problems.map(({ code }) => code)).toEqual(['file-unreadable']);
    }
    expect(readdirSync(folder)).toEqual(['link']);
  });

  it('report Azure of the summary only when it is there whole', async () => {
    const here = process.cwd();
    process.chdir(folder);
    try {
      const opened = await open([{ name: 'azure' }]);
      for (const event of storedEvents(result)) void opened.on(event);
      expect(await opened.close()).toEqual([]);
      const path = join(process.cwd(), 'reports', 'azure-summary.md');
      expect(screen).toContain(`\n##vso[task.uploadsummary]${path}\n`);
      expect(readFileSync(path, 'utf8')).toContain('## ✓');
      screen = '';
      const broken = await open([{ name: 'azure' }]);
      rmSync(join(folder, 'reports'), { recursive: true });
      for (const event of storedEvents(result)) void broken.on(event);
      expect((await broken.close()).map(({ code }) => code)).toEqual(['file-unreadable']);
      expect(screen).not.toContain('uploadsummary');
    } finally {
      process.chdir(here);
    }
  });

  it('leave no file of a run that did not end', async () => {
    const opened = await open([{ name: 'json', file: join(folder, 'result.json') }]);
    for (const event of storedEvents(result)) if (event.kind !== 'run-ended') void opened.on(event);
    expect(await opened.close()).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are refused together, with all problems, and leave nothing behind', async () => {
    const opened = await openReporters(
      [
        { name: 'json', file: join(folder, 'same') },
        { name: 'junit', file: join(folder, 'x', '..', 'same') },
        { name: 'json', file: folder },
      ],
      environment(),
    );
    expect(opened.ok ? [] : opened.problems.map(({ code }) => code)).toEqual(['usage', 'file-unreadable']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('say at the end what could not be written, and continue with the others', async () => {
    const opened = await open([
      { name: 'json', file: join(folder, 'gone', 'result.json') },
      { name: 'junit', file: join(folder, 'junit.xml') },
    ]);
    rmSync(join(folder, 'gone'), { recursive: true });
    for (const event of storedEvents(result)) void opened.on(event);
    expect((await opened.close()).map(({ code }) => code)).toEqual(['file-unreadable']);
    expect(readdirSync(folder)).toEqual(['junit.xml']);
  });
});
