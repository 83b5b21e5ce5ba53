/** A real browser for the tests of pages; no part of the package. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const browserPath = '/usr/bin/chromium';

/** Why tests of pages are skipped, for their messages. */
export const browserAbsent = `there is no browser at ${browserPath}`;

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A headless Chromium with an empty profile that asks the network for nothing by itself; who opens it closes it. `absent`
 * where the machine has none, so that a test can skip; in CI on Linux that is an error, or no one would see that pages are
 * untested.
 */
export async function openBrowser(): Promise<Browser | 'absent'> {
  if (existsSync(browserPath)) return chromium.launch({ executablePath: browserPath, headless: true, args: quiet });
  if (process.env['CI'] === 'true' && process.platform === 'linux')
    throw new Error(`${browserAbsent}, and CI demands one`);
  return 'absent';
}
