import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { browserAbsent, openBrowser } from '../../../test/support/report/sample-browser.ts';

const root = new URL('../../../', import.meta.url).pathname;
const run = promisify(execFile);
const counter = /^https:\/\/www\.googletagmanager\.com\//;

// Four processes, one of them a browser: on a machine with other work, more than the usual two minutes.
test('the site that Allure makes of a run shows its scenarios, their steps and what was said', {
  timeout: 400_000,
}, async ({ skip }) => {
  const browser = await openBrowser();
  if (browser === 'absent') return skip(browserAbsent);
  const folder = mkdtempSync(join(tmpdir(), 'tutorial-replay-allure-site-'));
  try {
    const [results, site] = [join(folder, 'results'), join(folder, 'site')];
    const scenario = 'scenarios/access-reviews/security-group.scenario.yaml';
    await run(process.execPath, ['bin/tutorial-replay.js', 'run', scenario, '-r', `allure=${results}`], { cwd: root });
    const allure = join(root, 'node_modules/allure/cli.js');
    const flags = ['--single-file', '--lang', 'en', '--output', site];
    await run(process.execPath, [allure, 'awesome', results, ...flags], { cwd: folder });

    const page = await browser.newPage();
    // 3.6 MB of script: on a machine with other work, more than the usual half a minute.
    page.setDefaultTimeout(120_000);
    const complaints: string[] = [];
    // Allure counts its readers, and has no flag against it. Everything else that leaves is a complaint.
    await page.route(counter, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!/^(?:file|data|blob):/.test(request.url()) && !counter.test(request.url()))
        complaints.push(`request: ${request.url()}`);
    });
    // In a page that is one file, Allure's program may start before the data behind it is there, and then looks for files.
    const shown = page.getByText('recorded', { exact: true });
    for (let times = 0; times < 5 && !(await shown.isVisible()); times++) {
      complaints.length = 0;
      await page.goto(pathToFileURL(join(site, 'index.html')).href);
      await shown.waitFor({ timeout: 30_000 }).catch(() => undefined);
    }
    await shown.click();
    await page.getByText('scenarios/access-reviews', { exact: true }).click();
    await page.getByText('Review access to a security group').first().click();
    await page.getByText('create-group: ').first().click();
    const seen = () => page.locator('body').innerText();
    for (const text of ['create-group: ', 'request', 'response', 'against', 'the page']) {
      await expect.poll(seen, { timeout: 60_000 }).toContain(text);
    }
    await page.getByText('response', { exact: true }).first().click();
    await page.getByText('201 Created').first().waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});
