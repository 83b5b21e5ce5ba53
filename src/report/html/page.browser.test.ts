import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browserAbsent, openBrowser } from '../../../test/support/report/sample-browser.ts';
import { evil } from '../../../test/support/report/sample-hostile.ts';
import { manyScenarios, pageOf, sampleReadiness, sampleResults } from '../../../test/support/report/sample-pages.ts';
import { sampleResult, sampleScenario } from '../../../test/support/report/sample-result.ts';
import { createStep, exchanged, postGroup } from '../../../test/support/report/sample-steps.ts';
import { placeAt } from '../../diagnostics/place.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { DoctorFinding } from '../../tenant/doctor/doctor-finding.ts';
import type { HistoryRun } from '../../tenant/history/history-run.ts';
import { historyTrends } from '../../tenant/history/history-trends.ts';
import { historyPage } from '../history/history-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'tutorial-replay-page-'));
let opened: Browser | 'absent';
let browser: Browser;

beforeAll(async () => {
  opened = await openBrowser();
  if (opened !== 'absent') browser = opened;
});
afterAll(async () => {
  if (opened !== 'absent') await opened.close();
  rmSync(folder, { recursive: true });
});
beforeEach(({ skip }) => skip(opened === 'absent', browserAbsent));

/** A page opened from disk, and everything it should not do. */
type Shown = { readonly page: Page; readonly complaints: string[] };

async function open(name: string, text: string, options: BrowserContextOptions = {}, hash = ''): Promise<Shown> {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, text);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push('a dialog')));
  page.on('request', (request) => {
    if (!/^(?:file|data):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href + hash);
  return { page, complaints };
}

/** What becomes true in a moment: a long one, on a busy machine. */
const soon = (what: () => unknown, message = '') => expect.poll(what, { timeout: 60_000, message });

const everything = pageOf(sampleResults.everything, { readiness: sampleReadiness });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong. The protocol brings its code, so that the page's policy need not let it in. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found: { id: string; targets: string }[] = await page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, targets: nodes.map((one) => one.target.join(' ')).slice(0, 3).join(', ') })))`,
  );
  return found.map(({ id, targets }) => `${id}: ${targets}`);
}

describe('opened from disk', () => {
  test('the page shows the verdict first, and asks no one for anything', async () => {
    const { page, complaints } = await open('everything', everything);
    await soon(() => page.title()).toBe('1 of 6 scenarios failed. · tutorial-replay');
    const tops = await page.evaluate(
      `['h1', '.troubles', '.readiness', '#scenarios', '.scenario'].map((one) => document.querySelector(one).getBoundingClientRect().top)`,
    );
    expect(tops).toEqual((tops as number[]).toSorted((a, b) => a - b));
    expect(complaints).toEqual([]);
  });

  test('the accessible order is the visible one', async () => {
    const { page } = await open('order', everything);
    const headings = await page.locator('main').ariaSnapshot();
    expect(headings.indexOf('1 of 6 scenarios')).toBeLessThan(headings.indexOf('Change a security group'));
    expect(headings.indexOf('Scenarios')).toBeLessThan(headings.indexOf('passing.scenario.yaml'));
  });

  test('a story opens when a person asks for it', async () => {
    const { page, complaints } = await open('story', everything);
    await soon(() => page.locator('#passing .steps').count()).toBe(0);
    await page.locator('#passing > summary').click();
    await soon(() => page.locator('#passing .steps > li').count()).toBe(4);
    await page.locator('[id="passing.create-group"] > summary').click();
    await soon(() => page.locator('[id="passing.create-group"] .exchange').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('an address that names a step opens its story and goes there', async () => {
    const { page } = await open('link', everything, {}, '#far.create-group');
    const step = page.locator('[id="far.create-group"] > summary');
    await soon(() => step.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    await soon(() => page.locator('[id="far.create-group"] .exchange').isVisible()).toBe(true);
    const top = async () => (await step.boundingBox())?.y ?? Number.NaN;
    await soon(top).toBeGreaterThanOrEqual(0);
    await soon(top).toBeLessThan(900);
  });

  test('an address that names nothing does nothing', async () => {
    const { page, complaints } = await open('nowhere', everything, {}, '#%E0%A4%A');
    // The page follows its address in a frame of its own.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    expect(complaints).toEqual([]);
  });

  test('without script the verdict and all that failed can be read', async () => {
    const { page } = await open('noscript', everything, { javaScriptEnabled: false });
    await soon(() => page.locator('h1').isVisible()).toBe(true);
    await soon(() => page.locator('.toolbar').isVisible()).toBe(false);
    await soon(() => page.getByText('unexpected value').first().isVisible()).toBe(true);
    await soon(() => page.getByText('the tenant needs a license').last().isVisible()).toBe(true);
    await soon(() => page.locator('noscript p').isVisible()).toBe(true);
    await soon(() => page.getByText('no subscription of the tenant has it').isVisible()).toBe(true);
    await page.getByText('2 other findings').click();
    await soon(() => page.getByText('it answered after 120 ms').isVisible()).toBe(true);
  });
});

describe('finding', () => {
  const shown = (page: Page) => page.locator('.scenario:visible').count();

  test('a click on an outcome shows its scenarios', async () => {
    const { page } = await open('filter', everything);
    await page.getByRole('button', { name: '1 blocked' }).click();
    await soon(() => shown(page)).toBe(1);
    await soon(() => page.getByRole('status').innerText()).toBe('1 of 6 scenarios');
    await page.getByRole('button', { name: 'all 6' }).click();
    await soon(() => shown(page)).toBe(6);
  });

  test('the search looks at titles, steps, urls and codes', async () => {
    const { page } = await open('search', everything);
    for (const [words, count] of [
      ['MISSING-property', 1],
      ['list members', 6 - 1],
      ['مراجعة', 1],
      ['missing-license', 1],
      ['no such thing', 0],
    ] as const) {
      await page.getByRole('searchbox').fill('');
      await soon(() => shown(page)).toBe(6);
      await page.getByRole('searchbox').fill(words);
      await soon(() => shown(page), words).toBe(count);
    }
  });

  test('a link to a scenario that is filtered away brings it back', async () => {
    const { page } = await open('back', everything);
    await page.getByRole('button', { name: '1 skipped' }).click();
    await page.locator('.troubles a').first().click();
    await soon(() => shown(page)).toBe(6);
  });
});

test('everything can be reached and opened with the keyboard alone', async () => {
  const { page } = await open('keyboard', everything);
  const focused = () =>
    page.evaluate(`(document.activeElement.textContent || document.activeElement.placeholder).trim().slice(0, 40)`);
  const walk: unknown[] = [];
  for (let at = 0; at < 15; at++) {
    await page.keyboard.press('Tab');
    walk.push(await focused());
  }
  expect(walk.slice(0, 1)).toEqual(['Change what the group is called']);
  expect(walk.slice(3, 13)).toEqual([
    'Attest in My Access',
    'https://learn.example/licenses',
    'https://learn.example/permissions#group',
    '2 other findings',
    'all 6',
    '✓ 2 passed',
    '✗ 1 failed',
    '! 1 blocked',
    '? 1 waits for a person',
    '– 1 skipped',
  ]);
  expect(walk[13]).toBe('title, step, url, code');
  expect(walk[14]).toMatch(/^✓ passed/);
  await page.keyboard.press('Enter');
  await soon(() => page.locator('#passing .steps > li').count()).toBe(4);
});

test('a request is copied as a command', async () => {
  const { page } = await open('copy', everything, { permissions: ['clipboard-read', 'clipboard-write'] });
  // The page says it for a moment only.
  await page.evaluate(`
    globalThis.said = [];
    const status = document.querySelector('[role=status]');
    new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
  `);
  await page.getByRole('button', { name: 'Copy as curl' }).first().click();
  await soon(() => page.evaluate('navigator.clipboard.readText()')).toMatch(/^curl --globoff .*\$TOKEN/s);
  await soon(() => page.evaluate('said')).toContain('Copied to the clipboard');
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test('axe-core finds nothing, with every story open', async () => {
    const { page } = await open(`axe-${colorScheme}`, everything, { colorScheme });
    await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
    await soon(() => page.locator('.scenario > script').count(), 'stories that still wait as text').toBe(0);
    await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
    expect(await violations(page)).toEqual([]);
  });

  test('the ground is what the reader asked for', async () => {
    const { page } = await open(`ground-${colorScheme}`, everything, { colorScheme });
    const light: number = await page.evaluate(
      `Number(getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/)[0])`,
    );
    expect(light > 128).toBe(colorScheme === 'light');
  });
});

test('values that differ in white space alone look different, and the caret of a long line is in sight', async () => {
  const [expected, actual] = ['"Fire wardens"', '"Fire  wardens "'];
  const text = `${'x'.repeat(90)}: here`;
  const at = placeAt({ path: 'wide.scenario.yaml', text }, { start: 92, end: 96 });
  const difference: Difference = {
    code: 'value',
    path: '$.displayName',
    message: 'only white space differs',
    expected,
    actual,
    at,
  };
  const steps = [createStep({ outcome: { kind: 'failed', differences: [difference] } })];
  const { page } = await open(
    'white',
    pageOf(sampleResult([sampleScenario({ outcome: 'failed', steps })], { exitCode: 1 })),
  );
  const seen = (selector: string) => page.locator(selector).first().innerText();
  expect(await seen('.differences dd:last-child')).toBe(actual);
  expect(await seen('.troubles .said')).toBe(`$.displayName: expected ${expected}, got ${actual}`);
  const room = await page.locator('.differences .place pre').evaluate((one) => one.clientWidth - one.scrollWidth);
  expect(room).toBeGreaterThanOrEqual(0);
});

test('on a phone the two sides stand one above the other, as wide as the screen, and boxes show that they continue', async () => {
  const { page } = await open('stacked', everything, { viewport: { width: 390, height: 844 } });
  const cells = page.locator('.sides tr.failed', { hasText: '"mailEnabled"' }).first().locator('td');
  const [left, right] = await Promise.all([cells.first().boundingBox(), cells.last().boundingBox()]);
  expect(right?.y).toBeGreaterThanOrEqual((left?.y ?? Number.NaN) + (left?.height ?? Number.NaN));
  expect(left?.width).toBeGreaterThan(280);
  const images = await page
    .locator('.exchange pre')
    .first()
    .evaluate((box) => box.ownerDocument.defaultView?.getComputedStyle(box).backgroundAttachment);
  expect(images).toContain('local');
  expect(images).toContain('scroll');
});

test('nothing overflows horizontally, on a phone and with words that do not end', async () => {
  const { page } = await open('phone', everything, { viewport: { width: 390, height: 844 } }, '#far.create-group');
  await page.locator('[id="far.create-group"] .exchange').waitFor();
  const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
  expect(widths).toEqual([390, 390]);
});

test.each([390, 1280])('the page of a history shows all that is known, %i pixels wide', async (width) => {
  const runs = [1, 2, 3].map(
    (day): HistoryRun => ({
      ...{ version: 1, startedAt: `2026-11-0${day}T02:00:00Z`, tool: '1.0.0', against: 'live' },
      entries: ['first', 'second'].map((name) => ({
        ...{
          file: `node_modules/tutorial-replay/scenarios/entitlement-management/${name}-of-many.scenario.yaml`,
          ms: 5,
          scenario: '0'.repeat(16),
        },
        outcome: day === 3 && name === 'first' ? 'failed' : 'passed',
        steps: [],
      })),
    }),
  );
  const text = historyPage(historyTrends(runs), runs, '1.0.0');
  const { page } = await open('history', text, { viewport: { width, height: 844 } });
  expect(await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')).toEqual([width, width]);
  expect(await violations(page)).toEqual([]);
  const ends = await page.evaluate(`document.querySelector('tbody td:last-child').getBoundingClientRect().right`);
  expect(ends).toBeLessThanOrEqual(width);
});

test('on paper everything that failed is there, closed or not, and no button', async () => {
  const { page } = await open('paper', everything);
  await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = false; })`);
  await page.emulateMedia({ media: 'print' });
  await soon(() => page.getByText('the property is missing').first().isVisible()).toBe(true);
  await soon(() => page.locator('.toolbar').isVisible()).toBe(false);
  // But the names of tenants, which are buttons on a screen.
  const row = '<table class="matrix"><tr><th scope="row"><button>contoso</button></th></tr></table>';
  await page.locator('main').evaluate((main, text) => main.insertAdjacentHTML('afterbegin', text), row);
  await soon(() => page.getByText('contoso', { exact: true }).isVisible()).toBe(true);
  expect((await page.pdf()).length).toBeGreaterThan(10_000);
});

test('P14 hostile data stays data', async () => {
  const nasty = [
    '<script>',
    '</script>',
    '<!--',
    '-->',
    ']]>',
    '\u202e',
    '\u2028',
    '\x1b[2J',
    '<img src=x onerror=alert(1)>',
    '"',
    "' onfocus=alert(1) autofocus '",
    '`',
    '${x}',
    '<svg/onload=alert(1)>',
    '</title>',
    '</style>',
    '</details>',
  ];
  const text = fc
    .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom(...nasty)), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.join(''));
  const texts = fc.sample(text, 100_000);
  const scenarios = Array.from({ length: 20 }, (_, index) => {
    const own = texts.slice(index * 5000, (index + 1) * 5000);
    const part = (from: number) => own.slice(from * 500, (from + 1) * 500);
    const steps = Array.from({ length: 10 }, (__, at) =>
      createStep({
        id: own[at] ?? '',
        title: part(at).slice(0, 5).join(''),
        number: at + 1,
        of: 10,
        captured: Object.fromEntries(
          part(at)
            .slice(5, 10)
            .map((one) => [one, one]),
        ),
        exchange: exchanged(
          { ...postGroup, url: `/${own[at + 10]}`, body: part(at).slice(10, 200) },
          200,
          part(at).slice(200).join('\n'),
        ),
      }),
    );
    return sampleScenario({
      file: own[20] ?? '',
      title: own[21] ?? '',
      tutorial: own[22] ?? '',
      tags: own.slice(23, 30),
      runId: own[31] ?? '',
      steps,
    });
  });
  const findings = texts.slice(0, 500).map((one, index): DoctorFinding => {
    const other = texts[index + 500] ?? '';
    return { area: 'input', what: one, state: 'missing', why: other, actor: one, fix: other, link: other };
  });
  const readiness = { ...sampleReadiness, findings };
  const hostile = pageOf(sampleResult(scenarios, { exitCode: 0 }), { readiness });
  const { page, complaints } = await open('hostile', hostile);
  await soon(() => page.locator('.findings li').count()).toBe(500);
  await page.evaluate(`document.querySelectorAll('.scenario').forEach((one) => { one.open = true; })`);
  await soon(() => page.locator('.step').count()).toBe(20 * 11);
  await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
  expect(
    await page.evaluate(
      `document.querySelectorAll('script:not([type]), style, img, iframe, [onerror], [onload], [onfocus], [autofocus]').length`,
    ),
  ).toBe(2);
  expect(complaints).toEqual([]);
});

test('a script that got into the page after all would not run, and no image would be asked for', async () => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const image = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/x.png`;
  const attack = `<script>document.title = 'ran'</script><img src="${image}"><p style="color: red" onclick="1">`;
  const { page, complaints } = await open('policy', everything.replace('<h2 id="scenarios">', `${attack}$&`));
  expect(await page.title()).not.toBe('ran');
  await soon(() => complaints.filter((one) => one.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(
    3,
  );
  expect(requests).toEqual([]);
  server.close();
});

test('changes since an earlier run are below the steps to look at, and hostile words in them stay data', async () => {
  const changes = {
    before: { file: evil, against: 'recorded', startedAt: '2026-11-21T08:30:00Z' },
    after: { file: 'after.json', against: 'recorded', startedAt: '2026-11-22T08:30:00Z' },
    changes: [
      { kind: 'newly-fails', scenario: evil, step: evil, detail: evil },
      { kind: 'fixed', scenario: 'Groups', step: 'list', detail: '' },
    ],
    compared: 7,
  } as const;
  const { page, complaints } = await open('changes', pageOf(sampleResults.everything, { changes }));
  const headings = await page.getByRole('heading', { level: 2 }).allInnerTexts();
  const at = headings.indexOf('What changed since the run before');
  expect([headings[at - 1], headings[at + 1]]).toEqual([expect.stringContaining('look'), 'Scenarios']);
  await soon(() => page.locator('#changes li').count()).toBe(2);
  await soon(() => page.locator('#changes li').last().innerText()).toContain('is fixed');
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

const lastOfMany = manyScenarios(1000).scenarios.at(-1) ?? sampleScenario();

test('a thousand scenarios are all there, and a story of the last one opens', async () => {
  const { page, complaints } = await open('many', pageOf(manyScenarios(1000)), {}, '#scenario-999.list-8');
  await soon(() => page.locator('.scenario').count()).toBe(1000);
  await soon(() => page.locator('[id="scenario-999.list-8"] .exchange').isVisible()).toBe(true);
  // Its lines are in the first story; put together they are what a page of its own would show.
  const storyOf = (one: Page, name: string) => one.locator(`#${name} .story`).innerHTML();
  const { page: alone } = await open(
    'alone',
    pageOf(sampleResult([lastOfMany], { exitCode: 0 })),
    {},
    '#scenario-999.list-8',
  );
  expect(await storyOf(page, 'scenario-999')).toBe(await storyOf(alone, 'scenario-999'));
  const link = page.locator('[id="scenario-999.list-8"] .captures a').first();
  await link.click();
  await soon(() => page.evaluate('location.hash')).toMatch(/^#scenario-999\../);
  await page.getByRole('searchbox').fill('scenario 998 list-8 /members');
  await soon(() => page.locator('.scenario:visible').count()).toBe(1);
  expect(complaints).toEqual([]);
});
