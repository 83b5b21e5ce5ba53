import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from '../test/support/report/sample-browser.ts';
import { manyScenarios, pageOf } from '../test/support/report/sample-pages.ts';
import { sideBySide, timed } from './measure.ts';
import type { Row } from './row.ts';

/** From asking a browser for the page until its verdict is painted: a page of 10,000 steps beside one of 1,000. */
export async function measureHtmlPage(): Promise<readonly Row[]> {
  const browser = await openBrowser();
  if (browser === 'absent') return [];
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-replay-bench-'));
  const fileOf = async (scenarios: number) => {
    const file = join(folder, `${scenarios}.html`);
    await writeFile(file, pageOf(manyScenarios(scenarios)));
    return pathToFileURL(file).href;
  };
  const [hundred, thousand] = [await fileOf(100), await fileOf(1_000)];
  const opened = async (url: string) => {
    const page = await browser.newPage();
    const ms = await timed(async () => {
      await page.goto(url);
      await page.locator('h1').waitFor();
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    });
    await page.close();
    return ms;
  };
  const medians = await sideBySide(
    { hundred: () => opened(hundred), thousand: () => opened(thousand) },
    { rounds: 7, warmUp: 1 },
  );
  await browser.close();
  await rm(folder, { recursive: true });
  const row = (what: string, value: number): Row => ({ group: 'html', what, value, unit: 'ms' });
  return [
    row('open 1,000 steps', medians.hundred),
    { ...row('open 10,000 steps', medians.thousand), ratio: medians.thousand / medians.hundred, aim: 5 },
    // Where the aim is a time for people, the ratio is to that time.
    { ...row('open 10,000 steps, of 2 s', medians.thousand), ratio: medians.thousand / 2_000, aim: 1 },
  ];
}
