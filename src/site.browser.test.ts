import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserAbsent, openBrowser } from '../test/support/report/sample-browser.ts';

const site = fileURLToPath(new URL('../site/dist', import.meta.url));
const types: { readonly [ending: string]: string } = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const server = createServer(({ url = '/' }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  const file = join(site, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  const isThere = existsSync(file) && statSync(file).isFile();
  response.writeHead(isThere ? 200 : 404, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  response.end(isThere ? readFileSync(file) : '');
});

describe.skipIf(!existsSync(site))('the site of the docs (skipped where `npm run docs` has built none)', () => {
  let opened: Browser | 'absent';
  let origin: string;
  beforeAll(async () => {
    opened = await openBrowser();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    if (opened !== 'absent') await opened.close();
  });

  async function violations(page: Page): Promise<unknown> {
    await page.evaluate(axe);
    return page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
    );
  }

  test.for([
    { width: 1280, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const)(
    '$width pixels, $colorScheme: pages fit, and search leads to a page; axe-core finds nothing',
    async ({ width, colorScheme }, { skip }) => {
      if (opened === 'absent') return skip(browserAbsent);
      const page = await opened.newPage({ viewport: { width, height: 900 }, colorScheme });
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', ({ message }) => complaints.push(message));
      for (const name of ['comparison', 'reports', 'index']) {
        await page.goto(`${origin}/${name}.html`);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), name).toBeLessThanOrEqual(0);
        expect(await violations(page), name).toEqual([]);
      }
      // The script of a page listens once it has taken the page over.
      const search = page.getByRole('dialog').getByRole('combobox');
      await expect
        .poll(
          async () => {
            if (!(await search.isVisible())) await page.keyboard.press('Control+k');
            return search.isVisible();
          },
          { timeout: 60_000 },
        )
        .toBe(true);
      await search.fill('leftover cleanup');
      await page.getByRole('option').first().waitFor();
      expect(await violations(page), 'search').toEqual([]);
      await search.fill('zzqqxx');
      await page.locator('.no-results').waitFor();
      expect(await violations(page), 'search without results').toEqual([]);
      await search.fill('recycle bin');
      await page.getByRole('option', { name: 'The recycle bin' }).first().waitFor();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.url(), { timeout: 60_000 }).toBe(`${origin}/cleanup.html#the-recycle-bin`);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});
