/**
 * Builds `tools/executable/dist/tutorial-replay`: Node, the package and what signs in, as one file. Usage: `node tools/executable.ts`, after `npm run build` and
 * `npm ci --prefix tools/executable --ignore-scripts`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = join(root, 'tools/executable');
/** What Node looks for to know that something was put into it: https://nodejs.org/api/single-executable-applications.html. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

type Packed = { readonly path: string; readonly bytes: Uint8Array };

/** The files of the package, as npm would publish them. */
async function packageFiles(): Promise<readonly Packed[]> {
  const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    shell: process.platform === 'win32',
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(listed) as [{ readonly files: readonly { readonly path: string }[] }];
  return Promise.all(files.map(async ({ path }) => ({ path, bytes: await readFile(join(root, path)) })));
}

/** `@azure/identity` as one module, where a live run looks for it. */
async function signIn(): Promise<readonly Packed[]> {
  const bundle = await rolldown({ cwd: root, input: '@azure/identity', platform: 'node', external: [/^node:/] });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false, minify: true });
  await bundle.close();
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/@azure/identity/package.json'), 'utf8'));
  const manifest = {
    name: '@azure/identity',
    version,
    type: 'module',
    exports: { '.': './index.js', './package.json': './package.json' },
  };
  const at = 'node_modules/@azure/identity';
  return [
    { path: `${at}/index.js`, bytes: Buffer.from(output[0].code) },
    { path: `${at}/package.json`, bytes: Buffer.from(JSON.stringify(manifest)) },
  ];
}

/** A line of JSON with names and lengths, then the files; compressed. */
function archiveOf(files: readonly Packed[]): Uint8Array {
  const head = JSON.stringify(files.map(({ path, bytes }) => [path, bytes.length]));
  const whole = Buffer.concat([Buffer.from(`${head}\n`), ...files.map(({ bytes }) => bytes)]);
  return brotliCompressSync(whole, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

const files = [...(await packageFiles()), ...(await signIn())];
const archive = archiveOf(files);
const folder = await mkdtemp(join(tmpdir(), 'executable-'));
const target = join(own, 'dist', process.platform === 'win32' ? 'tutorial-replay.exe' : 'tutorial-replay');
try {
  const [blob, app, digest, config] = ['blob', 'app', 'digest', 'config.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  await writeFile(app, archive);
  await writeFile(digest, createHash('sha256').update(archive).digest('hex'));
  const main = join(own, 'unpack.cjs');
  await writeFile(
    config,
    JSON.stringify({
      main,
      output: blob,
      disableExperimentalSEAWarning: true,
      execArgvExtension: 'none',
      assets: { app, digest },
    }),
  );
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: 'inherit' });
  await mkdir(join(own, 'dist'), { recursive: true });
  await rm(target, { force: true });
  await copyFile(process.execPath, target);
  await chmod(target, 0o755);
  const inject = join(own, 'node_modules/postject/dist/cli.js');
  const segment = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : [];
  execFileSync(process.execPath, [inject, target, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse, ...segment], {
    stdio: 'inherit',
  });
} finally {
  await rm(folder, { recursive: true });
}
process.stdout.write(
  `${target}: ${files.length} files, ${Math.round(archive.length / 1024)} KiB of them beside Node\n`,
);
