import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { runNode } from './built-cli.ts';
import { sideBySide, timed } from './measure.ts';
import type { Row } from './row.ts';

/** Whole processes, both as bundles: the seven requests live, beside the loop. */
export async function measureColdLive(origin: string): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-replay-bench-live-'));
  const input = { loop: here('cold-loop.ts'), live: here('cold-live.ts') };
  const bundle = await rolldown({ input, platform: 'node', external: /^node:/ });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await bundle.close();
  const start = (name: string) => timed(() => runNode([join(folder, `${name}.mjs`), origin]));
  const medians = await sideBySide({ loop: () => start('loop'), live: () => start('live') }, { rounds: 9, warmUp: 2 });
  await rm(folder, { recursive: true });
  return [
    { group: 'live', what: 'undici in a loop, a whole process', value: medians.loop, unit: 'ms', ratio: 1 },
    {
      group: 'live',
      what: 'live run, a whole process',
      value: medians.live,
      unit: 'ms',
      ratio: medians.live / medians.loop,
    },
  ];
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
