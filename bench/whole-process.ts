import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What one process took, from its start to its end. */
export type Usage = { readonly ms: number; readonly cpuMs: number; readonly peakMb: number };

type Start = {
  readonly folder: string;
  readonly environment?: { readonly [name: string]: string };
  /** `1` where what is measured finds differences on purpose. */
  readonly status?: number;
};

const tell = fileURLToPath(new URL('./tell-usage.js', import.meta.url));

/** Runs Node in a folder to its end, its output to nowhere; throws where it ends with another status. */
export async function wholeProcess(
  args: readonly string[],
  { folder, environment, status = 0 }: Start,
): Promise<Usage> {
  const usageFile = join(folder, 'usage.json');
  const startMs = performance.now();
  const child = spawn(process.execPath, ['--import', tell, ...args], {
    cwd: folder,
    env: { ...inherited(), ...environment, BENCH_USAGE: usageFile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const [code] = await once(child, 'exit');
  const ms = performance.now() - startMs;
  if (code !== status) throw new Error(`node ${args.join(' ')}: ${code}\n${errors.join('').slice(0, 2_000)}`);
  const { cpuMs, peakMb } = JSON.parse(await readFile(usageFile, 'utf8')) as Usage;
  await rm(usageFile);
  return { ms, cpuMs, peakMb };
}

/** Nothing of the tool's own settings. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(REPLAY|AZURE)_/.test(name)));
}
