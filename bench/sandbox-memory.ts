/** In a process of its own: what a large tenant takes, before and after a hundred thousand decisions. */
import { largeSeed, largeTenant } from './large-tenant.ts';

const megabytes = () => {
  globalThis.gc?.();
  return Math.round(process.memoryUsage.rss() / 1024 / 1024);
};
const tenant = largeTenant(largeSeed());
const empty = megabytes();
tenant.reviewLarge(100);
const reviewed = megabytes();
const decisions = tenant.pageThrough();
process.stdout.write(`${JSON.stringify({ empty, reviewed, paged: megabytes(), decisions })}\n`);
