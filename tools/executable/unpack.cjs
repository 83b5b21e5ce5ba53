// What the executable begins with: puts the package into a folder of the user's, once for each release, and starts it there. The package
// reads files of its own (models, scenarios, the page's style) and loads modules when they are called for: both need files.
const {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { createRequire } = require('node:module');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');
const { getAsset, getRawAsset } = require('node:sea');
const { brotliDecompressSync } = require('node:zlib');

const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
const caches = LOCALAPPDATA || XDG_CACHE_HOME || join(homedir(), '.cache');
const parent = join(caches, 'tutorial-replay', 'app');
const folder = join(parent, getAsset('digest', 'utf8').slice(0, 32));

/** Whole or not at all, also where two start at once: a folder beside it takes its name in the end. */
function unpack() {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const beside = mkdtempSync(`${folder}-`);
  const bytes = brotliDecompressSync(Buffer.from(getRawAsset('app')));
  const end = bytes.indexOf(10);
  let from = end + 1;
  for (const [path, length] of JSON.parse(bytes.subarray(0, end).toString())) {
    const file = join(beside, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes.subarray(from, from + length), { mode: 0o600 });
    from += length;
  }
  writeFileSync(join(beside, 'start.cjs'), "import('./bin/start.js');\n");
  chmodSync(beside, 0o700);
  try {
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Nothing is run that another user could have put there. */
function isOwn() {
  if (process.getuid === undefined) return true;
  return [parent, folder].every((path) => {
    const { uid, mode } = statSync(path);
    return uid === process.getuid() && (mode & 0o022) === 0;
  });
}

try {
  if (!existsSync(folder)) unpack();
  if (!isOwn()) throw new Error('another user can write there');
  process.argv[1] = join(folder, 'bin', 'tutorial-replay.js');
  createRequire(join(folder, 'start.cjs'))('./start.cjs');
} catch (error) {
  process.stderr.write(
    `tutorial-replay cannot be unpacked into ${folder}: ${error.message}\n  fix: name another folder with XDG_CACHE_HOME\n`,
  );
  process.exitCode = 2;
}
