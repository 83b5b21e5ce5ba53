/** Builds `dist/`: the CLI, the modules that users import, and their types. */
import { execFileSync } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OutputChunk, rolldown } from 'rolldown';
import manifest from '../package.json' with { type: 'json' };
import { bundledLicenses } from './bundled-licenses.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** What those who install the package have beside it. */
const outside = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];

/** A file for what each of these steps needs beyond the steps before it: what they import, and what that imports. */
const steps: { readonly [name: string]: RegExp } = {
  start: /[\\/]src[\\/]cli[\\/](?:main|loading[\\/]load-scenarios)\.ts$/,
  plan: /[\\/]src[\\/]cli[\\/]loading[\\/]plan-scenarios\.ts$/,
  replay:
    /[\\/]src[\\/](?:cli[\\/]commands[\\/]run-command|report[\\/]terminal[\\/]open-terminal|http[\\/]read-content)\.ts$/,
  // With MSW, which nothing but a recording needs.
  recorded: /[\\/]src[\\/]backends[\\/]recorded[\\/]recorded-backend\.ts$/,
  live: /[\\/]src[\\/](?:cli[\\/]commands[\\/]run[\\/]live-run|harness[\\/](?:live-session|plan-live))\.ts$/,
};

/** Everything in it, packages too: one file is read faster than two hundred (bench/README.md has the numbers). */
async function buildCli(): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown({
    cwd: root,
    input: { cli: 'src/cli/main.ts' },
    platform: 'node',
    // Who goes live installs it.
    external: [/^node:/, /^@opentelemetry\//, '@azure/identity'],
    resolve: {
      alias: {
        // Its build for browsers is made of ES modules, of which only what is used goes in; that for Node is not.
        yaml: join(root, 'node_modules/yaml/browser/dist/index.js'),
        undici: join(root, 'tools/undici-parts.js'),
      },
    },
  });
  const { output } = await bundle.write({
    dir: dist,
    format: 'esm',
    chunkFileNames: 'cli/[name]-[hash].js',
    // A file a step, not a dozen; the rest follows what is imported when it is called for.
    codeSplitting: { groups: Object.entries(steps).map(([name, test]) => ({ name, test })) },
    // Names stay: what is thrown says where.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  });
  await bundle.close();
  // What the html report puts into its page is beside the code that reads it.
  for (const asset of ['page.css', 'page.js']) await cp(join(root, 'src/report/html', asset), join(dist, 'cli', asset));
  return output.filter((one) => one.type === 'chunk');
}

/**
 * Dependencies and peers stay outside: what users share with us, such as msw, must be the same module. What else is imported goes
 * in, so that no one installs it twice.
 */
async function buildLibrary(): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown({
    cwd: root,
    input: {
      index: 'src/index.ts',
      msw: 'src/msw.ts',
      sandbox: 'src/sandbox.ts',
      vitest: 'src/vitest/plugin.ts',
      'vitest-runtime': 'src/vitest/runtime.ts',
    },
    platform: 'node',
    external: (id) => outside.some((name) => id === name || id.startsWith(`${name}/`)) || id.startsWith('node:'),
  });
  const { output } = await bundle.write({ dir: dist, format: 'esm', chunkFileNames: 'library/[name]-[hash].js' });
  await bundle.close();
  return output.filter((one) => one.type === 'chunk');
}

function buildTypes(): void {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  execFileSync(process.execPath, [join(typescript, '../bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
}

await rm(dist, { recursive: true, force: true });
const chunks = [...(await buildCli()), ...(await buildLibrary())];
await writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await bundledLicenses(chunks.flatMap((one) => one.moduleIds)));
buildTypes();
