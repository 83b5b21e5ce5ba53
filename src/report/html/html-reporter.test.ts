import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evil } from '../../../test/support/report/sample-hostile.ts';
import { differingStory, manyScenarios, pageOf, sampleResults } from '../../../test/support/report/sample-pages.ts';
import { sampleResult, sampleScenario, textOf } from '../../../test/support/report/sample-result.ts';
import {
  createStep,
  exchanged,
  manyDifferences,
  postGroup,
  undocumented,
} from '../../../test/support/report/sample-steps.ts';
import { defined } from '../../defined.ts';
import type { RunEvent } from '../../run/result.ts';
import { storedEvents } from '../result/stored-events.ts';
import { htmlReporter } from './html-reporter.ts';
import { html, htmlText } from './html-text.ts';
import { pageLink } from './page-link.ts';
import { prose } from './prose.ts';

const everything = pageOf(sampleResults.everything);

describe('the page', () => {
  test('P16 is the same, byte for byte, for the same result', () => {
    expect(pageOf(sampleResults.everything)).toBe(everything);
  });

  test('goes out story by story; only the first screen waits for the end', () => {
    const written: string[] = [];
    const sink = { write: (text: string) => void written.push(text), end: async () => {}, abort: async () => {} };
    const reporter = htmlReporter(sink, { version: '0.1.0' });
    const seen = new Map<RunEvent['kind'], number>();
    for (const event of storedEvents(sampleResults.everything)) {
      written.length = 0;
      void reporter.on(event);
      seen.set(event.kind, Math.max(seen.get(event.kind) ?? 0, written.join('').length));
    }
    expect(seen.get('step-ended')).toBe(0);
    expect(seen.get('scenario-ended')).toBeGreaterThan(10_000);
    expect(seen.get('run-ended')).toBeLessThan(20_000);
  });

  test('lets through its own style and script, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(everything)?.[1]
      ?.replaceAll('&#39;', "'");
    const hashOf = (element: string) => {
      const text = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(everything)?.[1] ?? '';
      return createHash('sha256').update(text).digest('base64');
    };
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hashOf('style')}'; script-src 'sha256-${hashOf('script')}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(everything).not.toMatch(/\s(?:style|on\w+)=/);
  });

  test('keeps stories that no one has to look at as text, and writes out only so many others', () => {
    const differing = Array.from({ length: 100 }, (_, index) => ({
      ...differingStory,
      file: `${index}.scenario.yaml`,
    }));
    const page = pageOf(sampleResult(differing, { exitCode: 1 }));
    expect(page.match(/<script type="text\/plain">/g)).toHaveLength(70);
    expect(page).toContain('50 more below');
  });

  test.each([
    [1, '1 deleted object of this run is kept by the service for a while'],
    [2, '2 deleted objects of this run are kept by the service for a while'],
  ])('says that the recycle bin has %i', (count, said) => {
    const recycleBin = Array.from({ length: count }, () => ({ url: '/v1.0/groups/1', until: '2026-12-30' }));
    expect(pageOf(sampleResult([sampleScenario({ against: 'live' })], { exitCode: 0, recycleBin }))).toContain(said);
  });

  test('states the verdict in one sentence', () => {
    const verdictOf = (page: string) => /<h1>([^<]*)<\/h1>/.exec(page)?.[1];
    expect(verdictOf(everything)).toBe('1 of 6 scenarios failed.');
    expect(verdictOf(pageOf(sampleResults.passing))).toBe('“Create a security group and read it back” passed.');
    expect(verdictOf(pageOf(sampleResults['leftovers']))).toBe('1 object that this run created still exists.');
    expect(verdictOf(pageOf(sampleResults.empty))).toBe(
      'No step was executed, so nothing was tested: no request sent.',
    );
  });

  test.each([
    ['https://graph.microsoft.us', 'Microsoft Graph (https://graph.microsoft.us)'],
    ['https://127.0.0.1:8443', 'https://127.0.0.1:8443'],
    [undefined, 'Microsoft Graph'],
  ])('names %s as the service, and copies commands for it', (service, said) => {
    const { recording: _, ...live } = sampleScenario({
      against: 'live',
      ...defined({ service }),
    });
    const { summary, ...rest } = sampleResult([live], { exitCode: 0 });
    const page = pageOf({ ...rest, summary: { ...summary, against: 'live' } });
    expect(page).toContain(`run against <strong>${said}</strong> on`);
    expect(page).toContain(`Responses from ${said};`);
    expect(page).toContain(`&#39;${service ?? 'https://graph.microsoft.com'}/beta/groups&#39;`);
  });

  test('shows the line of the page, where the page is available', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tutorial-replay-html-'));
    const file = join(folder, 'groups.md');
    writeFileSync(file, `${'\n'.repeat(40)}Some words.\n## Step 1: Create a <group>\n`);
    const written = (pageFile: (address: string) => string | undefined) =>
      textOf((sink) => htmlReporter(sink, { version: '0.1.0', pageFile }), sampleResults.passing);
    expect(written((address) => (address.endsWith('/groups') ? file : undefined))).toContain(
      ' 41 | Some words.\n 42 | ## Step 1: Create a &lt;group&gt;',
    );
    for (const other of [undefined, folder, join(folder, 'none.md')]) {
      expect(written(() => other)).toBe(pageOf(sampleResults.passing));
    }
    rmSync(folder, { recursive: true });
  });

  test('gives two scenarios of one name two anchors', () => {
    const twice = [sampleScenario(), sampleScenario({ file: 'other/building-security.scenario.yaml' })];
    const ids = [...pageOf(sampleResult(twice, { exitCode: 0 })).matchAll(/ id="(building-[^".]*)"/g)];
    expect(ids.map(([, id]) => id)).toEqual(['building-security', 'building-security-2']);
  });

  test('marks each difference in the row of its place, and says it there', () => {
    const rows = [...everything.matchAll(/<tr class="(?:failed|why)">([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
      row.replace(/<[^>]*>/g, '|').replaceAll('&quot;', '"'),
    );
    expect(rows.slice(0, 4)).toEqual([
      expect.stringContaining('"id": &lt;uuid&gt;'),
      expect.stringContaining('the property is missing'),
      expect.stringContaining('"displayName": "Building security"'),
      expect.stringContaining('unexpected value'),
    ]);
    expect(rows.filter((row) => row.includes('✗'))).toHaveLength(5);
  });

  test('a line that stories have in common is written once', () => {
    const thousand = pageOf(manyScenarios(1000));
    expect(thousand.length / 10_000).toBeLessThan(400);
    expect(thousand.match(/"description": &quot;|&quot;mailEnabled&quot;: false/g)?.length).toBeLessThan(100);
  });

  test('a file is named a few times in its story, not in each of its steps', () => {
    const steps = Array.from({ length: 50 }, (_, at) => createStep({ id: `step-${at}`, number: at + 1, of: 50 }));
    const long = sampleScenario({ file: 'of-fifty-steps.scenario.yaml', steps, cleanup: [] });
    const page = pageOf(sampleResult([long], { exitCode: 0 }));
    expect(page.split('of-fifty-steps.scenario.yaml').length).toBeLessThan(8);
  });

  test('a page stays short where nothing is in common, and reports what it leaves out', () => {
    const unique = Array.from({ length: 1000 }, (_, at) => {
      const step = (number: number) => {
        const text = JSON.stringify(
          Array.from({ length: 60 }, (__, line) => `${at} ${number} ${line} ${'x'.repeat(40)}`),
        );
        return createStep({ id: `step-${number}`, number, of: 7, exchange: exchanged(postGroup, 201, text) });
      };
      return sampleScenario({ file: `${at}.scenario.yaml`, steps: [1, 2, 3, 4, 5, 6, 7].map(step), cleanup: [] });
    });
    const page = pageOf(sampleResult(unique, { exitCode: 0 }));
    expect(page.length).toBeLessThan(10_000_000);
    expect(page).toContain('The page is long: requests and responses of steps that passed are omitted');
  });

  test('a live run names its tenant in the headline', () => {
    const { recording: _, ...live } = sampleScenario({ against: 'live', tenant: 'tenant-91c2d0e4.example' });
    expect(pageOf(sampleResult([live], { exitCode: 0 }))).toContain(
      '” passed. <span class="tenant">tenant tenant-91c2d0e4.example</span></h1>',
    );
  });

  test('a status looks wrong only where it is what is wrong', () => {
    const statuses = [...everything.matchAll(/<span class="(status[^"]*)">(\d+)</g)].map(
      ([, name, status]) => `${status} ${name}`,
    );
    expect(new Set(statuses)).toEqual(
      new Set(['201 status', '200 status wrong', '200 status', '204 status', '403 status wrong']),
    );
  });

  test('undocumented properties are folded', () => {
    const notes = ['$.theme', '$.visibility'].map((path) => ({ ...undocumented, path }));
    const outcome = { kind: 'failed', differences: manyDifferences } as const;
    const steps = [createStep({ notes, outcome }), createStep({ id: 'second', notes })];
    const page = pageOf(sampleResult([sampleScenario({ outcome: 'failed', steps })], { exitCode: 1 }));
    const folded =
      '<details><summary>Undocumented properties: 2</summary><p><code>$.theme</code>, <code>$.visibility</code></p></details>';
    expect(page.split(folded)).toHaveLength(3);
  });
});

describe('a message between backticks', () => {
  const outcome = {
    kind: 'blocked',
    reason: 'auth',
    message: 'no sign-in for admin: `az login` is not enough',
    fix: 'run `npm i @azure/identity`; `<b>` is text',
  } as const;
  const page = pageOf(
    sampleResult([sampleScenario({ outcome: 'blocked', steps: [createStep({ outcome })] })], { exitCode: 3 }),
  );

  test('is code, in the story and on the first screen', () => {
    expect(page.split('no sign-in for admin: <code>az login</code> is not enough')).toHaveLength(3);
    expect(page).toContain('run <code>npm i @azure/identity</code>; <code>&lt;b&gt;</code> is text');
  });

  test.each(['a`b`c', '"`quoted`"', 'one ` alone', '` a\nb `', '``'])('is not taken out of a value: %j', (text) => {
    expect(prose(text)).toEqual(html`${text}`);
  });
});

describe('P14 text from outside', () => {
  const fragment = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<script>',
      '</script>',
      '<!--',
      ']]>',
      '"',
      "'",
      '&lt;',
      '\u202e',
      '\u2028',
      '\x1b[2J',
      '<img src=x onerror=1>',
      evil,
    ),
  );
  const text = fc.array(fragment, { maxLength: 4 }).map((parts) => parts.join(''));

  test('ends no element and no attribute, and drives nothing', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(html`<p title="${one}">${[one]}</p>`.html).toMatch(/^<p title="[^"<>]*">[^<>]*<\/p>$/);
        expect(htmlText(one)).not.toMatch(
          /[<>"']|&(?!(?:amp|lt|gt|quot|#39);)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('adds no element to a page', () => {
    const scriptsOf = (page: string) => page.match(/<\/?script|<!--/gi)?.length;
    const pageWith = (one: string) =>
      pageOf(
        sampleResult(
          [
            sampleScenario({
              title: one,
              tutorial: one,
              steps: [createStep({ title: one, actor: one, captured: { [one]: one } })],
            }),
          ],
          { exitCode: 0 },
        ),
      );
    const usual = scriptsOf(pageWith('a title'));
    fc.assert(
      fc.property(text, (one) => {
        expect(scriptsOf(pageWith(one))).toBe(usual);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', ' javascript:x', 'file:///etc/passwd', 'learn.example'])(
    '%j becomes no link',
    (address) => expect(pageLink(address).html).not.toContain('href'),
  );
});
