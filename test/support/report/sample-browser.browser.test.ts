import { expect, test } from 'vitest';
import { browserAbsent, openBrowser } from './sample-browser.ts';

test('a browser opens a page, and asks the network for nothing', async ({ skip }) => {
  const browser = await openBrowser();
  if (browser === 'absent') return skip(browserAbsent);
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.setContent('<p>Hello</p>');
  await expect.poll(() => page.locator('p').innerText()).toBe('Hello');
  expect(requests).toEqual([]);
  await browser.close();
});
