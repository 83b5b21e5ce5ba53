import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runNode } from './built-cli.ts';
import { sideBySide } from './measure.ts';
import type { Row } from './row.ts';
import { copyScenario } from './scenario-copies.ts';

const tellMemory = fileURLToPath(new URL('./tell-memory.js', import.meta.url));

/** How large the process is after a hundred scenarios and after a thousand: nothing keeps what no one needs. */
export async function measureMemory(bin: string): Promise<readonly Row[]> {
  const folders = { hundred: await copyScenario(100), thousand: await copyScenario(1_000) };
  const megabytes = (folder: string, ...flags: string[]) => {
    const output = runNode([...flags, '--import', tellMemory, bin, 'run', folder]);
    return Number(/^rss=(\d+)$/m.exec(output)?.[1]) / 1024 / 1024;
  };
  const medians = await sideBySide(
    {
      hundred: () => megabytes(folders.hundred),
      thousand: () => megabytes(folders.thousand),
      hundredCollected: () => megabytes(folders.hundred, '--expose-gc'),
      thousandCollected: () => megabytes(folders.thousand, '--expose-gc'),
    },
    { rounds: 7, warmUp: 0 },
  );
  for (const folder of Object.values(folders)) await rm(folder, { recursive: true });
  const row = (what: string, value: number): Row => ({ group: 'memory', what, value, unit: 'MB' });
  return [
    row('after 100 scenarios', medians.hundred),
    { ...row('after 1,000 scenarios', medians.thousand), ratio: medians.thousand / medians.hundred, aim: 1.5 },
    row('after 100 scenarios, collected', medians.hundredCollected),
    {
      ...row('after 1,000 scenarios, collected', medians.thousandCollected),
      ratio: medians.thousandCollected / medians.hundredCollected,
      aim: 1.5,
    },
  ];
}
