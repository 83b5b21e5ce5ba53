/** Builds `dist/`: the CLI and the public entries as bundles, their types beside them. */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = fileURLToPath(new URL('../dist', import.meta.url));

await rm(dist, { recursive: true, force: true });

const bundle = await rolldown({
  cwd: root,
  input: {
    index: 'src/index.ts',
    msw: 'src/msw.ts',
    cli: 'src/cli/main.ts',
    vitest: 'src/vitest/plugin.ts',
    'vitest-runtime': 'src/vitest/runtime.ts',
  },
  platform: 'node',
  // What a user's own code shares with us (handlers, tests) must be the same module; the rest is bundled for a fast start.
  external: (id: string) => /^(?:node:|vitest(?:\/|$)|vite(?:\/|$)|msw(?:\/|$))/.test(id),
});
await bundle.write({ dir: dist, format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js', minify: false });
await bundle.close();

const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
const tsc = fileURLToPath(new URL('./bin/tsc', `file://${typescript}`));
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
