import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/problem.ts';

/** The files below a folder that changed after a revision, whole paths. Problems: `usage`. */
export async function changedSince(folder: string, revision: string): Promise<Result<ReadonlySet<string>>> {
  const args = ['diff', '--name-only', '-z', '--no-ext-diff', '--relative', '--end-of-options', revision, '--', '.'];
  const [changed, added] = await Promise.all([
    git(folder, args),
    git(folder, ['ls-files', '--others', '--exclude-standard', '-z']),
  ]);
  if (changed === undefined || added === undefined) {
    const message = `\`--since ${revision}\`: ${folder} is not in a git repository that has this revision`;
    return failure([{ code: 'usage', message, fix: 'check the revision, or leave `--since` out' }]);
  }
  const names = [...changed.split('\0'), ...added.split('\0')].filter((name) => name !== '');
  return success(new Set(names.map((name) => resolve(folder, name))));
}

/** The day of the last commit of each file below a folder, by its whole path; empty outside of a repository. */
export async function lastCommits(folder: string): Promise<ReadonlyMap<string, number>> {
  const days = new Map<string, number>();
  const log = await git(folder, [
    'log',
    '--format=%x01%ct',
    '--name-only',
    '--relative',
    '--no-renames',
    '-z',
    '--',
    '.',
  ]);
  for (const commit of (log ?? '').split('\u0001').slice(1)) {
    const [time = '', ...names] = commit.split(/[\0\n]+/);
    for (const name of names) {
      const path = resolve(join(folder, name));
      if (name !== '' && !days.has(path)) days.set(path, Number(time) * 1000);
    }
  }
  return days;
}

/** The output of git; `undefined` if it fails or is not installed. No program that the repository configures is run. */
function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  const quiet = [
    '--no-optional-locks',
    '-c',
    'core.fsmonitor=false',
    '-c',
    'core.quotePath=false',
    '-c',
    'log.showSignature=false',
  ];
  return new Promise((done) => {
    execFile('git', [...quiet, ...args], { cwd: folder, maxBuffer: 256 * 1024 * 1024 }, (error, stdout) =>
      done(error === null ? stdout : undefined),
    );
  });
}
