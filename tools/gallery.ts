/** Draws `docs/gallery/`: what every report of one kept and one broken scenario looks like. Needs Chromium. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { browserAbsent, openBrowser } from '../test/support/report/sample-browser.ts';
import { galleryTexts, scenarios } from './gallery/gallery-texts.ts';
import { tenantsPage } from './gallery/tenants-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const gallery = join(root, 'docs/gallery');
/** So that the pictures stay small: the part of a page that a person sees first. */
const viewport = { width: 1000, height: 720 };

process.chdir(root);
for (const [name, text] of Object.entries(await galleryTexts())) await writeFile(join(gallery, name), text);

const folder = await mkdtemp(join(tmpdir(), 'tutorial-replay-gallery-'));
const browser = await openBrowser();
if (browser === 'absent') throw new Error(browserAbsent);
try {
  const [page, results, site] = [join(folder, 'report.html'), join(folder, 'results'), join(folder, 'site')];
  // The same pictures whenever they are drawn.
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1795940100' };
  const node = (...args: readonly string[]) =>
    execFileSync(process.execPath, args, { cwd: root, stdio: 'ignore', env });
  try {
    node('bin/tutorial-replay.js', 'run', scenarios, '-r', `html=${page}`, '-r', `allure=${results}`);
  } catch {
    // One of the two scenarios is broken on purpose.
  }
  node('node_modules/allure/cli.js', 'awesome', results, '--single-file', '--lang', 'en', '--output', site);
  await draw('report-light.png', page, 'light');
  await draw('report-dark.png', page, 'dark');
  await draw('report-story.png', `${page}#handover.list-owners`, 'light');
  await draw('tenants.png', await tenantsPage(folder), 'light');
  await draw('allure.png', join(site, 'index.html'), 'light', openAllure);
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}

async function draw(
  name: string,
  file: string,
  colorScheme: 'light' | 'dark',
  open: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  if (browser === 'absent') return;
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  // Allure's page is 3.6 MB of script: beside other work, more than the usual half a minute.
  page.setDefaultTimeout(120_000);
  await page.route(/^https?:/, (route) => route.abort());
  const [path = '', hash] = file.split('#');
  await page.goto(pathToFileURL(path).href + (hash === undefined ? '' : `#${hash}`));
  await open(page);
  await page.screenshot({ path: join(gallery, name) });
  await context.close();
}

/** The test that failed, with the step that differs: Allure has opened the groups above it. */
async function openAllure(page: Page): Promise<void> {
  await page.getByText('Hand a group over to its next owner').click();
  await page.getByText('list-owners: See').first().scrollIntoViewIfNeeded();
}
