import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { success } from '../../diagnostics/problem.ts';
import { loadSeed, type ServedSandbox, serveSandbox } from '../../harness/harness.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { cacheFolder } from '../loading/cache-folder.ts';
import { sandboxSettings } from '../loading/sandbox-settings.ts';
import { type SandboxConfig, sandboxConfig } from '../options/sandbox-config.ts';
import { printProblems } from '../output/print-problems.ts';
import { type Streams, stopCodeOf } from '../output/streams.ts';

/** `sandbox`: serves a local Microsoft Graph until a signal stops it. */
export async function sandboxCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = sandboxConfig(args);
  if (!parsed.ok) return printProblems(parsed.problems, streams);
  const { port, seed: seedPath, fixedMs } = parsed.value;
  const seed = seedPath === undefined ? success(undefined) : await loadSeed(seedPath);
  if (!seed.ok) return printProblems(seed.problems, streams);
  const served = await serveSandbox({
    port,
    folder: folderOf(parsed.value, streams),
    ...(seed.value === undefined ? {} : { seed: seed.value }),
    ...(fixedMs === undefined ? {} : { fixedMs }),
  });
  if (!served.ok) return printProblems(served.problems, streams);
  return untilStopped(served.value, parsed.value, streams);
}

async function untilStopped(served: ServedSandbox, { fixedMs }: SandboxConfig, streams: Streams): Promise<ExitCode> {
  const { stdout, stderr, signal } = streams;
  stdout.write(sandboxSettings(served, { follows: fixedMs === undefined }));
  stderr.write('serving until it is interrupted\n');
  if (!signal.aborted) await new Promise((stopped) => signal.addEventListener('abort', stopped, { once: true }));
  await served.server.close();
  return exitCode({ signal: stopCodeOf(streams) });
}

function folderOf({ certDir }: SandboxConfig, { environment }: Streams): string {
  if (certDir !== undefined) return resolve(certDir);
  return join(cacheFolder({ platform: process.platform, environment, home: homedir() }), 'sandbox');
}
