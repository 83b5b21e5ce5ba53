import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the command line and puts it where there are no sources that it would run instead; returns its bin. */
export async function builtCli(): Promise<string> {
  execFileSync(process.execPath, [join(root, 'tools/build.ts')], { stdio: 'inherit' });
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-replay-bench-cli-'));
  for (const part of ['bin', 'dist', 'package.json']) {
    await cp(join(root, part), join(folder, part), { recursive: true });
  }
  // What a user has installed beside it.
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'bin/tutorial-replay.js');
}

/** Runs Node to its end and returns what it printed; throws where it fails. */
export function runNode(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')}: ${status}\n${stderr}`);
  return stdout;
}
